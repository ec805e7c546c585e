"""Feedback tokens: permission to give feedback on one target, a number of times."""

from __future__ import annotations

import time
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from plaudit.v1 import admin_pb2, feedback_pb2, target_pb2
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_TYPE_THUMBS_DOWN,
    FEEDBACK_TYPE_THUMBS_UP,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    RATING_UNSPECIFIED,
    CreateFeedbackTokenRequest,
    FeedbackToken,
    ListFeedbackTokensRequest,
    RevokeFeedbackTokenRequest,
)
from support.messages import (
    about,
    fresh,
    get,
    on_message,
    on_request,
    on_search,
    on_session,
    register,
    struct,
    submission,
    submit,
)
from support.methods import METHODS, call_empty
from support.refusals import refusal
from support.servers import Client, failure

DAY = 24 * 60 * 60


def creation(**token: Any) -> CreateFeedbackTokenRequest:
    token.setdefault("target", on_search(fresh("search")))
    return CreateFeedbackTokenRequest(feedback_token=FeedbackToken(**token))


def create(client: Client, **token: Any) -> feedback_pb2.CreateFeedbackTokenResponse:
    return client.feedback.CreateFeedbackToken(creation(**token))


def in_(seconds: float) -> Timestamp:
    made = Timestamp()
    made.FromMicroseconds(int((time.time() + seconds) * 1e6))
    return made


def bearer(tenant, token: str, **headers: str) -> Client:
    return tenant.server.client(None, x_feedback_token=token, **headers)


def test_a_token_is_by_default_for_one_feedback_under_one_name_within_a_day(tenant):
    target = on_search("s")
    made = create(tenant, target=target)
    allowed = made.feedback_token
    assert made.token.startswith("plaudit_fbt_")
    assert len(made.token.rpartition("_")[2]) <= len(made.token) - len("plaudit_fbt_")
    assert allowed.id.startswith("fbt_")
    assert allowed.target == target
    assert list(allowed.names) == ["overall"]
    assert list(allowed.ratings) == []
    assert allowed.max_uses == 1
    lives = allowed.expire_time.ToMicroseconds() - allowed.create_time.ToMicroseconds()
    assert abs(lives / 1e6 - DAY) < 60


@pytest.mark.parametrize(
    "target",
    [on_message("s", "m"), on_request("s", "r"), on_search("q"), on_session("s")],
    ids=lambda target: target.WhichOneof("target"),
)
def test_a_token_is_returned_as_requested(tenant, target: target_pb2.Target):
    """The target need not exist yet."""
    asked = FeedbackToken(
        target=target,
        names=["tone", "漢"],
        ratings=[RATING_UNSPECIFIED, RATING_NEGATIVE],
        expire_time=in_(90 * DAY - 60),
        max_uses=1000,
        user_id="u",
        external_user_id="e",
    )
    made = tenant.feedback.CreateFeedbackToken(CreateFeedbackTokenRequest(feedback_token=asked))
    answered = made.feedback_token
    assert answered.HasField("create_time")
    assert answered.creator_id.startswith("key_")
    for output_only in ("id", "create_time", "creator_id"):
        answered.ClearField(output_only)
    assert answered == asked


def test_tokens_are_unique(tenant):
    assert len({create(tenant).token for _ in range(5)}) == 5


def test_the_token_is_the_creator_of_the_bearers_feedback(tenant):
    exchange = register(tenant)
    made = create(tenant, target=about(exchange))
    answer = submit(
        bearer(tenant, made.token),
        target=about(exchange),
        rating=RATING_POSITIVE,
        text="good",
        score=0.5,
    )
    assert answer.stored
    kept = get(tenant, answer.feedback.id)
    assert kept == answer.feedback
    assert kept.user_id == made.feedback_token.id
    assert kept.text == "good"


def test_a_bearer_cannot_see_the_session_context_of_the_applications_batch(tenant):
    said = {"target": on_search("s"), "rating": RATING_POSITIVE, "external_user_id": "ada"}
    batch = feedback_pb2.BatchSubmitRequest(
        items=[submission(**said).feedback], session_context=struct({"internal": "secret"})
    )
    tenant.feedback.BatchSubmit(batch)
    token = create(tenant, target=on_search("s"), external_user_id="ada").token
    answer = submit(bearer(tenant, token), **said)
    assert answer.replayed
    assert not answer.feedback.HasField("session_context")
    assert get(tenant, answer.feedback.id).session_context == batch.session_context


def test_a_token_for_a_user_makes_feedback_of_that_user(tenant):
    target = on_search("s")
    for ids in (
        {"user_id": "u"},
        {"external_user_id": "e"},
        {"user_id": "u2", "external_user_id": "e2"},
    ):
        token = create(tenant, target=target, **ids).token
        first = submit(bearer(tenant, token), target=target, text="x").feedback
        kept = get(tenant, first.id)
        assert kept.external_user_id == ids.get("external_user_id", "")
        if "user_id" in ids:
            assert kept.user_id == ids["user_id"]
        again = submit(tenant, target=target, text="x", **ids)
        assert again.replayed
        assert again.feedback.id == first.id
        assert submit(bearer(tenant, token), target=target, text="x", **ids).replayed


@pytest.mark.parametrize(
    ("made_for", "named"),
    [
        ({}, {"user_id": "u"}),
        ({}, {"external_user_id": "u"}),
        ({"user_id": "u"}, {"user_id": "v"}),
        ({"user_id": "u"}, {"external_user_id": "u"}),
        ({"user_id": "u"}, {"user_id": "u", "external_user_id": "v"}),
    ],
    ids=str,
)
def test_a_bearer_cannot_give_feedback_as_another_user(tenant, refused, made_for, named):
    target = on_search("s")
    client = bearer(tenant, create(tenant, target=target, **made_for).token)
    refused(
        client.feedback.SubmitFeedback,
        submission(target=target, text="x", **named),
        "PERMISSION_DENIED",
        "AUTHOR_FORBIDDEN",
    )
    assert submit(client, target=target, text="x").feedback.id


FORBIDDEN = [
    ({"target": on_message("s", "m2")}, {}, "target"),
    ({"target": on_request("s", "m")}, {}, "target"),
    ({"target": on_session("s")}, {}, "target"),
    ({"target": on_search("m")}, {}, "target"),
    ({"name": "tone"}, {}, "name"),
    ({"name": "overall"}, {"names": ["tone", "taste"]}, "name"),
    ({}, {"names": ["tone"]}, "name"),
    ({"rating": RATING_NEGATIVE}, {"ratings": [RATING_POSITIVE]}, "rating"),
    ({"type": FEEDBACK_TYPE_THUMBS_DOWN}, {"ratings": [RATING_POSITIVE]}, "rating"),
    ({"text": "x"}, {"ratings": [RATING_POSITIVE, RATING_NEGATIVE]}, "rating"),
    ({"rating": RATING_POSITIVE}, {"ratings": [RATING_UNSPECIFIED]}, "rating"),
]


@pytest.mark.parametrize(("said", "allowed", "field"), FORBIDDEN, ids=str)
def test_another_target_name_or_rating_is_refused(tenant, refused, said, allowed, field):
    register(tenant, session_id="s", message_id="m", request_id="m")
    register(tenant, session_id="s", message_id="m2")
    made = create(tenant, target=on_message("s", "m"), **allowed)
    says = {"target": on_message("s", "m"), "text": "x", **said}
    refusal = refused(
        bearer(tenant, made.token).feedback.SubmitFeedback,
        submission(**says),
        "PERMISSION_DENIED",
        "FEEDBACK_TOKEN_FORBIDS",
    )
    assert refusal.ids["field"] == field
    names = {"target": "message m of the session s"}.get(field, "only")
    assert names in refusal.message


def test_a_rating_that_a_type_implies_is_allowed_as_that_rating(tenant):
    target = on_search("s")
    token = create(tenant, target=target, ratings=[RATING_POSITIVE]).token
    answer = submit(bearer(tenant, token), target=target, type=FEEDBACK_TYPE_THUMBS_UP)
    assert answer.feedback.rating == RATING_POSITIVE


def test_recorded_feedback_uses_a_token_and_a_replay_does_not(tenant, refused):
    target = on_search("s")
    token = create(tenant, target=target, names=["a", "b", "c"], max_uses=2).token
    client = bearer(tenant, token)
    first = submit(client, target=target, name="a", text="x").feedback
    for _ in range(3):
        assert submit(client, target=target, name="a", text="x").replayed
    submit(client, target=target, name="b", text="x")
    for said in ({"name": "c", "text": "x"}, {"name": "a", "text": "changed"}):
        refused(
            client.feedback.SubmitFeedback,
            submission(target=target, **said),
            "PERMISSION_DENIED",
            "FEEDBACK_TOKEN_USED_UP",
        )
    again = submit(client, target=target, name="a", text="x")
    assert again.replayed
    assert again.feedback == first


def test_of_many_concurrent_uses_only_those_allowed_are_recorded(tenant):
    target = on_search("s")
    token = create(tenant, target=target, max_uses=5).token
    client = bearer(tenant, token)
    calls = [
        client.feedback.SubmitFeedback.future(submission(target=target, text=str(i)))
        for i in range(16)
    ]
    refusals = [failure(call.exception()).reason for call in calls if call.exception()]
    assert refusals == ["FEEDBACK_TOKEN_USED_UP"] * 11


def test_refused_feedback_does_not_use_a_token(tenant, refused):
    target = on_message("s", "m")
    client = bearer(tenant, create(tenant, target=target).token)
    refused(
        client.feedback.SubmitFeedback,
        submission(target=target, text="x"),
        "NOT_FOUND",
        "EXCHANGE_NOT_FOUND",
    )
    register(tenant, session_id="s", message_id="m")
    assert submit(client, target=target, text="x").feedback.id


def test_a_token_expires_also_if_the_server_has_cached_it(tenant, refused):
    target = on_search("s")
    ends = in_(1.5)
    made = create(tenant, target=target, expire_time=ends, max_uses=10)
    client = bearer(tenant, made.token)
    submit(client, target=target, text="x")
    time.sleep(max(0, ends.ToMicroseconds() / 1e6 - time.time()) + 0.01)
    for _ in range(2):
        said = refused(
            client.feedback.SubmitFeedback,
            submission(target=target, text="x"),
            "UNAUTHENTICATED",
            "FEEDBACK_TOKEN_EXPIRED",
        )
        assert said.ids["feedback_token_id"] == made.feedback_token.id


def test_an_invalid_token_is_refused(tenant, new_tenant, refused):
    token = create(tenant).token
    head, _, secret = token.rpartition("_")
    elsewhere = new_tenant().id.removeprefix("ns_")
    here = tenant.id.removeprefix("ns_")
    for wrong in (
        "",
        "nonsense",
        head,
        secret,
        token[:-1],
        token + "x",
        token.swapcase(),
        token.replace(here, elsewhere),
        token.replace(here, "0" * 32),
        token.replace(here, tenant.name),
        f"Bearer {token}",
        tenant.new_key("feedback.write").secret,
        create(tenant).feedback_token.id,
    ):
        said = refused(
            bearer(tenant, wrong).feedback.SubmitFeedback,
            submission(text="x"),
            "UNAUTHENTICATED",
            "FEEDBACK_TOKEN_INVALID",
        )
        assert secret not in f"{said}"


def test_a_token_is_not_an_api_key(tenant, refused):
    refused(
        tenant.server.client(create(tenant).token).feedback.SubmitFeedback,
        submission(text="x"),
        "UNAUTHENTICATED",
        "API_KEY_INVALID",
    )


def test_a_token_is_valid_only_in_its_namespace(tenant, new_tenant, refused):
    target = on_search("s")
    token = create(tenant, target=target).token
    for namespace in (new_tenant().id, "no-such-namespace"):
        refused(
            bearer(tenant, token, x_namespace=namespace).feedback.SubmitFeedback,
            submission(target=target, text="x"),
            "PERMISSION_DENIED",
            "NAMESPACE_FORBIDDEN",
        )
    for namespace in (tenant.id, tenant.name):
        assert submit(bearer(tenant, token, x_namespace=namespace), target=target, text="x")


def test_a_namespace_without_api_access_accepts_no_token(new_tenant, refused):
    tenant = new_tenant()
    target = on_search("s")
    client = bearer(tenant, create(tenant, target=target, max_uses=9).token)
    submit(client, target=target, text="x")
    tenant.admin.UpdateNamespace(
        admin_pb2.UpdateNamespaceRequest(
            namespace=admin_pb2.Namespace(api_access_disabled=True),
            update_mask={"paths": ["api_access_disabled"]},
        )
    )
    refused(
        client.feedback.SubmitFeedback,
        submission(target=target, text="x"),
        "PERMISSION_DENIED",
        "API_ACCESS_DISABLED",
    )


def test_bearers_may_not_call_other_methods(tenant, subtests):
    token = create(tenant).token
    for path in (path for path, m in METHODS.items() if m.name != "SubmitFeedback"):
        with subtests.test(path):
            with pytest.raises(grpc.RpcError) as raised:
                call_empty(tenant.server.channel, path, x_feedback_token=token)
            said = failure(raised.value)
            assert (said.code.name, said.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")
            assert "bearers of feedback tokens may not call" in said.message


def test_a_bearer_cannot_read_feedback(tenant, refused):
    target = on_search("s")
    client = bearer(tenant, create(tenant, target=target).token)
    given = submit(client, target=target, text="x").feedback
    refused(
        client.feedback.GetFeedback,
        feedback_pb2.GetFeedbackRequest(id=given.id),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )


@pytest.mark.parametrize(
    ("token", "fields"),
    [
        ({"target": None}, {"feedback_token.target"}),
        ({"target": target_pb2.Target()}, {"feedback_token.target"}),
        ({"target": on_search("")}, {"feedback_token.target.search.search_id"}),
        ({"names": [""]}, {"feedback_token.names[0]"}),
        ({"names": ["a", "a"]}, {"feedback_token.names"}),
        ({"names": [str(i) for i in range(101)]}, {"feedback_token.names"}),
        ({"ratings": [RATING_POSITIVE] * 2}, {"feedback_token.ratings"}),
        ({"ratings": [9]}, {"feedback_token.ratings[0]"}),
        ({"max_uses": -1}, {"feedback_token.max_uses"}),
        ({"max_uses": 1001}, {"feedback_token.max_uses"}),
        ({"user_id": "u" * 257}, {"feedback_token.user_id"}),
        ({"external_user_id": "a\0"}, {"feedback_token.external_user_id"}),
        ({"expire_time": Timestamp(seconds=1)}, {"feedback_token.expire_time"}),
        ({"expire_time": Timestamp(seconds=2**62)}, {"feedback_token.expire_time"}),
        (
            {"expire_time": Timestamp(seconds=4_000_000_000, nanos=-1)},
            {"feedback_token.expire_time"},
        ),
        pytest.param(
            {"expire_time": in_(90 * DAY + 3600)},
            {"feedback_token.expire_time"},
            id="in 90 days and an hour",
        ),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_token_that_breaks_rules_is_refused_by_field(tenant, refused, token, fields):
    said = refused(
        tenant.feedback.CreateFeedbackToken,
        creation(**token),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == fields


def test_creating_a_token_requires_the_scope_to_write_feedback(tenant, refused):
    assert create(tenant.client("feedback.write")).token
    refused(
        tenant.client("feedback.read").feedback.CreateFeedbackToken,
        creation(),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )


def listed(client: Client, **request: Any) -> list[FeedbackToken]:
    """Read all tokens that the client may list, page by page."""
    asked = ListFeedbackTokensRequest(**request)
    read: list[FeedbackToken] = []
    while True:
        answer = client.feedback.ListFeedbackTokens(asked)
        read += answer.feedback_tokens
        if not answer.next_page_token:
            return read
        asked.page_token = answer.next_page_token


def revoke(client: Client, token: FeedbackToken) -> FeedbackToken:
    request = RevokeFeedbackTokenRequest(id=token.id)
    return client.feedback.RevokeFeedbackToken(request).feedback_token


@pytest.mark.parametrize("size", [0, 2])
def test_tokens_are_listed_newest_first_with_their_use_counts(tenant, size):
    target = on_search("s")
    used = create(tenant, target=target, max_uses=2)
    submit(bearer(tenant, used.token), target=target, text="x")
    used.feedback_token.use_count = 1
    others = [create(tenant).feedback_token for _ in range(4)]
    found = listed(tenant, page_size=size)
    assert found == [*reversed(others), used.feedback_token]
    assert used.token not in str(found)


def test_tokens_can_be_listed_by_target(tenant):
    create(tenant)
    wanted = create(tenant, target=on_search("wanted")).feedback_token
    assert listed(tenant, target=on_search("wanted")) == [wanted]


def test_a_key_lists_and_revokes_its_own_tokens_and_admin_those_of_every_key(tenant, refused):
    first, second = tenant.client("feedback.write"), tenant.client("feedback.write")
    token = create(first).feedback_token
    assert listed(first) == [token]
    assert listed(second) == []
    said = refused(
        second.feedback.RevokeFeedbackToken,
        RevokeFeedbackTokenRequest(id=token.id),
        "NOT_FOUND",
        "FEEDBACK_TOKEN_NOT_FOUND",
    )
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.FeedbackToken"
    admin = tenant.client("admin")
    assert listed(admin) == [token]
    assert revoke(admin, token).HasField("revoke_time")


def test_a_token_of_another_namespace_is_not_found(tenant, new_tenant, refused):
    token = create(tenant).feedback_token
    refused(
        new_tenant().feedback.RevokeFeedbackToken,
        RevokeFeedbackTokenRequest(id=token.id),
        "NOT_FOUND",
        "FEEDBACK_TOKEN_NOT_FOUND",
    )


def test_a_revoked_token_is_refused_in_calls_that_start_after_the_response(tenant, refused):
    target = on_search("s")
    made = create(tenant, target=target, max_uses=5)
    client = bearer(tenant, made.token)
    submit(client, target=target, text="x")  # now the server has cached the token
    revoked = revoke(tenant, made.feedback_token)
    assert revoke(tenant, made.feedback_token) == revoked
    assert listed(tenant) == [revoked]
    said = refused(
        client.feedback.SubmitFeedback,
        submission(target=target, text="y"),
        "UNAUTHENTICATED",
        "FEEDBACK_TOKEN_REVOKED",
    )
    assert said.ids["feedback_token_id"] == made.feedback_token.id


def test_the_tokens_of_a_key_are_revoked_with_it(tenant, refused):
    target = on_search("s")
    key, other = tenant.new_key("feedback.write"), tenant.client("feedback.write")
    token = create(tenant.server.client(key.secret), target=target, max_uses=5).token
    lasting = create(other, target=target).token
    client = bearer(tenant, token)
    submit(client, target=target, text="x")
    tenant.admin.RevokeApiKey(admin_pb2.RevokeApiKeyRequest(id=key.api_key.id))
    said = refused(
        client.feedback.SubmitFeedback,
        submission(target=target, text="y"),
        "UNAUTHENTICATED",
        "FEEDBACK_TOKEN_REVOKED",
    )
    assert "key" in said.message
    assert submit(bearer(tenant, lasting), target=target, text="z").feedback.id


def test_a_token_of_a_key_that_spans_namespaces_is_revoked_with_it_too(tenant, refused):
    target = on_search("s")
    operator = tenant.server.client().admin.CreateApiKey(
        admin_pb2.CreateApiKeyRequest(
            api_key=admin_pb2.ApiKey(scopes=[admin_pb2.SCOPE_FEEDBACK_WRITE], all_namespaces=True)
        )
    )
    maker = tenant.server.client(operator.secret, x_namespace=tenant.id)
    client = bearer(tenant, create(maker, target=target, max_uses=5).token)
    submit(client, target=target, text="x")
    end = admin_pb2.RevokeApiKeyRequest(id=operator.api_key.id)
    tenant.server.client().admin.RevokeApiKey(end)
    refused(
        client.feedback.SubmitFeedback,
        submission(target=target, text="y"),
        "UNAUTHENTICATED",
        "FEEDBACK_TOKEN_REVOKED",
    )


def test_a_token_expires_by_default_not_later_than_its_key(tenant):
    key = tenant.new_key("feedback.write", expires_in=600)
    token = create(tenant.server.client(key.secret)).feedback_token
    assert token.expire_time == key.api_key.expire_time


def test_a_token_that_would_outlive_its_key_is_refused(tenant, refused):
    key = tenant.new_key("feedback.write", expires_in=600)
    said = refused(
        tenant.server.client(key.secret).feedback.CreateFeedbackToken,
        creation(expire_time=in_(1200)),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert "key" in said.fields["feedback_token.expire_time"]


def test_the_calls_with_a_token_are_limited_also_refused_ones_and_replays(tenant):
    target = on_search("s")
    client = bearer(tenant, create(tenant, target=target, max_uses=1).token)
    wrong = submission(target=on_search("another"), text="x")
    for _ in range(50):
        assert refusal(client.feedback.SubmitFeedback, wrong).reason == "FEEDBACK_TOKEN_FORBIDS"
    assert not submit(client, target=target, text="x").replayed
    for _ in range(51):
        assert submit(client, target=target, text="x").replayed
    for request in (wrong, submission(target=target, text="x")):
        last = refusal(client.feedback.SubmitFeedback, request)
        assert (last.reason, "too many calls" in last.message) == ("FEEDBACK_TOKEN_USED_UP", True)
