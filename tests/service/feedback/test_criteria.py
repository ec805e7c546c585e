"""Criteria: the kind of value that feedback under a name must have."""

from __future__ import annotations

import pytest
from google.protobuf.message import Message

from plaudit.v1.admin_pb2 import (
    DIRECTION_HIGHER_IS_BETTER,
    DIRECTION_LOWER_IS_BETTER,
    ArchiveCriterionRequest,
    BoolCriterion,
    CreateCriterionRequest,
    Criterion,
    LabelCriterion,
    ListCriteriaRequest,
    NumberCriterion,
    TextCriterion,
)
from plaudit.v1.feedback_pb2 import (
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchSubmitRequest,
    Feedback,
    FeedbackValue,
)
from support.messages import fresh, get, on_search, submission, submit
from support.refusals import check
from support.servers import parse_status

NUMBER = NumberCriterion(min=1, max=5)
LABEL = LabelCriterion(labels=["helpful", "wrong"])
SEVERAL = LabelCriterion(labels=["helpful", "wrong", "long"], several=True)


def creation(name: str = "usefulness", **criterion) -> CreateCriterionRequest:
    return CreateCriterionRequest(criterion=Criterion(name=name, **criterion))


def create(client, name: str = "usefulness", **criterion) -> Criterion:
    criterion = criterion or {"bool": BoolCriterion()}
    return client.admin.CreateCriterion(creation(name, **criterion)).criterion


def archive(client, criterion_id: str) -> Criterion:
    return client.admin.ArchiveCriterion(ArchiveCriterionRequest(id=criterion_id)).criterion


def listed(client, size: int = 0, *, include_archived: bool = False) -> list[Criterion]:
    """Read all criteria, page by page."""
    read, token = [], ""
    while True:
        answer = client.admin.ListCriteria(
            ListCriteriaRequest(page_size=size, page_token=token, include_archived=include_archived)
        )
        assert len(answer.criteria) <= (size or 50)
        read += answer.criteria
        token = answer.next_page_token
        if not token:
            return read


EVERY_KIND = [
    {"bool": BoolCriterion()},
    {"number": NumberCriterion()},
    {"number": NumberCriterion(min=0)},
    {"number": NumberCriterion(max=0)},
    {"number": NumberCriterion(min=-0.1, max=1e308)},
    {"number": NumberCriterion(min=3, max=3)},
    {"label": LabelCriterion(labels=["b", 'a "quoted"', "漢 🙂", "a, b", "\\N"])},
    {"bool": BoolCriterion(direction=DIRECTION_LOWER_IS_BETTER)},
    {"number": NumberCriterion(min=0, direction=DIRECTION_HIGHER_IS_BETTER)},
    {
        "label": LabelCriterion(
            labels=["a", "b"],
            scores=[0, -0.5],
            several=True,
            direction=DIRECTION_HIGHER_IS_BETTER,
        )
    },
    {"text": TextCriterion()},
]


@pytest.mark.parametrize("kind", EVERY_KIND, ids=str)
def test_a_criterion_is_returned_by_create_and_list(tenant, kind):
    name, description = "useful? 漢 🙂 \\N", "Did it help?\n\tSay \x01 %s \\."
    made = create(tenant, name, description=description, **kind)
    assert made.id.startswith("crit_")
    assert made.create_time.seconds > 1_700_000_000
    assert not made.HasField("archive_time")
    assert made == Criterion(
        id=made.id,
        name=name,
        description=description,
        create_time=made.create_time,
        update_time=made.create_time,
        **kind,
    )
    assert listed(tenant) == [made]


def test_a_criterion_may_have_the_sizes_of_the_contract(tenant):
    labels = [f"{i:03}{'🙂' * 253}" for i in range(200)]
    for i in range(12):
        create(tenant, f"{i:02}{'漢' * 126}", description="漢" * 1024, label={"labels": labels})
    everything = listed(tenant, size=1000)
    assert len(everything) == 12
    assert all(criterion.label.labels == labels for criterion in everything)


def test_output_only_fields_are_ignored_on_input(tenant):
    made = create(tenant, text=TextCriterion(), id="crit_mine", archive_time={"seconds": 1})
    assert made.id != "crit_mine"
    assert not made.HasField("archive_time")


@pytest.mark.parametrize(
    ("criterion", "fields"),
    [
        ({}, {"criterion"}),
        ({"name": "", "text": TextCriterion()}, {"criterion.name"}),
        ({"name": "x" * 129, "text": TextCriterion()}, {"criterion.name"}),
        ({"name": "a\nb", "text": TextCriterion()}, {"criterion.name"}),
        ({"description": "\0", "text": TextCriterion()}, {"criterion.description"}),
        ({"description": "x" * 1025, "text": TextCriterion()}, {"criterion.description"}),
        ({"label": LabelCriterion()}, {"criterion.label.labels"}),
        ({"label": LabelCriterion(labels=["a", "a"])}, {"criterion.label.labels"}),
        ({"label": LabelCriterion(labels=["a", ""])}, {"criterion.label.labels[1]"}),
        ({"label": LabelCriterion(labels=["a\tb"])}, {"criterion.label.labels[0]"}),
        ({"label": LabelCriterion(labels=["x" * 257])}, {"criterion.label.labels[0]"}),
        (
            {"label": LabelCriterion(labels=[str(i) for i in range(201)])},
            {"criterion.label.labels"},
        ),
        (
            {"label": LabelCriterion(labels=["a", "b"], scores=[1])},
            {"criterion.label.scores"},
        ),
        (
            {"label": LabelCriterion(labels=["a"], scores=[float("inf")])},
            {"criterion.label.scores[0]"},
        ),
        ({"bool": BoolCriterion(direction=7)}, {"criterion.bool.direction"}),
        ({"number": NumberCriterion(min=float("nan"))}, {"criterion.number.min"}),
        ({"number": NumberCriterion(max=float("inf"))}, {"criterion.number.max"}),
    ],
    ids=lambda value: f"{value!s:.60}",
)
def test_a_criterion_that_breaks_rules_is_refused(tenant, refused, criterion, fields):
    request = creation(**criterion)
    said = refused(tenant.admin.CreateCriterion, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == fields


def test_a_missing_criterion_is_refused(tenant, refused):
    said = refused(
        tenant.admin.CreateCriterion, CreateCriterionRequest(), "INVALID_ARGUMENT", "INVALID_FIELD"
    )
    assert set(said.fields) == {"criterion"}


@pytest.mark.parametrize(("least", "most"), [(1, 0), (0, -1e-300), (2**60, 1)])
def test_bounds_that_no_number_can_meet_are_refused(tenant, refused, least, most):
    said = refused(
        tenant.admin.CreateCriterion,
        creation(number=NumberCriterion(min=least, max=most)),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert said.fields == {"criterion.number.max": "must not be less than min"}


def test_a_name_has_one_criterion_until_it_is_archived(tenant, refused):
    made = create(tenant)
    said = refused(
        tenant.admin.CreateCriterion,
        creation(text=TextCriterion()),
        "ALREADY_EXISTS",
        "CRITERION_EXISTS",
    )
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.Criterion"
    assert said.details["ResourceInfo"].resource_name == made.id
    assert "usefulness" in said.message
    ended = archive(tenant, made.id)
    again = create(tenant, text=TextCriterion())
    assert again.id != made.id
    assert listed(tenant) == [again]
    assert listed(tenant, include_archived=True) == [again, ended]


def test_archiving_again_changes_nothing(tenant):
    made = create(tenant)
    ended = archive(tenant, made.id)
    assert ended.archive_time.ToNanoseconds() >= made.create_time.ToNanoseconds()
    assert archive(tenant, made.id) == ended
    assert ended.update_time == ended.archive_time
    ended.ClearField("archive_time")
    ended.update_time.CopyFrom(made.update_time)
    assert ended == made


@pytest.mark.parametrize("id_", ["crit_lost", "'", "漢"])
def test_an_unknown_criterion_is_not_found(tenant, refused, id_):
    said = refused(
        tenant.admin.ArchiveCriterion,
        ArchiveCriterionRequest(id=id_),
        "NOT_FOUND",
        "CRITERION_NOT_FOUND",
    )
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.Criterion"
    assert said.details["ResourceInfo"].resource_name == id_


@pytest.mark.parametrize("id_", ["", "x" * 65, "crit_\0"])
def test_an_invalid_id_is_refused(tenant, refused, id_):
    said = refused(
        tenant.admin.ArchiveCriterion,
        ArchiveCriterionRequest(id=id_),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"id"}


def test_criteria_are_listed_newest_first_in_pages_with_archived_ones_on_request(tenant):
    made = [create(tenant, str(i)) for i in range(5)]
    made[1], made[4] = archive(tenant, made[1].id), archive(tenant, made[4].id)
    for size in (0, 1, 2, 3):
        assert listed(tenant, size) == [made[3], made[2], made[0]]
        assert listed(tenant, size, include_archived=True) == made[::-1]


@pytest.mark.parametrize("include_archived", [False, True])
def test_a_page_token_is_valid_only_for_the_same_list(tenant, refused, include_archived):
    for name in ("a", "b"):
        create(tenant, name)
    first = tenant.admin.ListCriteria(
        ListCriteriaRequest(page_size=1, include_archived=include_archived)
    )
    assert first.next_page_token
    refused(
        tenant.admin.ListCriteria,
        ListCriteriaRequest(
            page_token=first.next_page_token, include_archived=not include_archived
        ),
        "INVALID_ARGUMENT",
        "INVALID_PAGE_TOKEN",
    )


@pytest.mark.parametrize("scope", ["admin", "feedback.read", "feedback.write"])
def test_writers_and_readers_of_feedback_may_list_the_criteria(tenant, scope):
    made = create(tenant)
    assert listed(tenant.client(scope)) == [made]


def test_writers_of_feedback_may_not_create_or_archive_criteria(tenant, refused):
    made = create(tenant, "mine")
    writer = tenant.client("feedback.write", "feedback.read")
    for call, request in (
        (writer.admin.CreateCriterion, creation(text=TextCriterion())),
        (writer.admin.ArchiveCriterion, ArchiveCriterionRequest(id=made.id)),
    ):
        refused(call, request, "PERMISSION_DENIED", "SCOPE_MISSING")
    assert listed(tenant) == [made]


def test_criteria_of_other_namespaces_are_not_found_and_do_not_apply(tenant, new_tenant, refused):
    made = create(tenant, label=LABEL)
    other = new_tenant()
    assert listed(other, include_archived=True) == []
    refused(
        other.admin.ArchiveCriterion,
        ArchiveCriterionRequest(id=made.id),
        "NOT_FOUND",
        "CRITERION_NOT_FOUND",
    )
    assert submit(other, name="usefulness", value=FeedbackValue(bool_value=True)).feedback.id
    assert create(other).id != made.id
    assert listed(tenant) == [made]


FITTING = [
    ({"bool": BoolCriterion()}, {"value": FeedbackValue(bool_value=False)}),
    ({"number": NUMBER}, {"value": FeedbackValue(int_value=1)}),
    ({"number": NUMBER}, {"value": FeedbackValue(number_value=5.0)}),
    ({"number": NUMBER}, {"score": 2.5}),
    ({"number": NUMBER}, {"value": FeedbackValue(int_value=4), "score": 4.2}),
    ({"number": NumberCriterion()}, {"value": FeedbackValue(int_value=-(2**63))}),
    ({"label": LABEL}, {"value": FeedbackValue(label="wrong")}),
    ({"text": TextCriterion()}, {"text": "because"}),
    ({"label": SEVERAL}, {"value": FeedbackValue(labels={"labels": ["helpful", "wrong"]})}),
    ({"label": SEVERAL}, {"value": FeedbackValue(labels={"labels": []})}),
    ({"label": SEVERAL}, {"value": FeedbackValue(label="wrong")}),
]

MISFITTING = [
    ({"bool": BoolCriterion()}, {"value": FeedbackValue(int_value=1)}, "value"),
    ({"bool": BoolCriterion()}, {"rating": RATING_POSITIVE}, "value"),
    ({"bool": BoolCriterion()}, {"value": FeedbackValue(bool_value=True), "score": 0}, "score"),
    ({"number": NUMBER}, {"value": FeedbackValue(int_value=6)}, "value"),
    ({"number": NUMBER}, {"value": FeedbackValue(number_value=0.99)}, "value"),
    ({"number": NUMBER}, {"value": FeedbackValue(label="3"), "score": 3}, "value"),
    ({"number": NUMBER}, {"value": FeedbackValue(int_value=3), "score": 6}, "score"),
    (
        {"number": NumberCriterion(max=2**53)},
        {"value": FeedbackValue(int_value=2**53 + 1)},
        "value",
    ),
    ({"label": LABEL}, {"value": FeedbackValue(label="nice")}, "value"),
    ({"label": LABEL}, {"text": "helpful"}, "value"),
    ({"label": LABEL}, {"value": FeedbackValue(labels={"labels": ["helpful"]})}, "value"),
    ({"label": SEVERAL}, {"value": FeedbackValue(labels={"labels": ["wrong", "?"]})}, "value"),
    ({"label": SEVERAL}, {"value": FeedbackValue(label="?")}, "value"),
    ({"text": TextCriterion()}, {"rating": RATING_NEGATIVE}, "text"),
    ({"text": TextCriterion()}, {"text": "x", "value": FeedbackValue(label="x")}, "value"),
    ({"text": TextCriterion()}, {"text": "x", "score": 1}, "score"),
]


def name_of(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{k}={v}" for k, v in value.items() if v is not None)
    return f"{value}"


@pytest.mark.parametrize(("kind", "said"), FITTING, ids=name_of)
def test_feedback_that_matches_its_criterion_is_accepted_with_all_other_fields(tenant, kind, said):
    create(tenant, **kind)
    stored = submit(
        tenant, name="usefulness", **{"rating": RATING_NEGATIVE, "text": "so", **said}
    ).feedback
    assert get(tenant, stored.id) == stored


@pytest.mark.parametrize(("kind", "said", "field"), MISFITTING, ids=name_of)
def test_feedback_that_does_not_match_its_criterion_is_refused(tenant, refused, kind, said, field):
    create(tenant, **kind)
    refusal = refused(
        tenant.feedback.SubmitFeedback,
        submission(name="usefulness", **said),
        "INVALID_ARGUMENT",
        "VALUE_DOES_NOT_FIT",
    )
    (violation,) = refusal.details["BadRequest"].field_violations
    assert (violation.field, violation.reason) == (f"feedback.{field}", "VALUE_DOES_NOT_FIT")
    assert 'the criterion "usefulness" takes ' in violation.description


def test_each_item_of_a_batch_must_match_its_own_criterion(tenant):
    create(tenant, "usefulness", label=LABEL)
    create(tenant, "stars", number=NUMBER)

    def item(**said: Message | float | str) -> Feedback:
        return Feedback(target=on_search(fresh("search")), **said)

    items = [
        item(name="usefulness", value=FeedbackValue(label="helpful")),
        item(name="usefulness", value=FeedbackValue(label="nice")),
        item(name="stars", score=5),
        item(name="stars", score=6),
        item(name="other", value=FeedbackValue(label="nice")),
        item(name="stars", value=FeedbackValue(label="helpful")),
        item(value=FeedbackValue(label="nice")),
    ]
    answer = tenant.feedback.BatchSubmit(BatchSubmitRequest(items=items))
    assert (answer.succeeded_count, answer.failed_count) == (4, 3)
    fields = {}
    for i, result in enumerate(answer.results):
        if result.HasField("error"):
            said = parse_status(result.error)
            check(said)
            assert (said.code.name, said.reason) == ("INVALID_ARGUMENT", "VALUE_DOES_NOT_FIT")
            fields[i] = set(said.fields)
    assert fields == {1: {"value"}, 3: {"score"}, 5: {"value"}}


def test_feedback_without_a_name_must_match_the_criterion_overall(tenant, refused):
    create(tenant, "overall", label=LABEL)
    refused(
        tenant.feedback.SubmitFeedback,
        submission(rating=RATING_POSITIVE),
        "INVALID_ARGUMENT",
        "VALUE_DOES_NOT_FIT",
    )
    assert submit(tenant, value=FeedbackValue(label="wrong")).feedback.name == "overall"


def test_feedback_older_than_the_criterion_stays(tenant, refused):
    target = on_search(fresh("search"))
    early = {"target": target, "name": "usefulness", "text": "before"}
    stored = submit(tenant, **early).feedback
    create(tenant, label=LABEL)
    assert get(tenant, stored.id) == stored
    refused(
        tenant.feedback.SubmitFeedback,
        submission(**{**early, "text": "after"}),
        "INVALID_ARGUMENT",
        "VALUE_DOES_NOT_FIT",
    )
    assert get(tenant, stored.id) == stored


def test_the_name_of_an_archived_criterion_accepts_anything_again(tenant, refused):
    made = create(tenant, label=LABEL)
    nice = {"name": "usefulness", "value": FeedbackValue(label="nice")}
    refused(
        tenant.feedback.SubmitFeedback,
        submission(**nice),
        "INVALID_ARGUMENT",
        "VALUE_DOES_NOT_FIT",
    )
    archive(tenant, made.id)
    assert submit(tenant, **nice).feedback.revision == 1
    create(tenant, bool=BoolCriterion())
    refused(
        tenant.feedback.SubmitFeedback,
        submission(**nice),
        "INVALID_ARGUMENT",
        "VALUE_DOES_NOT_FIT",
    )


def test_without_api_access_only_admin_may_list_criteria(new_tenant, refused):
    tenant = new_tenant(api_access_disabled=True)
    made = create(tenant)
    for scope in ("feedback.read", "feedback.write"):
        refused(
            tenant.client(scope).admin.ListCriteria,
            ListCriteriaRequest(),
            "PERMISSION_DENIED",
            "API_ACCESS_DISABLED",
        )
    assert listed(tenant.client("admin")) == [made]
