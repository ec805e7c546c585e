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

_MODULES = ("plaudit.errors", "plaudit.targets", "plaudit.client")


def __getattr__(name: str) -> Any:
    """Import a name when it is used first: the command's help does not wait for gRPC."""
    if name in __all__:
        for module in _MODULES:
            found = getattr(importlib.import_module(module), name, None)
            if found is not None:
                globals()[name] = found
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
