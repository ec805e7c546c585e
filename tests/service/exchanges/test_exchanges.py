"""Exchanges: a user message and the assistant's answer to it."""

from __future__ import annotations

import pytest

from plaudit.v1 import (
    admin_pb2,
    analytics_pb2,
    exchange_pb2,
    export_pb2,
    memory_pb2,
    target_pb2,
)
from plaudit.v1.exchange_pb2 import (
    EXCHANGE_STATUS_COMPLETED,
    EXCHANGE_STATUS_FAILED,
    EXCHANGE_STATUS_PENDING,
    ChatMessage,
    Exchange,
)
from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from support.messages import (
    about,
    change,
    exchange_by_id,
    fresh,
    memories,
    on_message,
    on_request,
    register,
    registration,
    struct,
    submission,
    submit,
    update,
)
from support.refusals import check
from support.refusals import refusal as refusal_of
from support.servers import parse_status

UNICODE = "é 漢字 🙂 e\u0301 \uffff \U0010ffff \u2028"
AWKWARD = "'\"`\\ \\N \\. %s {} $1 ? ; -- /*"


def full(**changed) -> Exchange:
    """Make an exchange with every field that a caller may set."""
    fields = {
        "session_id": fresh(f"ses {UNICODE}"),
        "message_id": f"msg {AWKWARD}",
        "request_id": f"req {UNICODE} {AWKWARD}",
        "status": EXCHANGE_STATUS_PENDING,
        "prompt": f"{UNICODE}\n\t\x01 {AWKWARD}",
        "answer": f"{AWKWARD}\r\n{UNICODE}",
        "context": [
            ChatMessage(role="system", content=UNICODE),
            ChatMessage(role="user", content=""),
            ChatMessage(role=AWKWARD, content=AWKWARD),
        ],
        "topic": UNICODE,
        "confidence": 0.1,
        "model": AWKWARD,
        "metadata": struct({"a": [1, None, {"b": UNICODE}], "": {}}),
        "user_id": f"user {UNICODE}",
        "external_user_id": f"end user {AWKWARD}",
    }
    return Exchange(**{**fields, **changed})


def by_message(client, session_id: str, message_id: str) -> Exchange:
    message = target_pb2.MessageTarget(session_id=session_id, message_id=message_id)
    request = exchange_pb2.GetExchangeRequest(message=message)
    return client.exchanges.GetExchange(request).exchange


def by_request(client, session_id: str, request_id: str) -> Exchange:
    named = target_pb2.RequestTarget(session_id=session_id, request_id=request_id)
    request = exchange_pb2.GetExchangeRequest(request=named)
    return client.exchanges.GetExchange(request).exchange


def test_every_field_comes_back_from_create_and_by_id_by_message_and_by_request(tenant):
    asked = full()
    stored = tenant.exchanges.CreateExchange(
        exchange_pb2.CreateExchangeRequest(exchange=asked)
    ).exchange
    assert stored.id.startswith("ex_")
    assert stored.create_time == stored.update_time
    assert stored.create_time.seconds > 1_700_000_000
    assert exchange_by_id(tenant, stored.id) == stored
    assert by_message(tenant, asked.session_id, asked.message_id) == stored
    assert by_request(tenant, asked.session_id, asked.request_id) == stored
    set_by_plaudit = {"id", "create_time", "update_time", "occur_time"}
    assert {f.name for f, _ in asked.ListFields()} | set_by_plaudit == {
        field.name for field in Exchange.DESCRIPTOR.fields
    }
    for field in set_by_plaudit:
        stored.ClearField(field)
    assert stored == asked


def test_an_exchange_is_completed_unless_said(tenant):
    assert register(tenant).status == EXCHANGE_STATUS_COMPLETED


@pytest.mark.parametrize("confidence", [None, 0.0, 1.0, 0.123456789])
def test_a_confidence_that_was_not_given_is_not_a_zero(tenant, confidence):
    stored = exchange_by_id(tenant, register(tenant, confidence=confidence).id)
    assert stored.HasField("confidence") == (confidence is not None)
    assert stored.confidence == (confidence or 0.0)


def test_many_exchanges_of_a_session_may_have_no_request(tenant):
    first = register(tenant, session_id="s", message_id="m1")
    second = register(tenant, session_id="s", message_id="m2")
    assert first.id != second.id


def test_everything_may_be_as_long_as_the_contract_says(tenant):
    wide = "漢"
    asked = Exchange(
        session_id=wide * 256,
        message_id=wide * 256,
        request_id=wide * 256,
        prompt="p" * 1_048_576,
        answer="a" * 1_048_576,
        context=[ChatMessage(role="r" * 64, content="c")] * 1000,
        topic=wide * 256,
        model=wide * 256,
    )
    stored = tenant.exchanges.CreateExchange(
        exchange_pb2.CreateExchangeRequest(exchange=asked)
    ).exchange
    assert exchange_by_id(tenant, stored.id) == stored
    assert (stored.prompt, stored.answer) == (asked.prompt, asked.answer)
    assert stored.context == asked.context


@pytest.mark.parametrize(
    "clash",
    [
        {"message_id": "m1"},
        {"message_id": "m1", "request_id": "r9"},
        {"message_id": "m9", "request_id": "r1"},
        {"message_id": "m1", "request_id": "r1", "prompt": "p"},
    ],
    ids=["message", "message, other request", "request, other message", "the very same"],
)
def test_a_message_or_a_request_of_a_session_is_registered_once(tenant, refused, clash):
    there = register(tenant, session_id="s", message_id="m1", request_id="r1", prompt="p")
    said = refused(
        tenant.exchanges.CreateExchange,
        registration(session_id="s", **clash),
        "ALREADY_EXISTS",
        "EXCHANGE_EXISTS",
    )
    assert said.ids["exchange_id"] == there.id
    assert said.details["ResourceInfo"].resource_type == "plaudit.v1.Exchange"
    assert said.details["ResourceInfo"].resource_name == there.id
    assert exchange_by_id(tenant, there.id) == there


def test_an_exchange_has_a_session_and_a_message_or_a_request(tenant, refused):
    request = exchange_pb2.CreateExchangeRequest(exchange=Exchange(prompt="p"))
    said = refused(tenant.exchanges.CreateExchange, request, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"exchange.session_id", "exchange.message_id"}
    assert "request_id" in said.fields["exchange.message_id"]


@pytest.mark.parametrize(
    "lookup",
    [
        {"id": "ex_lost"},
        {"message": target_pb2.MessageTarget(session_id="s", message_id="lost")},
        {"request": target_pb2.RequestTarget(session_id="s", request_id="lost")},
    ],
    ids=["id", "message", "request"],
)
def test_an_exchange_that_is_not_there_is_not_found(tenant, refused, lookup):
    register(tenant, session_id="s", message_id="m1")
    said = refused(
        tenant.exchanges.GetExchange,
        exchange_pb2.GetExchangeRequest(**lookup),
        "NOT_FOUND",
        "EXCHANGE_NOT_FOUND",
    )
    assert "lost" in said.details["ResourceInfo"].resource_name
    assert "lost" in said.message


@pytest.mark.parametrize("status", [EXCHANGE_STATUS_PENDING, EXCHANGE_STATUS_FAILED])
def test_only_a_completed_exchange_takes_feedback(tenant, refused, status):
    exchange = register(tenant, status=status)
    said = refused(
        tenant.feedback.SubmitFeedback,
        submission(target=about(exchange), rating=RATING_POSITIVE),
        "FAILED_PRECONDITION",
        "EXCHANGE_NOT_COMPLETED",
    )
    assert said.ids["exchange_id"] == exchange.id
    (violation,) = said.details["PreconditionFailure"].violations
    assert violation.subject == exchange.id
    word = "pending" if status == EXCHANGE_STATUS_PENDING else "failed"
    assert word in said.message


def test_a_pending_exchange_takes_feedback_once_it_is_completed(tenant):
    exchange = register(tenant, status=EXCHANGE_STATUS_PENDING)
    done = update(
        tenant, "status", "answer", id=exchange.id, status=EXCHANGE_STATUS_COMPLETED, answer="Ten."
    )
    assert (done.status, done.answer) == (EXCHANGE_STATUS_COMPLETED, "Ten.")
    assert submit(tenant, target=about(exchange), rating=RATING_POSITIVE).stored


@pytest.mark.parametrize("final", [EXCHANGE_STATUS_COMPLETED, EXCHANGE_STATUS_FAILED])
def test_a_completed_or_failed_exchange_takes_no_other_status(tenant, refused, final):
    exchange = register(tenant, status=final)
    others = {EXCHANGE_STATUS_PENDING, EXCHANGE_STATUS_COMPLETED, EXCHANGE_STATUS_FAILED} - {final}
    for other in others:
        said = refused(
            tenant.exchanges.UpdateExchange,
            change("status", "topic", id=exchange.id, status=other, topic="t"),
            "FAILED_PRECONDITION",
            "EXCHANGE_STATUS_FINAL",
        )
        assert said.ids["exchange_id"] == exchange.id
    assert exchange_by_id(tenant, exchange.id) == exchange
    assert update(tenant, "status", id=exchange.id, status=final) == exchange


CHANGES = {
    "status": EXCHANGE_STATUS_FAILED,
    "prompt": "other prompt",
    "answer": "other answer",
    "context": [ChatMessage(role="tool", content="other")],
    "topic": "other topic",
    "confidence": 0.0,
    "model": "other model",
    "metadata": struct({"other": True}),
}
"""Another value for each field that can change."""


@pytest.mark.parametrize("path", CHANGES)
def test_a_mask_changes_the_fields_that_it_names_and_no_other(tenant, path):
    before = tenant.exchanges.CreateExchange(
        exchange_pb2.CreateExchangeRequest(exchange=full())
    ).exchange
    after = update(tenant, path, id=before.id, **CHANGES)
    expected = Exchange()
    expected.CopyFrom(before)
    expected.ClearField(path)
    expected.MergeFrom(Exchange(**{path: CHANGES[path]}))
    assert after.update_time.ToNanoseconds() > before.update_time.ToNanoseconds()
    expected.update_time.CopyFrom(after.update_time)
    assert after == expected
    assert exchange_by_id(tenant, before.id) == after


@pytest.mark.parametrize("path", [path for path in CHANGES if path != "status"])
def test_a_mask_clears_what_it_names_and_the_message_leaves_out(tenant, path):
    before = tenant.exchanges.CreateExchange(
        exchange_pb2.CreateExchangeRequest(exchange=full())
    ).exchange
    after = update(tenant, path, id=before.id)
    expected = Exchange()
    expected.CopyFrom(before)
    expected.ClearField(path)
    expected.update_time.CopyFrom(after.update_time)
    assert after == expected
    assert exchange_by_id(tenant, before.id) == after


def test_without_a_mask_every_field_that_is_set_changes(tenant):
    before = tenant.exchanges.CreateExchange(
        exchange_pb2.CreateExchangeRequest(exchange=full())
    ).exchange
    after = update(tenant, id=before.id, answer="Ten.", confidence=0.0)
    expected = Exchange()
    expected.CopyFrom(before)
    expected.answer = "Ten."
    expected.confidence = 0.0
    expected.update_time.CopyFrom(after.update_time)
    assert after == expected
    assert exchange_by_id(tenant, before.id) == after


def test_a_star_sets_or_clears_every_field_that_can_change(tenant):
    before = tenant.exchanges.CreateExchange(
        exchange_pb2.CreateExchangeRequest(exchange=full())
    ).exchange
    after = update(tenant, "*", id=before.id, status=EXCHANGE_STATUS_COMPLETED, answer="Ten.")
    assert after == Exchange(
        id=before.id,
        session_id=before.session_id,
        message_id=before.message_id,
        request_id=before.request_id,
        status=EXCHANGE_STATUS_COMPLETED,
        answer="Ten.",
        create_time=before.create_time,
        update_time=after.update_time,
        occur_time=before.occur_time,
        user_id=before.user_id,
        external_user_id=before.external_user_id,
    )
    assert exchange_by_id(tenant, before.id) == after


@pytest.mark.parametrize("mask", ["*", "status"])
def test_a_mask_with_the_status_needs_one(tenant, refused, mask):
    exchange = register(tenant, status=EXCHANGE_STATUS_PENDING)
    said = refused(
        tenant.exchanges.UpdateExchange,
        change(mask, id=exchange.id, answer="Ten."),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"exchange.status"}


@pytest.mark.parametrize(
    "paths",
    [
        ["nonsense"],
        ["id"],
        ["session_id"],
        ["create_time"],
        ["metadata.a"],
        ["context[0]"],
        ["Answer"],
        [""],
        ["answer", "nonsense"],
        ["*", "answer"],
        ["exchange.answer"],
    ],
    ids=",".join,
)
def test_a_mask_that_names_what_cannot_change_is_refused(tenant, refused, paths):
    exchange = register(tenant)
    said = refused(
        tenant.exchanges.UpdateExchange,
        change(*paths, id=exchange.id, answer="Ten."),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"update_mask"}
    assert "answer" in said.message, "it names what can change"


def test_each_unknown_path_of_a_mask_is_listed(tenant, refused):
    exchange = register(tenant)
    said = refused(
        tenant.exchanges.UpdateExchange,
        change("one", "answer", "two", "three", id=exchange.id),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    listed = [violation.description for violation in said.details["BadRequest"].field_violations]
    assert len(listed) == 3
    for path in ("one", "two", "three"):
        assert any(path in description for description in listed)


def test_an_update_names_its_exchange_by_id_by_message_or_by_request(tenant):
    there = register(tenant, session_id="s", message_id="m1", request_id="r1")
    for topic, name in (
        ("a", {"id": there.id}),
        ("b", {"session_id": "s", "message_id": "m1"}),
        ("c", {"session_id": "s", "request_id": "r1"}),
    ):
        changed = update(tenant, "topic", topic=topic, **name)
        assert (changed.id, changed.topic) == (there.id, topic)


@pytest.mark.parametrize(
    "name",
    [{}, {"session_id": "s"}, {"message_id": "m1"}, {"request_id": "r1"}],
    ids=lambda name: " ".join(name) or "nothing",
)
def test_an_update_that_names_no_exchange_is_refused(tenant, refused, name):
    register(tenant, session_id="s", message_id="m1", request_id="r1")
    said = refused(
        tenant.exchanges.UpdateExchange,
        change("topic", topic="t", **name),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert "message_id" in said.message
    assert "request_id" in said.message


@pytest.mark.parametrize(
    "name",
    [
        {"id": "ex_lost"},
        {"session_id": "s", "message_id": "lost"},
        {"session_id": "s", "request_id": "lost"},
    ],
    ids=" ".join,
)
def test_an_update_of_an_exchange_that_is_not_there_is_not_found(tenant, refused, name):
    register(tenant, session_id="s", message_id="m1", request_id="r1")
    refused(
        tenant.exchanges.UpdateExchange,
        change("topic", topic="t", **name),
        "NOT_FOUND",
        "EXCHANGE_NOT_FOUND",
    )


@pytest.mark.parametrize("exchange_id", ["ex_\0", "ex_\n", "ex_" + "x" * 62])
def test_an_id_that_cannot_be_one_is_refused_in_an_update_as_in_a_get(tenant, refused, exchange_id):
    calls = (
        (tenant.exchanges.GetExchange, exchange_pb2.GetExchangeRequest(id=exchange_id), "id"),
        (
            tenant.exchanges.UpdateExchange,
            change("topic", id=exchange_id, topic="t"),
            "exchange.id",
        ),
    )
    for call, request, field in calls:
        said = refused(call, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert set(said.fields) == {field}


def test_an_exchange_is_known_by_its_request_alone(tenant):
    """Uppzy's example: its callers have a session and a request."""
    session, request = "user-123-web", "req_550e8400e29b41d4a716446655440000"
    named = {"session_id": session, "request_id": request}
    asked = submission(target=on_request(**named), rating=RATING_POSITIVE)
    pending = tenant.exchanges.CreateExchange(
        exchange_pb2.CreateExchangeRequest(
            exchange=Exchange(**named, status=EXCHANGE_STATUS_PENDING, prompt="When?")
        )
    ).exchange
    assert (pending.message_id, pending.request_id) == ("", request)
    assert by_request(tenant, **named) == pending
    assert refusal_of(tenant.feedback.SubmitFeedback, asked).reason == "EXCHANGE_NOT_COMPLETED"
    done = update(tenant, **named, status=EXCHANGE_STATUS_COMPLETED, answer="At ten.")
    assert (done.id, done.message_id, done.answer) == (pending.id, "", "At ten.")
    good = tenant.feedback.SubmitFeedback(asked)
    assert (good.stored, good.replayed) == (True, False)
    again = tenant.feedback.SubmitFeedback(asked)
    assert (again.replayed, again.feedback) == (True, good.feedback)
    (kept,) = memories(tenant)
    assert kept.exchange == done
    asked.feedback.rating = RATING_NEGATIVE
    bad = tenant.feedback.SubmitFeedback(asked)
    assert (bad.stored, bad.feedback.revision) == (False, 2)
    assert bad.feedback.update_time.ToNanoseconds() > good.feedback.update_time.ToNanoseconds()
    assert memories(tenant) == []
    request = exchange_pb2.ListExchangesRequest(filter={"session_id": session})
    assert list(tenant.exchanges.ListExchanges(request).exchanges) == [done]


def test_an_exchange_known_by_its_request_alone_is_found_exported_and_erased_as_any(tenant):
    made = register(
        tenant,
        session_id="s",
        message_id="",
        request_id="r",
        prompt="How long is the Loire?",
        answer="1,006 km.",
        user_id="ann",
    )
    for user, rating in (("a", RATING_POSITIVE), ("b", RATING_NEGATIVE)):
        submit(tenant, target=on_request("s", "r"), rating=rating, user_id=user)
    searched = tenant.memories.SearchMemories(memory_pb2.SearchMemoriesRequest(query="Loire"))
    assert [match.memory.exchange for match in searched.matches] == [made]
    low = tenant.analytics.ListLowSatisfaction(analytics_pb2.ListLowSatisfactionRequest())
    assert [(one.exchange.id, one.exchange.request_id) for one in low.results] == [(made.id, "r")]
    chunks = tenant.exports.ExportTraining(
        export_pb2.ExportTrainingRequest(format=export_pb2.TRAINING_FORMAT_KTO)
    )
    assert sum(len(chunk.examples) for chunk in chunks) == 2
    receipt = tenant.admin.EraseSubject(admin_pb2.EraseSubjectRequest(user_id="ann"))
    assert (receipt.exchange_count, receipt.memory_count) == (1, 1)
    assert not list(tenant.exchanges.ListExchanges(exchange_pb2.ListExchangesRequest()).exchanges)


@pytest.mark.parametrize(
    ("known", "added"),
    [
        ({"request_id": "r"}, {"message_id": "m"}),
        ({"message_id": "m"}, {"request_id": "r"}),
    ],
    ids=["message", "request"],
)
@pytest.mark.parametrize("masked", [True, False], ids=["mask", "no mask"])
def test_a_name_that_an_exchange_lacks_is_added_once(tenant, refused, known, added, masked):
    made = tenant.exchanges.CreateExchange(
        exchange_pb2.CreateExchangeRequest(exchange=Exchange(session_id="s", **known))
    ).exchange
    mask = list(added) if masked else []
    named = update(tenant, *mask, session_id="s", **known, **added)
    expected = Exchange()
    expected.CopyFrom(made)
    expected.MergeFrom(Exchange(update_time=named.update_time, **added))
    assert named == expected
    assert by_message(tenant, "s", "m") == by_request(tenant, "s", "r") == named
    assert update(tenant, *mask, id=made.id, **added) == named, "the same again changes nothing"
    said = refused(
        tenant.exchanges.UpdateExchange,
        change(*mask, id=made.id, **dict.fromkeys(added, "other")),
        "FAILED_PRECONDITION",
        "EXCHANGE_NAME_FINAL",
    )
    assert said.ids["field"] in added
    assert exchange_by_id(tenant, made.id) == named


def test_feedback_on_the_message_and_on_the_request_of_an_exchange_are_two(tenant):
    exchange = register(tenant, session_id="s", message_id="", request_id="r")
    first = submit(tenant, target=on_request("s", "r"), rating=RATING_POSITIVE).feedback
    update(tenant, id=exchange.id, message_id="m")
    second = submit(tenant, target=on_message("s", "m"), rating=RATING_POSITIVE).feedback
    assert first.id != second.id
    (kept,) = memories(tenant)
    assert kept.positive_count == 2


def test_a_mask_that_leaves_a_name_out_only_finds_by_it(tenant):
    made = register(tenant, session_id="s", message_id="", request_id="r")
    found = update(tenant, "topic", session_id="s", message_id="m", request_id="r", topic="t")
    assert (found.id, found.topic, found.message_id) == (made.id, "t", "")


def test_an_update_whose_message_is_not_that_of_its_request_is_refused(tenant, refused):
    made = register(tenant, session_id="s", message_id="m1", request_id="r")
    request = change("topic", session_id="s", message_id="m2", request_id="r", topic="t")
    refused(tenant.exchanges.UpdateExchange, request, "FAILED_PRECONDITION", "EXCHANGE_NAME_FINAL")
    assert exchange_by_id(tenant, made.id) == made


def test_a_name_that_another_exchange_of_the_session_has_is_refused(tenant, refused):
    other = register(tenant, session_id="s", message_id="m")
    made = register(tenant, session_id="s", message_id="", request_id="r")
    said = refused(
        tenant.exchanges.UpdateExchange,
        change(id=made.id, message_id="m"),
        "ALREADY_EXISTS",
        "EXCHANGE_EXISTS",
    )
    assert said.ids["exchange_id"] == other.id
    assert exchange_by_id(tenant, made.id) == made


@pytest.mark.parametrize("name", ["message_id", "request_id"])
def test_a_mask_with_a_name_needs_it(tenant, refused, name):
    exchange = register(tenant)
    said = refused(
        tenant.exchanges.UpdateExchange,
        change("topic", name, id=exchange.id, topic="t"),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {f"exchange.{name}"}


def test_an_update_that_changes_nothing_leaves_the_time(tenant):
    exchange = register(tenant, topic="t")
    assert update(tenant, "topic", id=exchange.id, topic="t") == exchange
    assert update(tenant, id=exchange.id) == exchange


def test_a_batch_of_exchanges_is_answered_in_order_with_counts(tenant):
    items = [Exchange(session_id="s", message_id=f"m{i}", prompt=f"p{i}") for i in range(10)]
    answer = tenant.exchanges.BatchCreateExchanges(
        exchange_pb2.BatchCreateExchangesRequest(items=items)
    )
    assert (answer.succeeded_count, answer.failed_count) == (10, 0)
    for item, result in zip(items, answer.results, strict=True):
        assert result.created.exchange.message_id == item.message_id
        assert exchange_by_id(tenant, result.created.exchange.id) == result.created.exchange


def test_a_bad_exchange_in_a_batch_harms_no_neighbour(tenant):
    register(tenant, session_id="s", message_id="taken")
    items = [
        Exchange(session_id="s", message_id="m0", request_id="r0"),
        Exchange(session_id="s", message_id="m1", topic="x" * 257),
        Exchange(session_id="s", message_id="taken"),
        Exchange(session_id="s"),
        Exchange(session_id="s", message_id="m0"),
        Exchange(session_id="s", message_id="m5", request_id="r0"),
        Exchange(session_id="s", message_id="m6", confidence=float("nan")),
        Exchange(session_id="s", message_id="m7", metadata=struct({"a": "\0"})),
        Exchange(session_id="s", message_id="m8"),
    ]
    answer = tenant.exchanges.BatchCreateExchanges(
        exchange_pb2.BatchCreateExchangesRequest(items=items)
    )
    assert (answer.succeeded_count, answer.failed_count) == (2, 7)
    said = {
        i: parse_status(result.error)
        for i, result in enumerate(answer.results)
        if result.WhichOneof("result") == "error"
    }
    for refusal in said.values():
        check(refusal)
    assert {i: refusal.reason for i, refusal in said.items()} == {
        1: "INVALID_FIELD",
        2: "EXCHANGE_EXISTS",
        3: "INVALID_FIELD",
        4: "EXCHANGE_EXISTS",
        5: "EXCHANGE_EXISTS",
        6: "INVALID_FIELD",
        7: "INVALID_FIELD",
    }
    fields = {i: set(said[i].fields) for i in said if said[i].reason == "INVALID_FIELD"}
    assert fields == {1: {"topic"}, 3: {"message_id"}, 6: {"confidence"}, 7: {"metadata.a"}}
    first = answer.results[0].created.exchange
    for i in (4, 5):
        assert said[i].ids["exchange_id"] == first.id
    assert by_message(tenant, "s", "m8") == answer.results[8].created.exchange
    for lost in ("m1", "m5", "m6", "m7"):
        request = exchange_pb2.GetExchangeRequest(
            message=target_pb2.MessageTarget(session_id="s", message_id=lost)
        )
        assert refusal_of(tenant.exchanges.GetExchange, request).reason == "EXCHANGE_NOT_FOUND"


@pytest.mark.parametrize("count", [0, 1001])
def test_a_batch_of_no_or_too_many_exchanges_is_refused_as_a_whole(tenant, refused, count):
    items = [Exchange(session_id="s", message_id=f"m{i}") for i in range(count)]
    said = refused(
        tenant.exchanges.BatchCreateExchanges,
        exchange_pb2.BatchCreateExchangesRequest(items=items),
        "INVALID_ARGUMENT",
        "INVALID_FIELD",
    )
    assert set(said.fields) == {"items"}


def test_a_batch_of_a_thousand_exchanges_is_taken(tenant):
    items = [Exchange(session_id="s", message_id=f"m{i}") for i in range(1000)]
    request = exchange_pb2.BatchCreateExchangesRequest(items=items)
    assert tenant.exchanges.BatchCreateExchanges(request).succeeded_count == 1000
    assert tenant.exchanges.BatchCreateExchanges(request).failed_count == 1000
    assert submit(tenant, target=on_message("s", "m999"), rating=RATING_POSITIVE).stored
