"""Session tokens: end users of the application call for themselves, and for nobody else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from plaudit.v1 import feedback_pb2
from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE, Feedback
from support.applications import ALGORITHMS, Application
from support.messages import about, get, on_search, register, submission, submit
from support.methods import METHODS, call_empty
from support.refusals import refusal
from support.servers import failure, parse_status
from support.tenants import Tenant

OPEN_TO_END_USERS = {
    "SubmitFeedback",
    "BatchSubmit",
    "StreamFeedback",
    "GetFeedback",
    "BatchGetFeedback",
    "ListFeedback",
    "ListFeedbackRevisions",
    "UpdateFeedback",
    "DeleteFeedback",
}
"""What a session token opens, as the contract says of FeedbackService."""


@pytest.fixture
def application(tenant: Tenant) -> Application:
    return Application(tenant)


def request(feedback_id: str) -> feedback_pb2.GetFeedbackRequest:
    return feedback_pb2.GetFeedbackRequest(id=feedback_id)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("kid", ["", None], ids=["names its key", "names no key"])
def test_an_end_user_gives_feedback_and_is_its_author(tenant, algorithm, kid):
    application = Application(tenant, algorithm)
    exchange = register(tenant)
    client = application.client("alice 漢", kid=kid)
    answer = submit(client, target=about(exchange), rating=RATING_POSITIVE)
    assert answer.feedback.user_id == "alice 漢"
    assert answer.stored
    assert get(tenant, answer.feedback.id) == answer.feedback
    assert get(client, answer.feedback.id) == answer.feedback


def test_a_user_is_the_same_author_whatever_signed_the_token_and_whoever_says_it(tenant):
    target = on_search("s")
    first, second = Application(tenant, "ES256"), Application(tenant, "HS256")
    one = submit(first.client(), target=target, text="good").feedback
    for client, said in (
        (second.client(), {}),
        (first.client(), {"user_id": "alice"}),
        (tenant.client("feedback.write"), {"user_id": "alice"}),
    ):
        again = submit(client, target=target, text="good", **said)
        assert again.replayed
        assert again.feedback.id == one.id
    other = submit(tenant, target=target, text="good", external_user_id="alice").feedback
    assert other.id != one.id


def test_each_user_has_feedback_of_their_own(application):
    target = on_search("s")
    ids = {submit(application.client(u), target=target, text="x").feedback.id for u in "abc"}
    assert len(ids) == 3


@pytest.mark.parametrize(
    "author", [{"user_id": "bob"}, {"external_user_id": "alice"}, {"user_id": "Alice"}], ids=str
)
def test_nobody_gives_feedback_as_somebody_else(application, refused, author):
    refused(
        application.client("alice").feedback.SubmitFeedback,
        submission(text="x", **author),
        "PERMISSION_DENIED",
        "AUTHOR_FORBIDDEN",
    )


def test_in_a_batch_too(application, tenant):
    items = [
        Feedback(target=on_search("a"), text="x"),
        Feedback(target=on_search("a"), text="x", user_id="bob"),
        Feedback(target=on_search("b"), text="x", user_id="alice"),
    ]
    answer = application.client("alice").feedback.BatchSubmit(
        feedback_pb2.BatchSubmitRequest(items=items)
    )
    mine, refusal, mine_too = answer.results
    for result in (mine, mine_too):
        assert get(tenant, result.submitted.feedback.id).user_id == "alice"
    assert parse_status(refusal.error).reason == "AUTHOR_FORBIDDEN"


def test_a_user_reads_their_own_feedback_and_no_other(application, tenant, refused):
    others = [
        submit(application.client("bob"), text="x"),
        submit(tenant, text="x"),
        submit(tenant, text="x", external_user_id="alice"),
        submit(tenant, text="x", user_id="alice", external_user_id="bob"),
    ]
    alice = application.client("alice")
    for feedback_id in (*(other.feedback.id for other in others), "fb_lost"):
        refused(
            alice.feedback.GetFeedback,
            request(feedback_id),
            "PERMISSION_DENIED",
            "AUTHOR_FORBIDDEN",
        )
    said_for_her = submit(tenant, text="x", user_id="alice").feedback
    assert get(alice, said_for_her.id) == said_for_her


def test_whatever_else_there_is_end_users_may_not_call_it(application, tenant, subtests):
    token = application.token(kid=application.key.id)
    for path in (path for path, m in METHODS.items() if m.name not in OPEN_TO_END_USERS):
        with subtests.test(path):
            with pytest.raises(grpc.RpcError) as raised:
                call_empty(tenant.server.channel, path, x_session_token=token)
            said = failure(raised.value)
            assert (said.code.name, said.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")
            assert "end users may not call" in said.message
            assert said.ids["principal"] == "user:alice"


def test_the_namespace_is_chosen_by_id_by_name_or_by_the_key(application, tenant):
    by_id, by_name = application.token(), application.token()
    by_key = application.token(kid=application.key.id)
    for client in (
        application.sending(by_id),
        application.sending(by_name, x_namespace=tenant.name),
        application.sending(by_key, x_namespace=""),
        application.sending(by_key, x_namespace=tenant.name),
    ):
        assert get(tenant, submit(client, text="x").feedback.id).user_id == "alice"


def test_a_key_of_another_name_is_known_by_plaudits_id_too(tenant):
    application = Application(tenant, key_id="2026")
    for client in (
        application.client(kid="2026"),
        application.client(kid=application.key.id),
        application.sending(application.token(kid=application.key.id), x_namespace=""),
    ):
        assert submit(client, text="x").feedback.id


def forge(header: dict, claims: dict, secret: str) -> str:
    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    text = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    return f"{text}.{part(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())}"


def invalid_tokens(application: Application, other: Application) -> dict[str, str]:
    good, key_id = application.token(), application.key.id
    claims = {"sub": "alice", "exp": time.time() + 600}
    stranger = ed25519.Ed25519PrivateKey.generate()
    return {
        "empty": "",
        "a word": "token",
        "an API key": "plaudit_" + "x" * 43,
        "dots": "..",
        "cut": good[:-10],
        "forged": jwt.encode(claims, stranger, "EdDSA", headers={"kid": key_id}),
        "forged, naming no key": jwt.encode(claims, stranger, "EdDSA"),
        "unsigned": jwt.encode(claims, None, "none", headers={"kid": key_id}),
        "signed with the public key": forge(
            {"alg": "HS256", "kid": key_id}, claims, application.public
        ),
        "another key's name": application.token(kid="2026"),
        "the name of a key elsewhere": application.token(kid=other.key.id),
        "a name with NUL": application.token(kid="a\0b"),
        "an empty name": jwt.encode(claims, application.private, "EdDSA", headers={"kid": ""}),
        "a long name": application.token(kid="k" * 500),
        "of another namespace": other.token(),
        "of another namespace, naming no key": other.token(kid=None),
        "no subject": application.token(""),
        "a subject with NUL": application.token("a\0b"),
        "a long subject": application.token("a" * 257),
        "no end": jwt.encode({"sub": "a"}, application.private, "EdDSA"),
        "not yet": application.token(nbf=time.time() + 600),
        "from the future": application.token(iat=time.time() + 600),
        "for an audience": application.token(aud="another service"),
    }


def test_what_is_no_token_of_the_namespace_is_refused(application, new_tenant, refused):
    other = Application(new_tenant())
    for what, token in invalid_tokens(application, other).items():
        said = refused(
            application.sending(token).feedback.SubmitFeedback,
            submission(text="x"),
            "UNAUTHENTICATED",
            "SESSION_TOKEN_INVALID",
        )
        for piece in token.split("."):
            assert len(piece) < 20 or piece not in f"{said}", what


@pytest.mark.parametrize(
    ("kid", "namespace"),
    [(None, ""), ("2026", ""), (None, "no-such-namespace"), ("", "no-such-namespace")],
)
def test_a_token_that_does_not_find_its_namespace_is_refused(tenant, refused, kid, namespace):
    application = Application(tenant, key_id="2026")
    said = refused(
        application.sending(
            application.token(kid=kid), x_namespace=namespace
        ).feedback.SubmitFeedback,
        submission(text="x"),
        "UNAUTHENTICATED",
        "SESSION_TOKEN_INVALID",
    )
    assert namespace or "x-namespace" in said.message


def test_a_token_meets_the_demands_of_its_key(tenant, refused):
    application = Application(tenant, issuer="app", audience="plaudit", clock_skew_seconds=300)
    fits = {"iss": "app", "aud": ["web", "plaudit"]}
    assert submit(application.client(lives=-200, **fits), text="x").feedback.id
    for client, reason in (
        (application.client(**fits | {"iss": "other"}), "SESSION_TOKEN_INVALID"),
        (application.client(iss="app"), "SESSION_TOKEN_INVALID"),
        (application.client(**fits | {"aud": "web"}), "SESSION_TOKEN_INVALID"),
        (application.client(lives=-301, **fits), "SESSION_TOKEN_EXPIRED"),
    ):
        refused(client.feedback.SubmitFeedback, submission(text="x"), "UNAUTHENTICATED", reason)


def test_a_token_ends_by_itself_also_when_the_server_has_just_seen_it(tenant, refused):
    application = Application(tenant, clock_skew_seconds=0)
    ends = time.time() + 1.5
    client = application.client(exp=ends)
    submit(client, text="x")
    time.sleep(max(0, ends - time.time()) + 0.01)
    for _ in range(2):
        refused(
            client.feedback.SubmitFeedback,
            submission(text="x"),
            "UNAUTHENTICATED",
            "SESSION_TOKEN_EXPIRED",
        )


def test_a_revoked_key_ends_every_token_that_it_signed_at_once(tenant, refused):
    ended, kept = Application(tenant), Application(tenant)
    clients = [
        ended.client("alice"),
        ended.client("bob", kid=None),
        ended.sending(ended.token(), x_namespace=""),
    ]
    for client in clients:
        submit(client, text="x")  # the server knows the token now
    ended.revoke()
    for client in (*clients, ended.client("carol")):
        refused(
            client.feedback.SubmitFeedback,
            submission(text="x"),
            "UNAUTHENTICATED",
            "SESSION_TOKEN_INVALID",
        )
    assert submit(kept.client(), text="x").feedback.id


def test_another_server_learns_of_a_revoked_key_within_seconds(database, start_server):
    here, there = start_server(database), start_server(database)
    tenant = Tenant(here)
    application = Application(tenant)
    client = there.client(None, x_session_token=application.token(), x_namespace=tenant.id)
    submit(client, text="x")
    application.revoke()
    time.sleep(5.1)
    said = refusal(client.feedback.SubmitFeedback, submission(text="x"))
    assert said.reason == "SESSION_TOKEN_INVALID"


def test_a_namespace_without_api_access_lets_no_end_user_in(new_tenant, refused):
    application = Application(new_tenant(api_access_disabled=True))
    refused(
        application.client().feedback.SubmitFeedback,
        submission(text="x"),
        "PERMISSION_DENIED",
        "API_ACCESS_DISABLED",
    )


def test_the_first_credential_counts(application, tenant, refused):
    key, token = tenant.new_key("feedback.write"), application.token()
    server = tenant.server
    spoiled = {"x_namespace": tenant.id, "x_session_token": token, "x_feedback_token": "nonsense"}
    by_user = submit(server.client(None, **spoiled), text="x").feedback
    assert by_user.user_id == "alice"
    by_key = submit(server.client(key.secret, **spoiled), text="x").feedback
    assert by_key.user_id == key.api_key.id
    for headers in ({"authorization": "Bearer nonsense"}, {"x_api_key": "nonsense"}):
        refused(
            server.client(None, **spoiled, **headers).feedback.SubmitFeedback,
            submission(text="x"),
            "UNAUTHENTICATED",
            "API_KEY_INVALID",
        )


def test_a_user_called_like_a_key_is_not_that_key(application, tenant, refused):
    key = tenant.new_key("feedback.write", "feedback.read")
    of_key = submit(tenant.server.client(key.secret), rating=RATING_NEGATIVE).feedback
    refused(
        application.client(key.api_key.id).feedback.GetFeedback,
        request(of_key.id),
        "PERMISSION_DENIED",
        "AUTHOR_FORBIDDEN",
    )


def test_the_log_holds_no_token(application, tenant):
    token = application.token("dora")
    submit(application.sending(token), text="x")
    with pytest.raises(grpc.RpcError):
        submit(application.sending(token[:-4]), text="x")
    log = tenant.server.log.read_text()
    for piece in token.split("."):
        assert piece[:40] not in log
