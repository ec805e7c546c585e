"""Finding feedback: by id, by every field of a filter, in each order, in stable pages."""

from __future__ import annotations

import time

import grpc
import pytest
from google.protobuf import timestamp_pb2

from plaudit.v1 import feedback_pb2
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_ORDER_CREATED_ASC,
    FEEDBACK_ORDER_CREATED_DESC,
    FEEDBACK_ORDER_UNSPECIFIED,
    FEEDBACK_ORDER_UPDATED_ASC,
    FEEDBACK_ORDER_UPDATED_DESC,
    FEEDBACK_SOURCE_INLINE,
    FEEDBACK_SOURCE_UNSPECIFIED,
    FEEDBACK_STATE_ACTIVE,
    FEEDBACK_STATE_PENDING_TARGET,
    FEEDBACK_TYPE_COPY_ACTION,
    FEEDBACK_TYPE_UNSPECIFIED,
    ORIGIN_CODE,
    ORIGIN_HUMAN,
    ORIGIN_MODEL,
    ORIGIN_UNSPECIFIED,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    RATING_UNSPECIFIED,
    Feedback,
    FeedbackFilter,
    FeedbackValue,
    ObjectPointer,
)
from plaudit.v1.target_pb2 import Target, TimeRange
from support.messages import (
    about,
    fresh,
    get,
    on_message,
    on_request,
    on_search,
    on_session,
    register,
    struct,
    submit,
)
from support.refusals import check
from support.servers import parse_status

ORDERS = {
    "newest first": FEEDBACK_ORDER_CREATED_DESC,
    "oldest first": FEEDBACK_ORDER_CREATED_ASC,
    "last changed first": FEEDBACK_ORDER_UPDATED_DESC,
    "first changed first": FEEDBACK_ORDER_UPDATED_ASC,
}
EVERY_ORDER = pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
BACKWARDS = (FEEDBACK_ORDER_CREATED_DESC, FEEDBACK_ORDER_UPDATED_DESC, FEEDBACK_ORDER_UNSPECIFIED)


def page(client, *, size=0, token="", order=0, **wanted) -> feedback_pb2.ListFeedbackResponse:
    request = feedback_pb2.ListFeedbackRequest(
        filter=FeedbackFilter(**wanted), order=order, page_size=size, page_token=token
    )
    return client.feedback.ListFeedback(request)


def listed(client, *, size=0, order=0, **wanted) -> list[Feedback]:
    """Read a list to its end."""
    found, token = [], ""
    while True:
        answer = page(client, size=size, token=token, order=order, **wanted)
        found += answer.feedback
        token = answer.next_page_token
        if not token:
            return found


def given(client, count: int, **said) -> list[str]:
    """Submit a batch of feedback on searches, and return the ids."""
    said.setdefault("text", "x")
    items = [Feedback(target=on_search(fresh("search")), **said) for _ in range(count)]
    request = feedback_pb2.BatchSubmitRequest(items=items)
    results = client.feedback.BatchSubmit(request).results
    return [result.submitted.feedback.id for result in results]


def update(client, feedback_id: str, **said) -> Feedback:
    request = feedback_pb2.UpdateFeedbackRequest(feedback=Feedback(id=feedback_id, **said))
    return client.feedback.UpdateFeedback(request).feedback


def delete(client, feedback_id: str) -> Feedback:
    request = feedback_pb2.DeleteFeedbackRequest(id=feedback_id)
    return client.feedback.DeleteFeedback(request).feedback


def batch(client, ids) -> list[feedback_pb2.BatchGetFeedbackResult]:
    request = feedback_pb2.BatchGetFeedbackRequest(ids=ids)
    return list(client.feedback.BatchGetFeedback(request).results)


def ids(found) -> list[str]:
    return [feedback.id for feedback in found]


def at(moment: timestamp_pb2.Timestamp, *, later: int = 0) -> timestamp_pb2.Timestamp:
    """Return a time `later` nanoseconds after another."""
    made = timestamp_pb2.Timestamp()
    made.FromNanoseconds(moment.ToNanoseconds() + later)
    return made


EVERYTHING = {
    "name": "tone",
    "rating": RATING_NEGATIVE,
    "value": FeedbackValue(int_value=-(2**63)),
    "score": 0.0,
    "text": "Zu lang! 🎉",
    "correction": "Kürzer.",
    "type": FEEDBACK_TYPE_COPY_ACTION,
    "source": FEEDBACK_SOURCE_INLINE,
    "origin": ORIGIN_MODEL,
    "impact": RATING_POSITIVE,
    "processed": True,
    "cited_memory_ids": ["ex_1", "ex_2"],
    "cited_node_ids": ["n"],
    "user_message": ObjectPointer(class_name="User", object_id="u"),
    "assistant_message": ObjectPointer(class_name="Answer", object_id="a"),
    "user_id": "ann",
    "external_user_id": "shop-1",
    "metadata": struct({"a": {"b": [1, 2.5, None, "c"]}}),
}


def test_listed_feedback_is_whole(tenant):
    made = [submit(tenant, **EVERYTHING).feedback]
    target = about(register(tenant))
    made += [submit(tenant, target=target, rating=RATING_POSITIVE).feedback]
    assert listed(tenant, order=FEEDBACK_ORDER_CREATED_ASC) == made
    assert [get(tenant, one.id) for one in made] == made


@pytest.mark.parametrize("order", [0, *ORDERS.values()], ids=["unspecified", *ORDERS.keys()])
def test_feedback_is_listed_in_the_requested_order_page_by_page(tenant, order):
    made = given(tenant, 5)
    update(tenant, made[1], text="changed")
    if order in (FEEDBACK_ORDER_UPDATED_ASC, FEEDBACK_ORDER_UPDATED_DESC):
        made.append(made.pop(1))
    expected = made[::-1] if order in BACKWARDS else made
    pages, token = [], ""
    while True:
        answer = page(tenant, size=2, token=token, order=order)
        pages.append(ids(answer.feedback))
        token = answer.next_page_token
        if not token:
            break
    assert pages == [expected[:2], expected[2:4], expected[4:]]
    assert page(tenant, size=5, order=order).next_page_token == ""


@EVERY_ORDER
def test_pages_stay_stable_while_feedback_is_created_and_deleted(tenant, order):
    made = given(tenant, 6)
    first = page(tenant, size=2, order=order)
    arrived = given(tenant, 3)
    read, token = ids(first.feedback), first.next_page_token
    gone = made[3]
    delete(tenant, gone)
    while token:
        answer = page(tenant, size=2, token=token, order=order)
        read += ids(answer.feedback)
        token = answer.next_page_token
    left = [id_ for id_ in made if id_ != gone]
    assert read == (left[::-1] if order in BACKWARDS else [*left, *arrived])


@pytest.mark.parametrize(
    ("order", "read"),
    [
        (FEEDBACK_ORDER_UPDATED_ASC, [0, 1, 3, 4, 0, 2, 5]),
        (FEEDBACK_ORDER_UPDATED_DESC, [5, 4, 3, 1]),
    ],
    ids=["answered again at the end", "answered no more"],
)
def test_feedback_that_changes_during_a_list_by_update_moves_to_its_end(tenant, order, read):
    """Feedback changes both before and after it was returned."""
    made = given(tenant, 6)
    first = page(tenant, size=2, order=order)
    for id_ in (made[0], made[2], made[5]):
        update(tenant, id_, text=fresh("changed"))
    found, token = ids(first.feedback), first.next_page_token
    while token:
        answer = page(tenant, size=2, token=token, order=order)
        found += ids(answer.feedback)
        token = answer.next_page_token
    assert found == [made[i] for i in read]


@pytest.fixture
def mixed(new_tenant):
    """A tenant with feedback that each differs in one field; its name is the difference."""
    tenant = new_tenant(early_feedback=True)
    exchange = register(tenant, session_id="s1", message_id="m1", request_id="m1")
    plain = {
        "target": about(exchange),
        "name": "tone",
        "rating": RATING_POSITIVE,
        "type": FEEDBACK_TYPE_COPY_ACTION,
        "source": FEEDBACK_SOURCE_INLINE,
        "origin": ORIGIN_MODEL,
        "score": 0.5,
        "text": "Too Long",
        "user_id": "ann",
        "external_user_id": "x1",
    }

    def differing(**said) -> Feedback:
        # With its own name, because it would be the same feedback otherwise.
        return submit(tenant, **{**plain, "name": fresh("name"), **said}).feedback

    tenant.key = tenant.new_key("feedback.write")
    other = tenant.server.client(tenant.key.secret)
    tenant.made = {
        "plain": submit(tenant, **plain).feedback,
        "name": differing(),
        "request": differing(target=on_request("s1", "m1")),
        "session": differing(target=on_session("s2")),
        "search": differing(target=on_search("q1")),
        "early": differing(target=on_message("s1", "m2")),
        "rating": differing(rating=RATING_NEGATIVE),
        "no rating": differing(rating=RATING_UNSPECIFIED),
        "no type": differing(type=FEEDBACK_TYPE_UNSPECIFIED),
        "no source": differing(source=FEEDBACK_SOURCE_UNSPECIFIED),
        "human": differing(origin=ORIGIN_UNSPECIFIED),
        "score": differing(score=-1.5),
        "text": differing(text="a_b 100%", correction="FAR too long"),
        "user": differing(user_id="ben"),
        "end user": differing(external_user_id="x2"),
        "creator": submit(other, **{**plain, "name": fresh("name")}).feedback,
    }
    return tenant


EVERY = {
    *("plain", "name", "request", "session", "search", "early", "rating", "no rating", "no type"),
    *("no source", "human", "score", "text", "user", "end user", "creator"),
}
ABOUT_M1 = EVERY - {"request", "session", "search", "early"}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, EVERY),
        ({"target": on_message("s1", "m1")}, ABOUT_M1),
        ({"target": on_message("s1", "m1"), "session_id": "s1"}, ABOUT_M1),
        ({"target": on_message("s1", "m2")}, {"early"}),
        ({"target": on_request("s1", "m1")}, {"request"}),
        ({"target": on_session("s2")}, {"session"}),
        ({"target": on_session("s1")}, set()),
        ({"target": on_search("q1")}, {"search"}),
        ({"target": on_search("m1")}, set()),
        ({"session_id": "s1"}, EVERY - {"session", "search"}),
        ({"session_id": "s2"}, {"session"}),
        ({"user_id": "ben"}, {"user"}),
        ({"user_id": "ann"}, EVERY - {"user"}),
        ({"external_user_id": "x2"}, {"end user"}),
        ({"creator_id": "key_unknown"}, set()),
        ({"names": ["tone"]}, {"plain"}),
        ({"names": ["none", "tone"]}, {"plain"}),
        ({"ratings": [RATING_NEGATIVE]}, {"rating"}),
        ({"ratings": [RATING_UNSPECIFIED]}, {"no rating"}),
        ({"ratings": [RATING_UNSPECIFIED, RATING_NEGATIVE]}, {"rating", "no rating"}),
        ({"types": [FEEDBACK_TYPE_UNSPECIFIED]}, {"no type"}),
        ({"sources": [FEEDBACK_SOURCE_UNSPECIFIED]}, {"no source"}),
        ({"origins": [ORIGIN_UNSPECIFIED]}, {"human"}),
        ({"origins": [ORIGIN_HUMAN, ORIGIN_UNSPECIFIED]}, {"human"}),
        ({"origins": [ORIGIN_CODE]}, set()),
        ({"min_score": 0.5}, EVERY - {"score"}),
        ({"min_score": 0.6}, set()),
        ({"max_score": 0.0}, {"score"}),
        ({"min_score": -1.5, "max_score": -1.5}, {"score"}),
        ({"text": "TOO LONG"}, EVERY),
        ({"text": "far TOO"}, {"text"}),
        ({"text": "%"}, {"text"}),
        ({"text": "A_B"}, {"text"}),
        ({"text": "' OR 1=1 --"}, set()),
        ({"states": [FEEDBACK_STATE_PENDING_TARGET]}, {"early"}),
        ({"states": [FEEDBACK_STATE_ACTIVE]}, EVERY - {"early"}),
        ({"states": [FEEDBACK_STATE_ACTIVE, FEEDBACK_STATE_PENDING_TARGET]}, EVERY),
        ({"user_id": "ann", "ratings": [RATING_NEGATIVE]}, {"rating"}),
        ({"external_user_id": "x2", "user_id": "ben"}, set()),
        ({"session_id": "s1", "text": "100%", "max_score": 1}, {"text"}),
        (
            {"target": on_message("s1", "m1"), "origins": [ORIGIN_MODEL], "names": ["tone"]},
            {"plain"},
        ),
    ],
    ids=lambda value: " ".join(str(value).split()) if isinstance(value, dict) else "",
)
def test_a_filter_finds_the_feedback_that_matches_all_its_fields(mixed, wanted, names):
    expected = sorted((mixed.made[name] for name in names), key=lambda one: one.id)
    for order in ORDERS.values():
        in_order = expected[::-1] if order in BACKWARDS else expected
        for size in (1, 1000):
            assert listed(mixed, order=order, size=size, **wanted) == in_order


def test_the_creator_is_the_credential_that_submitted_it_first(mixed):
    found = listed(mixed, creator_id=mixed.key.api_key.id)
    assert ids(found) == [mixed.made["creator"].id]


def test_an_unset_score_is_neither_large_nor_small(tenant):
    given(tenant, 1)
    assert listed(tenant, min_score=-1e308) == []
    assert listed(tenant, max_score=1e308) == []


@EVERY_ORDER
def test_a_time_range_includes_its_start_and_excludes_its_end(tenant, order):
    made = []
    for _ in range(3):
        made.append(submit(tenant, text="x").feedback)
        time.sleep(0.002)
    changed = update(tenant, made[0].id, text="changed")
    for field, moments in (
        ("create_time", [one.create_time for one in made]),
        ("update_time", [changed.update_time, *(one.update_time for one in made[1:])]),
    ):
        for one, moment in zip(made, moments, strict=True):
            for start, end, fits in (
                (0, 1, True),
                (0, None, True),
                (None, 1, True),
                (-1000, 1, True),
                (1, 1000, False),
                (-1000, 0, False),
            ):
                bounds = {"start": start, "end": end}
                wanted = TimeRange(
                    **{name: at(moment, later=by) for name, by in bounds.items() if by is not None}
                )
                assert (one.id in ids(listed(tenant, order=order, **{field: wanted}))) == fits


FIRST = timestamp_pb2.Timestamp(seconds=-62_135_596_800)
LAST = timestamp_pb2.Timestamp(seconds=253_402_300_799, nanos=999_999_999)


@EVERY_ORDER
def test_the_earliest_and_latest_times_find_everything_or_nothing(tenant, order):
    made = given(tenant, 1)
    for field in ("create_time", "update_time"):
        for bounds, expected in (
            (TimeRange(start=FIRST, end=LAST), made),
            (TimeRange(), made),
            (TimeRange(start=LAST), []),
            (TimeRange(end=FIRST), []),
        ):
            assert ids(listed(tenant, order=order, **{field: bounds})) == expected


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        (
            {"target": on_message("s1", "m1"), "session_id": "s2"},
            {"session_id": "must be the session of the target, or empty"},
        ),
        (
            {"target": on_search("q1"), "session_id": "s2"},
            {"session_id": "must be the session of the target, or empty"},
        ),
        (
            {"min_score": 1.0, "max_score": 0.5},
            {"max_score": "must not be less than min_score"},
        ),
        (
            {"create_time": TimeRange(start=LAST, end=FIRST)},
            {"create_time.end": "must be later than start"},
        ),
        (
            {"update_time": TimeRange(start=LAST, end=LAST)},
            {"update_time.end": "must be later than start"},
        ),
        (
            {"update_time": TimeRange(end=timestamp_pb2.Timestamp(nanos=-1))},
            {"update_time.end": "must be a time of the years 1 to 9999"},
        ),
        (
            {"create_time": TimeRange(start=timestamp_pb2.Timestamp(seconds=2**62))},
            {"create_time.start": "must be a time of the years 1 to 9999"},
        ),
        (
            {
                "min_score": 1.0,
                "max_score": 0.5,
                "target": on_message("s1", "m1"),
                "session_id": "s2",
            },
            {
                "session_id": "must be the session of the target, or empty",
                "max_score": "must not be less than min_score",
            },
        ),
    ],
    ids=lambda value: " ".join(str(value).split())[:60],
)
def test_a_filter_that_contradicts_itself_is_refused_by_field(tenant, refused, wanted, fields):
    request = feedback_pb2.ListFeedbackRequest(filter=FeedbackFilter(**wanted))
    said = refused(tenant.feedback.ListFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert said.fields == {f"filter.{field}": rule for field, rule in fields.items()}


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"order": 99}, "order"),
        ({"page_size": -1}, "page_size"),
        ({"filter": {"states": [3]}}, "filter.states[0]"),
        ({"filter": {"states": [0]}}, "filter.states[0]"),
        ({"filter": {"ratings": [7]}}, "filter.ratings[0]"),
        ({"filter": {"types": [1, 1]}}, "filter.types"),
        ({"filter": {"names": [""]}}, "filter.names[0]"),
        ({"filter": {"names": [f"n{i}" for i in range(101)]}}, "filter.names"),
        ({"filter": {"user_id": "a\nb"}}, "filter.user_id"),
        ({"filter": {"external_user_id": "x" * 257}}, "filter.external_user_id"),
        ({"filter": {"text": "a\0b"}}, "filter.text"),
        ({"filter": {"text": "x" * 1025}}, "filter.text"),
        ({"filter": {"min_score": float("nan")}}, "filter.min_score"),
        ({"filter": {"max_score": float("inf")}}, "filter.max_score"),
        ({"filter": {"target": Target()}}, "filter.target"),
        ({"filter": {"target": on_search("")}}, "filter.target.search.search_id"),
    ],
    ids=str,
)
def test_a_request_that_breaks_a_rule_is_refused_by_field(tenant, refused, request_, field):
    request = feedback_pb2.ListFeedbackRequest(**request_)
    said = refused(tenant.feedback.ListFeedback, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {field}


def test_a_page_has_50_feedbacks_by_default_and_1000_at_most(tenant):
    made = {*given(tenant, 1000), *given(tenant, 1)}
    assert len(page(tenant).feedback) == 50
    for asked in (1000, 1001, 2**31 - 1):
        answer = page(tenant, size=asked)
        assert len(answer.feedback) == 1000
        rest = page(tenant, size=asked, token=answer.next_page_token)
        assert {*ids(answer.feedback), *ids(rest.feedback)} == made


@pytest.mark.slow
def test_a_list_with_few_matches_continues_to_the_last_match(tenant):
    """A page scans a limited number, and has a token to continue."""
    rare = given(tenant, 1, text="rare", score=1.0)
    for _ in range(11):
        given(tenant, 1000)
    for wanted in ({"text": "rare"}, {"min_score": 0.5}):
        short = page(tenant, **wanted)
        assert (list(short.feedback), bool(short.next_page_token)) == ([], True)
        for order in ORDERS.values():
            assert ids(listed(tenant, order=order, **wanted)) == rare


LONG = {
    "longest texts": {"text": "漢" * 32_768, "correction": "🙂" * 131_072},
    "many numbers": {"text": "x", "metadata": struct({"numbers": [0] * 990})},
}
HOW_MANY = {"longest texts": 8, "many numbers": 360}


@pytest.mark.slow
@pytest.mark.parametrize("kind", LONG)
def test_pages_and_batches_of_long_feedback_fit_into_what_clients_accept(tenant, kind):
    made = [submit(tenant, **LONG[kind]).feedback.id for _ in range(HOW_MANY[kind])]
    for order in (FEEDBACK_ORDER_CREATED_DESC, FEEDBACK_ORDER_UPDATED_ASC):
        found = ids(listed(tenant, order=order, size=1000))
        assert found == (made[::-1] if order in BACKWARDS else made)
    read, wanted = set(), made
    while wanted:
        results = batch(tenant, wanted)
        assert results[0].HasField("feedback"), "each response must have at least one"
        read |= {result.feedback.id for result in results if result.HasField("feedback")}
        wanted = [id_ for id_ in wanted if id_ not in read]


def test_pages_of_feedback_with_the_longest_names_fit_into_what_clients_accept(tenant):
    longest = {
        "target": on_search("🙂" * 256),
        "user_id": "🙂" * 256,
        "external_user_id": "🙂" * 256,
        "value": FeedbackValue(label="🙂" * 256),
        "user_message": ObjectPointer(class_name="🙂" * 256, object_id="🙂" * 256),
        "assistant_message": ObjectPointer(class_name="🙂" * 256, object_id="🙂" * 256),
    }
    made = []
    for _ in range(4):
        items = [Feedback(name=fresh("🙂" * 120), **longest) for _ in range(250)]
        results = tenant.feedback.BatchSubmit(feedback_pb2.BatchSubmitRequest(items=items)).results
        made += [result.submitted.feedback.id for result in results]
    assert ids(listed(tenant, size=1000, order=FEEDBACK_ORDER_CREATED_ASC)) == made
    answered = [result.HasField("feedback") for result in batch(tenant, made)]
    assert 200 < sum(answered) < 1000
    assert answered == sorted(answered, reverse=True)


def test_a_key_without_the_scope_may_not_list_feedback(tenant, refused):
    writer = tenant.client("feedback.write", "exchanges.write", "memories.read")
    submit(writer, text="x")
    request = feedback_pb2.ListFeedbackRequest()
    refused(writer.feedback.ListFeedback, request, "PERMISSION_DENIED", "SCOPE_MISSING")
    assert len(listed(tenant.client("feedback.read"))) == 1


def test_feedback_of_another_namespace_is_never_listed(tenant, new_tenant):
    other = new_tenant()
    for client in (tenant, other):
        target = on_message("s", register(client, session_id="s", message_id="m").message_id)
        said = {"rating": RATING_NEGATIVE, "user_id": "ann", "external_user_id": "x"}
        submit(client, target=target, text=client.id, **said)
        submit(client, target=on_search("q"), text=client.id, **said)
    for order in ORDERS.values():
        for wanted in (
            {},
            {"target": on_search("q")},
            {"session_id": "s"},
            {"user_id": "ann"},
            {"external_user_id": "x"},
            {"ratings": [RATING_NEGATIVE]},
            {"text": "ns_"},
        ):
            found = listed(tenant, order=order, **wanted)
            assert {one.text for one in found} == {tenant.id}


def test_a_batch_get_returns_results_in_the_order_of_ids_each_on_its_own(tenant, new_tenant):
    made = given(tenant, 3)
    gone = given(tenant, 1)[0]
    delete(tenant, gone)
    theirs = given(new_tenant(), 1)[0]
    wanted = [made[2], "fb_unknown", made[0], gone, made[0], theirs, made[1], "x" * 64]
    results = batch(tenant, wanted)
    for id_, result in zip(wanted, results, strict=True):
        if id_ in made:
            assert result.feedback == get(tenant, id_)
        else:
            said = parse_status(result.error)
            check(said)
            assert (said.code, said.reason) == (grpc.StatusCode.NOT_FOUND, "FEEDBACK_NOT_FOUND")
            assert said.ids["feedback_id"] == id_


def test_a_batch_get_has_at_most_a_thousand_ids(tenant, refused):
    made = given(tenant, 900)
    wanted = [id_ for i in range(900) for id_ in ([made[i], "fb_0"] if i % 9 == 0 else [made[i]])]
    assert len(wanted) == 1000
    results = batch(tenant, wanted)
    assert [result.WhichOneof("result") for result in results] == [
        "error" if id_ == "fb_0" else "feedback" for id_ in wanted
    ]
    assert [result.feedback.id for result in results if result.HasField("feedback")] == made
    for wrong, field in (([*wanted, "fb_1"], "ids"), ([], "ids"), (["fb_1", ""], "ids[1]")):
        said = refused(
            tenant.feedback.BatchGetFeedback,
            feedback_pb2.BatchGetFeedbackRequest(ids=wrong),
            "INVALID_ARGUMENT",
            "INVALID_FIELD",
        )
        assert set(said.fields) == {field}


def test_feedback_that_a_batch_get_has_no_room_for_gets_an_error_and_can_be_requested_again(tenant):
    made = [submit(tenant, correction="x" * 131_072).feedback.id for _ in range(30)]
    wanted = [id_ for id_ in made for _ in range(30)] + ["fb_0"] * 100
    results = batch(tenant, wanted)
    kinds = [result.WhichOneof("result") for result in results]
    answered = kinds.index("error")
    assert 20 <= answered < 30
    for id_, result in zip(wanted[answered:], results[answered:], strict=True):
        said = parse_status(result.error)
        check(said)
        expected = "FEEDBACK_NOT_FOUND" if id_ == "fb_0" else "MESSAGE_TOO_LARGE"
        assert (said.reason, said.ids["feedback_id"]) == (expected, id_)
    assert batch(tenant, [wanted[answered]])[0].feedback.id == wanted[answered]


def test_a_creator_reads_its_own_by_id_and_learns_nothing_of_others(tenant, refused):
    """The error is the same whether they exist or not."""
    writer = tenant.client("feedback.write")
    own = submit(writer, text="own").feedback
    other = submit(tenant, text="other", correction="x" * 1000).feedback
    assert get(writer, own.id) == own
    for id_ in (other.id, "fb_unknown"):
        request = feedback_pb2.GetFeedbackRequest(id=id_)
        refused(writer.feedback.GetFeedback, request, "PERMISSION_DENIED", "SCOPE_MISSING")
    results = batch(writer, [other.id, own.id, "fb_unknown"])
    assert results[1].feedback == own
    denied = [parse_status(results[i].error) for i in (0, 2)]
    assert denied[0].message == denied[1].message
    for said in denied:
        check(said)
        assert (said.code.name, said.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")
