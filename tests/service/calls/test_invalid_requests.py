"""Requests that break rules are refused, naming every field and rule."""

from __future__ import annotations

import pytest

from plaudit.v1 import (
    admin_pb2,
    dataset_pb2,
    exchange_pb2,
    feedback_pb2,
    memory_pb2,
    target_pb2,
)
from plaudit.v1.exchange_pb2 import ChatMessage
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_TYPE_THUMBS_UP,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    FeedbackValue,
    ObjectPointer,
)
from support.messages import (
    change,
    definition,
    fresh,
    on_message,
    on_search,
    recording,
    register,
    registration,
    struct,
    submission,
    text_field,
    text_question,
)
from support.servers import Client

SUBMIT = "feedback.SubmitFeedback"
CREATE = "exchanges.CreateExchange"
UPDATE = "exchanges.UpdateExchange"
DEFINE = "datasets.CreateDataset"
RECORD = "datasets.CreateRecord"
NOT_A_UUID = "not-a-uuid"

BROKEN = [
    (SUBMIT, feedback_pb2.SubmitFeedbackRequest(), {"feedback"}),
    (SUBMIT, submission(target=None, rating=1), {"feedback.target"}),
    (SUBMIT, submission(target=target_pb2.Target(), rating=1), {"feedback.target"}),
    (
        SUBMIT,
        submission(target=on_message("", ""), rating=1),
        {"feedback.target.message.session_id", "feedback.target.message.message_id"},
    ),
    (
        SUBMIT,
        submission(target=on_message("a\nb", "x" * 257), rating=1),
        {"feedback.target.message.session_id", "feedback.target.message.message_id"},
    ),
    (
        SUBMIT,
        submission(target=on_search("a\0b"), rating=1),
        {"feedback.target.search.search_id"},
    ),
    (SUBMIT, submission(target=on_search("x\n"), rating=1), {"feedback.target.search.search_id"}),
    (SUBMIT, submission(rating=3), {"feedback.rating"}),
    (SUBMIT, submission(rating=-1), {"feedback.rating"}),
    (SUBMIT, submission(type=11), {"feedback.type"}),
    (SUBMIT, submission(rating=1, source=6), {"feedback.source"}),
    (SUBMIT, submission(rating=1, origin=4), {"feedback.origin"}),
    (SUBMIT, submission(rating=1, impact=99), {"feedback.impact"}),
    (SUBMIT, submission(value=FeedbackValue()), {"feedback.value"}),
    (SUBMIT, submission(value=FeedbackValue(label="")), {"feedback.value.label"}),
    (SUBMIT, submission(value=FeedbackValue(label="x" * 257)), {"feedback.value.label"}),
    (SUBMIT, submission(text="x" * 32_769), {"feedback.text"}),
    (SUBMIT, submission(text="a\0b"), {"feedback.text"}),
    (SUBMIT, submission(correction="x" * 131_073), {"feedback.correction"}),
    (SUBMIT, submission(correction="\0"), {"feedback.correction"}),
    (SUBMIT, submission(rating=1, name="x" * 129), {"feedback.name"}),
    (SUBMIT, submission(rating=1, name="a\x85b"), {"feedback.name"}),
    (SUBMIT, submission(rating=1, user_id="x" * 257), {"feedback.user_id"}),
    (SUBMIT, submission(rating=1, user_id="\x7f"), {"feedback.user_id"}),
    (SUBMIT, submission(rating=1, external_user_id="\t"), {"feedback.external_user_id"}),
    (
        SUBMIT,
        submission(rating=1, cited_memory_ids=["m"] * 257, cited_node_ids=["n"] * 257),
        {"feedback.cited_memory_ids", "feedback.cited_node_ids"},
    ),
    (
        SUBMIT,
        submission(rating=1, cited_memory_ids=["m", "", "x" * 257], cited_node_ids=["a\0"]),
        {
            "feedback.cited_memory_ids[1]",
            "feedback.cited_memory_ids[2]",
            "feedback.cited_node_ids[0]",
        },
    ),
    (
        SUBMIT,
        submission(rating=1, user_message=ObjectPointer(), assistant_message=ObjectPointer()),
        {
            "feedback.user_message.class_name",
            "feedback.user_message.object_id",
            "feedback.assistant_message.class_name",
            "feedback.assistant_message.object_id",
        },
    ),
    (SUBMIT, submission(once=NOT_A_UUID, rating=1), {"request_id"}),
    (CREATE, exchange_pb2.CreateExchangeRequest(), {"exchange"}),
    (CREATE, registration(session_id="x" * 257), {"exchange.session_id"}),
    (CREATE, registration(message_id="a\nb"), {"exchange.message_id"}),
    (CREATE, registration(request_id="a\0"), {"exchange.request_id"}),
    (CREATE, registration(status=4), {"exchange.status"}),
    (CREATE, registration(prompt="x" * 1_048_577), {"exchange.prompt"}),
    (CREATE, registration(answer="\0"), {"exchange.answer"}),
    (CREATE, registration(context=[ChatMessage()]), {"exchange.context[0].role"}),
    (
        CREATE,
        registration(context=[ChatMessage(role="r" * 65, content="\0")]),
        {"exchange.context[0].role", "exchange.context[0].content"},
    ),
    (CREATE, registration(context=[ChatMessage(role="r")] * 1001), {"exchange.context"}),
    (CREATE, registration(topic="x" * 257, model="a\rb"), {"exchange.topic", "exchange.model"}),
    (CREATE, registration(confidence=1.5), {"exchange.confidence"}),
    (CREATE, registration(confidence=float("nan")), {"exchange.confidence"}),
    (CREATE, registration(once=NOT_A_UUID), {"request_id"}),
    (UPDATE, exchange_pb2.UpdateExchangeRequest(), {"exchange"}),
    (UPDATE, change("status", id="ex_1", status=9), {"exchange.status"}),
    (UPDATE, change("answer", id="ex_1", answer="\0"), {"exchange.answer"}),
    ("exchanges.GetExchange", exchange_pb2.GetExchangeRequest(), {"request"}),
    ("exchanges.GetExchange", exchange_pb2.GetExchangeRequest(id=""), {"id"}),
    ("exchanges.GetExchange", exchange_pb2.GetExchangeRequest(id="x" * 65), {"id"}),
    (
        "exchanges.GetExchange",
        exchange_pb2.GetExchangeRequest(request=target_pb2.RequestTarget()),
        {"request.session_id", "request.request_id"},
    ),
    ("feedback.GetFeedback", feedback_pb2.GetFeedbackRequest(), {"id"}),
    ("feedback.GetFeedback", feedback_pb2.GetFeedbackRequest(id="fb_\0"), {"id"}),
    ("memories.ListMemories", memory_pb2.ListMemoriesRequest(page_size=-1), {"page_size"}),
    (
        "memories.ListMemories",
        memory_pb2.ListMemoriesRequest(page_token="x" * 1025),
        {"page_token"},
    ),
    (DEFINE, dataset_pb2.CreateDatasetRequest(), {"dataset"}),
    (DEFINE, definition(name="x" * 129), {"dataset.name"}),
    (DEFINE, definition(name="a\nb", description="\0"), {"dataset.name", "dataset.description"}),
    (DEFINE, definition(once=NOT_A_UUID), {"request_id"}),
    (
        DEFINE,
        definition(
            fields=[dataset_pb2.Field(name="f", title="a\nb", text={})],
            questions=[dataset_pb2.Question(name="q", title="x" * 257, description="\0", text={})],
        ),
        {
            "dataset.fields[0].title",
            "dataset.questions[0].title",
            "dataset.questions[0].description",
        },
    ),
    (
        DEFINE,
        definition(fields=[text_field("")], questions=[text_question("a.b")]),
        {"dataset.fields[0].name", "dataset.questions[0].name"},
    ),
    ("datasets.GetDataset", dataset_pb2.GetDatasetRequest(), {"request"}),
    ("datasets.GetDataset", dataset_pb2.GetDatasetRequest(name="a\0"), {"name"}),
    (RECORD, dataset_pb2.CreateRecordRequest(), {"record"}),
    (
        RECORD,
        dataset_pb2.CreateRecordRequest(record=dataset_pb2.Record(dataset_id="ds_1")),
        {"record.field_to_value"},
    ),
    (RECORD, recording("", {"a": 1}), {"record.dataset_id"}),
    (RECORD, recording("ds_\0", {"a": 1}), {"record.dataset_id"}),
    (RECORD, recording("ds_1", {"a": 1}, {}, status=4), {"response.status"}),
    (RECORD, recording("ds_1", {"a": 1}, {}, user_id="\0"), {"response.user_id"}),
    (RECORD, recording("ds_1", {"a": 1}, once=NOT_A_UUID), {"request_id"}),
    ("datasets.GetRecord", dataset_pb2.GetRecordRequest(), {"id"}),
    ("admin.CreateNamespace", admin_pb2.CreateNamespaceRequest(), {"namespace"}),
    ("admin.GetNamespace", admin_pb2.GetNamespaceRequest(), {"request"}),
    ("admin.GetNamespace", admin_pb2.GetNamespaceRequest(name="\0"), {"name"}),
    ("admin.ListNamespaces", admin_pb2.ListNamespacesRequest(page_size=-5), {"page_size"}),
    ("admin.CreateApiKey", admin_pb2.CreateApiKeyRequest(), {"api_key"}),
    ("admin.ListApiKeys", admin_pb2.ListApiKeysRequest(page_size=-5), {"page_size"}),
    ("admin.RevokeApiKey", admin_pb2.RevokeApiKeyRequest(), {"id"}),
]


def rpc(client: Client, name: str):
    service, method = name.split(".")
    return getattr(getattr(client, service), method)


@pytest.mark.parametrize(
    ("name", "request_", "fields"),
    BROKEN,
    ids=[f"{name.split('.')[1]}-{'+'.join(sorted(fields))}" for name, _, fields in BROKEN],
)
def test_a_request_that_breaks_a_rule_is_refused_naming_the_field(
    tenant, refused, name, request_, fields
):
    said = refused(rpc(tenant, name), request_, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == fields
    violations = said.details["BadRequest"].field_violations
    assert {violation.reason for violation in violations} == {"INVALID_FIELD"}
    assert violations[0].field in said.message
    assert violations[0].description in said.message


def test_every_rule_of_one_field_and_of_many_is_listed_at_once(tenant, refused):
    request = submission(
        once=NOT_A_UUID,
        target=on_message("", "a\0"),
        rating=9,
        value=FeedbackValue(),
        score=float("nan"),
        text="\0",
        name="\n" + "x" * 129,
        cited_node_ids=["", "\t"],
    )
    said = refused(tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    listed = [violation.field for violation in said.details["BadRequest"].field_violations]
    assert listed.count("feedback.name") == 2
    assert set(listed) == {
        "request_id",
        "feedback.target.message.session_id",
        "feedback.target.message.message_id",
        "feedback.rating",
        "feedback.value",
        "feedback.score",
        "feedback.text",
        "feedback.name",
        "feedback.cited_node_ids[0]",
        "feedback.cited_node_ids[1]",
    }
    assert str(len(listed) - 1) in said.message, "it says how many more there are"


def broken_in_both_ways() -> list:
    """Requests that break a rule of one field and another that the contract cannot state."""
    two_nan = submission(rating=1)
    two_nan.feedback.metadata.update({"a": float("nan"), "b": {"c": "\0"}})
    return [
        (
            CREATE,
            exchange_pb2.CreateExchangeRequest(exchange=exchange_pb2.Exchange(topic="x" * 257)),
            {"exchange.session_id", "exchange.message_id", "exchange.topic"},
        ),
        (
            SUBMIT,
            submission(type=FEEDBACK_TYPE_THUMBS_UP, rating=RATING_NEGATIVE, name="\n"),
            {"feedback.rating", "feedback.name"},
        ),
        (SUBMIT, submission(name="\n"), {"feedback", "feedback.name"}),
        (SUBMIT, two_nan, {"feedback.metadata.a", "feedback.metadata.b.c"}),
        (
            SUBMIT,
            submission(
                type=FEEDBACK_TYPE_THUMBS_UP,
                rating=RATING_NEGATIVE,
                metadata=struct({"a": "\0"}),
            ),
            {"feedback.rating", "feedback.metadata.a"},
        ),
        (
            UPDATE,
            change("nonsense", status=9),
            {"exchange.id", "exchange.status", "update_mask"},
        ),
        (
            DEFINE,
            definition(name="\n", fields=[text_field("a"), text_field("a")]),
            {"dataset.name", "dataset.fields"},
        ),
        (
            SUBMIT,
            submission(text="x" * 40_000, correction="y" * 140_000),
            {"feedback.text", "feedback.correction"},
        ),
    ]


@pytest.mark.parametrize(
    ("name", "request_", "fields"),
    broken_in_both_ways(),
    ids=[
        "exchange",
        "contradiction",
        "says nothing",
        "two in metadata",
        "metadata and contradiction",
        "update",
        "dataset",
        "long texts",
    ],
)
def test_every_field_that_breaks_a_rule_is_named_whatever_the_kind_of_rule(
    tenant, refused, name, request_, fields
):
    said = refused(rpc(tenant, name), request_, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == fields


@pytest.mark.parametrize(
    "bad",
    [float("nan"), float("inf"), "\0", "a\0b"],
    ids=["NaN", "infinity", "NUL", "text with NUL"],
)
@pytest.mark.parametrize("place", ["feedback", "exchange"])
def test_metadata_has_no_numbers_that_json_lacks_and_no_nul(tenant, refused, place, bad):
    call, request = {
        "feedback": (tenant.feedback.SubmitFeedback, submission(rating=1)),
        "exchange": (tenant.exchanges.CreateExchange, registration()),
    }[place]
    getattr(request, place).metadata.update({"fine": 1, "a": {"b": [0, {"c": bad}]}})
    said = refused(call, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {f"{place}.metadata.a.b[1].c"}


def test_metadata_has_no_values_of_no_kind(tenant, refused):
    """They would come back as nulls, twice as long as they came."""
    request = submission(rating=1)
    request.feedback.metadata.update({"fine": None, "list": [None]})
    request.feedback.metadata.fields["none"].Clear()
    request.feedback.metadata.fields["list"].list_value.values.add()
    said = refused(tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"feedback.metadata.none", "feedback.metadata.list[1]"}


def test_a_name_in_metadata_has_no_nul(tenant, refused):
    request = submission(rating=1, metadata=struct({"a\0b": 1}))
    said = refused(tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    ((field, _),) = said.fields.items()
    assert field.startswith("feedback.metadata")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xff\xff\xff\xff", "SubmitFeedbackRequest"),
        (b"\x0a\xff", "SubmitFeedbackRequest"),
        (b'{"feedback": {}}', "SubmitFeedbackRequest"),
        (b"\x0a\x04\x3a\x02\xc3\x28", "UTF-8"),
        (b"\x0a\x05\x3a\x03\xed\xa0\x80", "UTF-8"),
    ],
    ids=["garbage", "cut off", "JSON", "broken UTF-8", "a surrogate"],
)
def test_bytes_that_are_no_request_are_refused(tenant, refused, data, word):
    def call(raw: bytes) -> bytes:
        path = "/plaudit.v1.FeedbackService/SubmitFeedback"
        headers = (("authorization", f"Bearer {tenant.server.key}"), ("x-namespace", tenant.id))
        return tenant.server.channel.unary_unary(path)(raw, metadata=headers, timeout=30)

    said = refused(call, data, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert word in said.message


def test_fields_that_the_server_does_not_know_do_no_harm(tenant):
    request = submission(rating=RATING_POSITIVE)
    unknown = request.SerializeToString() + b"\xba\x3e\x03new"  # field 999
    path = "/plaudit.v1.FeedbackService/SubmitFeedback"
    headers = (("authorization", f"Bearer {tenant.server.key}"), ("x-namespace", tenant.id))
    answer = tenant.server.channel.unary_unary(path)(unknown, metadata=headers, timeout=30)
    stored = feedback_pb2.SubmitFeedbackResponse.FromString(answer).feedback
    assert stored.rating == RATING_POSITIVE


def test_after_a_refusal_the_mended_request_is_the_first(tenant, refused):
    target = on_search(fresh("search"))
    once = "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"
    broken = submission(once=once, target=target, rating=9)
    refused(tenant.feedback.SubmitFeedback, broken, "INVALID_ARGUMENT", "INVALID_FIELD")
    mended = submission(once=once, target=target, rating=RATING_POSITIVE)
    answer = tenant.feedback.SubmitFeedback(mended)
    assert (answer.replayed, answer.feedback.revision) == (False, 1)


def test_a_call_says_under_which_id_the_log_has_it(tenant, refused):
    calling = tenant.server.client(x_namespace=tenant.id, x_request_id="Call-42")
    said = refused(
        calling.feedback.SubmitFeedback, submission(rating=9), "INVALID_ARGUMENT", "INVALID_FIELD"
    )
    assert said.ids["request_id"] == "Call-42"
    assert "Call-42" in tenant.server.log.read_text()


def test_the_refused_exchange_can_be_registered_once_it_is_mended(tenant, refused):
    refused(
        tenant.exchanges.CreateExchange,
        registration(session_id="s", message_id="m", topic="\n"),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert register(tenant, session_id="s", message_id="m").id
