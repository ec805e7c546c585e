"""What four other feedback APIs ask, plaudit takes; and real data outlives a power cut.

The requests are those that the pages in docs/migration print.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import pytest
from google.protobuf import json_format
from google.protobuf.message import Message

from plaudit.errors import from_call, from_status
from plaudit.v1 import (
    analytics_pb2,
    dataset_pb2,
    exchange_pb2,
    feedback_pb2,
    memory_pb2,
    target_pb2,
)
from plaudit.v1.exchange_pb2 import ChatMessage, Exchange
from plaudit.v1.feedback_pb2 import (
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchSubmitRequest,
    Feedback,
)
from support.messages import (
    about,
    all_feedback,
    chat_field,
    label_question,
    memories,
    record_by_id,
    recording,
    struct,
    text_question,
)
from support.servers import Client

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "migration").glob("*.md"))
DIALOGS = json.loads((ROOT / "tests" / "data" / "dialog_annotations.json").read_text())


def printed(name: str) -> dict[str, Message]:
    """The messages on a page, by the name of their type."""
    text = (ROOT / "docs" / "migration" / f"{name}.md").read_text()
    return {message.DESCRIPTOR.name: message for message in parsed(text)}


def parsed(text: str) -> list[Message]:
    """Parse each JSON block as the message type that it names."""
    return [
        json_format.Parse(body, _class(name)())
        for name, body in re.findall(r"```json (\S+)\n(.*?)```", text, re.DOTALL)
    ]


def _class(name: str) -> type[Message]:
    for module in (analytics_pb2, dataset_pb2, exchange_pb2, feedback_pb2):
        if hasattr(module, name.rpartition(".")[2]):
            return getattr(module, name.rpartition(".")[2])
    raise AssertionError(f"the page prints a {name}, which there is not")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_json_block_of_a_page_is_a_valid_message_of_its_type(page):
    blocks = re.findall(r"^```json.*$", page.read_text(), re.MULTILINE)
    messages = parsed(page.read_text())
    assert len(messages) == len(blocks)
    for message in messages:
        assert message.ListFields()


def test_mixpeek_feedback_on_a_message_of_a_session(tenant):
    asked = printed("mixpeek")
    tenant.exchanges.CreateExchange(asked["CreateExchangeRequest"])
    answer = tenant.feedback.SubmitFeedback(asked["SubmitFeedbackRequest"])
    assert answer.stored
    given = asked["SubmitFeedbackRequest"].feedback
    assert answer.feedback.target == given.target
    assert (answer.feedback.rating, answer.feedback.text) == (RATING_POSITIVE, given.text)
    (memory,) = memories(tenant)
    assert memory.exchange.prompt == asked["CreateExchangeRequest"].exchange.prompt
    given.rating = RATING_NEGATIVE
    assert not tenant.feedback.SubmitFeedback(asked["SubmitFeedbackRequest"]).stored
    assert memories(tenant) == []


def test_papr_feedback_on_a_search_alone_in_a_batch_and_by_id(tenant):
    asked = printed("papr")
    single = tenant.feedback.SubmitFeedback(asked["SubmitFeedbackRequest"])
    stored = single.feedback
    for given, value in asked["SubmitFeedbackRequest"].feedback.ListFields():
        assert getattr(stored, given.name) == value
    batch = tenant.feedback.BatchSubmit(asked["BatchSubmitRequest"])
    assert (batch.succeeded_count, batch.failed_count) == (1, 0)
    again = batch.results[0].submitted
    # The batch of the page repeats its single feedback, without the implied rating.
    assert again.replayed
    assert again.feedback.id == stored.id
    assert asked["GetFeedbackRequest"].id.startswith("fb_")
    asked["GetFeedbackRequest"].id = stored.id
    assert tenant.feedback.GetFeedback(asked["GetFeedbackRequest"]).feedback == stored


def test_papr_items_of_several_namespaces_are_sent_by_namespace(server, new_tenant):
    """`namespace_id` becomes `x-namespace`; the other fields of Papr's body go to the metadata."""
    tenants = [new_tenant(), new_tenant()]
    (item,) = printed("papr")["BatchSubmitRequest"].items
    body = [
        {"namespace_id": tenant.id, "organization_id": f"org_{number}", "search_id": f"s{number}"}
        for number, tenant in enumerate([*tenants, tenants[0]])
    ]
    calls: dict[str, BatchSubmitRequest] = {}
    for theirs in body:
        ours = Feedback()
        ours.CopyFrom(item)
        ours.target.search.search_id = theirs["search_id"]
        ours.metadata["organization_id"] = theirs["organization_id"]
        ours.metadata["client_type"] = "papr_plugin"
        calls.setdefault(theirs["namespace_id"], BatchSubmitRequest()).items.append(ours)
    for namespace, call in calls.items():
        client = server.client(x_namespace=namespace)
        assert client.feedback.BatchSubmit(call).failed_count == 0
    for tenant in tenants:
        wanted = {
            t["search_id"]: t["organization_id"] for t in body if t["namespace_id"] == tenant.id
        }
        found = {f.target.search.search_id: f.metadata for f in all_feedback(tenant)}
        assert {s: metadata["organization_id"] for s, metadata in found.items()} == wanted
        assert {metadata["client_type"] for metadata in found.values()} == {"papr_plugin"}


def test_papr_error_and_details_are_in_the_status(tenant):
    request = printed("papr")["SubmitFeedbackRequest"]
    request.feedback.cited_node_ids.append("")
    with pytest.raises(grpc.RpcError) as alone:
        tenant.feedback.SubmitFeedback(request)
    failure = from_call(alone.value, "here")
    assert failure.reason == "INVALID_FIELD"
    assert failure.message
    assert [one.field for one in failure.violations] == ["feedback.cited_node_ids[2]"]
    batch = tenant.feedback.BatchSubmit(BatchSubmitRequest(items=[request.feedback]))
    inside = from_status(batch.results[0].error)
    assert inside.reason == "INVALID_FIELD"
    assert [one.field for one in inside.violations] == ["cited_node_ids[2]"]


def test_human_feedback_records_with_a_response(tenant):
    asked = printed("human-feedback")
    dataset = tenant.datasets.CreateDataset(asked["CreateDatasetRequest"]).dataset
    assert dataset.questions == asked["CreateDatasetRequest"].dataset.questions
    request = asked["CreateRecordRequest"]
    request.record.dataset_id = dataset.id
    answer = tenant.datasets.CreateRecord(request)
    assert answer.record.field_to_value == request.record.field_to_value
    assert answer.response.values == request.response.values
    assert answer.response.status == dataset_pb2.RESPONSE_STATUS_SUBMITTED
    read = record_by_id(tenant, answer.record.id)
    assert (read.record, list(read.responses)) == (answer.record, [answer.response])
    # The later response on the page is to the same record, where it submits the draft.
    later = asked["CreateResponseRequest"]
    later.response.record_id = answer.record.id
    given = tenant.datasets.CreateResponse(later).response
    assert (given.values, given.status) == (later.response.values, later.response.status)
    later.response.user_id = "annotator_3"
    later.response.status = dataset_pb2.RESPONSE_STATUS_DRAFT
    submitting = asked["UpdateResponseRequest"]
    submitting.response.id = tenant.datasets.CreateResponse(later).response.id
    submitted = tenant.datasets.UpdateResponse(submitting).response
    assert submitted.status == dataset_pb2.RESPONSE_STATUS_SUBMITTED
    assert submitted.values == later.response.values
    assert len(record_by_id(tenant, answer.record.id).responses) == 3


def test_uppzy_feedback_on_a_chat_request(tenant):
    asked = printed("uppzy")
    exchange = tenant.exchanges.CreateExchange(asked["CreateExchangeRequest"]).exchange
    assert (exchange.topic, exchange.confidence) == ("opening hours", 0.82)
    first = tenant.feedback.SubmitFeedback(asked["SubmitFeedbackRequest"])
    assert first.feedback.rating == RATING_POSITIVE
    again = tenant.feedback.SubmitFeedback(asked["SubmitFeedbackRequest"])
    assert again.replayed
    assert again.feedback.update_time == first.feedback.update_time
    asked["SubmitFeedbackRequest"].feedback.rating = RATING_NEGATIVE
    changed = tenant.feedback.SubmitFeedback(asked["SubmitFeedbackRequest"]).feedback
    assert changed.update_time.ToNanoseconds() > first.feedback.update_time.ToNanoseconds()
    assert changed.create_time == first.feedback.create_time
    shown = asked["QuerySatisfactionRequest"]
    shown.time_range.start.seconds = int(time.time()) - 24 * 3600  # the date on the page is too old
    (series,) = tenant.analytics.QuerySatisfaction(shown).series
    assert series.group.topic == "opening hours"
    assert [period.satisfaction.satisfaction_rate for period in series.periods] == [0.0]


@dataclass
class Loaded:
    """The responses of a server to the loaded dialogs."""

    exchanges: list[Exchange] = field(default_factory=list)
    feedbacks: list[Feedback] = field(default_factory=list)
    dataset: dataset_pb2.Dataset = field(default_factory=dataset_pb2.Dataset)
    records: list[dataset_pb2.CreateRecordResponse] = field(default_factory=list)


ROLES = {"__p2__": "user", "__p1__": "assistant"}


def turns(dialog: dict) -> list[ChatMessage]:
    """Read the turns of a dialog: alternately of the human and of the bot."""
    _, *parts = re.split(r"\s*(__p[12]__)\s*", dialog["context"])
    said = [
        ChatMessage(role=ROLES[speaker], content=content)
        for speaker, content in zip(parts[::2], parts[1::2], strict=True)
    ]
    assert [turn.role for turn in said] == ["user", "assistant"] * (len(said) // 2)
    return said


def exchanges_of(number: int, dialog: dict) -> list[Exchange]:
    """Make an exchange of each human turn and the bot's answer, with the turns before."""
    said = turns(dialog)
    return [
        Exchange(
            session_id=f"dialog-{number}",
            message_id=f"turn-{i + 1}",
            request_id=f"turn-{i}",
            prompt=said[i].content,
            answer=said[i + 1].content,
            context=said[:i],
            model="self-feeding-chatbot",
            metadata=struct({"dialog": number, "turn": i // 2}),
        )
        for i in range(0, len(said), 2)
    ]


def feedbacks_of(number: int, dialog: dict) -> list[Feedback]:
    """Make each annotator's feedback on the turn that they refer to, or on the last."""
    exchanges = exchanges_of(number, dialog)
    given = []
    for annotator, annotation in enumerate(dialog["annotations"]):
        turn = annotation["turn"]
        meant = int(turn) if turn.isdecimal() and int(turn) < len(exchanges) else -1
        feedback = Feedback(
            target=about(exchanges[meant]),
            external_user_id=f"annotator-{annotator}",
            metadata=struct({name: annotation[name] for name in ("error_type", "turn")}),
        )
        if annotation["user_correction"] == "C1":
            feedback.rating = RATING_NEGATIVE
            feedback.text = annotation["phrase"]
        else:
            feedback.rating = RATING_POSITIVE
        given.append(feedback)
    return given


ERROR_TYPES = sorted({a["error_type"] for dialog in DIALOGS for a in dialog["annotations"]} - {""})


def dataset_of_dialogs() -> dataset_pb2.Dataset:
    return dataset_pb2.Dataset(
        name="dialogs",
        description="Where did the human react to an error of the bot?",
        fields=[chat_field("dialog", required=True)],
        questions=[
            label_question("correction", "C1", "C2", required=True),
            label_question("error", *ERROR_TYPES),
            text_question("phrase"),
        ],
    )


def record_of(dataset_id: str, number: int, dialog: dict) -> dataset_pb2.CreateRecordRequest:
    """Make a record of a dialog, with the response of the first annotator."""
    annotation = dialog["annotations"][0]
    answers = {
        "correction": annotation["user_correction"],
        "error": annotation["error_type"] or None,
        "phrase": annotation["phrase"] or None,
    }
    said = [{"role": turn.role, "content": turn.content} for turn in turns(dialog)]
    request = recording(
        dataset_id,
        {"dialog": said},
        {question: answer for question, answer in answers.items() if answer},
        external_user_id="annotator-0",
    )
    request.record.external_id = f"dialog-{number}"
    request.record.metadata.update({"annotators": len(dialog["annotations"])})
    return request


def load(client: Client) -> Loaded:
    """Send all dialogs to a server, by single calls and by batches."""
    loaded = Loaded()
    for number, dialog in enumerate(DIALOGS):
        items = exchanges_of(number, dialog)
        if number % 2:
            answer = client.exchanges.BatchCreateExchanges(
                exchange_pb2.BatchCreateExchangesRequest(items=items, request_id=str(uuid.uuid4()))
            )
            assert answer.failed_count == 0
            loaded.exchanges += [result.created.exchange for result in answer.results]
        else:
            loaded.exchanges += [
                client.exchanges.CreateExchange(
                    exchange_pb2.CreateExchangeRequest(exchange=item)
                ).exchange
                for item in items
            ]
        given = feedbacks_of(number, dialog)
        if number % 2:
            batch = client.feedback.BatchSubmit(
                BatchSubmitRequest(items=given, session_context=struct({"dialog": number}))
            )
            assert batch.succeeded_count == len(given)
            loaded.feedbacks += [result.submitted.feedback for result in batch.results]
        else:
            loaded.feedbacks += [
                client.feedback.SubmitFeedback(
                    feedback_pb2.SubmitFeedbackRequest(feedback=feedback)
                ).feedback
                for feedback in given
            ]
    loaded.dataset = client.datasets.CreateDataset(
        dataset_pb2.CreateDatasetRequest(dataset=dataset_of_dialogs())
    ).dataset
    for number, dialog in enumerate(DIALOGS):
        request = record_of(loaded.dataset.id, number, dialog)
        loaded.records.append(client.datasets.CreateRecord(request))
    return loaded


def without(message: Message, *fields: str) -> Message:
    """Return a message without some fields."""
    left = type(message)()
    left.CopyFrom(message)
    for name in fields:
        left.ClearField(name)
    return left


def all_memories(client: Client) -> dict[str, memory_pb2.Memory]:
    """Read all memories, page by page, by the id of their exchange."""
    read, token = {}, ""
    while True:
        request = memory_pb2.ListMemoriesRequest(page_size=7, page_token=token)
        answer = client.memories.ListMemories(request)
        read |= {memory.exchange.id: memory for memory in answer.memories}
        token = answer.next_page_token
        if not token:
            return read


def test_fifty_dialogs_and_their_150_feedbacks_survive_a_power_cut(start_server, database):
    server = start_server(database)
    loaded = load(server.client())
    server.kill()
    client = start_server(database).client()

    sent = [e for number, dialog in enumerate(DIALOGS) for e in exchanges_of(number, dialog)]
    assert len(loaded.exchanges) == len(sent) > 50
    for asked, stored in zip(sent, loaded.exchanges, strict=True):
        named = target_pb2.MessageTarget(session_id=asked.session_id, message_id=asked.message_id)
        request = exchange_pb2.GetExchangeRequest(message=named)
        read = client.exchanges.GetExchange(request).exchange
        assert read == stored
        assert without(read, "id", "status", "create_time", "update_time", "occur_time") == asked

    given = [f for number, dialog in enumerate(DIALOGS) for f in feedbacks_of(number, dialog)]
    assert len(loaded.feedbacks) == len(given) == 150
    set_by_plaudit = ("id", "name", "origin", "user_id", "session_context", "state", "revision")
    for i, (asked, stored) in enumerate(zip(given, loaded.feedbacks, strict=True)):
        request = feedback_pb2.GetFeedbackRequest(id=stored.id)
        read = client.feedback.GetFeedback(request).feedback
        assert without(read, "session_context") == stored
        assert without(read, *set_by_plaudit, "create_time", "update_time", "occur_time") == asked
        assert read.revision == 1
        number = i // 3
        assert read.session_context == struct({"dialog": number} if number % 2 else {})

    kept = all_memories(client)
    votes: dict[tuple[str, str], int] = {}
    for feedback in given:
        if feedback.rating == RATING_POSITIVE:
            message = feedback.target.message
            key = (message.session_id, message.message_id)
            votes[key] = votes.get(key, 0) + 1
    assert {
        (memory.exchange.session_id, memory.exchange.message_id): memory.positive_count
        for memory in kept.values()
    } == votes
    for exchange in loaded.exchanges:
        if exchange.id in kept:
            assert kept[exchange.id].exchange == exchange

    request = dataset_pb2.GetDatasetRequest(name="dialogs")
    dataset = client.datasets.GetDataset(request).dataset
    assert without(dataset, "progress") == without(loaded.dataset, "progress")
    kept = ("id", "create_time", "update_time", "responses_per_record", "progress")
    assert without(dataset, *kept) == dataset_of_dialogs()
    assert dataset.progress == dataset_pb2.DatasetProgress(
        record_count=50, completed_record_count=50, submitted_response_count=50
    )
    assert len(loaded.records) == 50
    for number, (dialog, stored) in enumerate(zip(DIALOGS, loaded.records, strict=True)):
        read = record_by_id(client, stored.record.id)
        assert read.record == stored.record
        assert list(read.responses) == [stored.response]
        asked = record_of(dataset.id, number, dialog)
        made = ("id", "create_time", "update_time", "occur_time", "status")
        record = without(read.record, *made, "submitted_response_count")
        assert record == asked.record
        response = without(read.responses[0], *made, "record_id", "dataset_id", "user_id")
        assert response == asked.response


def test_loading_the_dialogs_again_after_the_cut_creates_nothing(start_server, database):
    server = start_server(database)
    loaded = load(server.client())
    server.kill()
    client = start_server(database).client()
    given = [f for number, dialog in enumerate(DIALOGS) for f in feedbacks_of(number, dialog)]
    answer = client.feedback.BatchSubmit(BatchSubmitRequest(items=given))
    assert [result.submitted.replayed for result in answer.results] == [True] * 150
    assert [result.submitted.feedback for result in answer.results] == loaded.feedbacks
    items = [e for number, dialog in enumerate(DIALOGS) for e in exchanges_of(number, dialog)]
    request = exchange_pb2.BatchCreateExchangesRequest(items=items)
    assert client.exchanges.BatchCreateExchanges(request).failed_count == len(items)


@pytest.mark.parametrize("name", ["dialog_annotations.json"])
def test_the_copied_data_names_its_source(name):
    notice = (ROOT / "tests" / "data" / "README.md").read_text()
    for word in (name, "Apache", "UKPLab"):
        assert word in notice
