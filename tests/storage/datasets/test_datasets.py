"""Datasets are stored with their schema; records and responses must fit it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from plaudit_server.domain.datasets.annotation import (
    Definition,
    Field,
    FieldKind,
    Question,
    QuestionKind,
    ResponseStatus,
    Schema,
)
from plaudit_server.domain.errors import AlreadyExists, InvalidArgument, NotFound, Reason, Refusal
from plaudit_server.storage.datasets import datasets, record_creation, records
from plaudit_server.storage.datasets.datasets import NewDataset
from plaudit_server.storage.datasets.record_creation import NewRecord
from plaudit_server.storage.datasets.responses import NewResponse
from plaudit_server.storage.engine.store import Store
from support.stores import in_one_group, rows

SUBMITTED = ResponseStatus.SUBMITTED.value
DRAFT = ResponseStatus.DRAFT.value

SCHEMA = Schema(
    fields=(
        Field("prompt", "Prompt", required=True, kind=FieldKind.TEXT),
        Field("chat", "Conversation", required=False, kind=FieldKind.CHAT),
        Field("image", "Picture", required=False, kind=FieldKind.IMAGE),
        Field("custom", "", required=False, kind=FieldKind.CUSTOM),
    ),
    questions=(
        Question("why", "Why?", "In a sentence — 漢字", required=False, kind=QuestionKind.TEXT),
        Question(
            "stars", "Stars", "", required=True, kind=QuestionKind.RATING, options=(1, 2, 3, 4, 5)
        ),
        Question(
            "mood", "Mood", "", required=False, kind=QuestionKind.LABEL, options=("good", "bad")
        ),
        Question(
            "flaws",
            "Flaws",
            "",
            required=False,
            kind=QuestionKind.MULTI_LABEL,
            options=("long", "wrong", "rude"),
        ),
        Question(
            "order",
            "Order",
            "",
            required=False,
            kind=QuestionKind.RANKING,
            options=("a", "b", "c"),
            allow_ties=True,
        ),
        Question(
            "marks",
            "Marks",
            "",
            required=False,
            kind=QuestionKind.SPAN,
            options=("good", "bad"),
            field="prompt",
            allow_overlapping=True,
        ),
    ),
)

VALUES: dict[str, Any] = {"prompt": "Hello 🎉", "chat": [{"role": "user", "content": "hi"}]}
ANSWERS: dict[str, Any] = {
    "why": "because",
    "stars": 4,
    "mood": "good",
    "flaws": ["rude", "long"],
    "order": ["b", ["a", "c"]],
    "marks": [{"start": 0, "end": 5, "label": "good"}],
}


async def define(store: Store, namespace: str, name: str, schema: Schema = SCHEMA) -> Any:
    new = NewDataset(namespace, Definition(name, "What people think.", schema))
    return await store.write(datasets.create, new, namespace_id=namespace)


def response(answers: dict[str, Any], *, status: int = SUBMITTED) -> NewResponse:
    return NewResponse("author-1", "key_1", status, answers, "ann", "external ann")


async def add(
    store: Store,
    namespace: str,
    dataset_id: str,
    *,
    values: dict[str, Any] | None = None,
    first: NewResponse | None = None,
) -> Any:
    new = NewRecord(
        namespace,
        dataset_id,
        VALUES if values is None else values,
        metadata='{"a": 1}',
        responses=() if first is None else (first,),
        whole=True,
    )
    (result,) = await store.write(record_creation.add, (new,), namespace_id=namespace)
    if isinstance(result, Refusal):
        raise result
    return result


async def test_a_dataset_with_every_kind_of_field_and_question_is_stored_as_it_was_defined(
    store: Store, namespace: str
) -> None:
    assert {question.kind for question in SCHEMA.questions} == set(QuestionKind)
    assert {field.kind for field in SCHEMA.fields} == set(FieldKind)
    made = await define(store, namespace, "answers")
    assert made.id.startswith("ds_")
    assert made.definition.schema == SCHEMA
    assert await store.query("", datasets.find, namespace, id_=made.id) == made
    assert await store.query("", datasets.find, namespace, name="answers") == made


async def test_an_unknown_dataset_is_not_found(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    made = await define(store, namespace, "answers")
    elsewhere = await new_namespace(store)
    for tenant, how in (
        (namespace, {"id_": "ds_0"}),
        (namespace, {"name": "other"}),
        (elsewhere, {"id_": made.id}),
        (elsewhere, {"name": "answers"}),
    ):
        assert await store.query("", datasets.find, tenant, **how) is None


async def test_a_taken_name_is_refused_with_the_id_that_has_it(
    store: Store, namespace: str
) -> None:
    made = await define(store, namespace, "answers")
    with pytest.raises(AlreadyExists) as refused:
        await define(store, namespace, "answers")
    assert (refused.value.reason, refused.value.resource_name) == (Reason.DATASET_EXISTS, made.id)


async def test_the_first_of_a_group_gets_a_name_that_two_request(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    """The same name in another namespace is not taken."""
    elsewhere = await new_namespace(store)
    first, second, other = await in_one_group(
        store,
        lambda: define(store, namespace, "answers"),
        lambda: define(store, namespace, "answers"),
        lambda: define(store, elsewhere, "answers"),
    )
    assert isinstance(second, AlreadyExists)
    assert second.resource_name == first.id
    assert other.id != first.id


async def test_a_record_and_its_first_response_are_stored_as_they_were_sent(
    store: Store, namespace: str
) -> None:
    dataset = await define(store, namespace, "answers")
    made = await add(store, namespace, dataset.id, first=response(ANSWERS))
    stored = made.record
    assert stored.id.startswith("rec_")
    ((first, updated, unchanged),) = made.responses
    assert not updated
    assert not unchanged
    assert first.id.startswith("rsp_")
    found = await store.query("", records.find_with_responses, namespace, stored.id)
    assert found == (stored, [first], False)
    assert json.loads(stored.field_to_value) == VALUES
    assert json.loads(first.answers) == ANSWERS
    assert (stored.dataset_id, stored.metadata) == (dataset.id, '{"a": 1}')
    assert (first.record_id, first.creator, first.status) == (stored.id, "key_1", SUBMITTED)
    assert (first.user_id, first.external_user_id) == ("ann", "external ann")


async def test_a_record_may_come_without_a_response(store: Store, namespace: str) -> None:
    dataset = await define(store, namespace, "answers")
    made = await add(store, namespace, dataset.id)
    assert made.responses == ()
    found = await store.query("", records.find_with_responses, namespace, made.record.id)
    assert found == (made.record, [], False)


async def test_an_unknown_record_is_not_found(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    dataset = await define(store, namespace, "answers")
    made = await add(store, namespace, dataset.id)
    assert await store.query("", records.find, namespace, "rec_0") is None
    elsewhere = await new_namespace(store)
    assert await store.query("", records.find, elsewhere, made.record.id) is None


async def test_a_record_of_an_unknown_dataset_is_refused(
    store: Store, namespace: str, new_namespace: Any
) -> None:
    dataset = await define(store, namespace, "answers")
    elsewhere = await new_namespace(store)
    for tenant, id_ in ((namespace, "ds_0"), (elsewhere, dataset.id)):
        with pytest.raises(NotFound) as refused:
            await add(store, tenant, id_)
        assert refused.value.reason is Reason.DATASET_NOT_FOUND


@pytest.mark.parametrize("question", SCHEMA.questions, ids=lambda question: question.name)
async def test_an_answer_that_does_not_fit_is_refused_and_nothing_of_the_record_is_stored(
    store: Store, namespace: str, question: Question
) -> None:
    dataset = await define(store, namespace, "answers")
    answers = ANSWERS | {question.name: {"no": "answer"}}
    with pytest.raises(InvalidArgument) as refused:
        await add(store, namespace, dataset.id, first=response(answers))
    assert [(v.field, v.reason) for v in refused.value.violations] == [
        (f"response.values.{question.name}", Reason.ANSWER_DOES_NOT_FIT)
    ]
    for table in ("record", "record_response"):
        assert await rows(
            store, f'SELECT count(*) FROM "{table}" WHERE "namespace_id" = ?', namespace
        ) == [(0,)]


async def test_the_error_lists_everything_that_does_not_fit(store: Store, namespace: str) -> None:
    dataset = await define(store, namespace, "answers")
    with pytest.raises(InvalidArgument) as refused:
        await add(
            store,
            namespace,
            dataset.id,
            values={"chat": "hi", "colour": "red"},
            first=response({"mood": "meh", "smell": "good"}),
        )
    assert {(v.field, v.reason) for v in refused.value.violations} == {
        ("record.field_to_value.prompt", Reason.INVALID_FIELD),
        ("record.field_to_value.chat", Reason.INVALID_FIELD),
        ("record.field_to_value.colour", Reason.UNKNOWN_FIELD_NAME),
        ("response.values.stars", Reason.ANSWER_DOES_NOT_FIT),
        ("response.values.mood", Reason.ANSWER_DOES_NOT_FIT),
        ("response.values.smell", Reason.UNKNOWN_FIELD_NAME),
    }


async def test_a_draft_need_not_answer_required_questions(store: Store, namespace: str) -> None:
    dataset = await define(store, namespace, "answers")
    made = await add(store, namespace, dataset.id, first=response({}, status=DRAFT))
    assert made.responses[0].stored.status == DRAFT


async def test_a_refused_record_does_not_affect_its_group(store: Store, namespace: str) -> None:
    dataset = await define(store, namespace, "answers")
    first, refused, last = await in_one_group(
        store,
        lambda: add(store, namespace, dataset.id, first=response(ANSWERS)),
        lambda: add(store, namespace, dataset.id, values={}),
        lambda: add(store, namespace, dataset.id, first=response(ANSWERS)),
    )
    assert isinstance(refused, InvalidArgument)
    for made in (first, last):
        found = await store.query("", records.find_with_responses, namespace, made.record.id)
        assert found == (made.record, [one.stored for one in made.responses], False)
