"""A call, and the RPC method that it calls."""

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
    """The names of the headers that plaudit reads."""

    AUTHORIZATION = "authorization"
    API_KEY = "x-api-key"
    SESSION_TOKEN = "x-session-token"  # noqa: S105 - a name
    FEEDBACK_TOKEN = "x-feedback-token"  # noqa: S105 - a name
    NAMESPACE = "x-namespace"
    REQUEST_ID = "x-request-id"


class RunOnThread(Protocol):
    """Runs work on a thread, off the event loop."""

    def __call__(self, work: Callable[[], Any], /, *, continues: bool = False) -> Awaitable[Any]:
        """Return the result of the work. Work that `continues` a call runs before new work."""


Receive = Callable[[], Awaitable[tuple[Any, Refusal | None] | None]]


@dataclass(slots=True, kw_only=True)
class Call:
    """The state of a call. Each stage sets its part."""

    context: Context
    headers: Mapping[str, str]
    data: bytes = field(init=False)
    """The request, set after authentication; never set where requests come as a stream."""
    principal: Principal = field(init=False)
    still_allowed: Callable[[], Awaitable[None]] = field(init=False)
    """Raises, as authentication would, if the credential of an open call is no longer valid."""
    request: Message = field(init=False)
    rejected: Mapping[int, Refusal] = field(default_factory=dict)
    """The refusals of the invalid items of a batch, by index."""
    rejected_attached: Mapping[int, Refusal] = field(default_factory=dict)
    """The refusals of the invalid messages that are attached to a batch, by index."""
    rejected_parts: Mapping[tuple[int, int], Refusal] = field(default_factory=dict)
    """The refusals of the invalid parts of valid items of a batch, by the indexes of both."""
    read: Callable[[], Awaitable[bytes | None]] = field(init=False)
    """Reads the next message of a stream, unparsed; `None` at the end."""
    receive: Receive = field(init=False)
    """Reads the next message of a stream and the refusal of its item, if any; `None` at the end."""
    run_on_thread: RunOnThread | None = None
    """Set only if the request is long."""
    _request_id: str = ""

    async def compute(self, work: Callable[[], T]) -> T:
        """Run work that takes long for a long request; then off the event loop."""
        if self.run_on_thread is None:
            return work()
        return cast(T, await self.run_on_thread(work, continues=True))

    def release(self) -> None:
        """Release the request, and what refers to the call itself, when the call has ended.

        Otherwise a request, which may be long, would stay in memory until garbage collection.
        """
        self.data = b""
        self.request = Empty()
        self.rejected = {}
        self.rejected_attached = {}
        self.rejected_parts = {}
        for name in _REFERRING:
            if hasattr(self, name):
                delattr(self, name)

    @property
    def request_id(self) -> str:
        """The call's id in logs and errors: `x-request-id`, or else a random one.

        This is not the request id of AIP-155, which is a field of the request.
        """
        if not self._request_id:
            given = self.headers.get(Headers.REQUEST_ID, "")
            self._request_id = given if _ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex
        return self._request_id


_REFERRING = ("still_allowed", "read", "receive")
"""The attributes of a call whose values refer to it."""


Handler = Callable[[Call], Awaitable[bytes]]
"""Serves a call and returns the serialized response: empty where responses were streamed."""


Rules = Callable[[Any], Iterable[Violation]]
"""Returns the rules that a message breaks. The message may break those of the contract too."""


RulesWithin = Callable[[Any, str], Iterable[Violation]]
"""Returns the rules that a message inside a request breaks; a prefix is put before its fields."""


def no_rules(_: Message, __: str = "") -> tuple[()]:
    """Return no violations: the contract states all the rules."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may call an RPC, and the rules of its requests, as its servicer declares them."""

    scopes: frozenset[Scope]
    """Any one of them is enough; if none is declared, the servicer decides."""
    end_users: bool
    """Whether end users may call it; the servicer limits them to their own feedback."""
    feedback_tokens: bool
    """Whether bearers of feedback tokens may call it; the servicer limits them to the token."""
    rules: Rules
    """The rules on the request that the contract cannot state."""
    batch: str
    """The repeated field whose items are validated one by one; for a stream, the field of each
    message that holds its item. Empty if there is none."""
    item_rules: Rules
    """The rules on each item that the contract cannot state."""
    attached: str = ""
    """The field of messages attached to items: a repeated field of a batch, or a field of each
    message of a stream. An invalid one affects only the items that it belongs to. Empty if there is
    none."""
    attached_rules: RulesWithin = no_rules
    """The rules on attached messages that the contract cannot state."""
    parts: str = ""
    """The repeated field of an item of a batch whose messages are validated one by one: an invalid
    one affects neither its item nor the others. Empty if there is none."""
    part_rules: RulesWithin = no_rules
    """The rules on these messages that the contract cannot state; `item_rules` include them."""
    watches: bool = False
    """Whether its calls stay open while there is nothing to send."""


def rpc(
    *scopes: Scope,
    end_users: bool = False,
    feedback_tokens: bool = False,
    rules: Rules = no_rules,
    batch: str = "",
    item_rules: Rules = no_rules,
    attached: str = "",
    attached_rules: RulesWithin = no_rules,
    parts: str = "",
    part_rules: RulesWithin = no_rules,
    watches: bool = False,
) -> Callable[[F], F]:
    """Declare a servicer's method as an RPC that may be called with any of these scopes."""

    def declare(function: F) -> F:
        function.access = Access(  # type: ignore[attr-defined]
            scopes=frozenset(scopes),
            end_users=end_users,
            feedback_tokens=feedback_tokens,
            rules=rules,
            batch=batch,
            item_rules=item_rules,
            attached=attached,
            attached_rules=attached_rules,
            parts=parts,
            part_rules=part_rules,
            watches=watches,
        )
        return function

    return declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One RPC of the contract and the function that serves it."""

    service: str
    """The full name, such as `plaudit.v1.FeedbackService`."""
    name: str
    request_class: type[Message]
    access: Access
    serve: Callable[[Any, Call], Awaitable[Message | bytes | None]]
    streams_in: bool
    """Whether requests are streamed; the request of the call is then an empty message."""
    streams_out: bool
    """Whether responses are streamed; the servicer writes them to the call's context."""

    @property
    def path(self) -> str:
        return f"/{self.service}/{self.name}"


class Stage(Protocol):
    """One step of the pipeline: wraps the handler of a method in another handler."""

    def __call__(self, method: Method, handler: Handler, /) -> Handler: ...
