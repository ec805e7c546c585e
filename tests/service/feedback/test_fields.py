"""Every field of a feedback is returned as submitted."""

from __future__ import annotations

import math

import pytest
from google.protobuf import json_format

from plaudit.v1 import feedback_pb2
from plaudit.v1.feedback_pb2 import Feedback, FeedbackValue, ObjectPointer
from support.messages import (
    fresh,
    get,
    on_entity,
    on_message,
    on_request,
    on_search,
    on_session,
    register,
    struct,
    submission,
    submit,
)

UNICODE = "é 漢字 🙂 e\u0301 \u202eright\u202c \uffff \U0010ffff \u2028 \ufeff İı ẞß"
"""Letters beyond ASCII and the BMP, combining and invisible characters, noncharacters."""
AWKWARD = "'\"`\\ \\N \\. \\x00 %s {} $1 ? ; -- /* <b> &amp;"
"""Texts that look like syntax of some encoding."""


def full(target) -> Feedback:
    """Make a feedback with every field that a caller may set."""
    return Feedback(
        target=target,
        name=f"tone {UNICODE}",
        rating=feedback_pb2.RATING_NEGATIVE,
        value=FeedbackValue(label=UNICODE),
        score=-0.25,
        text=f"{UNICODE}\n\t{AWKWARD}\r\n\x01\x7f\x85",
        correction=f"{AWKWARD}\n{UNICODE}",
        type=feedback_pb2.FEEDBACK_TYPE_ANSWER_QUALITY,
        source=feedback_pb2.FEEDBACK_SOURCE_ANSWER_PANEL,
        origin=feedback_pb2.ORIGIN_MODEL,
        impact=feedback_pb2.RATING_POSITIVE,
        processed=True,
        cited_memory_ids=["mem_2", "mem_1", "mem_1", UNICODE],
        cited_node_ids=[AWKWARD, "n"],
        user_message=ObjectPointer(class_name="Post", object_id=AWKWARD),
        assistant_message=ObjectPointer(class_name=UNICODE, object_id="2"),
        user_id=f"user {AWKWARD}",
        external_user_id=f"ada {UNICODE}",
        metadata=struct({"a": {"b": [1, 2.5, None, True, {"c": UNICODE}]}, AWKWARD: AWKWARD}),
        external_id=f"mine {AWKWARD}",
        correction_value=FeedbackValue(object_value=struct({AWKWARD: [UNICODE, 0.5]})),
    )


OUTPUT = (
    *("id", "session_context", "state", "revision", "create_time", "update_time"),
    "overruled_by",
)
"""The fields that only plaudit sets."""


def set_by_the_caller(feedback: Feedback) -> Feedback:
    """Clear the fields that plaudit sets."""
    left = Feedback()
    left.CopyFrom(feedback)
    for field in (*OUTPUT, "occur_time"):
        left.ClearField(field)
    return left


@pytest.mark.parametrize(
    "target",
    [
        on_message("ses 漢 '\"\\", "msg 🙂 %s"),
        on_request("ses 漢 '\"\\", "req 🙂 \\N"),
        on_search("search \\. 漢"),
        on_session("ses {} $1"),
        on_entity("tool call \\.", "call 🙂 %s", on_session("ses {} $1")),
    ],
    ids=["message", "request", "search", "session", "entity"],
)
def test_every_field_is_returned_by_submit_and_get(tenant, target):
    register(tenant, session_id="ses 漢 '\"\\", message_id="msg 🙂 %s", request_id="req 🙂 \\N")
    asked = full(target)
    unset = [
        field.name
        for field in Feedback.DESCRIPTOR.fields
        if field.name not in {set_field.name for set_field, _ in asked.ListFields()}
    ]
    assert sorted(unset) == sorted((*OUTPUT, "occur_time", "error", "overrules"))
    stored = submit(tenant, **{field.name: value for field, value in asked.ListFields()}).feedback
    assert set_by_the_caller(stored) == asked
    assert get(tenant, stored.id) == stored


@pytest.mark.parametrize(
    "value",
    [
        FeedbackValue(bool_value=False),
        FeedbackValue(bool_value=True),
        FeedbackValue(int_value=0),
        FeedbackValue(int_value=-1),
        FeedbackValue(int_value=2**53 + 1),
        FeedbackValue(int_value=2**63 - 1),
        FeedbackValue(int_value=-(2**63)),
        FeedbackValue(number_value=0.0),
        FeedbackValue(number_value=1.0),
        FeedbackValue(number_value=0.1),
        FeedbackValue(number_value=5e-324),
        FeedbackValue(number_value=-1.7976931348623157e308),
        FeedbackValue(number_value=2.0**63),
        FeedbackValue(label="0"),
        FeedbackValue(label="false"),
        FeedbackValue(label="1e3"),
    ],
    ids=lambda value: str(value).strip(),
)
def test_a_value_is_returned_exactly_and_with_its_kind(tenant, value):
    stored = submit(tenant, value=value).feedback
    read = get(tenant, stored.id)
    for answered in (stored.value, read.value):
        assert answered.WhichOneof("value") == value.WhichOneof("value")
        assert answered == value
    assert read == stored


def test_values_of_different_kinds_that_look_alike_are_different_content(tenant):
    target = on_search(fresh("search"))
    alike = (
        FeedbackValue(int_value=1),
        FeedbackValue(bool_value=True),
        FeedbackValue(number_value=1.0),
        FeedbackValue(label="1"),
    )
    for revision, value in enumerate(alike, start=1):
        stored = submit(tenant, target=target, value=value)
        assert (stored.replayed, stored.feedback.revision) == (False, revision)


@pytest.mark.parametrize("score", [0.0, -1.5, 0.1, 5e-324, 1.7976931348623157e308])
def test_a_score_is_returned_exactly(tenant, score):
    stored = submit(tenant, score=score).feedback
    assert stored.HasField("score")
    assert get(tenant, stored.id).score == score


def test_an_unset_score_is_not_zero(tenant):
    target = on_search(fresh("search"))
    without = submit(tenant, target=target, text="x").feedback
    assert not get(tenant, without.id).HasField("score")
    zero = submit(tenant, target=target, text="x", score=0.0)
    assert (zero.replayed, zero.feedback.revision) == (False, 2)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("field", ["score", "value.number_value"])
def test_a_number_that_is_not_finite_is_refused(tenant, refused, field, number):
    asked = {"score": number}
    if field != "score":
        asked = {"value": FeedbackValue(number_value=number)}
    said = refused(
        tenant.feedback.SubmitFeedback, submission(**asked), "INVALID_ARGUMENT", "INVALID_FIELD"
    )
    assert set(said.fields) == {f"feedback.{field}"}


@pytest.mark.parametrize(
    ("field", "enum"),
    [
        ("rating", feedback_pb2.Rating),
        ("type", feedback_pb2.FeedbackType),
        ("source", feedback_pb2.FeedbackSource),
        ("origin", feedback_pb2.Origin),
        ("impact", feedback_pb2.Rating),
    ],
)
def test_every_value_of_every_enum_is_kept(tenant, field, enum):
    for number in enum.values()[1:]:
        stored = submit(tenant, text="x", **{field: number}).feedback
        assert getattr(stored, field) == number
        assert get(tenant, stored.id) == stored


@pytest.mark.parametrize(
    "metadata",
    [
        {"": {"": ""}},
        {"empty": {}, "list": [], "null": None, "text": ""},
        {"deep": [[[[{"a": [{}]}]]], [[]]]},
        {"numbers": [0, -1, 1.5, 2**53, -(2**53), 2.0**63, 1e300, 5e-324, 0.1]},
        {"bools": [True, False]},
        {UNICODE: UNICODE, AWKWARD: AWKWARD, "\n\t\x01": "\n\t\x01\x7f"},
        {"many": {f"key {i}": i for i in range(999)}},
    ],
    ids=["no names", "empty", "deep", "numbers", "bools", "texts", "many"],
)
def test_metadata_is_returned_as_submitted(tenant, metadata):
    stored = submit(tenant, text="x", metadata=struct(metadata)).feedback
    read = get(tenant, stored.id)
    assert read.metadata == struct(metadata)
    assert json_format.MessageToDict(read.metadata) == metadata
    assert read == stored


def test_empty_metadata_reads_the_same_from_submit_and_from_get(tenant):
    stored = submit(tenant, text="x", metadata=struct({})).feedback
    assert get(tenant, stored.id) == stored


def test_metadata_in_another_order_is_the_same_content(tenant):
    target = on_search(fresh("search"))
    submit(tenant, target=target, text="x", metadata=struct({"a": 1, "b": 2}))
    assert submit(tenant, target=target, text="x", metadata=struct({"b": 2, "a": 1})).replayed


def test_every_field_may_have_the_size_of_the_contract(tenant):
    wide = "🙂"
    register(tenant, session_id=wide * 256, message_id=wide * 256)
    asked = Feedback(
        target=on_message(wide * 256, wide * 256),
        name=wide * 128,
        value=FeedbackValue(label=wide * 256),
        text=wide * 32_768,
        correction=wide * 131_072,
        cited_memory_ids=[wide * 256] * 256,
        cited_node_ids=[wide * 256] * 256,
        user_message=ObjectPointer(class_name=wide * 256, object_id=wide * 256),
        assistant_message=ObjectPointer(class_name=wide * 256, object_id=wide * 256),
        user_id=wide * 256,
        external_user_id=wide * 256,
    )
    stored = submit(tenant, **{field.name: value for field, value in asked.ListFields()}).feedback
    asked.origin = feedback_pb2.ORIGIN_HUMAN
    assert set_by_the_caller(stored) == asked
    assert get(tenant, stored.id) == stored
