"""Which exchanges and which memories are meant: the filters of their lists and of search."""

from __future__ import annotations

from typing import NamedTuple

from plaudit_server.domain.exchanges.exchange import Exchange
from plaudit_server.domain.times import ALWAYS, TimeRange


class ExchangeFilter(NamedTuple):
    """What an exchange must be like; what is empty asks for nothing."""

    session_id: str = ""
    user_id: str = ""
    external_user_id: str = ""
    topic: str = ""
    model: str = ""
    statuses: frozenset[int] = frozenset()
    create_time: TimeRange = ALWAYS


class MemoryFilter(NamedTuple):
    """What the exchange of a memory must be like; what is empty asks for nothing."""

    session_id: str = ""
    topic: str = ""
    user_id: str = ""
    external_user_id: str = ""

    def fits(self, exchange: Exchange) -> bool:
        """Whether an exchange is meant."""
        return all(value in ("", getattr(exchange, name)) for name, value in self._asdict().items())
