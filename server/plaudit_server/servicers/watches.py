"""What all watches share: where they start, their resume tokens, and how they send events."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from typing import Literal, NamedTuple, Protocol

from plaudit_server.domain.errors import OutOfRange, Reason, Violation, invalid
from plaudit_server.domain.ids import digest
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.values import make_token, read_number_token
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.feed import C, Feed, PurgedError, SequenceRange
from plaudit_server.storage.engine.store import Store


class WatchRequest(Protocol):
    """The request of a watch."""

    @property
    def resume_token(self) -> str: ...
    @property
    def from_beginning(self) -> bool: ...
    def WhichOneof(self, name: Literal["start"], /) -> str | None: ...


class Tokens(NamedTuple):
    """The resume tokens of the watches of one method in one namespace."""

    query: str
    namespace_id: str
    noun: str
    """What a watcher must list again if changes are missing."""

    @classmethod
    def of(cls, method: str, namespace_id: str, *, noun: str) -> Tokens:
        """Return the tokens of a method's watches."""
        return cls(digest(method, namespace_id), namespace_id, noun)

    def make(self, position: int) -> str:
        """Return the token that resumes a watch after a sequence number."""
        return make_token(self.query, str(position))

    async def start(
        self,
        store: Store,
        request: WatchRequest,
        sequence_range: Callable[[Backend, str], SequenceRange],
    ) -> int:
        """Return the sequence number after which a watch starts."""
        purged, last = await store.query(self.namespace_id, sequence_range, self.namespace_id)
        if request.WhichOneof("start") != "resume_token":
            return purged if request.from_beginning else last
        position = read_number_token(self.query, request.resume_token)
        if position is None or position > last:
            raise invalid(
                [
                    Violation(
                        field="resume_token",
                        rule="must be a resume_token of a watch of this namespace",
                        reason=Reason.INVALID_RESUME_TOKEN,
                    )
                ]
            )
        if position < purged:
            raise self.expired(purged)
        return position

    def expired(self, purged: int) -> OutOfRange:
        """Return the error of a watch that has missed changes."""
        return OutOfRange(
            reason=Reason.RESUME_TOKEN_EXPIRED,
            message="changes after this resume_token are no longer kept; list the"
            f" {self.noun} again and resume with the restart_token of the details, after which all"
            " changes are kept",
            ids={"restart_token": self.make(purged)},
        )


async def send(
    feed: Feed[C],
    call: Call,
    tokens: Tokens,
    position: int,
    *,
    matches: Callable[[C], bool],
    write: Callable[[C | int], bytes],
    ends: Callable[[C], bool] = lambda _: False,
) -> None:
    """Send events until the caller leaves or its credential becomes invalid.

    `write` returns the serialized response for a change or a checkpoint; after a change that `ends`
    the watch, nothing follows.
    """
    try:
        async with aclosing(feed.follow(tokens.namespace_id, position, matches)) as events:
            async for event in events:
                await call.still_allowed()  # from the cache: a revoked caller gets no more
                await call.context.write(write(event))
                if not isinstance(event, int) and ends(event):
                    return
    except PurgedError as error:
        raise tokens.expired(error.purged) from None
