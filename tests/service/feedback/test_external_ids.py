"""External ids: a caller finds feedback by its own id, which only one feedback has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest

from plaudit.v1 import admin_pb2
from plaudit.v1.exchange_pb2 import Exchange, ListExchangesRequest
from plaudit.v1.feedback_pb2 import (
    RATING_POSITIVE,
    BatchSubmitRequest,
    CreateFeedbackTokenRequest,
    DeleteFeedbackRequest,
    Feedback,
    FeedbackFilter,
    FeedbackToken,
    GetFeedbackRequest,
    ListFeedbackRequest,
    ListFeedbackRevisionsRequest,
    SubmitFeedbackRequest,
    UpdateFeedbackRequest,
)
from support.applications import Application
from support.messages import fresh, get, on_message, on_search, submission, submit
from support.servers import failure, parse_status
from support.streams import FeedbackStream


def by_external_id(client: Any, external_id: str) -> Feedback:
    return client.feedback.GetFeedback(GetFeedbackRequest(external_id=external_id)).feedback


def change(client: Any, *paths: str, **said: Any) -> Feedback:
    request = UpdateFeedbackRequest(feedback=Feedback(**said), update_mask={"paths": paths})
    return client.feedback.UpdateFeedback(request).feedback


def delete(client: Any, **name: str) -> Feedback:
    return client.feedback.DeleteFeedback(DeleteFeedbackRequest(**name)).feedback


def on(target: str, external_id: str = "", **said: Any) -> Feedback:
    said.setdefault("text", "x")
    return Feedback(target=on_search(target), external_id=external_id, **said)


def batch(client: Any, *items: Feedback) -> list[str]:
    """Submit a batch and return the external id, or the reason of the error, of each item."""
    results = client.feedback.BatchSubmit(BatchSubmitRequest(items=items)).results
    return [
        parse_status(result.error).reason
        if result.HasField("error")
        else result.submitted.feedback.external_id
        for result in results
    ]


def test_feedback_is_read_changed_and_deleted_by_its_external_id(tenant):
    made = submit(tenant, text="x", external_id="mine-1").feedback
    assert made.external_id == "mine-1"
    assert by_external_id(tenant, "mine-1") == get(tenant, made.id) == made
    changed = change(tenant, external_id="mine-1", text="y")
    assert (changed.id, changed.text, changed.external_id) == (made.id, "y", "mine-1")
    assert delete(tenant, external_id="mine-1").id == made.id


def test_another_external_id_or_none_is_a_change_of_the_content(tenant):
    said = {"target": on_search("q"), "text": "x"}
    first = submit(tenant, **said, external_id="a")
    assert submit(tenant, **said, external_id="a").replayed
    second = submit(tenant, **said, external_id="b")
    third = submit(tenant, **said)
    found = [one.feedback for one in (first, second, third)]
    assert [(one.id, one.revision) for one in found] == [(found[0].id, i) for i in (1, 2, 3)]
    request = ListFeedbackRevisionsRequest(id=found[0].id)
    states = tenant.feedback.ListFeedbackRevisions(request).revisions
    assert [state.external_id for state in states] == ["", "b", "a"]


def test_an_external_id_that_other_feedback_has_is_refused_and_names_that_feedback(tenant, refused):
    made = submit(tenant, text="x", external_id="a").feedback
    other = submit(tenant, text="y").feedback
    update = UpdateFeedbackRequest(feedback=Feedback(id=other.id, external_id="a"))
    for call, request in (
        (tenant.feedback.SubmitFeedback, submission(text="x", external_id="a")),
        (tenant.feedback.UpdateFeedback, update),
    ):
        said = refused(call, request, "ALREADY_EXISTS", "FEEDBACK_EXISTS")
        assert said.details["ResourceInfo"].resource_name == made.id
        assert said.ids["feedback_id"] == made.id


def test_other_namespaces_have_external_ids_of_their_own(tenant, new_tenant):
    for one in (tenant, new_tenant()):
        made = submit(one, text=one.id, external_id="a").feedback
        assert by_external_id(one, "a") == made


def test_items_of_a_batch_take_and_free_external_ids_in_their_order(tenant):
    assert batch(
        tenant,
        on("1", "a"),
        on("2", "a"),
        on("1", "b"),
        on("2", "a"),
        on("3", "b"),
        on("1"),
        on("3", "b"),
    ) == ["a", "FEEDBACK_EXISTS", "b", "a", "FEEDBACK_EXISTS", "", "b"]
    # Stored feedback exchanges its external ids by way of a third.
    assert batch(tenant, on("2", "c"), on("3", "a"), on("2", "b"), on("4", "c")) == [*"cabc"]
    targets = [by_external_id(tenant, name).target.search.search_id for name in "abc"]
    assert targets == ["3", "2", "4"]


def test_items_of_a_stream_are_refused_one_by_one(tenant):
    submit(tenant, text="x", external_id="a")
    with FeedbackStream(tenant) as stream:
        for number, item in enumerate((on("1", "a"), on("2", "b"), on("3", "b")), start=1):
            stream.send(number, item)
        results = stream.take(3)
    assert [parse_status(results[i].error).reason for i in (0, 2)] == ["FEEDBACK_EXISTS"] * 2
    assert results[1].submitted.feedback.external_id == "b"


def test_deleted_and_erased_feedback_frees_its_external_id(tenant):
    submit(tenant, text="x", external_id="a")
    delete(tenant, external_id="a")
    second = submit(tenant, text="x", external_id="a", user_id="ann").feedback
    tenant.admin.EraseSubject(admin_pb2.EraseSubjectRequest(user_id="ann"))
    third = submit(tenant, text="x", external_id="a").feedback
    assert third.id != second.id
    assert by_external_id(tenant, "a") == third


def test_feedback_that_is_refused_for_its_external_id_registers_no_exchange(tenant, refused):
    submit(tenant, text="x", external_id="a")
    feedback = Feedback(target=on_message("s", "m"), rating=RATING_POSITIVE, external_id="a")
    request = SubmitFeedbackRequest(feedback=feedback, exchange=Exchange())
    refused(tenant.feedback.SubmitFeedback, request, "ALREADY_EXISTS", "FEEDBACK_EXISTS")


def test_a_batch_registers_the_exchanges_of_the_feedback_that_gets_its_external_id(tenant):
    submit(tenant, target=on_search("1"), text="x", external_id="a")
    items = [
        on("1", "b"),
        Feedback(target=on_message("s", "m1"), text="x", external_id="a"),
        Feedback(target=on_message("s", "m2"), text="x", external_id="a"),
        Feedback(target=on_message("s", "m3"), text="x", external_id="c"),
    ]
    exchanges = [Exchange(session_id="s", message_id=f"m{i}") for i in (1, 2, 3)]
    request = BatchSubmitRequest(items=items, exchanges=exchanges)
    results = tenant.feedback.BatchSubmit(request).results
    assert [result.HasField("error") for result in results] == [False, False, True, False]
    listed = tenant.exchanges.ListExchanges(ListExchangesRequest()).exchanges
    assert {exchange.message_id for exchange in listed} == {"m1", "m3"}


@pytest.mark.parametrize(
    ("name", "field"),
    [({}, "id"), ({"id": "fb_1", "external_id": "a"}, "external_id")],
    ids=["neither", "both"],
)
def test_exactly_one_id_names_feedback(tenant, refused, name, field):
    writer = tenant.client("feedback.write")
    for call, request in (
        (writer.feedback.GetFeedback, GetFeedbackRequest(**name)),
        (writer.feedback.DeleteFeedback, DeleteFeedbackRequest(**name)),
    ):
        said = refused(call, request, "INVALID_ARGUMENT", "INVALID_FIELD")
        assert set(said.fields) == {field}


def test_an_unknown_external_id_is_not_found(tenant, refused):
    for call, request in (
        (tenant.feedback.GetFeedback, GetFeedbackRequest(external_id="a")),
        (tenant.feedback.DeleteFeedback, DeleteFeedbackRequest(external_id="a")),
        (
            tenant.feedback.UpdateFeedback,
            UpdateFeedbackRequest(feedback=Feedback(external_id="a", text="x")),
        ),
    ):
        said = refused(call, request, "NOT_FOUND", "FEEDBACK_NOT_FOUND")
        assert said.ids["external_id"] == "a"


def test_an_update_by_external_id_keeps_it_and_one_by_id_changes_it(tenant, refused):
    made = submit(tenant, text="x", external_id="a").feedback
    assert change(tenant, "*", external_id="a", text="y").external_id == "a"
    assert change(tenant, "external_id", id=made.id, external_id="b").external_id == "b"
    assert change(tenant, "external_id", id=made.id).external_id == ""
    only = UpdateFeedbackRequest(feedback=Feedback(external_id="b"))
    said = refused(tenant.feedback.UpdateFeedback, only, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"update_mask"}
    neither = UpdateFeedbackRequest(feedback=Feedback(text="x"))
    said = refused(tenant.feedback.UpdateFeedback, neither, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {"feedback.id"}


def test_who_may_not_read_feedback_learns_nothing_of_external_ids(tenant, refused):
    """The answer is the same whether the external id exists or not."""
    submit(tenant, text="x", external_id="a")
    writer = tenant.client("feedback.write")
    alice = Application(tenant).client()
    own = submit(writer, text="x", external_id="own").feedback
    hers = submit(alice, text="x", external_id="hers").feedback
    assert by_external_id(writer, "own") == own
    assert by_external_id(alice, "hers") == hers
    for external_id in ("a", "none"):
        request = GetFeedbackRequest(external_id=external_id)
        refused(writer.feedback.GetFeedback, request, "PERMISSION_DENIED", "SCOPE_MISSING")
        for call, theirs in (
            (alice.feedback.GetFeedback, request),
            (alice.feedback.DeleteFeedback, DeleteFeedbackRequest(external_id=external_id)),
            (
                alice.feedback.UpdateFeedback,
                UpdateFeedbackRequest(feedback=Feedback(external_id=external_id, text="y")),
            ),
        ):
            said = refused(call, theirs, "PERMISSION_DENIED", "AUTHOR_FORBIDDEN")
            assert "feedback_id" not in said.ids


def test_end_users_and_bearers_do_not_learn_whose_external_id_it_is(tenant, refused):
    made = submit(tenant, text="x", external_id="a").feedback
    alice = Application(tenant).client()
    hers = submit(alice, text="x").feedback
    token = FeedbackToken(target=on_search("q"))
    created = tenant.feedback.CreateFeedbackToken(CreateFeedbackTokenRequest(feedback_token=token))
    bearer = tenant.server.client(None, x_feedback_token=created.token)
    taken = submission(target=on_search("q"), text="x", external_id="a")
    update = UpdateFeedbackRequest(feedback=Feedback(id=hers.id, external_id="a"))
    for call, request in (
        (alice.feedback.SubmitFeedback, taken),
        (bearer.feedback.SubmitFeedback, taken),
        (alice.feedback.UpdateFeedback, update),
    ):
        said = refused(call, request, "ALREADY_EXISTS", "FEEDBACK_EXISTS")
        assert made.id not in str(said)
    free = submission(target=on_search("q"), text="x", external_id="b")
    assert bearer.feedback.SubmitFeedback(free).feedback.external_id == "b"


def test_feedback_is_listed_by_external_ids(tenant):
    made = [submit(tenant, text="x", external_id=f"x{i}").feedback for i in range(5)]
    submit(tenant, text="x")
    wanted = FeedbackFilter(external_ids=["x3", "x1", "none"])
    found = tenant.feedback.ListFeedback(ListFeedbackRequest(filter=wanted)).feedback
    assert list(found) == [made[3], made[1]]


def test_one_of_many_callers_of_two_servers_gets_an_external_id(database, start_server):
    servers = [start_server(database), start_server(database)]
    namespace = admin_pb2.Namespace(name=fresh("race"))
    request = admin_pb2.CreateNamespaceRequest(namespace=namespace)
    id_ = servers[0].client().admin.CreateNamespace(request).namespace.id
    clients = [server.client(x_namespace=id_) for server in servers]

    def give(number: int) -> str:
        """Return the id of the feedback, or the reason of the error."""
        try:
            said = {"text": f"{number}", "external_id": f"x{number // 10}"}
            return submit(clients[number % 2], **said).feedback.id
        except grpc.RpcError as error:
            return failure(error).reason

    with ThreadPoolExecutor(10) as callers:
        results = list(callers.map(give, range(50)))
    for i in range(5):
        given = sorted(results[10 * i : 10 * i + 10])
        assert given[:-1] == ["FEEDBACK_EXISTS"] * 9
        assert by_external_id(clients[1], f"x{i}").id == given[-1]
