"""plaudit: human feedback for LLM applications, over gRPC.

    from plaudit import Client, message

    with Client("127.0.0.1:50051", api_key="…") as client:
        client.submit_feedback(target=message("ses_1", "msg_1"), rating="positive")

`Client` and `AsyncClient` have every RPC as a method. `FeedbackReporter` and
`AsyncFeedbackReporter` record feedback without waiting. `message`, `request`, `search`, `session`
and `entity` say what feedback is on. Every failed call raises a `PlauditError`. The messages of the
contract are in `plaudit.v1`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from plaudit.targets import entity, message, request, search, session

__version__ = "0.1.0"
__all__ = [
    "Aborted",
    "AlreadyExists",
    "AsyncClient",
    "Cancelled",
    "Client",
    "DataLoss",
    "DeadlineExceeded",
    "FailedPrecondition",
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


_MODULES = {
    "AsyncClient": "client",
    "Client": "client",
    "entity": "targets",
    "message": "targets",
    "request": "targets",
    "search": "targets",
    "session": "targets",
}
"""Where a name is; the others are in `errors`."""


def __getattr__(name: str) -> Any:
    """Import what is asked for, so that the command and the server do not load the clients."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"plaudit.{_MODULES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
