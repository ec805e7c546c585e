"""How much a request may hold, and that more of it is refused at little cost."""

from __future__ import annotations

import uuid

import pytest
from google.protobuf import struct_pb2

from plaudit.v1 import admin_pb2, feedback_pb2
from plaudit.v1.exchange_pb2 import ChatMessage, Exchange
from plaudit.v1.feedback_pb2 import (
    RATING_POSITIVE,
    BatchSubmitRequest,
    Feedback,
    StreamFeedbackRequest,
    SubmitFeedbackRequest,
    UpdateFeedbackRequest,
)
from support.applications import Application
from support.messages import (
    define,
    get,
    on_message,
    on_search,
    recording,
    struct,
    submission,
    submit,
)
from support.refusals import refusal
from support.servers import Client, Server, parse_status
from support.streams import FeedbackStream

END_USERS_BYTES = 65_536


def test_an_end_user_sends_no_request_of_more_than_64_kib(tenant, refused):
    user = Application(tenant).client()
    longest = "x" * 30_000
    assert submit(user, text=longest, correction=longest).feedback.id
    said = refused(
        user.feedback.SubmitFeedback,
        submission(text=longest, correction=longest + "x" * 10_000),
        "RESOURCE_EXHAUSTED",
        "MESSAGE_TOO_LARGE",
    )
    assert str(END_USERS_BYTES) in said.message
    assert submit(tenant, text=longest, correction=longest + "x" * 10_000).feedback.id


def test_the_bearer_of_a_feedback_token_sends_no_request_of_more_than_64_kib(tenant, refused):
    made = tenant.feedback.CreateFeedbackToken(
        feedback_pb2.CreateFeedbackTokenRequest(
            feedback_token=feedback_pb2.FeedbackToken(target=on_search("s"), max_uses=1)
        )
    )
    bearer = tenant.server.client(None, x_feedback_token=made.token)
    request = submission(target=on_search("s"), correction="x" * 70_000)
    said = refused(
        bearer.feedback.SubmitFeedback, request, "RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE"
    )
    assert str(END_USERS_BYTES) in said.message


def test_metadata_of_a_thousand_values_is_kept_and_of_one_more_refused(tenant, refused):
    widest = struct({f"{i}": ["x"] * 9 for i in range(100)})
    stored = submit(tenant, text="x", metadata=widest).feedback
    assert get(tenant, stored.id).metadata == widest
    widest.update({"one": "more"})
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(text="x", metadata=widest),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert said.fields == {"feedback.metadata": "must hold at most 1000 JSON values"}


def test_metadata_of_more_than_64_kib_is_refused(tenant, refused):
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(text="x", metadata=struct({"long": "x" * 65_536})),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert said.fields == {"feedback.metadata": "must have at most 65536 bytes"}


def test_what_a_record_shows_may_be_a_megabyte_of_five_thousand_values(tenant, refused):
    dataset = define(tenant)
    shown = {"shown": "x" * 1_000_000}
    assert tenant.datasets.CreateRecord(recording(dataset.id, shown)).record.id
    request = recording(dataset.id, {"shown": "x", "wide": list(range(5_000))})
    said = refused(tenant.datasets.CreateRecord, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert said.fields == {"record.field_to_value": "must hold at most 5000 JSON values"}


@pytest.mark.parametrize("where", ["record.field_to_value", "response.values"])
def test_a_record_and_a_response_have_at_most_100_keys(tenant, refused, where):
    dataset = define(tenant)
    many = {f"{i}": "x" for i in range(101)}
    shown, answers = ({"shown": "s"}, many) if where == "response.values" else (many, None)
    request = recording(dataset.id, shown, answers)
    said = refused(tenant.datasets.CreateRecord, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert said.fields == {where: "must have at most 100 keys"}


@pytest.mark.parametrize("count", [101, 400_000], ids=["one too many", "very many"])
def test_a_mask_names_at_most_100_paths(tenant, refused, count):
    stored = submit(tenant, text="x").feedback
    request = UpdateFeedbackRequest(feedback={"id": stored.id, "text": "y"})
    request.update_mask.paths.extend(["text"] * 100)
    assert tenant.feedback.UpdateFeedback(request).feedback.text == "y"
    request.update_mask.paths.extend(["text"] * (count - 100))
    said = refused(tenant.feedback.UpdateFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert said.fields == {"update_mask": "must name at most 100 paths"}


def test_much_too_long_metadata_in_a_batch_or_a_stream_does_not_harm_its_neighbours(tenant):
    long = Feedback(target=on_search("a"), text="x", metadata=struct({"long": "x" * 2_000_000}))
    good = Feedback(target=on_search("b"), text="x")
    answer = tenant.feedback.BatchSubmit(BatchSubmitRequest(items=[long, good]))
    with FeedbackStream(tenant, str(uuid.uuid4())) as stream:
        stream.send_all([(1, long), (2, good)])
        refused, submitted = stream.take(2)
    assert answer.succeeded_count == 1
    assert submitted.HasField("submitted")
    for error in (answer.results[0].error, refused.error):
        said = parse_status(error)
        assert said.fields == {"metadata": "must have at most 65536 bytes"}


def test_an_item_with_too_many_values_does_not_harm_its_neighbours(tenant):
    items = [Feedback(target=on_search(f"{i}"), rating=RATING_POSITIVE) for i in range(3)]
    items[1].metadata.update({"list": list(range(1_000))})
    answer = tenant.feedback.BatchSubmit(BatchSubmitRequest(items=items))
    assert answer.succeeded_count == 2
    said = parse_status(answer.results[1].error)
    assert said.fields == {"metadata": "must hold at most 1000 JSON values"}


def test_a_request_of_a_million_values_is_refused_at_the_cost_of_a_batch_of_texts(
    start_server, new_database
):
    server = start_server(new_database("sqlite"))
    client = server.client()
    texts = [Feedback(target=on_search(f"{i}"), text="x" * 3_800) for i in range(1_000)]
    batch = BatchSubmitRequest(items=texts)
    million = _of_a_million_values()

    def cost(call, request) -> float:
        before = sum(server.worker.cpu_times()[:2])
        for _ in range(3):
            call(request)
        return sum(server.worker.cpu_times()[:2]) - before

    def refused(request) -> None:
        said = refusal(client.feedback.SubmitFeedback, request)
        assert said.fields == {"feedback.metadata": "must have at most 65536 bytes"}

    of_texts = cost(client.feedback.BatchSubmit, batch)
    assert cost(refused, million) < of_texts


def _of_a_million_values() -> SubmitFeedbackRequest:
    request = submission(text="x")
    values = struct_pb2.ListValue.FromString(b"\x0a\x02\x08\x00" * 900_000)
    request.feedback.metadata.fields["values"].list_value.CopyFrom(values)
    return request


BROKEN = Feedback(type=99, rating=99, source=99, origin=99, impact=99, score=9, name="\0")
TOO_WIDE = {"shown": [None] * 30_000}
WIDE = Feedback(target=on_search("x"), text="x", metadata=struct({"list": [None] * 80}))
LONG = Exchange(
    session_id="s",
    message_id="m",
    context=[ChatMessage(role="user", content='"\n"' * 1_100) for _ in range(1_000)],
)
ON_LONG = Feedback(target=on_message("s", "m"), text="x")


def stream_long(client: Client) -> None:
    with FeedbackStream(client) as stream:
        for number in (1, 2, 3):
            stream.send_message(
                StreamFeedbackRequest(sequence_number=number, feedback=ON_LONG, exchange=LONG)
            )
        assert [r.WhichOneof("result") for r in stream.rest()] == ["submitted"] * 3


@pytest.mark.parametrize(
    "send",
    [
        lambda client: client.feedback.BatchSubmit(BatchSubmitRequest(items=[WIDE] * 1_000)),
        lambda client: client.feedback.BatchSubmit(BatchSubmitRequest(items=[BROKEN] * 1_000)),
        lambda client: refusal(client.datasets.CreateRecord, recording("ds_1", TOO_WIDE)),
        lambda client: client.feedback.SubmitFeedback(
            SubmitFeedbackRequest(feedback=ON_LONG, exchange=LONG)
        ),
        stream_long,
    ],
    ids=[
        "a batch of many values",
        "a short batch that breaks every rule",
        "no batch",
        "an exchange with its feedback",
        "exchanges in a stream",
    ],
)
def test_a_long_request_is_worked_on_off_the_event_loop(start_server, new_database, send):
    server = start_server(new_database("sqlite"))
    client = server.client()
    before = _seconds_of_threads(server)
    for _ in range(10):
        send(client)
    after = _seconds_of_threads(server)
    used = {thread: after[thread] - before.get(thread, 0) for thread in after}
    assert used[server.worker.pid] < sum(used.values()) / 3


def _seconds_of_threads(server: Server) -> dict[int, float]:
    """How long each thread of the server has computed; the first one is the event loop's."""
    return {t.id: t.user_time + t.system_time for t in server.worker.threads()}


def test_packed_numbers_are_counted_before_they_are_read(tenant, refused):
    key = admin_pb2.ApiKey(scopes=[admin_pb2.SCOPE_FEEDBACK_WRITE] * 3_000_000)
    request = admin_pb2.CreateApiKeyRequest(api_key=key)
    said = refused(tenant.admin.CreateApiKey, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert said.fields == {"api_key.scopes": "must contain no more than 100 item(s)"}


def test_fields_are_counted_behind_a_group_that_nobody_knows(tenant, refused):
    path = "/plaudit.v1.FeedbackService/BatchSubmit"
    send = tenant.server.channel.unary_unary(path)
    key = [("x-api-key", tenant.server.key)]
    group = b"\xc3\x3e\xc4\x3e"  # field 1000 begins and ends
    said = refused(
        lambda data: send(data, metadata=key),
        group + b"\x0a\x00" * 400_000,
        "RESOURCE_EXHAUSTED",
        "MESSAGE_TOO_LARGE",
    )
    assert "200000 fields" in said.message
