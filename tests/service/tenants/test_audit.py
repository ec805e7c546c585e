"""The audit trail: who administered what and how it went, in the server's log."""

from __future__ import annotations

import re
import uuid

import pytest

from plaudit.v1 import admin_pb2, feedback_pb2
from support.applications import Application
from support.messages import on_search, submit
from support.refusals import refusal
from support.servers import Client, Server
from support.tenants import Tenant

KEY = admin_pb2.CreateApiKeyRequest(
    api_key=admin_pb2.ApiKey(scopes=[admin_pb2.SCOPE_FEEDBACK_WRITE])
)
TOKEN = feedback_pb2.CreateFeedbackTokenRequest(
    feedback_token=feedback_pb2.FeedbackToken(target=on_search("s"))
)

_FIELD = re.compile(r"(\w+)=(\[.*?\]|\S+)")


class Caller(Client):
    """Stubs whose calls bear a request id of their own, by which their lines are found."""

    def __init__(self, server: Server, secret: str, **headers: str) -> None:
        self._log = server.log
        self.request_id = uuid.uuid4().hex
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        key = {"x-api-key": secret} if secret else {}
        super().__init__(server.channel, {**key, **sent, "x-request-id": self.request_id})

    def lines(self) -> list[dict[str, str]]:
        """Read the audit lines of the calls, as a server for developers writes them."""
        text = self._log.read_text()
        lines = [line for line in text.splitlines() if self.request_id in line]
        return [dict(_FIELD.findall(line)) for line in lines if "[info     ] audit " in line]


@pytest.fixture
def key(tenant: Tenant) -> admin_pb2.CreateApiKeyResponse:
    return tenant.new_key("admin", "feedback.write")


@pytest.fixture
def caller(tenant: Tenant, key: admin_pb2.CreateApiKeyResponse) -> Caller:
    return Caller(tenant.server, key.secret)


def test_a_key_that_is_made_leaves_a_line_that_says_who_made_which(tenant, key, caller):
    made = caller.admin.CreateApiKey(KEY)
    (line,) = caller.lines()
    assert line["method"] == "/plaudit.v1.AdminService/CreateApiKey"
    assert (line["outcome"], line["ids"]) == ("OK", f"['{made.api_key.id}']")
    assert (line["principal"], line["namespace"]) == (key.api_key.id, tenant.id)
    assert line["request_id"] == caller.request_id
    assert line["peer"]


def test_no_line_holds_a_secret(tenant, key, caller):
    made = caller.admin.CreateApiKey(KEY)
    token = caller.feedback.CreateFeedbackToken(TOKEN)
    log = tenant.server.log.read_text()
    for secret in (key.secret, made.secret, token.token):
        assert secret not in log


def test_a_key_that_is_revoked_leaves_a_line_with_its_id(tenant, caller):
    ended = tenant.new_key("feedback.write").api_key
    caller.admin.RevokeApiKey(admin_pb2.RevokeApiKeyRequest(id=ended.id))
    (line,) = caller.lines()
    assert (line["outcome"], line["ids"]) == ("OK", f"['{ended.id}']")


def test_feedback_tokens_that_are_made_and_revoked_leave_lines(caller):
    token = caller.feedback.CreateFeedbackToken(TOKEN).feedback_token
    request = feedback_pb2.RevokeFeedbackTokenRequest(id=token.id)
    caller.feedback.RevokeFeedbackToken(request)
    lines = caller.lines()
    assert [line["method"].rpartition("/")[2] for line in lines] == [
        *("CreateFeedbackToken", "RevokeFeedbackToken")
    ]
    assert [line["ids"] for line in lines] == [f"['{token.id}']"] * 2


def test_what_was_refused_leaves_a_line_with_who_tried_and_why(tenant):
    key = tenant.new_key("feedback.write")
    caller = Caller(tenant.server, key.secret)
    refusal(caller.admin.CreateApiKey, KEY)
    (line,) = caller.lines()
    assert (line["outcome"], line["reason"]) == ("PERMISSION_DENIED", "SCOPE_MISSING")
    assert (line["principal"], line["namespace"]) == (key.api_key.id, tenant.id)


def test_an_attempt_with_a_revoked_key_leaves_a_line_with_its_id(tenant, key, caller):
    tenant.admin.RevokeApiKey(admin_pb2.RevokeApiKeyRequest(id=key.api_key.id))
    refusal(caller.admin.CreateApiKey, KEY)
    (line,) = caller.lines()
    assert (line["outcome"], line["reason"]) == ("UNAUTHENTICATED", "API_KEY_REVOKED")
    assert line["key_id"] == key.api_key.id


def test_people_are_named_by_digests_alone(tenant, caller):
    user = f"ada-{uuid.uuid4().hex}"
    submit(tenant, text="x", user_id=user)
    caller.admin.EraseSubject(admin_pb2.EraseSubjectRequest(user_id=user))
    (line,) = caller.lines()
    assert line["subject"].startswith("user_id:")
    end_user = Caller(
        tenant.server, "", x_session_token=Application(tenant).token(user), x_namespace=tenant.id
    )
    refusal(end_user.admin.CreateApiKey, KEY)
    (line,) = end_user.lines()
    assert line["principal"].startswith("user:")
    assert user not in tenant.server.log.read_text()


def test_what_only_reads_leaves_none(caller):
    caller.admin.ListApiKeys(admin_pb2.ListApiKeysRequest())
    submit(caller, text="x")
    assert caller.lines() == []


def test_the_trail_is_kept_whatever_the_level_of_the_log(start_server, new_database):
    server = start_server(new_database("sqlite"), "--log-level", "error")
    caller = Caller(server, server.key)
    caller.admin.CreateApiKey(KEY)
    (line,) = caller.lines()
    assert line["outcome"] == "OK"
