"""`occur_time` of feedback and exchanges: its rules, and who may set it."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.contract import exchange_pb2, feedback_pb2
from plaudit_server.domain.errors import Refusal, Violation
from plaudit_server.domain.occurrence import misplaced, occurrence
from plaudit_server.domain.tenants.scopes import Principal
from plaudit_server.servicers.values import get_time, timestamp_violations
from plaudit_server.storage.engine.transaction import now

Occurred = feedback_pb2.Feedback | exchange_pb2.Exchange


def occurrence_rules(message: Occurred, prefix: str) -> Iterator[Violation]:
    """Yield why nothing can have happened at the `occur_time` of a message."""
    if not message.HasField("occur_time"):
        return
    field = f"{prefix}occur_time"
    broken = list(timestamp_violations(message.occur_time, field))
    yield from broken or misplaced(get_time(message.occur_time), now=now(), field=field)


def read_occurrence(
    message: Occurred, principal: Principal, prefix: str
) -> tuple[int | None, Refusal | None]:
    """Read when something happened, and the error if the principal may not say so.

    The time is in microseconds, and `None` if the message does not have it. The message follows the
    rules.
    """
    if not message.HasField("occur_time"):
        return None, None
    time = get_time(message.occur_time)
    try:
        return occurrence(time, principal, now=now(), field=f"{prefix}occur_time"), None
    except Refusal as refusal:
        return time, refusal.with_traceback(None)
