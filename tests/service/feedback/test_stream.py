"""StreamFeedback: items are acknowledged in order once on disk, and resumed without duplicates."""

from __future__ import annotations

import itertools
import random
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Self

import grpc
import psutil
import pytest

from plaudit.v1 import admin_pb2
from plaudit.v1.feedback_pb2 import (
    RATING_NEGATIVE,
    RATING_POSITIVE,
    BatchSubmitRequest,
    DeleteFeedbackRequest,
    Feedback,
    ListFeedbackRevisionsRequest,
    StreamFeedbackRequest,
    StreamFeedbackResult,
    UpdateFeedbackRequest,
)
from plaudit.v1.target_pb2 import Target
from support.applications import Application
from support.messages import (
    about,
    all_feedback,
    fresh,
    get,
    memories,
    on_message,
    on_search,
    register,
    registration,
    struct,
    submit,
)
from support.refusals import check
from support.servers import Client, Failure, Server, parse_status
from support.streams import FeedbackStream, item

MAX_MESSAGE = 3_932_160
LONGEST = {
    "text": "🙂" * 32_768,
    "correction": "🙂" * 131_072,
    "cited_memory_ids": [f"{i:03}" + "🙂" * 253 for i in range(256)],
    "cited_node_ids": [f"{i:03}" + "🙂" * 253 for i in range(256)],
}
"""The fields of the longest feedback: 1.2 MB."""


@pytest.fixture
def stream_id() -> str:
    return str(uuid.uuid4())


def saying(text: str, *, search: str = "", **said) -> Feedback:
    """Make a feedback, by default on a new search."""
    return Feedback(target=on_search(search or fresh("search")), text=text, **said)


def error_of(result: StreamFeedbackResult) -> Failure:
    """Return the error of an item, after checking it."""
    assert result.WhichOneof("result") == "error", result
    said = parse_status(result.error)
    check(said)
    return said


def numbers(results: list[StreamFeedbackResult]) -> list[int]:
    return [result.sequence_number for result in results]


def count_revisions(client: Client, feedback_id: str) -> int:
    request = ListFeedbackRevisionsRequest(id=feedback_id, page_size=1000)
    return len(client.feedback.ListFeedbackRevisions(request).revisions)


def test_an_item_is_acknowledged_by_its_number_once_the_next_call_reads_it(tenant):
    with FeedbackStream(tenant) as stream:
        for number in (1, 2, 7, 1_000_000, 2**63 - 1):
            stream.send(number, saying(f"text {number}", rating=RATING_POSITIVE))
            (result,) = stream.take(1)
            assert result.sequence_number == number
            assert not result.submitted.replayed
            stored = result.submitted.feedback
            assert (stored.text, stored.revision) == (f"text {number}", 1)
            assert get(tenant, stored.id) == stored
        assert stream.rest() == []


def test_items_get_the_results_of_submit(tenant):
    exchange = register(tenant)
    said = {"target": about(exchange), "external_user_id": "alice", "rating": RATING_POSITIVE}
    with FeedbackStream(tenant) as stream:
        stream.send(1, Feedback(**said, metadata=struct({"a": [1, {"b": None}]})))
        stream.send(2, Feedback(**said, metadata=struct({"a": [1, {"b": None}]})))
        stream.send(3, Feedback(**said))
        first, again, changed = stream.rest()
    assert first.submitted.stored
    assert again.submitted.replayed
    assert again.submitted.feedback == first.submitted.feedback
    assert changed.submitted.feedback.revision == 2
    assert submit(tenant, **said).feedback == changed.submitted.feedback
    assert [memory.exchange.id for memory in memories(tenant)] == [exchange.id]


def test_many_items_may_be_sent_before_the_first_response_is_read(tenant):
    with FeedbackStream(tenant) as stream:
        stream.send_all((2 * i, saying(f"text {i}")) for i in range(1, 3001))
        stream.done()
        responses = list(stream.call)
    results = [result for response in responses for result in response.results]
    assert numbers(results) == [2 * i for i in range(1, 3001)]
    assert [r.submitted.feedback.text for r in results] == [f"text {i}" for i in range(1, 3001)]
    assert len(responses) < 1000, "items recorded together must be acknowledged together"


def test_a_bad_item_gets_its_own_error_and_does_not_affect_others(tenant):
    bad = {
        2: (saying("x" * 32_769), {"text"}),
        3: (Feedback(text="no target"), {"target"}),
        5: (Feedback(target=on_search("s")), {"feedback"}),
        6: (saying("a\0b", rating=99, score=float("nan")), {"text", "rating", "score"}),
        8: (Feedback(target=on_search(""), text="x"), {"target.search.search_id"}),
        9: (Feedback(target=Target(), text="x"), {"target"}),
        10: (saying("x", metadata=struct({"a": ["b", "\0"]})), {"metadata.a[1]"}),
        12: (Feedback(target=on_message("s", "lost"), rating=RATING_POSITIVE), None),
    }
    with FeedbackStream(tenant) as stream:
        for number in range(1, 14):
            stream.send(number, bad[number][0] if number in bad else saying(f"good {number}"))
        results = stream.rest()
    assert numbers(results) == list(range(1, 14))
    for result in results:
        if result.sequence_number not in bad:
            assert result.submitted.feedback.text == f"good {result.sequence_number}"
            continue
        said = error_of(result)
        fields = bad[result.sequence_number][1]
        if fields is None:
            assert (said.code.name, said.reason) == ("NOT_FOUND", "EXCHANGE_NOT_FOUND")
        else:
            assert (said.code.name, said.reason) == ("INVALID_ARGUMENT", "INVALID_FIELD")
            assert set(said.fields) == fields


BROKEN = {
    "a number that repeats": ([1, 2, 2], {}, "sequence_number"),
    "a number that goes back": ([5, 6, 3], {}, "sequence_number"),
    "number 0": ([0], {}, "sequence_number"),
    "number 0 behind others": ([1, 0], {}, "sequence_number"),
    "a negative number": ([1, -1], {}, "sequence_number"),
    "a stream_id that is none": ([1], {0: "no-uuid"}, "stream_id"),
    "a stream_id that is none behind others": ([1, 2], {1: "no-uuid"}, "stream_id"),
    "a stream_id that changes": ([1, 2, 3], {0: str(uuid.UUID(int=1)), 2: "other"}, "stream_id"),
    "a stream_id that comes late": ([1, 2], {1: str(uuid.UUID(int=1))}, "stream_id"),
    "a missing feedback": ([1, 2, 3], {}, "feedback"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_invalid_message_ends_a_stream_after_all_earlier_results(tenant, case):
    sent, ids, field = BROKEN[case]
    with FeedbackStream(tenant) as stream:
        for i, number in enumerate(sent):
            stream_id = ids.get(i, "")
            if stream_id == "other":
                stream_id = str(uuid.UUID(int=2))
            message = item(number, saying(f"text {i}"), stream_id)
            if case == "a missing feedback" and i == len(sent) - 1:
                message.ClearField("feedback")
            stream.send_message(message)
        results, said = stream.failed()
    assert numbers(results) == sent[:-1]
    assert all(result.submitted.feedback.revision == 1 for result in results)
    assert (said.code.name, said.reason) == ("INVALID_ARGUMENT", "INVALID_FIELD")
    assert set(said.fields) == {field}
    check(said)
    assert len(list(all_feedback(tenant))) == len(sent) - 1


def test_bytes_that_are_not_a_message_end_a_stream_after_all_earlier_results(server, tenant):
    call = server.channel.stream_stream("/plaudit.v1.FeedbackService/StreamFeedback")
    good = item(1, saying("good")).SerializeToString()
    headers = (("authorization", f"Bearer {server.key}"), ("x-namespace", tenant.id))
    with pytest.raises(grpc.RpcError) as raised:
        list(call(iter([good, b"\xff\xff"]), metadata=headers, timeout=30))
    assert raised.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert [stored.text for stored in all_feedback(tenant)] == ["good"]


def test_the_stream_id_may_be_repeated_in_any_case_or_omitted(tenant, stream_id):
    with FeedbackStream(tenant) as stream:
        for number, repeated in enumerate((stream_id, stream_id.upper(), "", stream_id), 1):
            stream.send_message(item(number, saying("text"), repeated))
        assert numbers(stream.rest()) == [1, 2, 3, 4]


def test_a_too_large_message_ends_a_stream_after_all_earlier_results(tenant):
    with FeedbackStream(tenant) as stream:
        stream.send_all((number, saying("small")) for number in (1, 2))
        stream.send(3, saying("large", metadata=struct({"a": "x" * MAX_MESSAGE})))
        results, said = stream.failed()
    assert numbers(results) == [1, 2]
    assert (said.code.name, said.reason) == ("RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE")


def test_acknowledgements_of_the_longest_items_fit_into_what_clients_accept(tenant):
    """Clients accept messages of 4 MiB; the longest item leaves no room for others."""
    longest = len(LONGEST["correction"])
    sizes = [75_000] * 3 + [longest] * 3 + [75_000] * 20 + [longest, 10]
    with FeedbackStream(tenant) as stream:
        stream.send_all(
            (number, saying(**{**LONGEST, "correction": "🙂" * size}))
            for number, size in enumerate(sizes, 1)
        )
        results = stream.rest()
    assert numbers(results) == list(range(1, len(sizes) + 1))
    for result, size in zip(results, sizes, strict=True):
        assert len(result.submitted.feedback.correction) == size


def test_resuming_replays_recorded_items_and_records_nothing_twice(tenant, stream_id):
    one, other = fresh("search"), fresh("search")
    items = [
        (1, saying("one", search=one)),
        (2, saying("other", search=other)),
        (3, saying("one changed", search=one)),
        (4, saying("one again", search=one)),
        (5, saying("last")),
    ]
    with FeedbackStream(tenant, stream_id) as stream:
        stream.send_all(items)
        first = stream.rest()
    assert [result.submitted.feedback.revision for result in first] == [1, 1, 2, 3, 1]
    before = [get(tenant, result.submitted.feedback.id) for result in first]
    for behind in range(5):
        with FeedbackStream(tenant, stream_id.upper()) as stream:  # UUIDs have no case
            stream.send_all(items[behind:])
            again = stream.rest()
        assert all(result.submitted.replayed for result in again)
        assert [result.submitted.feedback for result in again] == before[behind:]
    assert [get(tenant, result.submitted.feedback.id) for result in first] == before
    assert count_revisions(tenant, before[0].id) == 3


def test_acknowledgements_with_long_contexts_fit_into_what_clients_accept(tenant):
    items = [saying(f"{i}") for i in range(150)]
    context = struct({"context": "x" * 60_000})
    tenant.feedback.BatchSubmit(BatchSubmitRequest(items=items, session_context=context))
    with FeedbackStream(tenant) as stream:
        stream.send_all(enumerate(items, 1))
        results = stream.rest()
    assert [result.submitted.replayed for result in results] == [True] * 150
    assert all(result.submitted.feedback.session_context == context for result in results)


def test_resuming_does_not_reveal_content_of_others(tenant, stream_id):
    """A number stands for the item first sent with it, whatever is sent with it again."""
    search = fresh("search")
    said = saying("a secret", search=search, external_user_id="alice")
    made = submit(tenant, **{f.name: v for f, v in said.ListFields()}).feedback
    writer = tenant.client("feedback.write")
    with FeedbackStream(writer, stream_id) as stream:
        stream.send(10, saying("ten"))
        stream.rest()
    guess = saying("a guess", search=search, external_user_id="alice")
    with FeedbackStream(writer, stream_id) as stream:
        stream.send(1, guess)
        (result,) = stream.rest()
    told = result.submitted.feedback
    assert result.submitted.replayed
    assert told.id == made.id
    told_fields = {field.name for field, _ in told.ListFields()}
    assert told_fields == {"id", "state", "revision", "create_time", "update_time"}
    assert get(tenant, made.id) == made


def test_a_resumed_stream_continues_with_new_items(tenant, stream_id):
    items = [(number, saying(f"text {number}")) for number in range(1, 21)]
    with FeedbackStream(tenant, stream_id) as stream:
        stream.send_all(items[:10])
        stream.rest()
    with FeedbackStream(tenant, stream_id) as stream:
        stream.send_all(items[7:])
        results = stream.rest()
    assert numbers(results) == list(range(8, 21))
    assert [r.submitted.replayed for r in results] == [True] * 3 + [False] * 10


def test_the_same_stream_id_of_another_credential_is_another_stream(tenant, stream_id):
    items = [(1, saying("a", search="s", user_id="u")), (2, saying("b", search="s", user_id="u"))]
    for client, revisions in ((tenant, [1, 2]), (tenant.client("feedback.write"), [3, 4])):
        with FeedbackStream(client, stream_id) as stream:
            stream.send_all(items)
            assert [r.submitted.feedback.revision for r in stream.rest()] == revisions


def test_clients_that_disconnect_anywhere_and_resume_record_each_item_once(tenant, stream_id):
    """The stream changes every feedback repeatedly; each change is one revision."""
    random_ = random.Random(7)
    searches = [fresh("search") for _ in range(40)]
    items = [
        (number, saying(f"{number}", search=random_.choice(searches))) for number in range(1, 2501)
    ]
    acknowledged = 0
    for _ in range(30):
        with FeedbackStream(tenant, stream_id) as stream:
            stream.send_all(items[acknowledged : acknowledged + random_.randint(1, 300)])
            if random_.random() < 0.6:
                acknowledged = stream.take(1)[0].sequence_number
            time.sleep(random_.uniform(0, 0.02))
        # The other sent items may have been recorded or not.
    assert acknowledged < len(items)
    with FeedbackStream(tenant, stream_id) as stream:
        stream.send_all(items[acknowledged:])
        assert numbers(stream.rest()) == list(range(acknowledged + 1, len(items) + 1))
    said: dict[str, list[str]] = {}
    for _, feedback in items:
        said.setdefault(feedback.target.search.search_id, []).append(feedback.text)
    stored = {f.target.search.search_id: f for f in all_feedback(tenant)}
    assert {search: f.text for search, f in stored.items()} == {s: t[-1] for s, t in said.items()}
    for search, texts in said.items():
        request = ListFeedbackRevisionsRequest(id=stored[search].id, page_size=1000)
        revisions = tenant.feedback.ListFeedbackRevisions(request).revisions
        assert [r.text for r in reversed(revisions)] == texts


def test_refused_items_are_retried_when_the_stream_is_resumed(tenant, stream_id):
    session = fresh("ses")
    late = Feedback(target=on_message(session, "late"), rating=RATING_POSITIVE)
    items = [(1, saying("good")), (2, late), (3, saying("x" * 32_769)), (4, saying("good"))]
    with FeedbackStream(tenant, stream_id) as stream:
        stream.send_all(items)
        results = stream.rest()
    assert error_of(results[1]).reason == "EXCHANGE_NOT_FOUND"
    assert error_of(results[2]).reason == "INVALID_FIELD"
    register(tenant, session_id=session, message_id="late")
    items[2] = (3, saying("mended"))
    for replayed in ([True, False, False, True], [True] * 4):
        with FeedbackStream(tenant, stream_id) as stream:
            stream.send_all(items)
            results = stream.rest()
        assert [result.submitted.replayed for result in results] == replayed
    assert results[1].submitted.stored
    assert results[2].submitted.feedback.text == "mended"
    assert all(result.submitted.feedback.revision == 1 for result in results)


def test_an_item_that_was_refused_alone_is_retried(tenant, stream_id):
    for number, said in ((1, saying("x" * 32_769)), (2, saying("good")), (1, saying("mended"))):
        with FeedbackStream(tenant, stream_id) as stream:
            stream.send(number, said)
            (result,) = stream.rest()
    assert not result.submitted.replayed
    assert {stored.text for stored in all_feedback(tenant)} == {"good", "mended"}


def test_a_feedback_that_was_deleted_in_between_stays_deleted(tenant, stream_id):
    items = [(number, saying(f"text {number}")) for number in range(1, 4)]
    with FeedbackStream(tenant, stream_id) as stream:
        stream.send_all(items)
        gone = stream.rest()[1].submitted.feedback.id
    tenant.feedback.DeleteFeedback(DeleteFeedbackRequest(id=gone))
    for _ in range(3):
        with FeedbackStream(tenant, stream_id) as stream:
            stream.send_all(items)
            results = stream.rest()
        said = error_of(results[1])
        assert (said.code.name, said.reason) == ("NOT_FOUND", "FEEDBACK_NOT_FOUND")
        assert results[0].submitted.replayed
        assert results[2].submitted.replayed
    assert {stored.text for stored in all_feedback(tenant)} == {"text 1", "text 3"}


def test_feedback_changed_in_between_is_acknowledged_in_its_current_state(tenant, stream_id):
    with FeedbackStream(tenant, stream_id) as stream:
        stream.send(1, feedback := saying("first"))
        stored = stream.rest()[0].submitted.feedback
    request = UpdateFeedbackRequest(feedback=Feedback(id=stored.id, text="changed"))
    changed = tenant.feedback.UpdateFeedback(request).feedback
    with FeedbackStream(tenant, stream_id) as stream:
        stream.send(1, feedback)
        (again,) = stream.rest()
    assert again.submitted.replayed
    assert again.submitted.feedback == changed


def test_without_a_stream_id_the_content_decides_what_is_recorded_again(tenant):
    search = fresh("search")
    same = [(1, saying("stays", search=search, external_user_id="a"))]
    twice = [(2, saying("one", search=search)), (3, saying("other", search=search))]
    for same_replayed, revisions in ((False, [1, 2]), (True, [3, 4])):
        with FeedbackStream(tenant) as stream:
            stream.send_all(same + twice)
            stays, *changed = stream.rest()
        assert stays.submitted.replayed == same_replayed
        assert [result.submitted.feedback.revision for result in changed] == revisions


def test_a_stream_without_items_has_no_results(tenant, stream_id):
    with FeedbackStream(tenant, stream_id) as stream:
        assert stream.rest() == []


def test_a_credential_without_the_scope_may_not_open_a_stream(tenant):
    with FeedbackStream(tenant.client("feedback.read")) as stream:
        stream.send(1, saying("text"))
        results, said = stream.failed()
    assert results == []
    assert (said.code.name, said.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")
    assert list(all_feedback(tenant)) == []


def test_end_users_stream_only_their_own_feedback(tenant):
    with FeedbackStream(Application(tenant).client("alice")) as stream:
        stream.send(1, saying("mine"))
        stream.send(2, saying("not mine", user_id="bob"))
        stream.send(3, saying("mine too", user_id="alice"))
        mine, others, too = stream.rest()
    assert mine.submitted.feedback.user_id == too.submitted.feedback.user_id == "alice"
    assert error_of(others).reason == "AUTHOR_FORBIDDEN"


def test_a_stream_records_nothing_more_once_its_key_is_revoked(server, tenant):
    key = tenant.new_key("feedback.write")
    with FeedbackStream(server.client(key.secret)) as stream:
        stream.send(1, saying("before"))
        assert numbers(stream.take(1)) == [1]
        tenant.admin.RevokeApiKey(admin_pb2.RevokeApiKeyRequest(id=key.api_key.id))
        stream.send(2, saying("after"))
        results, said = stream.failed()
    assert results == []
    assert (said.code.name, said.reason) == ("UNAUTHENTICATED", "API_KEY_REVOKED")
    assert [stored.text for stored in all_feedback(tenant)] == ["before"]


def test_early_feedback_of_a_stream_takes_effect_when_its_exchange_is_completed(new_tenant):
    tenant = new_tenant(early_feedback=True)
    session = fresh("ses")
    with FeedbackStream(tenant) as stream:
        stream.send(1, Feedback(target=on_message(session, "m"), rating=RATING_POSITIVE))
        (result,) = stream.take(1)
        assert not result.submitted.stored
        tenant.exchanges.CreateExchange(registration(session_id=session, message_id="m"))
        stream.send(2, Feedback(target=on_message(session, "m"), rating=RATING_NEGATIVE))
        (result,) = stream.rest()
    assert result.submitted.feedback.revision == 3
    assert memories(tenant) == []


class Peak:
    """The peak memory of a process."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self.before = self.bytes = self._process.memory_info().rss
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def grown(self) -> int:
        return self.bytes - self.before

    def _look(self) -> None:
        while not self._over.wait(0.02):
            self.bytes = max(self.bytes, self._process.memory_info().rss)


def test_20_000_items_of_a_client_that_does_not_read_responses_are_all_recorded(
    database: str, start_server: Callable[..., Server], stream_id: str
) -> None:
    """The items have 200 MB: if the server had read them all before they were written, or kept the
    answers that nobody read, it would have grown by more than that."""
    server = start_server(database)
    client = server.client()
    with FeedbackStream(client) as warm_up:
        warm_up.send_all((i, saying("x" * 10_000)) for i in range(1, 2000))
        warm_up.rest()
    sent = itertools.count(1)

    def items() -> Iterator[StreamFeedbackRequest]:
        for number in range(1, 20_001):
            next(sent)
            yield item(number, saying("x" * 10_000), stream_id if number == 1 else "")

    with Peak(server.worker.pid) as peak:
        call = client.feedback.StreamFeedback(items())
        time.sleep(3)  # the client does not read
        held_up = next(sent) - 1
        results = [result for response in call for result in response.results]
    assert held_up < 10_000, "flow control did not slow down the client"
    assert numbers(results) == list(range(1, 20_001))
    assert all(result.WhichOneof("result") == "submitted" for result in results)
    assert sum(f.text.startswith("x") for f in all_feedback(client)) == 20_000 + 1999
    # SQLite's own cache may fill meanwhile, which is 64 MiB.
    assert peak.grown < 120_000_000, f"the server grew by {peak.grown} bytes"
    assert server.stop() == 0


def test_the_longest_items_do_not_fill_the_memory(
    start_server: Callable[..., Server], new_database: Callable[[str], str]
) -> None:
    """300 items have 350 MB; while they wait, only some of them may be in memory."""
    server = start_server(new_database("sqlite"))
    client = server.client()
    with Peak(server.worker.pid) as peak:
        call = client.feedback.StreamFeedback(
            item(number, saying(**LONGEST)) for number in range(1, 301)
        )
        time.sleep(2)  # the client does not read
        results = [result for response in call for result in response.results]
    assert numbers(results) == list(range(1, 301))
    # Each of those takes some ten times its length, as message, row and response.
    assert peak.grown < 400_000_000, f"the server grew by {peak.grown} bytes"
    assert server.stop() == 0


def test_sigterm_acknowledges_the_items_that_were_read_and_ends_the_stream(
    database: str, start_server: Callable[..., Server], stream_id: str
) -> None:
    server = start_server(database)
    client = server.client()
    items = [(number, saying(f"{number}")) for number in range(1, 100_001)]
    with FeedbackStream(client, stream_id) as stream:
        idle = FeedbackStream(client)
        stream.send_all(items)
        first = stream.take(500)
        server.process.send_signal(signal.SIGTERM)
        results, said = stream.failed()
        assert (said.code.name, said.reason) == ("UNAVAILABLE", "DRAINING")
        assert said.details["RetryInfo"].retry_delay.ToNanoseconds() > 0
        nothing, said = idle.failed()
        assert (nothing, said.reason) == ([], "DRAINING")
    assert server.stop() == 0
    acknowledged = numbers(first + results)
    assert acknowledged == list(range(1, len(acknowledged) + 1))
    assert len(acknowledged) < len(items), "the stream was over before the signal came"
    server = start_server(database)
    stored = sorted(int(feedback.text) for feedback in all_feedback(server.client()))
    assert stored == acknowledged
    with FeedbackStream(server.client(), stream_id) as stream:
        stream.send_all(items[len(acknowledged) : len(acknowledged) + 10])
        assert not any(result.submitted.replayed for result in stream.rest())
    assert server.stop() == 0
