"""A watch sends every change in the order of commits, and can resume after any message."""

from __future__ import annotations

import base64
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest

from plaudit.v1 import admin_pb2
from plaudit.v1.exchange_pb2 import EXCHANGE_STATUS_COMPLETED, EXCHANGE_STATUS_PENDING
from plaudit.v1.feedback_pb2 import (
    FEEDBACK_CHANGE_TYPE_CREATED,
    FEEDBACK_CHANGE_TYPE_DELETED,
    FEEDBACK_CHANGE_TYPE_UPDATED,
    FEEDBACK_STATE_ACTIVE,
    FEEDBACK_STATE_DELETED,
    FEEDBACK_STATE_ERASED,
    FEEDBACK_STATE_PENDING_TARGET,
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchSubmitRequest,
    DeleteFeedbackRequest,
    Feedback,
    FeedbackChange,
    FeedbackFilter,
    ListFeedbackRequest,
    UpdateFeedbackRequest,
    WatchFeedbackRequest,
)
from support.messages import about, all_feedback, fresh, get, on_search, register, submit, update
from support.refusals import refusal
from support.servers import Client, Server, change_database
from support.streams import FeedbackStream, Watch

CREATED = FEEDBACK_CHANGE_TYPE_CREATED
UPDATED = FEEDBACK_CHANGE_TYPE_UPDATED
DELETED = FEEDBACK_CHANGE_TYPE_DELETED


def saying(text: str, author: str = "", **said) -> Feedback:
    return Feedback(target=on_search("s"), text=text, external_user_id=author or text, **said)


def batch(client: Client, *items: Feedback) -> None:
    """Submit a batch; every item must be recorded."""
    answer = client.feedback.BatchSubmit(BatchSubmitRequest(items=items))
    assert answer.failed_count == 0


def delete(client: Client, feedback_id: str) -> Feedback:
    return client.feedback.DeleteFeedback(DeleteFeedbackRequest(id=feedback_id)).feedback


def rewrite(client: Client, feedback_id: str, **said) -> Feedback:
    feedback = Feedback(id=feedback_id, **said)
    return client.feedback.UpdateFeedback(UpdateFeedbackRequest(feedback=feedback)).feedback


def texts(changes: list[FeedbackChange]) -> list[str]:
    return [change.feedback.text for change in changes]


def watch_until_refused(client: Client):
    """Return a call for `refusal` that opens a watch and reads it."""
    return lambda request: list(client.feedback.WatchFeedback(request))


def test_a_watch_starts_with_a_checkpoint_at_the_present(tenant):
    submit(tenant, text="before")
    with Watch(tenant) as watch:
        assert watch.start.resume_token
        stored = submit(tenant, text="after").feedback
        change = watch.change()
        assert (change.type, change.left_filter) == (CREATED, False)
        assert change.feedback == stored


def test_a_watch_from_the_beginning_gets_every_change(tenant):
    stored = submit(tenant, target=on_search("s"), text="one").feedback
    rewrite(tenant, stored.id, text="two")
    gone = delete(tenant, stored.id)
    with Watch(tenant, from_beginning=True) as watch:
        changes = watch.changes(3)
    assert [change.type for change in changes] == [CREATED, UPDATED, DELETED]
    assert changes[0].feedback == stored
    assert changes[2].feedback == gone
    assert changes[2].left_filter
    assert gone.state == FEEDBACK_STATE_DELETED


@pytest.mark.slow
def test_changes_of_every_kind_arrive_in_the_order_of_commits(new_tenant):
    tenant = new_tenant(early_feedback=True)
    session = fresh("ses")
    with Watch(tenant) as watch:
        submit(tenant, target=on_search("s"), text="submitted", external_user_id="a")
        batch(tenant, saying("first"), saying("second"), saying("first again", author="first"))
        with FeedbackStream(tenant) as stream:
            stream.send(1, saying("streamed"))
            (streamed,) = stream.rest()
        rewrite(tenant, streamed.submitted.feedback.id, text="updated")
        delete(tenant, streamed.submitted.feedback.id)
        exchange = register(
            tenant, session_id=session, message_id="m", status=EXCHANGE_STATUS_PENDING
        )
        early = submit(tenant, target=about(exchange), rating=RATING_POSITIVE).feedback
        update(tenant, "status", id=exchange.id, status=EXCHANGE_STATUS_COMPLETED)
        erased = submit(tenant, target=on_search("s"), text="erased", user_id="mallory").feedback
        told = watch.changes(10)  # before the erasure: what is erased unread is told no more
        tenant.admin.EraseSubject(admin_pb2.EraseSubjectRequest(user_id="mallory"))
        told.append(watch.change())
    assert [(c.type, c.feedback.text, c.feedback.revision) for c in told] == [
        (CREATED, "submitted", 1),
        (CREATED, "first", 1),
        (CREATED, "second", 1),
        (UPDATED, "first again", 2),
        (CREATED, "streamed", 1),
        (UPDATED, "updated", 2),
        (DELETED, "updated", 3),
        (CREATED, "", 1),
        (UPDATED, "", 2),
        (CREATED, "erased", 1),
        (DELETED, "", 2),
    ]
    assert told[7].feedback.state == FEEDBACK_STATE_PENDING_TARGET
    assert told[8].feedback.state == FEEDBACK_STATE_ACTIVE
    assert told[8].feedback.id == early.id
    last = told[10].feedback
    assert (last.id, last.state) == (erased.id, FEEDBACK_STATE_ERASED)
    left = Feedback(id=erased.id, state=FEEDBACK_STATE_ERASED, revision=2)
    left.update_time.CopyFrom(last.update_time)
    assert last == left, "erased feedback has more than its id, state and time"


def test_a_replay_is_not_a_change(tenant):
    stored = submit(tenant, target=on_search("s"), text="text").feedback
    with Watch(tenant) as watch:
        submit(tenant, target=on_search("s"), text="text")
        rewrite(tenant, stored.id, text="text")
        submit(tenant, text="end")
        assert texts(watch.changes(1)) == ["end"]


def test_a_watch_resumes_after_any_of_its_messages(tenant):
    with Watch(tenant) as watch:
        tokens = [watch.token]
        batch(tenant, *(saying(f"{i}") for i in range(10)))
        for i in range(10):
            assert watch.change().feedback.text == f"{i}"
            tokens.append(watch.token)
    for i in range(10, 15):
        submit(tenant, text=f"{i}")
    for behind, token in enumerate(tokens):
        with Watch(tenant, resume_token=token) as watch:
            assert watch.token == token
            assert texts(watch.changes(15 - behind)) == [f"{i}" for i in range(behind, 15)]
            submit(tenant, text=f"new {behind}", target=on_search(fresh("search")))
            while (text := watch.change().feedback.text) != f"new {behind}":
                assert text.startswith("new")


def test_a_token_resumes_a_watch_of_any_filter(tenant):
    with Watch(tenant, filter=FeedbackFilter(external_user_id="a")) as watch:
        batch(tenant, saying("1", "a"), saying("2", "b"))
        assert texts(watch.changes(1)) == ["1"]
    with Watch(tenant, resume_token=watch.token) as all_:
        assert texts(all_.changes(1)) == ["2"]


def test_a_watch_gets_changes_that_match_its_filter_or_did_before(tenant):
    bad = FeedbackFilter(ratings=[RATING_NEGATIVE], external_user_id="a")
    with Watch(tenant, filter=bad) as watch:
        good = submit(tenant, target=on_search("s"), rating=RATING_POSITIVE, external_user_id="a")
        submit(tenant, target=on_search("s"), rating=RATING_NEGATIVE, external_user_id="b")
        for rating in (RATING_NEGATIVE, RATING_NEGATIVE, RATING_POSITIVE, RATING_POSITIVE):
            rewrite(tenant, good.feedback.id, rating=rating, text=fresh("text"))
        rewrite(tenant, good.feedback.id, rating=RATING_NEGATIVE)
        delete(tenant, good.feedback.id)
        again = submit(tenant, target=on_search("s"), rating=RATING_NEGATIVE, external_user_id="a")
        told = watch.changes(6)
    assert [(c.type, c.feedback.revision, c.left_filter) for c in told] == [
        (UPDATED, 2, False),
        (UPDATED, 3, False),
        (UPDATED, 4, True),
        (UPDATED, 6, False),
        (DELETED, 7, True),
        (CREATED, 1, False),
    ]
    assert told[-1].feedback == again.feedback


def test_watchers_with_different_filters_each_get_their_own_changes(tenant):
    """Messages are shared by all watchers, except for `left_filter`."""
    with (
        Watch(tenant, filter=FeedbackFilter(ratings=[RATING_POSITIVE])) as happy,
        Watch(tenant, filter=FeedbackFilter(ratings=[RATING_NEGATIVE])) as angry,
        Watch(tenant) as all_,
    ):
        stored = submit(tenant, target=on_search("s"), rating=RATING_POSITIVE).feedback
        rewrite(tenant, stored.id, rating=RATING_NEGATIVE)
        assert [c.left_filter for c in happy.changes(2)] == [False, True]
        assert [c.left_filter for c in angry.changes(1)] == [False]
        assert [c.left_filter for c in all_.changes(2)] == [False, False]


def test_a_watch_gets_only_changes_of_its_namespace(new_tenant):
    one, other = new_tenant(), new_tenant()
    with Watch(one, from_beginning=True) as watch:
        submit(other, text="elsewhere")
        submit(one, text="here")
        assert texts(watch.changes(1)) == ["here"]


def spoilt(token: str) -> Iterator[str]:
    """Tokens that were never issued."""
    yield "garbage"
    yield "\u00e4" * 10
    yield token[:-4]
    yield token + "AAAA"
    yield token.swapcase()
    inside = base64.urlsafe_b64decode(token)
    yield base64.urlsafe_b64encode(inside[:-1] + b"7").decode()
    yield base64.urlsafe_b64encode(inside[:16] + b"-1").decode()
    yield "A" * 1024


def test_a_token_of_another_namespace_is_refused(new_tenant, refused):
    one, other = new_tenant(), new_tenant()
    for i in range(3):
        submit(one, text=f"{i}")
        submit(other, text=f"{i}")
    with Watch(other) as watch:
        foreign = watch.token
    page = one.feedback.ListFeedback(ListFeedbackRequest(page_size=1)).next_page_token
    for token in (foreign, page, *spoilt(foreign)):
        said = refused(
            watch_until_refused(one),
            WatchFeedbackRequest(resume_token=token),
            "INVALID_ARGUMENT",
            "INVALID_RESUME_TOKEN",
        )
        assert set(said.fields) == {"resume_token"}


def test_a_token_of_the_future_is_refused(tenant, server, refused):
    """Such a token exists after the database was restored from an earlier backup."""
    for i in range(3):
        submit(tenant, text=f"{i}")
    with Watch(tenant) as watch:
        token = watch.token
    change_database(
        server.database,
        f"UPDATE sequence SET value = 2 WHERE namespace_id = '{tenant.id}'",
        f"DELETE FROM feedback WHERE namespace_id = '{tenant.id}' AND sequence = 3",
    )
    refused(
        watch_until_refused(tenant),
        WatchFeedbackRequest(resume_token=token),
        "INVALID_ARGUMENT",
        "INVALID_RESUME_TOKEN",
    )


@pytest.mark.parametrize(
    "request_",
    [
        WatchFeedbackRequest(filter=FeedbackFilter(min_score=2, max_score=1)),
        WatchFeedbackRequest(filter=FeedbackFilter(states=[FEEDBACK_STATE_DELETED])),
        WatchFeedbackRequest(resume_token=""),
        WatchFeedbackRequest(resume_token="x" * 1025),
    ],
    ids=["scores", "states", "no token", "long token"],
)
def test_a_request_that_breaks_rules_is_refused(tenant, refused, request_):
    refused(watch_until_refused(tenant), request_, "INVALID_ARGUMENT", "INVALID_FIELD")


def test_a_credential_without_the_scope_may_not_watch(tenant, refused):
    refused(
        watch_until_refused(tenant.client("feedback.write")),
        WatchFeedbackRequest(),
        "PERMISSION_DENIED",
        "SCOPE_MISSING",
    )


def test_a_token_after_which_retention_removed_changes_gets_a_restart_token(
    database: str, start_server: Callable[..., Server]
) -> None:
    server = start_server(database)
    client = server.client()
    with Watch(client) as watch:
        old = watch.token
        for i in range(4):
            submit(client, text=f"old {i}")
        watch.changes(2)
        middle = watch.token
    created = client.admin.GetNamespace(admin_pb2.GetNamespaceRequest(name="default")).namespace
    created.retention_days = 1
    client.admin.UpdateNamespace(
        admin_pb2.UpdateNamespaceRequest(
            namespace=created, update_mask={"paths": ["retention_days"]}
        )
    )
    assert server.stop() == 0
    two_days = 2 * 24 * 3600 * 1_000_000
    change_database(database, f"UPDATE feedback SET update_time = update_time - {two_days}")
    server = start_server(database)
    client = server.client()
    end = time.monotonic() + 30
    while client.feedback.ListFeedback(ListFeedbackRequest()).feedback:
        assert time.monotonic() < end, "retention removed nothing"
        time.sleep(0.1)
    submit(client, text="new")
    for token in (old, middle):
        said = refusal(watch_until_refused(client), WatchFeedbackRequest(resume_token=token))
        assert (said.code.name, said.reason) == ("OUT_OF_RANGE", "RESUME_TOKEN_EXPIRED")
        restart = said.ids["restart_token"]
        with Watch(client, resume_token=restart) as watch:
            assert texts(watch.changes(1)) == ["new"]
    with Watch(client, from_beginning=True) as watch:
        assert watch.token == restart
        assert texts(watch.changes(1)) == ["new"]
    assert server.stop() == 0


@pytest.mark.slow
def test_watches_end_soon_after_their_key_is_revoked(server, tenant):
    """Both an idle watch and a busy one: the credential is checked every 10 seconds."""
    key = tenant.new_key("feedback.read")
    client = server.client(key.secret)
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.02):
            submit(tenant, text="text", external_user_id="busy")

    with (
        ThreadPoolExecutor(1) as threads,
        Watch(client, filter=FeedbackFilter(user_id="nobody")) as idle,
        Watch(client) as busy,
    ):
        writing = threads.submit(write)
        busy.changes(1)
        tenant.admin.RevokeApiKey(admin_pb2.RevokeApiKeyRequest(id=key.api_key.id))
        revoked = time.monotonic()
        try:
            for watch in (idle, busy):
                _, said = watch.failed()
                assert (said.code.name, said.reason) == ("UNAUTHENTICATED", "API_KEY_REVOKED")
        finally:
            over.set()
        # Three times the expected time, for slow machines; without the check a watch never ends.
        assert time.monotonic() - revoked < 45
        writing.result()
    with pytest.raises(grpc.RpcError) as error:
        Watch(client)
    assert error.value.code() == grpc.StatusCode.UNAUTHENTICATED


@pytest.mark.slow
def test_an_idle_watch_gets_checkpoints_with_newer_tokens(tenant):
    with Watch(tenant, filter=FeedbackFilter(user_id="nobody")) as watch:
        started = watch.token
        submit(tenant, text="text")
        message = watch.next()
        assert message.WhichOneof("event") == "checkpoint"
    assert message.resume_token != started
    with Watch(tenant, resume_token=message.resume_token) as watch:
        submit(tenant, text="after")
        assert texts(watch.changes(1)) == ["after"]


def test_sigterm_ends_watches_and_does_not_wait_for_them(
    database: str, start_server: Callable[..., Server]
) -> None:
    server = start_server(database, "--drain-seconds", "300")
    client = server.client()
    address = server.address
    watches = [Watch(client) for _ in range(20)]
    stuck = Watch(client)  # does not read
    for i in range(40):
        submit(client, text=f"{i} {'x' * 10_000}", target=on_search(fresh("search")))
    last = [watch.changes(40)[-1] for watch in watches].pop()
    server.process.send_signal(signal.SIGTERM)
    for watch in watches:
        told, said = watch.failed()
        assert told == []
        assert (said.code.name, said.reason) == ("UNAVAILABLE", "DRAINING")
        assert said.details["RetryInfo"].retry_delay.ToNanoseconds() > 0
    assert len(texts(stuck.changes(40))) == 40
    assert stuck.failed()[1].reason == "DRAINING"
    assert server.stop() == 0  # waits up to a minute
    server = start_server(database, address=address)
    client = server.client()
    with Watch(client, resume_token=watches[0].token) as watch:
        submit(client, text="after")
        assert texts(watch.changes(1)) == ["after"]
    assert get(client, last.feedback.id) == last.feedback
    assert server.stop() == 0


def test_watchers_get_changes_of_two_servers_in_order(
    new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    url = new_database("postgresql")
    servers = [start_server(url), start_server(url)]
    clients = [server.client() for server in servers]
    watches = [Watch(client) for client in clients]

    def write(number: int) -> None:
        client = clients[number % 2]
        for i in range(60):
            author = f"{number}.{i % 20}"
            if i % 3:
                submit(client, target=on_search("s"), text=f"{i}", external_user_id=author)
            else:
                batch(client, *(saying(f"{number}.{i}.{j}") for j in range(3)))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(write, range(6)))
    for client in clients:
        submit(client, text="end")
    seen, also = (read_to_the_end(watch, ends=2) for watch in watches)
    assert seen == also, "both servers must send the same changes in the same order"
    revisions: dict[str, int] = {}
    for id_, revision in seen.values():
        assert revision == revisions.get(id_, 0) + 1, "missed, repeated or too early"
        revisions[id_] = revision
    assert revisions == {f.id: f.revision for f in all_feedback(clients[0])}
    order = list(seen)
    for i in range(0, len(order) - 20, len(order) // 5):
        with Watch(clients[1], resume_token=order[i]) as watch:
            expected = [seen[token] for token in order[i + 1 : i + 21]]
            told = watch.changes(20)
            assert [(c.feedback.id, c.feedback.revision) for c in told] == expected
    for server in servers:
        assert server.stop() == 0


def read_to_the_end(watch: Watch, *, ends: int) -> dict[str, tuple[str, int]]:
    """Read changes until `ends` of them have the text `end`; return id and revision by token."""
    seen = {}
    with watch:
        while ends:
            feedback = watch.change().feedback
            assert watch.token not in seen
            seen[watch.token] = (feedback.id, feedback.revision)
            ends -= feedback.text == "end"
    return seen


@pytest.mark.slow
def test_a_watcher_that_does_not_read_for_a_while_misses_nothing(tenant):
    """5,000 changes of 10 KB exceed the queue of a watcher and the buffers of a connection."""
    long = "x" * 10_000
    with Watch(tenant) as watch:
        for i in range(0, 5000, 250):
            batch(tenant, *(saying(f"{j} {long}", author=f"{j % 1000}") for j in range(i, i + 250)))
        told = [int(change.feedback.text.split()[0]) for change in watch.changes(5000)]
        assert told == list(range(5000))
        submit(tenant, text="after")
        assert texts(watch.changes(1)) == ["after"]


def test_200_watchers_get_every_change(tenant):
    watches = [Watch(tenant) for _ in range(200)]
    try:
        for i in range(20):
            submit(tenant, text=f"{i}")
        for watch in watches:
            assert texts(watch.changes(20)) == [f"{i}" for i in range(20)]
    finally:
        for watch in watches:
            watch.call.cancel()


def test_tokens_do_not_contain_content(tenant):
    with Watch(tenant) as watch:
        submit(tenant, text="secret", external_user_id="alice")
        watch.changes(1)
    assert re.fullmatch(rb"[0-9a-f]{16}\d+", base64.urlsafe_b64decode(watch.token))
