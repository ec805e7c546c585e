"""The filters of lists of exchanges, of lists of memories, and of search."""

from __future__ import annotations

from typing import NamedTuple

from plaudit_server.domain.exchanges.exchange import Exchange
from plaudit_server.domain.times import ALWAYS, TimeRange


class ExchangeFilter(NamedTuple):
    """Conditions on exchanges; an empty field matches anything."""

    session_id: str = ""
    user_id: str = ""
    external_user_id: str = ""
    topic: str = ""
    model: str = ""
    statuses: frozenset[int] = frozenset()
    create_time: TimeRange = ALWAYS
    occur_time: TimeRange = ALWAYS


class MemoryFilter(NamedTuple):
    """Conditions on the exchange of a memory; an empty field matches anything."""

    session_id: str = ""
    topic: str = ""
    user_id: str = ""
    external_user_id: str = ""

    def matches(self, exchange: Exchange) -> bool:
        """Whether an exchange meets the conditions."""
        return all(value in ("", getattr(exchange, name)) for name, value in self._asdict().items())
