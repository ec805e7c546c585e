"""When something happened, read from messages."""

from __future__ import annotations

from typing import Protocol

from plaudit_server.contract import timestamp_pb2
from plaudit_server.domain.occurrence import occurrence
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.servicers.values import get_time
from plaudit_server.storage.engine.transaction import now


class Occurred(Protocol):
    """A message with an `occur_time`."""

    @property
    def occur_time(self) -> timestamp_pb2.Timestamp: ...
    def HasField(self, field_name: str, /) -> bool: ...


def get_occurrence(message: Occurred, principal: Principal, prefix: str = "") -> int:
    """Read when something happened, in microseconds; 0 if the message does not say.

    Raises Refusal for a time that the principal may not set. `prefix` is that of the message's
    fields in the error.
    """
    if not message.HasField("occur_time"):
        return 0
    return occurrence(
        get_time(message.occur_time), principal, now=now(), field=f"{prefix}occur_time"
    )
