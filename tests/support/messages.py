"""Short functions that make and send requests."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf import json_format, struct_pb2

from plaudit.v1 import dataset_pb2, exchange_pb2, feedback_pb2, memory_pb2, target_pb2
from support.servers import Client

_numbers = itertools.count(1)


def fresh(word: str) -> str:
    """Return a unique name."""
    return f"{word}-{next(_numbers)}"


def struct(value: Mapping[str, Any]) -> struct_pb2.Struct:
    """Make a JSON object."""
    return json_format.ParseDict(value, struct_pb2.Struct())


def nested(levels: int) -> struct_pb2.Struct:
    """Make a JSON object with a number of levels, alternating lists and objects."""
    made = struct_pb2.Struct()
    value = made.fields["a"]
    for level in range(levels - 1):
        value = value.list_value.values.add() if level % 2 else value.struct_value.fields["a"]
    value.string_value = "leaf"
    return made


def on_message(session_id: str, message_id: str) -> target_pb2.Target:
    message = target_pb2.MessageTarget(session_id=session_id, message_id=message_id)
    return target_pb2.Target(message=message)


def on_request(session_id: str, request_id: str) -> target_pb2.Target:
    request = target_pb2.RequestTarget(session_id=session_id, request_id=request_id)
    return target_pb2.Target(request=request)


def on_search(search_id: str) -> target_pb2.Target:
    return target_pb2.Target(search=target_pb2.SearchTarget(search_id=search_id))


def on_session(session_id: str) -> target_pb2.Target:
    return target_pb2.Target(session=target_pb2.SessionTarget(session_id=session_id))


def on_entity(type_: str, id_: str, parent: target_pb2.Target | None = None) -> target_pb2.Target:
    """Make the target of an entity, maybe as part of a message, a request or a session."""
    entity = target_pb2.EntityTarget(type=type_, id=id_)
    if parent is not None:
        kind = parent.WhichOneof("target")
        assert kind is not None
        getattr(entity, kind).CopyFrom(getattr(parent, kind))
    return target_pb2.Target(entity=entity)


def submission(*, once: str = "", **feedback: Any) -> feedback_pb2.SubmitFeedbackRequest:
    """Make a request; the default target is a new search.

    `once` is the request id that makes retries safe.
    """
    feedback.setdefault("target", on_search(fresh("search")))
    return feedback_pb2.SubmitFeedbackRequest(
        feedback=feedback_pb2.Feedback(**feedback), request_id=once
    )


def submit(client: Client, **feedback: Any) -> feedback_pb2.SubmitFeedbackResponse:
    """Submit a feedback with these fields; the default target is a new search."""
    return client.feedback.SubmitFeedback(submission(**feedback))


def get(client: Client, feedback_id: str) -> feedback_pb2.Feedback:
    """Read a feedback."""
    request = feedback_pb2.GetFeedbackRequest(id=feedback_id)
    return client.feedback.GetFeedback(request).feedback


def all_feedback(client: Client) -> Iterator[feedback_pb2.Feedback]:
    """Read all feedback of the namespace, page by page."""
    request = feedback_pb2.ListFeedbackRequest(page_size=1000)
    while True:
        page = client.feedback.ListFeedback(request)
        yield from page.feedback
        if not page.next_page_token:
            return
        request.page_token = page.next_page_token


def registration(*, once: str = "", **exchange: Any) -> exchange_pb2.CreateExchangeRequest:
    """Make a request for an exchange, by default in a new session."""
    exchange.setdefault("session_id", fresh("ses"))
    exchange.setdefault("message_id", "msg")
    return exchange_pb2.CreateExchangeRequest(
        exchange=exchange_pb2.Exchange(**exchange), request_id=once
    )


def register(client: Client, **exchange: Any) -> exchange_pb2.Exchange:
    """Register an exchange with these fields, by default in a new session."""
    return client.exchanges.CreateExchange(registration(**exchange)).exchange


def update(client: Client, *paths: str, **exchange: Any) -> exchange_pb2.Exchange:
    """Update an exchange under a mask of these paths."""
    return client.exchanges.UpdateExchange(change(*paths, **exchange)).exchange


def change(*paths: str, **exchange: Any) -> exchange_pb2.UpdateExchangeRequest:
    """Make a request that updates an exchange under a mask of these paths."""
    return exchange_pb2.UpdateExchangeRequest(
        exchange=exchange_pb2.Exchange(**exchange), update_mask={"paths": paths}
    )


def exchange_by_id(client: Client, exchange_id: str) -> exchange_pb2.Exchange:
    """Read an exchange."""
    return client.exchanges.GetExchange(exchange_pb2.GetExchangeRequest(id=exchange_id)).exchange


def about(exchange: exchange_pb2.Exchange) -> target_pb2.Target:
    """Return the target of feedback on an exchange."""
    return on_message(exchange.session_id, exchange.message_id)


def memories(client: Client) -> list[memory_pb2.Memory]:
    """Read the first page of memories."""
    return list(client.memories.ListMemories(memory_pb2.ListMemoriesRequest()).memories)


def text_field(name: str, *, required: bool = False) -> dataset_pb2.Field:
    return dataset_pb2.Field(name=name, required=required, text=dataset_pb2.TextField())


def chat_field(name: str, *, required: bool = False) -> dataset_pb2.Field:
    return dataset_pb2.Field(name=name, required=required, chat=dataset_pb2.ChatField())


def text_question(name: str, *, required: bool = False) -> dataset_pb2.Question:
    return dataset_pb2.Question(name=name, required=required, text=dataset_pb2.TextQuestion())


def rating_question(name: str, *values: int, required: bool = False) -> dataset_pb2.Question:
    kind = dataset_pb2.RatingQuestion(values=values)
    return dataset_pb2.Question(name=name, required=required, rating=kind)


def label_question(name: str, *labels: str, required: bool = False) -> dataset_pb2.Question:
    kind = dataset_pb2.LabelQuestion(labels=labels)
    return dataset_pb2.Question(name=name, required=required, label=kind)


def multi_label_question(name: str, *labels: str) -> dataset_pb2.Question:
    kind = dataset_pb2.MultiLabelQuestion(labels=labels)
    return dataset_pb2.Question(name=name, multi_label=kind)


def ranking_question(name: str, *options: str, allow_ties: bool = False) -> dataset_pb2.Question:
    kind = dataset_pb2.RankingQuestion(options=options, allow_ties=allow_ties)
    return dataset_pb2.Question(name=name, ranking=kind)


def definition(*, once: str = "", **dataset: Any) -> dataset_pb2.CreateDatasetRequest:
    """Make a request for a dataset, by default with one text field and one text question."""
    dataset.setdefault("name", fresh("dataset"))
    dataset.setdefault("fields", [text_field("shown")])
    dataset.setdefault("questions", [text_question("asked")])
    return dataset_pb2.CreateDatasetRequest(dataset=dataset_pb2.Dataset(**dataset), request_id=once)


def define(client: Client, **dataset: Any) -> dataset_pb2.Dataset:
    """Create a dataset, by default with one text field and one text question."""
    return client.datasets.CreateDataset(definition(**dataset)).dataset


def recording(
    dataset_id: str,
    values: Mapping[str, Any],
    answers: Mapping[str, Any] | None = None,
    *,
    once: str = "",
    **response: Any,
) -> dataset_pb2.CreateRecordRequest:
    """Make a request for a record with these values and, if given, a response."""
    made = dataset_pb2.CreateRecordRequest(
        record=dataset_pb2.Record(dataset_id=dataset_id, field_to_value=struct(values)),
        request_id=once,
    )
    if answers is not None:
        made.response.MergeFrom(dataset_pb2.RecordResponse(values=struct(answers), **response))
    return made


def record_by_id(client: Client, record_id: str) -> dataset_pb2.GetRecordResponse:
    """Read a record and the responses to it."""
    return client.datasets.GetRecord(dataset_pb2.GetRecordRequest(id=record_id))
