"""kill -9 during a stream and during an erasure: a retry completes them without duplicates."""

from __future__ import annotations

import itertools
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator

import grpc
import pytest

from plaudit.v1 import feedback_pb2, target_pb2
from plaudit.v1.admin_pb2 import EraseSubjectRequest
from support.observing import rows, sqlite_file
from support.servers import Client, Server
from support.streams import FeedbackStream

ITEMS = 30_000
SEARCHES = 5_000
KILLS = 6
VERA = "vera-7391"
HUSH = "hush7391"
HERS = 10_000
"""The number of Vera's feedbacks: the server erases them with 50 writes."""


def _item(number: int) -> feedback_pb2.Feedback:
    """Make the feedback of an item; many items change the feedback on the same search."""
    search = target_pb2.SearchTarget(search_id=f"{number % SEARCHES}")
    return feedback_pb2.Feedback(target=target_pb2.Target(search=search), text=f"text {number}")


def _stream_until_killed(server: Server, stream_id: str, last: int, moment: float) -> int:
    """Resume after item `last` until the server is killed; return the last acknowledged."""
    killing = threading.Timer(moment, server.process.kill)
    with FeedbackStream(server.client(), stream_id) as stream:
        stream.send_all((number, _item(number)) for number in range(last + 1, ITEMS + 1))
        stream.take(1)
        killing.start()
        last += 1
        acknowledged = [last]
        with pytest.raises(grpc.RpcError) as broken:
            acknowledged.extend(_read(stream, after=last))
        assert broken.value.code() == grpc.StatusCode.UNAVAILABLE
    killing.join()
    server.kill()
    return acknowledged[-1]


def _read(stream: FeedbackStream, *, after: int) -> Iterator[int]:
    for number in itertools.count(after + 1):
        (result,) = stream.take(1)
        assert result.sequence_number == number
        assert result.WhichOneof("result") == "submitted"
        yield number


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_kill_9_during_a_stream_loses_nothing_acknowledged_and_resuming_is_exact(
    kind: str,
    new_database: Callable[[str], str],
    start_server: Callable[..., Server],
    rounds: Callable[[int], int],
) -> None:
    database = new_database(kind)
    moments = random.Random(f"streams {kind}")
    stream_id = str(uuid.uuid4())
    last = 0
    for _ in range(rounds(KILLS)):
        server = start_server(database)
        last = _stream_until_killed(server, stream_id, last, moments.uniform(0.02, 0.3))
        states = _numbers(database)
        assert states >= set(range(1, last + 1)), "an acknowledged item is lost"
        assert states == set(range(1, len(states) + 1)), "an item was skipped"
    assert rounds(KILLS) < last < ITEMS
    server = start_server(database)
    end = min(ITEMS, last + 5_000)
    with FeedbackStream(server.client(), stream_id) as stream:
        stream.send_all((number, _item(number)) for number in range(last + 1, end + 1))
        assert [r.sequence_number for r in stream.rest()] == list(range(last + 1, end + 1))
    assert server.stop() == 0
    # Each item is one state of one feedback, in the order of sending.
    found = _states(database)
    assert sorted(number for numbers in found.values() for number in numbers) == list(
        range(1, end + 1)
    )
    for search, numbers in found.items():
        first = search or SEARCHES
        assert numbers == list(range(first, end + 1, SEARCHES))


def _states(database: str) -> dict[int, list[int]]:
    """Return the item numbers of the revisions of each feedback, by its search."""
    found: dict[int, list[int]] = {}
    states = rows(
        database,
        "SELECT target_id, revision, text FROM feedback"
        " UNION ALL SELECT target_id, revision, text FROM feedback_revision",
    )
    for search, revision, text in sorted(states, key=lambda state: (state[0], state[1])):
        numbers = found.setdefault(int(search), [])
        numbers.append(int(text.split()[1]))
        assert revision == len(numbers)
    return found


def _numbers(database: str) -> set[int]:
    return {number for numbers in _states(database).values() for number in numbers}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_retry_completes_an_erasure_after_kill_9(
    kind: str, new_database: Callable[[str], str], start_server: Callable[..., Server]
) -> None:
    database = new_database(kind)
    server = start_server(database)
    for who, text in ((VERA, HUSH), ("ann", "public"), (VERA, f"{HUSH} changed")):
        for i in range(0, HERS, 1000):
            _submit(server.client(), who, text, range(i, i + 1000))
    before = _of_others(database)
    moments = random.Random(f"erasures {kind}")
    left = [HERS]
    for _ in range(3):
        some = left[-1] - moments.randint(1, 1000)
        killing = threading.Thread(target=_kill_below, args=(server, database, some))
        killing.start()
        with pytest.raises(grpc.RpcError) as error:
            server.client().admin.EraseSubject(EraseSubjectRequest(external_user_id=VERA))
        assert error.value.code() == grpc.StatusCode.UNAVAILABLE
        killing.join()
        server.kill()
        server = start_server(database)
        left.append(_count_of_vera(database))
    assert 0 < left[-1] < left[0] - 3, "the kills came too early, or too late"
    receipt = server.client().admin.EraseSubject(EraseSubjectRequest(external_user_id=VERA))
    assert receipt.feedback_count == left[-1]
    assert _count_of_vera(database) == 0
    assert _of_others(database) == before
    marks = "SELECT count(*), count(DISTINCT id) FROM feedback_revision WHERE state = 4"
    assert rows(database, marks) == [(HERS, HERS)]
    if kind == "sqlite":
        path = sqlite_file(database)
        for file in path.parent.glob(f"{path.name}*"):
            assert VERA.encode() not in file.read_bytes()
            assert HUSH.encode() not in file.read_bytes()
    assert server.stop() == 0


def _kill_below(server: Server, database: str, count: int) -> None:
    """Kill the server when fewer rows of Vera than this are left."""
    end = time.monotonic() + 30
    while _count_of_vera(database) >= count and time.monotonic() < end:
        pass
    server.process.kill()


def _submit(client: Client, who: str, text: str, numbers: Iterable[int]) -> None:
    answer = client.feedback.BatchSubmit(
        feedback_pb2.BatchSubmitRequest(
            items=[
                feedback_pb2.Feedback(
                    target=target_pb2.Target(search=target_pb2.SearchTarget(search_id=f"{i}")),
                    text=f"{text} {i}",
                    external_user_id=who,
                )
                for i in numbers
            ]
        )
    )
    assert answer.failed_count == 0


def _count_of_vera(database: str) -> int:
    ((count,),) = rows(database, f"SELECT count(*) FROM feedback WHERE external_user_id = '{VERA}'")
    return int(count)


def _of_others(database: str) -> list[tuple[str, ...]]:
    return sorted(
        rows(database, "SELECT id, text, target_id FROM feedback WHERE external_user_id = 'ann'")
    )
