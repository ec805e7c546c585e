"""Random sequences of calls: the service must behave like a simple model."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import grpc
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from plaudit.v1 import admin_pb2, memory_pb2
from plaudit.v1 import feedback_pb2 as pb
from plaudit.v1.exchange_pb2 import (
    EXCHANGE_STATUS_COMPLETED,
    EXCHANGE_STATUS_PENDING,
    CreateExchangeRequest,
    Exchange,
)
from support import messages
from support.reference_model import GONE, Event, Fits, Model, Opinion, SentExchange, State, Target
from support.servers import Server, failure, parse_status
from support.tenants import Tenant

SESSION = "the-session"
AUTHORS = ("ada", "bob")
MESSAGES = ("m1", "m2")

Submitting = tuple[Target, str, str, Opinion]
"""Target, author, name and opinion."""

targets = st.one_of(
    st.just(("message", "m1")),  # most of them on the same message, so that it changes often
    st.tuples(st.sampled_from(("message", "request")), st.sampled_from(MESSAGES)),
    st.tuples(st.just("search"), st.sampled_from(("q1", "q2"))),
    st.just(("session", "")),
)
opinions = st.builds(
    Opinion,
    rating=st.sampled_from((pb.RATING_POSITIVE, pb.RATING_NEGATIVE, 0)),
    text=st.sampled_from(("", "Fine", "not what I MEANT")),
)
submissions = st.tuples(
    targets, st.sampled_from(AUTHORS), st.sampled_from(("overall", "tone")), opinions
)
sending = st.sampled_from((None, None, True, False))
"""Whether the exchange is sent with the feedback, and if so, whether it is completed."""
places = st.integers(0, 1_000)
"""The choice of an existing element: its index modulo their number."""
orders = st.sampled_from(
    (
        (pb.FEEDBACK_ORDER_CREATED_DESC, False, True),
        (pb.FEEDBACK_ORDER_CREATED_ASC, False, False),
        (pb.FEEDBACK_ORDER_UPDATED_DESC, True, True),
        (pb.FEEDBACK_ORDER_UPDATED_ASC, True, False),
    )
)
FILTERS: tuple[tuple[dict[str, object], Fits], ...] = (
    ({}, lambda s: True),
    ({"session_id": SESSION}, lambda s: s.target[0] != "search"),
    ({"target": messages.on_search("q1")}, lambda s: s.target == ("search", "q1")),
    ({"target": messages.on_message(SESSION, "m1")}, lambda s: s.target == ("message", "m1")),
    ({"external_user_id": "ada"}, lambda s: s.author == "ada"),
    ({"ratings": [pb.RATING_NEGATIVE]}, lambda s: s.opinion.rating == pb.RATING_NEGATIVE),
    ({"ratings": [pb.RATING_UNSPECIFIED]}, lambda s: s.opinion.rating == 0),
    ({"names": ["tone"]}, lambda s: s.name == "tone"),
    ({"text": "mEaNt"}, lambda s: "MEANT" in s.opinion.text),
    (
        {"states": [pb.FEEDBACK_STATE_PENDING_TARGET]},
        lambda s: s.state == pb.FEEDBACK_STATE_PENDING_TARGET,
    ),
    (
        {"states": [pb.FEEDBACK_STATE_OVERRULED]},
        lambda s: s.state == pb.FEEDBACK_STATE_OVERRULED,
    ),
    (
        {"states": [pb.FEEDBACK_STATE_ACTIVE]},
        lambda s: s.state == pb.FEEDBACK_STATE_ACTIVE,
    ),
    (
        {"external_user_id": "bob", "ratings": [pb.RATING_POSITIVE]},
        lambda s: s.author == "bob" and s.opinion.rating == pb.RATING_POSITIVE,
    ),
)
filters = st.sampled_from(FILTERS)


def change(name: str, *arguments: st.SearchStrategy[Any], often: int = 1) -> list[Any]:
    """Make changes, each with the name of a method of Comparison and its arguments."""
    return [st.tuples(st.just(name), *arguments)] * often


authors = st.sampled_from(AUTHORS)
changes = st.one_of(
    *change("submit", submissions, sending, often=6),
    *change(
        "submit_many",
        st.lists(st.tuples(submissions, sending), min_size=1, max_size=6),
        st.booleans(),
        often=2,
    ),
    *change("update", places, opinions, often=3),
    *change("overrule", places, st.sampled_from(AUTHORS), opinions, often=3),
    *change("overrule_by_update", places, places),
    *change("delete", places, often=3),
    *change("create_exchange", st.sampled_from(MESSAGES), authors, st.booleans(), often=2),
    *change("complete_exchange", st.sampled_from(MESSAGES)),
    *change("erase", authors),
    *change("take_early_feedback"),
)


def target_message(target: Target) -> object:
    kind, name = target
    match kind:
        case "message":
            return messages.on_message(SESSION, name)
        case "request":
            return messages.on_request(SESSION, f"request-of-{name}")
        case "search":
            return messages.on_search(name)
        case _:
            return messages.on_session(SESSION)


def feedback_message(target: Target, author: str, name: str, what: Opinion) -> pb.Feedback:
    return pb.Feedback(
        target=target_message(target),
        external_user_id=author,
        name="" if name == "overall" else name,
        rating=what.rating,
        text=what.text,
    )


def exchange_message(message: str, author: str, *, done: bool) -> Exchange:
    return Exchange(
        session_id=SESSION,
        message_id=message,
        request_id=f"request-of-{message}",
        external_user_id=author,
        status=EXCHANGE_STATUS_COMPLETED if done else EXCHANGE_STATUS_PENDING,
        prompt="What is it?",
        answer=f"It is {message}.",
    )


def sent_exchange(submission: Submitting, done: bool | None) -> SentExchange | None:
    """Return the exchange to send with a submission, if it is on an exchange."""
    target, author, *_ = submission
    if done is None or target[0] not in ("message", "request"):
        return None
    return SentExchange(author, done)


def outcome(call: Callable[[Any], Any], request: Any) -> Any:
    """Make a call; return its response, or the reason of its error."""
    try:
        return call(request)
    except grpc.RpcError as error:
        return failure(error).reason


class Comparison(RuleBasedStateMachine):
    """Makes every change in a namespace of a real server and in the model."""

    server: Server

    def __init__(self) -> None:
        super().__init__()
        self.tenant = Tenant(self.server)
        self.model = Model(early=False)
        self.ids: dict[int, str] = {}
        """The ids of the service by those of the model."""
        self.watched = 0
        self.token = ""

    @initialize(early=st.booleans(), done=st.booleans())
    def start(self, early: bool, done: bool) -> None:
        if early:
            self.take_early_feedback()
        self.create_exchange("m1", "ada", done)

    @rule(changes=st.lists(changes, min_size=1, max_size=12))
    def change(self, changes: list[tuple[Any, ...]]) -> None:
        for name, *arguments in changes:
            getattr(self, name)(*arguments)

    def take_early_feedback(self) -> None:
        self.model.early = not self.model.early
        request = admin_pb2.UpdateNamespaceRequest(
            namespace=admin_pb2.Namespace(early_feedback=self.model.early),
            update_mask={"paths": ["early_feedback"]},
        )
        self.tenant.admin.UpdateNamespace(request)

    def create_exchange(self, message: str, author: str, done: bool) -> None:
        request = CreateExchangeRequest(exchange=exchange_message(message, author, done=done))
        if self.model.create_exchange(message, author, completed=done):
            self.tenant.exchanges.CreateExchange(request)
        else:
            with pytest.raises(grpc.RpcError) as refused:
                self.tenant.exchanges.CreateExchange(request)
            assert failure(refused.value).reason == "EXCHANGE_EXISTS"

    def complete_exchange(self, message: str) -> None:
        exchange = self.model.exchanges.get(message)
        if exchange is None or exchange.completed:
            return
        self.model.complete_exchange(message)
        messages.update(
            self.tenant,
            "status",
            session_id=SESSION,
            message_id=message,
            status="EXCHANGE_STATUS_COMPLETED",
        )

    def submit(self, submission: Submitting, done: bool | None) -> None:
        sent = sent_exchange(submission, done)
        expected, created = self.model.submit_with(sent, *submission)
        request = pb.SubmitFeedbackRequest(feedback=feedback_message(*submission))
        if sent is not None:
            message = exchange_message(submission[0][1], sent.author, done=sent.completed)
            request.exchange.CopyFrom(message)
        answer = outcome(self.tenant.feedback.SubmitFeedback, request)
        if isinstance(expected, State):
            assert answer.stored == expected.keeps
            assert answer.exchange_created == created
            self.same(answer.feedback, expected)
        else:
            assert answer == expected

    def submit_many(self, many: list[tuple[Submitting, bool | None]], streamed: bool) -> None:
        sent = [sent_exchange(*one) for one in many]
        if not streamed:
            # In a batch, all items on an exchange use the first one sent for it.
            first: dict[str, SentExchange] = {}
            for ((_, message), *_), one in zip((s for s, _ in many), sent, strict=True):
                if one is not None:
                    first.setdefault(message, one)
            sent = [
                first.get(message) if kind in ("message", "request") else None
                for ((kind, message), *_), _ in many
            ]
        expected = [
            self.model.submit_with(one, *submission)
            for one, (submission, _) in zip(sent, many, strict=True)
        ]
        items = [feedback_message(*submission) for submission, _ in many]
        exchanges = [
            one and exchange_message(submission[0][1], one.author, done=one.completed)
            for one, (submission, _) in zip(sent, many, strict=True)
        ]
        if streamed:
            results = self.stream(zip(items, exchanges, strict=True))
        else:
            request = pb.BatchSubmitRequest(
                items=items, exchanges=[one for one in exchanges if one is not None]
            )
            results = self.tenant.feedback.BatchSubmit(request).results
        for result, (state, created) in zip(results, expected, strict=True):
            if isinstance(state, str):
                assert parse_status(result.error).reason == state
            else:
                self.same(result.submitted.feedback, state)
                assert result.submitted.exchange_created == created

    def stream(
        self, items: Iterable[tuple[pb.Feedback, Exchange | None]]
    ) -> list[pb.StreamFeedbackResult]:
        stream_id = str(uuid.uuid4())
        requests = [
            pb.StreamFeedbackRequest(
                stream_id=stream_id, sequence_number=n, feedback=item, exchange=exchange
            )
            for n, (item, exchange) in enumerate(items, 1)
        ]
        answers = self.tenant.feedback.StreamFeedback(iter(requests))
        results = [result for answer in answers for result in answer.results]
        assert [r.sequence_number for r in results] == [r.sequence_number for r in requests]
        return results

    def update(self, place: int, what: Opinion) -> None:
        if not self.model.feedback:
            return
        was = self.pick(place)
        what = dataclasses.replace(what, overrules=was.opinion.overrules)
        expected = self.model.update(was, what)
        request = pb.UpdateFeedbackRequest(
            feedback=pb.Feedback(id=self.ids[was.number], rating=what.rating, text=what.text),
            update_mask={"paths": ["rating", "text"]},
        )
        answer = outcome(self.tenant.feedback.UpdateFeedback, request)
        if isinstance(expected, State):
            self.same(answer.feedback, expected)
        else:
            assert answer == expected

    def overrule(self, place: int, author: str, what: Opinion) -> None:
        """Submit feedback that overrules some feedback on the same target."""
        if not self.model.feedback:
            return
        was = self.pick(place)
        what = dataclasses.replace(what, overrules=was.number)
        expected = self.model.submit(was.target, author, was.name, what)
        message = feedback_message(was.target, author, was.name, what)
        message.overrules = self.ids[was.number]
        answer = outcome(
            self.tenant.feedback.SubmitFeedback, pb.SubmitFeedbackRequest(feedback=message)
        )
        if isinstance(expected, State):
            self.same(answer.feedback, expected)
        else:
            assert answer == expected

    def overrule_by_update(self, place: int, other: int) -> None:
        if not self.model.feedback:
            return
        was, overruled = self.pick(place), self.pick(other)
        expected = self.model.update(
            was, dataclasses.replace(was.opinion, overrules=overruled.number)
        )
        request = pb.UpdateFeedbackRequest(
            feedback=pb.Feedback(id=self.ids[was.number], overrules=self.ids[overruled.number])
        )
        answer = outcome(self.tenant.feedback.UpdateFeedback, request)
        if isinstance(expected, State):
            self.same(answer.feedback, expected)
        else:
            assert answer == expected

    def delete(self, place: int) -> None:
        if not self.model.feedback:
            return
        was = self.pick(place)
        request = pb.DeleteFeedbackRequest(id=self.ids[was.number])
        self.same(self.tenant.feedback.DeleteFeedback(request).feedback, self.model.delete(was))
        with pytest.raises(grpc.RpcError) as refused:
            self.tenant.feedback.DeleteFeedback(request)
        assert failure(refused.value).reason == "FEEDBACK_NOT_FOUND"

    def erase(self, author: str) -> None:
        self.watch()
        exchanges = sum(e.author == author for e in self.model.exchanges.values())
        request = admin_pb2.EraseSubjectRequest(external_user_id=author)
        receipt = self.tenant.admin.EraseSubject(request)
        last = max((event.after.stamp for event in self.model.history), default=0)
        count = self.model.erase(author)
        assert (receipt.feedback_count, receipt.exchange_count) == (count, exchanges)
        released = [
            event
            for event in self.model.history
            if event.after.stamp > last and event.after.state != pb.FEEDBACK_STATE_ERASED
        ]
        # The order in which the feedback of a person is erased is not specified.
        received = self.changes(len(released) + count)
        self.compare_changes(received[: len(released)], released, lambda _: True)
        received = received[len(released) :]
        erased = self.model.history[len(self.model.history) - count :]
        assert {c.feedback.id: c.feedback.revision for c in received} == {
            self.ids[e.after.number]: e.after.revision for e in erased
        }
        self.watched = len(self.model.history)

    @rule(wanted=filters, order=orders, size=st.integers(1, 4))
    def list(
        self, wanted: tuple[dict[str, object], Fits], order: tuple[int, bool, bool], size: int
    ) -> None:
        fields, fits = wanted
        expected = self.model.listed(fits, by_update=order[1], descending=order[2])
        request = pb.ListFeedbackRequest(filter=fields, order=order[0], page_size=size)
        found: list[pb.Feedback] = []
        while True:
            answer = self.tenant.feedback.ListFeedback(request)
            assert len(answer.feedback) <= size
            found += answer.feedback
            if not answer.next_page_token:
                break
            request.page_token = answer.next_page_token
        assert [f.id for f in found] == [self.ids[state.number] for state in expected]
        for message, state in zip(found, expected, strict=True):
            self.same(message, state)

    @rule()
    def watch(self) -> None:
        """Resume after the last watch."""
        expected = self.model.history[self.watched :]
        self.compare_changes(self.changes(len(expected)), expected, lambda _: True)
        self.watched = len(self.model.history)

    @rule(wanted=filters)
    def watch_from_the_beginning(self, wanted: tuple[dict[str, object], Fits]) -> None:
        fields, fits = wanted
        expected = list(self.model.watched(fits))
        received, _ = self.read_watch(len(expected), filter=fields, from_beginning=True)
        erased = pb.FEEDBACK_STATE_ERASED
        kept = [event for event in expected if event.after.state != erased]
        self.compare_changes([c for c in received if c.feedback.state != erased], kept, fits)

    def changes(self, count: int) -> list[pb.FeedbackChange]:
        start = {"resume_token": self.token} if self.token else {"from_beginning": True}
        received, self.token = self.read_watch(count, **start)
        return received

    def read_watch(self, count: int, **request: object) -> tuple[list[pb.FeedbackChange], str]:
        """Watch for `count` changes, and return the token after them."""
        call = self.tenant.feedback.WatchFeedback(pb.WatchFeedbackRequest(**request), timeout=20)
        received: list[pb.FeedbackChange] = []
        for answer in call:
            if answer.HasField("change"):
                received.append(answer.change)
            if len(received) == count:
                break
        call.cancel()
        return received, answer.resume_token

    def compare_changes(
        self, received: list[pb.FeedbackChange], expected: list[Event], fits: Fits
    ) -> None:
        for change, event in zip(received, expected, strict=True):
            self.same(change.feedback, event.after)
            gone = event.after.state in GONE
            if gone:
                assert change.type == pb.FEEDBACK_CHANGE_TYPE_DELETED
            elif event.before is None:
                assert change.type == pb.FEEDBACK_CHANGE_TYPE_CREATED
            else:
                assert change.type == pb.FEEDBACK_CHANGE_TYPE_UPDATED
            assert change.left_filter == (gone or not fits(event.after))

    @precondition(lambda self: self.model.feedback)
    @rule(place=places)
    def read(self, place: int) -> None:
        state = self.pick(place)
        self.same(messages.get(self.tenant, self.ids[state.number]), state)

    @precondition(lambda self: self.model.history)
    @rule(place=places)
    def read_revisions(self, place: int) -> None:
        number = self.model.history[place % len(self.model.history)].after.number
        expected = [e.after for e in self.model.history if e.after.number == number]
        request = pb.ListFeedbackRevisionsRequest(id=self.ids[number])
        found = self.tenant.feedback.ListFeedbackRevisions(request).revisions
        for message, state in zip(found, reversed(expected), strict=True):
            assert (message.revision, message.state) == (state.revision, state.state)

    @invariant()
    def memories_are_the_exchanges_with_positive_feedback(self) -> None:
        answer = self.tenant.memories.ListMemories(memory_pb2.ListMemoriesRequest())
        found = {m.exchange.message_id: m.positive_count for m in answer.memories}
        assert found == self.model.memories()
        searched = self.tenant.memories.SearchMemories(
            memory_pb2.SearchMemoriesRequest(query="what is it")
        )
        assert {m.memory.exchange.message_id for m in searched.matches} == found.keys()

    def pick(self, place: int) -> State:
        states = list(self.model.feedback.values())
        return states[place % len(states)]

    def same(self, message: pb.Feedback, state: State) -> None:
        """Compare a feedback of the service with that of the model, and record its id."""
        assert self.ids.setdefault(state.number, message.id) == message.id
        assert message.target == target_message(state.target)
        assert (message.external_user_id, message.name) == (state.author, state.name)
        assert (message.rating, message.text) == (state.opinion.rating, state.opinion.text)
        assert (message.state, message.revision) == (state.state, state.revision)
        assert message.overrules == self.id_of(state.opinion.overrules)
        assert message.overruled_by == self.id_of(state.overruled_by)

    def id_of(self, number: int) -> str:
        return self.ids[number] if number else ""


def test_the_service_behaves_like_a_simple_model(
    database: str, start_server: Callable[..., Server]
) -> None:
    """On its own database, which stays small: each erasure rewrites the file of SQLite."""
    server = start_server(database)
    machine = type("Comparison", (Comparison,), {"server": server})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=150,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,  # every run of CI is the same
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
