"""CreateFeedbackToken: leave to give feedback on one target, in a browser's hands."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain import scopes
from plaudit_server.domain.credentials import secret_digest
from plaudit_server.domain.errors import Violation
from plaudit_server.domain.feedback import OVERALL
from plaudit_server.domain.feedback_tokens import DEFAULT_LIFETIME, MAX_LIFETIME, new_token
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.targets import read_target, write_target
from plaudit_server.servicers.values import get_time, set_time, time_violations
from plaudit_server.storage import feedback_tokens
from plaudit_server.storage.feedback_tokens import NewFeedbackToken, StoredFeedbackToken
from plaudit_server.storage.store import Store
from plaudit_server.storage.transaction import now


def create_rules(request: feedback_pb2.CreateFeedbackTokenRequest) -> Iterator[Violation]:
    """Say which rules a token breaks that the contract cannot state."""
    token = request.feedback_token
    if token.HasField("expire_time"):
        field = "feedback_token.expire_time"
        broken = list(time_violations(token.expire_time, field))
        yield from broken
        if not broken and get_time(token.expire_time) > now() + MAX_LIFETIME:
            yield Violation(field=field, rule="must be at most 90 days from now")


async def create(
    store: Store, request: feedback_pb2.CreateFeedbackTokenRequest, call: Call
) -> feedback_pb2.CreateFeedbackTokenResponse:
    """Make a token in the namespace of the call; its text is in the answer and nowhere else."""
    namespace_id = call.principal.namespace_id
    token = new_token(namespace_id)
    stored = await store.write(
        feedback_tokens.create,
        _read(request.feedback_token, namespace_id, secret_digest(token)),
        namespace_id=namespace_id,
    )
    response = feedback_pb2.CreateFeedbackTokenResponse(token=token)
    _write(response.feedback_token, stored)
    return response


def _read(
    message: feedback_pb2.FeedbackToken, namespace_id: str, secret_sha256: str
) -> NewFeedbackToken:
    ends = message.HasField("expire_time")
    return NewFeedbackToken(
        namespace_id,
        secret_sha256,
        scopes.FeedbackToken(
            read_target(message.target),
            frozenset(message.names) or frozenset({OVERALL}),
            frozenset(message.ratings),
            message.user_id,
            message.external_user_id,
        ),
        message.max_uses or 1,
        get_time(message.expire_time) if ends else now() + DEFAULT_LIFETIME,
    )


def _write(message: feedback_pb2.FeedbackToken, stored: StoredFeedbackToken) -> None:
    allows = stored.allows
    message.id = stored.id
    write_target(message.target, allows.target)
    message.names.extend(sorted(allows.names))
    message.ratings.extend(sorted(allows.ratings))  # type: ignore[arg-type]
    set_time(message.expire_time, stored.expire_time)
    message.max_uses = stored.max_uses
    message.user_id = allows.user_id
    message.external_user_id = allows.external_user_id
    set_time(message.create_time, stored.create_time)
