"""Values of every kind, and corrections of them: labels, and JSON objects and lists."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.v1.admin_pb2 import (
    BoolCriterion,
    CreateCriterionRequest,
    Criterion,
    LabelCriterion,
    NumberCriterion,
    TextCriterion,
)
from plaudit.v1.export_pb2 import TRAINING_FORMAT_RAW, ExportTrainingRequest
from plaudit.v1.feedback_pb2 import (
    BatchSubmitRequest,
    Feedback,
    FeedbackFilter,
    FeedbackValue,
    LabelList,
    ListFeedbackRequest,
    NumberRange,
    UpdateFeedbackRequest,
    ValueFilter,
)
from support.messages import fresh, get, nested, on_search, struct, submission, submit
from support.streams import Watch


def object_value(**entries: Any) -> FeedbackValue:
    return FeedbackValue(object_value=struct(entries))


def list_value(*items: Any) -> FeedbackValue:
    return FeedbackValue(list_value=struct({"a": list(items)}).fields["a"].list_value)


def labels(*names: str) -> FeedbackValue:
    return FeedbackValue(labels=LabelList(labels=names))


VALUES = {
    "labels": labels("a", "b", "é 🙂"),
    "no labels": labels(),
    "object": object_value(a={"b": [1, 2.5, None, True, "é\n"]}, c=2**53 - 1),
    "empty object": FeedbackValue(object_value={}),
    "list": list_value(1, [], {}, None, "x", 1e300),
    "empty list": FeedbackValue(list_value={}),
    "deepest object": FeedbackValue(object_value=nested(30)),
    "deepest list": FeedbackValue(list_value=nested(30).fields["a"].list_value),
    "integer": FeedbackValue(int_value=2**53 + 1),
    "number": FeedbackValue(number_value=1.0),
    "boolean": FeedbackValue(bool_value=False),
    "label": FeedbackValue(label="0"),
}
EVERY_VALUE = pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())


@EVERY_VALUE
@pytest.mark.parametrize("field", ["value", "correction_value"])
def test_a_value_is_returned_by_every_call(tenant, field, value):
    with Watch(tenant) as watch:
        said = {"target": on_search("q"), field: value}
        given = submit(tenant, **said).feedback
        assert getattr(given, field) == value
        assert getattr(given, field).WhichOneof("value") == value.WhichOneof("value")
        assert watch.change().feedback == given
    assert get(tenant, given.id) == given
    assert list(tenant.feedback.ListFeedback(ListFeedbackRequest()).feedback) == [given]
    (result,) = tenant.feedback.BatchSubmit(BatchSubmitRequest(items=[Feedback(**said)])).results
    assert (result.submitted.feedback, result.submitted.replayed) == (given, True)
    request = ExportTrainingRequest(format=TRAINING_FORMAT_RAW)
    exported = [e for part in tenant.exports.ExportTraining(request) for e in part.examples]
    assert [example.feedback for example in exported] == [given]


@pytest.mark.parametrize("field", ["value", "correction_value"])
def test_labels_have_no_order_and_are_stored_sorted(tenant, field):
    first = submit(tenant, target=on_search("q"), **{field: labels("c", "a", "b")})
    assert getattr(first.feedback, field) == labels("a", "b", "c")
    again = submit(tenant, target=on_search("q"), **{field: labels("b", "c", "a")})
    assert (again.replayed, again.feedback) == (True, first.feedback)


@pytest.mark.parametrize("field", ["value", "correction_value"])
def test_the_order_of_keys_is_no_change_and_that_of_a_list_is_one(tenant, field):
    target = on_search("q")
    submit(tenant, target=target, **{field: object_value(a=1, b={"c": 1, "d": [1, 2]})})
    again = object_value(b={"d": [1.0, 2], "c": 1}, a=1)
    assert submit(tenant, target=target, **{field: again}).replayed
    other = object_value(a=1, b={"c": 1, "d": [2, 1]})
    assert not submit(tenant, target=target, **{field: other}).replayed


def test_values_of_different_kinds_are_different_content(tenant):
    target = on_search("q")
    for value in (labels("a"), list_value("a"), FeedbackValue(label="a"), labels(), list_value()):
        assert not submit(tenant, target=target, value=value).replayed
        assert not submit(tenant, target=target, correction_value=value).replayed


def test_an_update_changes_and_clears_values(tenant):
    given = submit(tenant, text="x", value=FeedbackValue(int_value=1)).feedback

    def change(*paths: str, **said: Any) -> Feedback:
        feedback = Feedback(id=given.id, **said)
        request = UpdateFeedbackRequest(feedback=feedback, update_mask={"paths": paths})
        return tenant.feedback.UpdateFeedback(request).feedback

    for value in (object_value(a=1), labels("b", "a"), FeedbackValue(bool_value=True)):
        changed = change("value", "correction_value", value=value, correction_value=value)
        assert changed.value.WhichOneof("value") == value.WhichOneof("value")
        assert changed.correction_value == changed.value
        assert get(tenant, given.id) == changed
    cleared = change("value", "correction_value")
    assert not cleared.HasField("value")
    assert not cleared.HasField("correction_value")


TOO_MANY = [0] * 1001
INVALID = {
    "too many values in an object": (object_value(a=TOO_MANY), "object_value"),
    "too many values in a list": (list_value(*TOO_MANY), "list_value"),
    "too long an object": (object_value(a="x" * 65_536), "object_value"),
    "too long a list": (list_value("x" * 65_536), "list_value"),
    "infinite": (list_value(1, float("inf")), "list_value[1]"),
    "NUL": (object_value(a={"b": "a\0b"}), "object_value.a.b"),
    "no kind": (FeedbackValue(list_value={"values": [{}]}), "list_value[0]"),
    "too deep": (FeedbackValue(object_value=nested(31)), None),
    "an empty label": (labels(""), "labels.labels[0]"),
    "the same labels": (labels("a", "a"), "labels.labels"),
    "too many labels": (labels(*map(str, range(201))), "labels.labels"),
    "nothing": (FeedbackValue(), ""),
}


@pytest.mark.parametrize("value", INVALID)
@pytest.mark.parametrize("field", ["value", "correction_value"])
def test_a_value_that_breaks_a_rule_is_refused_by_field(tenant, refused, field, value):
    said, inside = INVALID[value]
    given = submit(tenant, text="x").feedback
    for call, request in (
        (tenant.feedback.SubmitFeedback, submission(**{field: said})),
        (
            tenant.feedback.UpdateFeedback,
            UpdateFeedbackRequest(feedback=Feedback(id=given.id, **{field: said})),
        ),
    ):
        broken = refused(call, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        (place,) = broken.fields
        assert place.startswith(f"feedback.{field}")
        assert inside is None or place == f"feedback.{field}.{inside}".removesuffix(".")


@pytest.mark.parametrize(
    ("kind", "fitting", "others"),
    [
        ({"bool": BoolCriterion()}, {"value": FeedbackValue(bool_value=True)}, ["label", "object"]),
        (
            {"number": NumberCriterion(min=1, max=5)},
            {"score": 3.0},
            ["list", "integer", "object"],
        ),
        ({"label": LabelCriterion(labels=["a"])}, {"value": FeedbackValue(label="a")}, ["object"]),
        ({"text": TextCriterion()}, {"text": "x"}, ["label", "number", "list"]),
    ],
    ids=["bool", "number", "label", "text"],
)
def test_a_correction_value_must_match_the_criterion_of_the_name(
    tenant, refused, kind, fitting, others
):
    criterion = Criterion(name="quality", **kind)
    tenant.admin.CreateCriterion(CreateCriterionRequest(criterion=criterion))
    for other in others:
        request = submission(name="quality", **fitting, correction_value=VALUES[other])
        said = refused(
            tenant.feedback.SubmitFeedback, request, "INVALID_ARGUMENT", "VALUE_DOES_NOT_FIT"
        )
        assert set(said.fields) == {"feedback.correction_value"}
        assert "score set" not in said.message
    correction = fitting.get("value") or FeedbackValue(number_value=4)
    if "text" not in fitting:
        given = submit(tenant, name="quality", **fitting, correction_value=correction).feedback
        assert given.correction_value == correction


GIVEN = {
    **{f"int {n}": FeedbackValue(int_value=n) for n in (0, 2**53, 2**53 + 1, 2**63 - 1, -(2**63))},
    **{f"number {n}": FeedbackValue(number_value=n) for n in (0.0, 0.5, -1e300)},
    **{f"{yes}": FeedbackValue(bool_value=yes) for yes in (True, False)},
    **{label: FeedbackValue(label=label) for label in ("good", "bad")},
    "good and bad": labels("good", "bad"),
    "object": object_value(good=True),
}
ABOVE = 2.0**53


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ValueFilter(bool_value=False), {"False"}),
        (ValueFilter(bool_value=True), {"True"}),
        (ValueFilter(number=NumberRange(min=0, max=0.5)), {"int 0", "number 0.0", "number 0.5"}),
        (ValueFilter(number=NumberRange(max=ABOVE, min=1)), {f"int {2**53}"}),
        (
            ValueFilter(number=NumberRange(min=ABOVE)),
            {f"int {2**53}", f"int {2**53 + 1}", f"int {2**63 - 1}"},
        ),
        (ValueFilter(number=NumberRange(min=2.0**63)), set()),
        (ValueFilter(number=NumberRange(max=-1)), {f"int {-(2**63)}", "number -1e+300"}),
        (ValueFilter(labels=LabelList(labels=["good"])), {"good", "good and bad"}),
        (
            ValueFilter(labels=LabelList(labels=["none", "bad", "good"])),
            {"good", "bad", "good and bad"},
        ),
    ],
    ids=lambda value: " ".join(str(value).split()) if isinstance(value, ValueFilter) else "",
)
def test_lists_and_watches_select_feedback_by_its_value(tenant, wanted, expected):
    filter_ = FeedbackFilter(value=wanted)
    with Watch(tenant, filter=filter_) as watch:
        for text, value in GIVEN.items():
            submit(tenant, text=text, value=value)
        last = submit(tenant, text="last", value=_inside(wanted)).feedback
        found = tenant.feedback.ListFeedback(ListFeedbackRequest(filter=filter_)).feedback
        assert {one.text for one in found} == expected | {"last"}
        assert last in found
        watched = [watch.change().feedback for _ in range(len(expected) + 1)]
    assert [one.id for one in watched[::-1]] == [one.id for one in found]


def _inside(wanted: ValueFilter) -> FeedbackValue:
    """Return a value that the filter selects."""
    match wanted.WhichOneof("condition"):
        case "bool_value":
            return FeedbackValue(bool_value=wanted.bool_value)
        case "labels":
            return FeedbackValue(label=wanted.labels.labels[-1])
        case _:
            bounds = wanted.number
            return FeedbackValue(number_value=bounds.min if bounds.HasField("min") else bounds.max)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"a": 1}, {"one", "both"}),
        ({"a": 1.0, "b": {"c": [1, None]}}, {"both"}),
        ({"b": {"c": [1, None], "d": 2}}, set()),
        ({"c": [1, None]}, set()),
        ({"a": "1"}, {"text"}),
        ({"é 'x' %": True}, {"awkward"}),
        ({"none": None}, set()),
        ({"null": None}, {"null"}),
        ({}, {"one", "both", "text", "ten", "awkward", "null", "nothing"}),
    ],
    ids=str,
)
def test_lists_and_watches_select_feedback_by_entries_of_its_metadata(tenant, wanted, names):
    given = {
        "one": {"a": 1},
        "both": {"a": 1, "b": {"c": [1, None]}},
        "text": {"a": "1"},
        "ten": {"a": 10},
        "awkward": {"é 'x' %": True},
        "null": {"null": None},
        "nothing": {},
    }
    filter_ = FeedbackFilter(metadata=struct(wanted))
    with Watch(tenant, filter=filter_) as watch:
        for name, metadata in given.items():
            submit(tenant, text=name, metadata=struct(metadata))
        found = tenant.feedback.ListFeedback(ListFeedbackRequest(filter=filter_)).feedback
        assert {one.text for one in found} == names
        assert {watch.change().feedback.text for _ in names} == names


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"value": ValueFilter()}, "value"),
        ({"value": ValueFilter(number=NumberRange())}, "value.number"),
        ({"value": ValueFilter(number=NumberRange(min=1, max=0))}, "value.number.max"),
        ({"value": ValueFilter(number=NumberRange(min=float("nan")))}, "value.number.min"),
        ({"value": ValueFilter(labels=LabelList())}, "value.labels.labels"),
        ({"metadata": struct({f"{i}": i for i in range(101)})}, "metadata"),
        ({"metadata": struct({"a": "x" * 65_536})}, "metadata"),
        ({"external_ids": ["a", "a"]}, "external_ids"),
        ({"entity_types": [""]}, "entity_types[0]"),
        ({"targets": [on_search("")]}, "targets[0].search.search_id"),
        ({"targets": [on_search(fresh("q")) for _ in range(101)]}, "targets"),
    ],
    ids=lambda value: " ".join(str(value).split())[:60],
)
def test_a_filter_that_breaks_a_rule_is_refused_by_field(tenant, refused, wanted, field):
    request = ListFeedbackRequest(filter=FeedbackFilter(**wanted))
    said = refused(tenant.feedback.ListFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {f"filter.{field}"}


def test_pages_of_feedback_with_long_values_fit_into_what_clients_accept(tenant):
    numbers = list_value(*[0] * 990)
    said = {"value": numbers, "correction_value": numbers, "metadata": struct({"a": [0] * 990})}
    made = [submit(tenant, **said).feedback.id for _ in range(140)]
    found, token = [], ""
    while True:
        request = ListFeedbackRequest(page_size=1000, page_token=token)
        answer = tenant.feedback.ListFeedback(request)
        assert answer.ByteSize() < 4 * 1024 * 1024
        found += [one.id for one in answer.feedback]
        token = answer.next_page_token
        if not token:
            break
    assert found == made[::-1]
