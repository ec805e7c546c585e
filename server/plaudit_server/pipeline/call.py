"""One call, and the methods that calls are made of."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

import grpc.aio
from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message

from plaudit_server.domain.errors import Refusal, Violation
from plaudit_server.domain.tenants.scopes import Principal, Scope

_ACCEPTABLE = re.compile(r"[\x21-\x7e]{1,128}")

Context = grpc.aio.ServicerContext[Any, Any]
F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Headers:
    """The headers that plaudit reads, by their names on the wire."""

    AUTHORIZATION = "authorization"
    API_KEY = "x-api-key"
    SESSION_TOKEN = "x-session-token"  # noqa: S105 - a name
    FEEDBACK_TOKEN = "x-feedback-token"  # noqa: S105 - a name
    NAMESPACE = "x-namespace"
    REQUEST_ID = "x-request-id"


class RunOnThread(Protocol):
    """Runs work on a thread, off the event loop."""

    def __call__(self, work: Callable[[], Any], /, *, continues: bool = False) -> Awaitable[Any]:
        """Answer the work's result. What `continues` work that was begun goes before other work."""


Receive = Callable[[], Awaitable[tuple[Any, Refusal | None] | None]]


@dataclass(slots=True, kw_only=True)
class Call:
    """What is known of a call so far. Each stage fills in its part."""

    context: Context
    headers: Mapping[str, str]
    data: bytes = field(init=False)
    """The request, once its caller is known; not set where requests come as a stream."""
    principal: Principal = field(init=False)
    still_allowed: Callable[[], Awaitable[None]] = field(init=False)
    """Refuses, as authentication does, once the credential of a call that stays open has ended."""
    request: Message = field(init=False)
    rejected: Mapping[int, Refusal] = field(default_factory=dict)
    """The items of a batch that break rules, by index."""
    rejected_along: Mapping[int, Refusal] = field(default_factory=dict)
    """What comes along with the items of a batch and breaks rules, by index."""
    read: Callable[[], Awaitable[bytes | None]] = field(init=False)
    """Reads the next message of a stream as it came; `None` at the end."""
    receive: Receive = field(init=False)
    """Reads the next message of a stream, and why its item is refused; `None` at the end."""
    run_on_thread: RunOnThread | None = None
    """Set where the request is long."""
    _request_id: str = ""

    async def compute(self, work: Callable[[], T]) -> T:
        """Do what takes long where the request is long; then it does not hold up the event loop."""
        if self.run_on_thread is None:
            return work()
        return cast(T, await self.run_on_thread(work, continues=True))

    def forget_request(self) -> None:
        """Let go of what the caller sent, which may be long."""
        self.data = b""
        self.request = Empty()
        self.rejected = {}
        self.rejected_along = {}

    @property
    def request_id(self) -> str:
        """The call's name in logs and errors: `x-request-id`, or one made when first asked for.

        Not the request id of AIP-155, which is in the request.
        """
        if not self._request_id:
            given = self.headers.get(Headers.REQUEST_ID, "")
            self._request_id = given if _ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex
        return self._request_id


Handler = Callable[[Call], Awaitable[bytes]]
"""Serves a call: the serialized response, which is empty where it went out as a stream."""


Rules = Callable[[Any], Iterable[Violation]]
"""Says which rules a message breaks. The message may break those of the contract too."""


RulesWithin = Callable[[Any, str], Iterable[Violation]]
"""Says which rules a message within a request breaks, its fields named behind a prefix."""


def no_rules(_: Message, __: str = "") -> tuple[()]:
    """Find nothing that the contract does not say."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What an RPC asks of its caller, as its servicer declares it."""

    scopes: frozenset[Scope]
    """Any of them suffices; with none of them declared, the servicer decides itself."""
    end_users: bool
    """Whether end users may call it; the servicer keeps them to their own."""
    feedback_tokens: bool
    """Whether the bearers of feedback tokens may call it; the servicer keeps them to the token."""
    rules: Rules
    """The rules on the request that the contract cannot state."""
    batch: str
    """The repeated field whose items are judged one by one; of a stream the field of each message
    that holds its item. Empty where there is none."""
    item_rules: Rules
    """The rules on each item that the contract cannot state."""
    along: str = ""
    """The field of what comes along with items and harms them alone if it breaks rules: of a batch
    a repeated one, of a stream the one of each message. Empty where there is none."""
    along_rules: RulesWithin = no_rules
    """The rules on what comes along that the contract cannot state."""
    watches: bool = False
    """Whether its calls stay open while nothing happens."""


def rpc(
    *scopes: Scope,
    end_users: bool = False,
    feedback_tokens: bool = False,
    rules: Rules = no_rules,
    batch: str = "",
    item_rules: Rules = no_rules,
    along: str = "",
    along_rules: RulesWithin = no_rules,
    watches: bool = False,
) -> Callable[[F], F]:
    """Declare a method of a servicer as an RPC that any of these scopes opens."""

    def declare(function: F) -> F:
        function.access = Access(  # type: ignore[attr-defined]
            scopes=frozenset(scopes),
            end_users=end_users,
            feedback_tokens=feedback_tokens,
            rules=rules,
            batch=batch,
            item_rules=item_rules,
            along=along,
            along_rules=along_rules,
            watches=watches,
        )
        return function

    return declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One RPC of the contract and the function that serves it."""

    service: str
    """Full name, `plaudit.v1.FeedbackService`."""
    name: str
    request_class: type[Message]
    access: Access
    serve: Callable[[Any, Call], Awaitable[Message | bytes | None]]
    streams_in: bool
    """Whether requests come as a stream; the request of the call is then an empty message."""
    streams_out: bool
    """Whether responses go out as a stream, which the servicer writes to the call's context."""

    @property
    def path(self) -> str:
        return f"/{self.service}/{self.name}"


class Stage(Protocol):
    """One thing that every call passes: wraps the handler of a method into another."""

    def __call__(self, method: Method, handler: Handler, /) -> Handler: ...
