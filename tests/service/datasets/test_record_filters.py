"""ListRecords filters by text, answers, suggestions and ranges of metadata."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.struct_pb2 import Value

from plaudit.v1.dataset_pb2 import (
    RECORD_STATUS_PENDING,
    RESPONSE_STATUS_DISCARDED,
    RESPONSE_STATUS_DRAFT,
    AnswerFilter,
    BatchCreateRecordsRequest,
    Field,
    ListRecordsRequest,
    MetadataRange,
    NewRecord,
    Question,
    Record,
    RecordFilter,
    RecordResponse,
    SpanQuestion,
    Suggestion,
    SuggestionFilter,
)
from support.messages import (
    chat_field,
    define,
    label_question,
    multi_label_question,
    ranking_question,
    rating_question,
    struct,
    text_field,
    text_question,
)

SHOWN = [
    {"shown": 'She said: "Straße\n𝄞"'},
    {"chat": [{"role": "user", "content": "Where is the KEY?"}]},
    {"custom": {"keyed": [1, {"deep": ["a back\\slash"]}]}},
    {"shown": "nothing"},
]


def value(plain: Any) -> Value:
    return struct({"v": plain}).fields["v"]


def listed(client, **wanted: Any) -> list[int]:
    """Return the places of the records that match, read in pages of two."""
    request = ListRecordsRequest(
        dataset_id=client.dataset, filter=RecordFilter(**wanted), page_size=2
    )
    found: list[int] = []
    while True:
        page = client.datasets.ListRecords(request)
        found += [client.records.index(record.id) for record in page.records]
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


@pytest.fixture
def of_every_kind(tenant):
    """A tenant that has a dataset with every kind of field and question."""
    tenant.dataset = define(
        tenant,
        responses_per_record=3,
        fields=[text_field("shown"), chat_field("chat"), Field(name="custom", custom={})],
        questions=[
            text_question("why"),
            rating_question("stars", 1, 2, 3, 4, 5),
            label_question("tone", "kind", "rude"),
            multi_label_question("flaws", "long", "wrong", "late"),
            ranking_question("order", "a", "b", "c", allow_ties=True),
            Question(name="marks", span=SpanQuestion(field="shown", labels=["x", "y"])),
        ],
    ).id
    return tenant


def fill(client, *items: NewRecord) -> None:
    for item in items:
        item.record.dataset_id = client.dataset
    answer = client.datasets.BatchCreateRecords(BatchCreateRecordsRequest(items=items))
    assert (answer.failed_count, answer.failed_response_count) == (0, 0), answer
    client.records = [result.created.record_id for result in answer.results]


def test_a_text_is_found_in_strings_of_any_depth_whatever_their_case(of_every_kind):
    fill(
        of_every_kind,
        *(NewRecord(record=Record(field_to_value=struct(shown))) for shown in SHOWN),
    )
    for text, found in (
        ("strasse", [0]),
        ("STRASSE\n𝄞", [0]),
        ('said: "s', [0]),
        ("key", [1]),
        ("back\\slash", [2]),
        ("BACK\\S", [2]),
        ("nothing at all", []),
        ("shown", []),
        ("keyed", []),
        ("deep", []),
        ('"', [0]),
        ("", [0, 1, 2, 3]),
        ("o", [3]),
    ):
        assert listed(of_every_kind, text=text) == found, text


def responded(*answers: dict[str, Any] | RecordResponse) -> NewRecord:
    responses = [
        one if isinstance(one, RecordResponse) else RecordResponse(values=struct(one))
        for one in answers
    ]
    for i, one in enumerate(responses):
        one.user_id = f"u{i}"
    return NewRecord(record=Record(field_to_value=struct({"shown": "a text"})), responses=responses)


def test_records_are_found_by_the_answers_of_submitted_responses(of_every_kind):
    draft = RecordResponse(values=struct({"stars": 5}), status=RESPONSE_STATUS_DRAFT)
    discarded = RecordResponse(values=struct({"stars": 5}), status=RESPONSE_STATUS_DISCARDED)
    fill(
        of_every_kind,
        responded(),
        responded({"stars": 1, "tone": "rude"}, {"stars": 4, "tone": "kind"}),
        responded({"stars": 2, "why": "kind"}, draft),
        responded({"flaws": [], "order": ["b", ["a", "c"]]}, discarded),
        responded({"flaws": ["late", "wrong"], "order": [["a", "b"], "c"]}),
        responded({"marks": [{"start": 0, "end": 1, "label": "y"}]}),
    )

    def found(*conditions: tuple[str, dict[str, Any]]) -> list[int]:
        filters = [
            AnswerFilter(
                question_name=name,
                values=[value(one) for one in known.pop("values", ())],
                **known,
            )
            for name, known in conditions
        ]
        return listed(of_every_kind, answers=filters)

    for conditions, expected in (
        ([("stars", {})], [1, 2]),
        ([("stars", {"values": [5]})], []),
        ([("stars", {"values": [1, 2]})], [1, 2]),
        ([("stars", {"min": 2})], [1, 2]),
        ([("stars", {"min": 2, "max": 3})], [2]),
        ([("stars", {"max": 1.5})], [1]),
        ([("stars", {"values": [4], "max": 3})], []),
        ([("tone", {"values": ["kind"]})], [1]),
        ([("why", {"values": ["kind", "other"]})], [2]),
        ([("why", {"values": [1]})], []),
        ([("flaws", {})], [3, 4]),
        ([("flaws", {"values": ["wrong"]})], [4]),
        ([("order", {"values": ["b"]})], [3, 4]),
        ([("order", {"values": ["a"]})], [4]),
        ([("order", {"values": ["c"]})], []),
        ([("marks", {"values": ["y"]})], [5]),
        ([("marks", {"values": ["x"]})], []),
        # Different responses may match different conditions.
        ([("stars", {"max": 1}), ("tone", {"values": ["kind"]})], [1]),
        ([("stars", {"min": 2}), ("tone", {})], [1]),
    ):
        assert found(*conditions) == expected, conditions


def suggesting(*suggestions: Suggestion) -> NewRecord:
    return NewRecord(
        record=Record(field_to_value=struct({"shown": "a text"}), suggestions=suggestions)
    )


def test_records_are_found_by_their_suggestions(of_every_kind):
    fill(
        of_every_kind,
        suggesting(),
        suggesting(Suggestion(question_name="tone", value=value("kind"))),
        suggesting(Suggestion(question_name="tone", value=value("rude"), score=0.2, agent="m 1")),
        suggesting(
            Suggestion(question_name="tone", value=value("rude"), score=0.8, agent="m 2"),
            Suggestion(question_name="flaws", value=value(["late"]), score=0, agent="m 1"),
        ),
    )
    for conditions, expected in (
        ([{"question_name": "tone"}], [1, 2, 3]),
        ([{"question_name": "tone", "values": [value("rude")]}], [2, 3]),
        ([{"question_name": "tone", "min_score": 0.2}], [2, 3]),
        ([{"question_name": "tone", "min_score": 0, "max_score": 0.2}], [2]),
        ([{"question_name": "tone", "agent": "m 1"}], [2]),
        ([{"question_name": "flaws", "max_score": 0}], [3]),
        ([{"question_name": "flaws", "values": [value("long"), value("late")]}], [3]),
        ([{"question_name": "tone", "agent": "m 1"}, {"question_name": "flaws"}], []),
        ([{"question_name": "tone", "agent": "m 2"}, {"question_name": "flaws"}], [3]),
    ):
        suggestions = [SuggestionFilter(**one) for one in conditions]
        assert listed(of_every_kind, suggestions=suggestions) == expected, conditions


def test_records_are_found_by_ranges_of_their_metadata(of_every_kind):
    metadata = [{}, {"n": 1}, {"n": 2.5, "m": -1}, {"n": True}, {"n": "2"}, {"n": [2]}]
    fill(
        of_every_kind,
        *(
            NewRecord(record=Record(field_to_value=struct({"shown": "x"}), metadata=struct(one)))
            for one in metadata
        ),
    )
    for ranges, expected in (
        ([{"key": "n", "min": 1}], [1, 2]),
        ([{"key": "n", "max": 1}], [1]),
        ([{"key": "n", "min": 1.5, "max": 2.5}], [2]),
        ([{"key": "n", "min": 3}], []),
        ([{"key": "m", "max": 0}], [2]),
        ([{"key": "n", "min": 0}, {"key": "m", "min": 0}], []),
    ):
        found = listed(of_every_kind, metadata_ranges=[MetadataRange(**one) for one in ranges])
        assert found == expected, ranges


def test_a_record_must_match_all_that_a_filter_sets(of_every_kind):
    def item(shown: str, stars: int, number: int) -> NewRecord:
        made = responded({"stars": stars})
        made.record.field_to_value.CopyFrom(struct({"shown": shown}))
        made.record.metadata.CopyFrom(struct({"n": number, "all": 1}))
        return made

    fill(of_every_kind, item("x", 1, 1), item("y", 1, 1), item("x", 2, 1), item("x", 1, 2))
    assert listed(
        of_every_kind,
        text="x",
        answers=[AnswerFilter(question_name="stars", max=1)],
        metadata_ranges=[MetadataRange(key="n", max=1)],
        metadata=struct({"all": 1}),
        statuses=[RECORD_STATUS_PENDING],
        answered_by={"user_id": "u0"},
    ) == [0]


def test_a_filter_that_cannot_match_says_why(of_every_kind, refused):
    for wanted, fields, reason in (
        (
            {"answers": [{"question_name": "lost"}], "suggestions": [{"question_name": "gone"}]},
            {"filter.answers[0].question_name", "filter.suggestions[0].question_name"},
            "UNKNOWN_FIELD_NAME",
        ),
        (
            {"answers": [{"question_name": "tone", "min": 1, "max": 2}]},
            {"filter.answers[0].min", "filter.answers[0].max"},
            "INVALID_FIELD",
        ),
        (
            {"answers": [{"question_name": "stars", "min": 2, "max": 1}]},
            {"filter.answers[0].max"},
            "INVALID_FIELD",
        ),
        (
            {"suggestions": [{"question_name": "tone", "min_score": 1, "max_score": 0.5}]},
            {"filter.suggestions[0].max_score"},
            "INVALID_FIELD",
        ),
        (
            {"answers": [{"question_name": "tone", "values": [value(None), value(["kind"])]}]},
            {"filter.answers[0].values[0]", "filter.answers[0].values[1]"},
            "INVALID_FIELD",
        ),
        (
            {"metadata_ranges": [{"key": "n"}, {"key": "n", "min": 2, "max": 1}]},
            {"filter.metadata_ranges[0]", "filter.metadata_ranges[1].max"},
            "INVALID_FIELD",
        ),
        ({"metadata_ranges": [{"min": 1}]}, {"filter.metadata_ranges[0].key"}, "INVALID_FIELD"),
        ({"text": "x" * 1025}, {"filter.text"}, "INVALID_FIELD"),
        ({"exchange_ids": ["a", "a"]}, {"filter.exchange_ids"}, "INVALID_FIELD"),
    ):
        request = ListRecordsRequest(
            dataset_id=of_every_kind.dataset, filter=RecordFilter(**wanted)
        )
        error = refused(of_every_kind.datasets.ListRecords, request, "INVALID_ARGUMENT", reason)
        assert set(error.fields) == fields


def test_a_page_token_belongs_to_its_filter(of_every_kind, refused):
    fill(of_every_kind, *(responded({"stars": 1}) for _ in range(3)))
    request = ListRecordsRequest(
        dataset_id=of_every_kind.dataset,
        filter=RecordFilter(answers=[AnswerFilter(question_name="stars", min=1)]),
        page_size=1,
    )
    request.page_token = of_every_kind.datasets.ListRecords(request).next_page_token
    assert request.page_token
    for change in (
        RecordFilter(text="x"),
        RecordFilter(metadata_ranges=[MetadataRange(key="n", min=1)]),
        RecordFilter(answers=[AnswerFilter(question_name="tone")]),
    ):
        other = ListRecordsRequest(filter=change)
        other.MergeFrom(request)
        refused(
            of_every_kind.datasets.ListRecords,
            other,
            *("INVALID_ARGUMENT", "INVALID_PAGE_TOKEN"),
        )
