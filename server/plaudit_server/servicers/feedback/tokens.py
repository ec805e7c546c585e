"""Feedback tokens, with which a browser gives feedback on one target: create, list, revoke."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plaudit_server.contract import feedback_pb2
from plaudit_server.domain.errors import Violation, invalid
from plaudit_server.domain.feedback.feedback import OVERALL
from plaudit_server.domain.feedback.tokens import DEFAULT_LIFETIME, MAX_LIFETIME, new_token
from plaudit_server.domain.tenants import scopes
from plaudit_server.domain.tenants.credentials import secret_digest
from plaudit_server.domain.tenants.scopes import Principal, Scope
from plaudit_server.pipeline.call import Call
from plaudit_server.servicers.feedback.targets import read_target, write_target
from plaudit_server.servicers.values import get_time, page, set_time, time_violations
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.engine.transaction import now
from plaudit_server.storage.feedback import tokens
from plaudit_server.storage.feedback.tokens import (
    FeedbackTokenName,
    NewFeedbackToken,
    StoredFeedbackToken,
)


def create_rules(request: feedback_pb2.CreateFeedbackTokenRequest) -> Iterator[Violation]:
    """Yield violations of rules that the contract cannot state."""
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
    """Create a token in the namespace of the call; only the response has its text."""
    namespace_id = call.principal.namespace_id
    token = new_token(namespace_id)
    stored = await store.write(
        tokens.create,
        _read(request.feedback_token, call.principal, secret_digest(token)),
        namespace_id=namespace_id,
    )
    response = feedback_pb2.CreateFeedbackTokenResponse(token=token)
    _write(response.feedback_token, stored)
    return response


async def list_(
    store: Store, request: feedback_pb2.ListFeedbackTokensRequest, call: Call
) -> feedback_pb2.ListFeedbackTokensResponse:
    """List the tokens that the caller created, or with the scope admin, all of the namespace."""
    principal = call.principal
    creator = _required_creator(principal)
    target = read_target(request.target) if request.HasField("target") else None
    wanted = page(
        request, "ListFeedbackTokens", principal.namespace_id, creator, *map(str, target or ())
    )
    listed, end = await store.query(
        principal.namespace_id,
        tokens.list_page,
        principal.namespace_id,
        creator=creator,
        target=target,
        before=wanted.after,
        limit=wanted.size,
    )
    response = feedback_pb2.ListFeedbackTokensResponse(
        next_page_token=wanted.next_token(end, more=bool(end))
    )
    for token in listed:
        _write(response.feedback_tokens.add(), token)
    return response


async def revoke(
    store: Store,
    request: feedback_pb2.RevokeFeedbackTokenRequest,
    call: Call,
    *,
    forget_credentials: Callable[[str], None],
) -> feedback_pb2.RevokeFeedbackTokenResponse:
    """Revoke a token that the caller created, or with the scope admin, any of the namespace."""
    namespace_id = call.principal.namespace_id
    name = FeedbackTokenName(namespace_id, request.id, _required_creator(call.principal))
    stored = await store.write(tokens.revoke, name, namespace_id=namespace_id)
    forget_credentials(stored.id)
    response = feedback_pb2.RevokeFeedbackTokenResponse()
    _write(response.feedback_token, stored)
    return response


def _required_creator(principal: Principal) -> str:
    """Return the key whose tokens the principal may list and revoke; empty for any key."""
    return "" if Scope.ADMIN in principal.scopes else principal.id


def _read(
    message: feedback_pb2.FeedbackToken, principal: Principal, secret_sha256: str
) -> NewFeedbackToken:
    return NewFeedbackToken(
        principal.namespace_id,
        secret_sha256,
        scopes.FeedbackToken(
            read_target(message.target),
            frozenset(message.names) or frozenset({OVERALL}),
            frozenset(message.ratings),
            message.user_id,
            message.external_user_id,
        ),
        message.max_uses or 1,
        _expire_time(message, principal),
        principal.id,
        principal.key_namespace_id,
    )


def _expire_time(message: feedback_pb2.FeedbackToken, principal: Principal) -> int:
    """Return when a new token expires: not later than the key that creates it."""
    key_expires = principal.expire_time
    if not message.HasField("expire_time"):
        end = now() + DEFAULT_LIFETIME
        return end if key_expires is None else min(end, key_expires)
    end = get_time(message.expire_time)
    if key_expires is not None and end > key_expires:
        rule = "must not be later than the expire_time of the key that creates the token"
        raise invalid([Violation(field="feedback_token.expire_time", rule=rule)])
    return end


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
    message.creator_id = stored.creator
    message.use_count = stored.uses
    if stored.revoke_time is not None:
        set_time(message.revoke_time, stored.revoke_time)
