"""plaudit: human feedback for LLM applications, over gRPC.

    from plaudit import Client, message

    with Client("127.0.0.1:50051", api_key="…") as client:
        client.submit_feedback(target=message("ses_1", "msg_1"), rating="positive")

`Client` and `AsyncClient` have every RPC as a method. `FeedbackReporter` and
`AsyncFeedbackReporter` record feedback without waiting. `message`, `request`, `search`, `session`
and `entity` say what feedback is on. Every failed call raises a `PlauditError`. The messages of the
contract are in `plaudit.v1`.
"""

from plaudit.client import AsyncClient, Client
from plaudit.errors import (
    Aborted,
    AlreadyExists,
    Cancelled,
    DataLoss,
    DeadlineExceeded,
    FailedPrecondition,
    Internal,
    InvalidArgument,
    NotFound,
    OutOfRange,
    PermissionDenied,
    PlauditError,
    ResourceExhausted,
    Unauthenticated,
    Unavailable,
    Unimplemented,
    Unknown,
    Violation,
    from_status,
)
from plaudit.reporter import AsyncFeedbackReporter, FeedbackReporter
from plaudit.targets import entity, message, request, search, session

__all__ = [
    "Aborted",
    "AlreadyExists",
    "AsyncClient",
    "AsyncFeedbackReporter",
    "Cancelled",
    "Client",
    "DataLoss",
    "DeadlineExceeded",
    "FailedPrecondition",
    "FeedbackReporter",
    "Internal",
    "InvalidArgument",
    "NotFound",
    "OutOfRange",
    "PermissionDenied",
    "PlauditError",
    "ResourceExhausted",
    "Unauthenticated",
    "Unavailable",
    "Unimplemented",
    "Unknown",
    "Violation",
    "entity",
    "from_status",
    "message",
    "request",
    "search",
    "session",
]
