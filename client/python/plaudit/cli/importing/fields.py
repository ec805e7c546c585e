"""Which fields of a row are not imported as they are, and why: those that only plaudit sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plaudit.v1 import feedback_pb2


@dataclass(frozen=True)
class OutputOnly:
    """A field that only plaudit sets, and why an import leaves it out."""

    why: str
    lost: bool = False
    """Whether the import loses something with it: then the rows that have it are counted."""


_ID = OutputOnly("the server gives everything an id of its own")
_ARRIVED = OutputOnly("becomes occur_time, unless the row has that too")
_CHANGED = OutputOnly("the import is the last change")
_COUNTED = OutputOnly("follows from the responses")

OUTPUT_ONLY: Mapping[str, OutputOnly] = {
    "plaudit.v1.Exchange.id": _ID,
    "plaudit.v1.Exchange.create_time": _ARRIVED,
    "plaudit.v1.Exchange.update_time": _CHANGED,
    "plaudit.v1.Feedback.id": _ID,
    "plaudit.v1.Feedback.session_context": OutputOnly("belongs to the batch it came in", lost=True),
    "plaudit.v1.Feedback.state": OutputOnly("imported feedback is active; see STATES"),
    "plaudit.v1.Feedback.revision": OutputOnly("the import is the first revision"),
    "plaudit.v1.Feedback.create_time": _ARRIVED,
    "plaudit.v1.Feedback.update_time": _CHANGED,
    "plaudit.v1.Feedback.overruled_by": OutputOnly("is the id of feedback elsewhere", lost=True),
    "plaudit.v1.Record.id": _ID,
    "plaudit.v1.Record.create_time": _ARRIVED,
    "plaudit.v1.Record.update_time": _CHANGED,
    "plaudit.v1.Record.status": _COUNTED,
    "plaudit.v1.Record.submitted_response_count": _COUNTED,
    "plaudit.v1.RecordResponse.id": _ID,
    "plaudit.v1.RecordResponse.record_id": OutputOnly("is the record of the row"),
    "plaudit.v1.RecordResponse.dataset_id": OutputOnly("is the dataset of the record"),
    "plaudit.v1.RecordResponse.create_time": _ARRIVED,
    "plaudit.v1.RecordResponse.update_time": _CHANGED,
}
"""By the full name of the field. A row may have them, because exports of plaudit do."""

STATES = frozenset(
    {
        feedback_pb2.FEEDBACK_STATE_UNSPECIFIED,
        feedback_pb2.FEEDBACK_STATE_ACTIVE,
        feedback_pb2.FEEDBACK_STATE_PENDING_TARGET,
    }
)
"""The states that feedback may have in a row. An import would make others, such as deleted, active
again, so they are refused."""


def not_imported(descriptor: object) -> list[str]:
    """List the fields of a message that an import leaves out, except the time it takes over."""
    fields = descriptor.fields  # type: ignore[attr-defined]
    return [f.name for f in fields if f.full_name in OUTPUT_ONLY and f.name != "create_time"]
