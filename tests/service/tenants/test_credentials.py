"""Who may call: every form of a credential, and every scope of every RPC."""

from __future__ import annotations

import grpc
import pytest
from google.protobuf import message_factory
from google.protobuf.message import Message

from plaudit.v1 import feedback_pb2
from plaudit.v1.feedback_pb2 import RATING_POSITIVE
from support.messages import submission, submit
from support.methods import METHODS
from support.refusals import refusal
from support.servers import Client, parse_status
from support.tenants import SCOPES

OPENED_BY = {
    "SubmitFeedback": {"feedback.write"},
    "BatchSubmit": {"feedback.write"},
    "GetFeedback": {"feedback.read"},
    "BatchGetFeedback": {"feedback.read"},
    "ListFeedback": {"feedback.read"},
    "ListFeedbackRevisions": {"feedback.read"},
    "UpdateFeedback": {"feedback.write"},
    "DeleteFeedback": {"feedback.write"},
    "StreamFeedback": {"feedback.write"},
    "WatchFeedback": {"feedback.read"},
    "CreateFeedbackToken": {"feedback.write"},
    "ListFeedbackTokens": {"feedback.write", "admin"},
    "RevokeFeedbackToken": {"feedback.write", "admin"},
    "CreateExchange": {"exchanges.write"},
    "BatchCreateExchanges": {"exchanges.write"},
    "UpdateExchange": {"exchanges.write"},
    "GetExchange": {"exchanges.write", "feedback.read"},
    "ListExchanges": {"exchanges.write", "feedback.read"},
    "ListMemories": {"memories.read"},
    "SearchMemories": {"memories.read"},
    "CreateDataset": {"datasets.write"},
    "GetDataset": {"datasets.write", "datasets.annotate"},
    "CreateRecord": {"datasets.write"},
    "GetRecord": {"datasets.write", "datasets.annotate"},
    "ListDatasets": {"datasets.write", "datasets.annotate"},
    "UpdateDataset": {"datasets.write"},
    "DeleteDataset": {"datasets.write"},
    "BatchCreateRecords": {"datasets.write"},
    "ListRecords": {"datasets.write", "datasets.annotate"},
    "AssignRecords": {"datasets.write"},
    "NextRecords": {"datasets.annotate"},
    "DeleteRecord": {"datasets.write"},
    "CreateResponse": {"datasets.annotate"},
    "UpdateResponse": {"datasets.annotate"},
    "ListResponses": {"datasets.write", "datasets.annotate"},
    "DeleteResponse": {"datasets.annotate"},
    "GetAgreement": {"datasets.write", "datasets.annotate"},
    "ListAnnotatorProgress": {"datasets.write", "datasets.annotate"},
    "WatchRecords": {"datasets.write", "datasets.annotate"},
    "QuerySatisfaction": {"analytics.read"},
    "ListLowSatisfaction": {"analytics.read"},
    "ExportTraining": {"export.read"},
    "CreateNamespace": {"admin"},
    "UpdateNamespace": {"admin"},
    "CreateCriterion": {"admin"},
    "ListCriteria": {"admin", "feedback.read", "feedback.write"},
    "ArchiveCriterion": {"admin"},
    "UpdateCriterion": {"admin"},
    "GetNamespace": {"admin"},
    "ListNamespaces": {"admin"},
    "CreateApiKey": {"admin"},
    "ListApiKeys": {"admin"},
    "RevokeApiKey": {"admin"},
    "CreateSigningKey": {"admin"},
    "ListSigningKeys": {"admin"},
    "RevokeSigningKey": {"admin"},
    "EraseSubject": {"admin"},
}
"""The scopes of which each RPC needs one, as its comment in the contract says."""

NAMES = [
    name.removeprefix("SCOPE_").lower().replace("_", ".", 1) for name in SCOPES if SCOPES[name]
]


def calling(channel: grpc.Channel, path: str, **headers: str):
    """Make the call of an RPC by its path, with these headers alone; of a stream its beginning."""
    method = METHODS[path]
    metadata = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    answer = message_factory.GetMessageClass(method.output_type).FromString

    def call(request: Message):
        data = request.SerializeToString()
        if method.client_streaming:
            return next(channel.stream_stream(path)(iter([data]), metadata=metadata, timeout=30))
        if method.server_streaming:
            started = channel.unary_stream(path)(data, metadata=metadata, timeout=30)
            first = next(started)
            started.cancel()
            return first
        return answer(channel.unary_unary(path)(data, metadata=metadata, timeout=30))

    return call


def reaches(call, request: Message) -> bool:
    """Whether a call comes as far as its RPC, whatever that thinks of the request."""
    try:
        call(request)
    except grpc.RpcError as error:
        return error.code() in (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND)
    return True


def empty(path: str) -> Message:
    """Make an empty request of an RPC."""
    return message_factory.GetMessageClass(METHODS[path].input_type)()


def test_the_scopes_of_every_rpc_are_known_here():
    assert {method.name for method in METHODS.values()} == set(OPENED_BY)


def test_every_rpc_refuses_a_call_without_a_credential(server, refused, subtests):
    for path in METHODS:
        with subtests.test(path):
            said = refused(
                calling(server.channel, path), empty(path), "UNAUTHENTICATED", "CREDENTIAL_MISSING"
            )
            for header in ("authorization", "Bearer", "x-api-key"):
                assert header in said.message


def test_every_rpc_refuses_a_key_that_there_is_not(server, refused, subtests):
    for path in METHODS:
        with subtests.test(path):
            call = calling(server.channel, path, authorization="Bearer plaudit_nonsense")
            refused(call, empty(path), "UNAUTHENTICATED", "API_KEY_INVALID")


@pytest.mark.parametrize("scope", NAMES)
def test_every_rpc_opens_to_the_scopes_that_it_names_and_to_no_other(tenant, scope):
    key = tenant.new_key(scope)
    for path, method in METHODS.items():
        call = calling(tenant.server.channel, path, x_api_key=key.secret)
        request = empty(path)
        if method.name in ("GetFeedback", "ListFeedbackRevisions"):
            request = type(request)(id="fb_lost")
        if method.name == "BatchGetFeedback":
            continue  # it judges each feedback on its own: see below
        if scope in OPENED_BY[method.name]:
            assert reaches(call, request), path
            continue
        said = refusal(call, request)
        assert (said.code.name, said.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING"), path
        assert set(said.ids["scopes"].split(",")) == OPENED_BY[method.name]
        assert said.ids["principal"] == key.api_key.id
        for needed in OPENED_BY[method.name]:
            assert needed in said.message


@pytest.mark.parametrize("scope", NAMES)
def test_a_batch_of_reads_opens_each_feedback_to_the_scope_that_reads(tenant, scope):
    feedback = submit(tenant, rating=RATING_POSITIVE).feedback
    request = feedback_pb2.BatchGetFeedbackRequest(ids=[feedback.id])
    (result,) = tenant.client(scope).feedback.BatchGetFeedback(request).results
    if scope in OPENED_BY["BatchGetFeedback"]:
        assert result.feedback.id == feedback.id
    else:
        assert parse_status(result.error).reason == "SCOPE_MISSING"


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer {key}"},
        {"authorization": "bearer {key}"},
        {"authorization": "BEARER  {key}"},
        {"x_api_key": "{key}"},
        {"authorization": "Bearer {key}", "x_api_key": "nonsense"},
        {"x_api_key": "{key}", "x_session_token": "a.b.c"},
    ],
    ids=str,
)
def test_a_key_is_taken_in_either_header(tenant, headers):
    secret = tenant.new_key("feedback.write").secret
    sent = {name.replace("_", "-"): value.format(key=secret) for name, value in headers.items()}
    assert submit(Client(tenant.server.channel, sent), rating=RATING_POSITIVE).feedback.id


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "CREDENTIAL_MISSING"),
        ({"x_api_key": ""}, "CREDENTIAL_MISSING"),
        ({"x_namespace": "default"}, "CREDENTIAL_MISSING"),
        ({"cookie": "key={key}"}, "CREDENTIAL_MISSING"),
        ({"authorization": ""}, "CREDENTIAL_MISSING"),
        ({"authorization": "Bearer"}, "API_KEY_INVALID"),
        ({"authorization": "Bearer "}, "API_KEY_INVALID"),
        ({"authorization": "{key}"}, "API_KEY_INVALID"),
        ({"authorization": "Basic {key}"}, "API_KEY_INVALID"),
        ({"authorization": "Token {key}", "x_api_key": "{key}"}, "API_KEY_INVALID"),
        ({"authorization": "Bearer {key}x"}, "API_KEY_INVALID"),
        ({"authorization": "Bearer {KEY}"}, "API_KEY_INVALID"),
        ({"authorization": "Bearer nonsense", "x_api_key": "{key}"}, "API_KEY_INVALID"),
        ({"x_api_key": "Bearer {key}"}, "API_KEY_INVALID"),
        ({"x_api_key": "nonsense"}, "API_KEY_INVALID"),
        ({"x_session_token": "eyJhbGciOiJub25lIn0.e30."}, "SESSION_TOKEN_INVALID"),
        ({"x_session_token": ""}, "SESSION_TOKEN_INVALID"),
    ],
    ids=str,
)
def test_what_is_no_credential_is_refused(tenant, refused, headers, reason):
    secret = tenant.new_key("feedback.write").secret
    sent = {name: value.format(key=secret, KEY=secret.upper()) for name, value in headers.items()}
    path = "/plaudit.v1.FeedbackService/SubmitFeedback"
    said = refused(
        calling(tenant.server.channel, path, **sent),
        submission(rating=RATING_POSITIVE),
        "UNAUTHENTICATED",
        reason,
    )
    assert secret not in said.message
    assert secret not in str(said.ids)


def test_the_id_of_a_key_is_no_key(tenant, refused):
    key = tenant.new_key("feedback.write")
    refused(
        tenant.server.client(key.api_key.id).feedback.SubmitFeedback,
        submission(rating=RATING_POSITIVE),
        "UNAUTHENTICATED",
        "API_KEY_INVALID",
    )


def test_who_may_not_call_learns_nothing_about_the_request(server, refused):
    call = server.channel.unary_unary("/plaudit.v1.FeedbackService/SubmitFeedback")
    refused(
        lambda data: call(data, timeout=30), b"\xff\xff", "UNAUTHENTICATED", "CREDENTIAL_MISSING"
    )
