"""A simple model of a namespace, of dictionaries and loops, to compare the service with."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from plaudit.v1 import feedback_pb2 as pb

GONE = (pb.FEEDBACK_STATE_DELETED, pb.FEEDBACK_STATE_ERASED)

Target = tuple[str, str]
"""Kind and name: `("message", "m1")`, `("request", "m1")`, `("search", "q1")`, or
`("session", "")`; all but searches are in the only session of the model."""


@dataclass(frozen=True)
class Opinion:
    """The content of a feedback."""

    rating: int = 0
    text: str = ""
    overrules: int = 0
    """The number of the feedback that it overrules; 0 if none."""

    def __bool__(self) -> bool:
        return bool(self.rating or self.text)


@dataclass(frozen=True)
class State:
    """One state of one feedback."""

    number: int
    """The model's id: a count of created feedbacks."""
    target: Target
    author: str
    name: str
    opinion: Opinion
    state: int
    revision: int
    exchange: int | None
    """The number of its exchange, if it has one."""
    stamp: int = 0
    """The number of the change."""
    overruled_by: int = 0
    """The number of the feedback that overrules it; 0 if none."""

    @property
    def keeps(self) -> bool:
        """Whether it keeps its exchange as a memory."""
        return (
            self.opinion.rating == pb.RATING_POSITIVE
            and self.state == pb.FEEDBACK_STATE_ACTIVE
            and self.exchange is not None
        )


@dataclass(frozen=True)
class Exchange:
    """An exchange in the session, and its author."""

    number: int
    message: str
    author: str
    completed: bool


@dataclass(frozen=True)
class SentExchange:
    """An exchange that is sent with feedback on it."""

    author: str
    completed: bool


@dataclass
class Event:
    """A change that watchers get."""

    before: State | None
    after: State


Fits = Callable[[State], bool]


@dataclass
class Model:
    """A namespace."""

    early: bool
    feedback: dict[tuple[Target, str, str], State] = field(default_factory=dict)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    history: list[Event] = field(default_factory=list)
    """All changes in order, except those that were erased."""

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._stamps = itertools.count(1)

    def submit(self, target: Target, author: str, name: str, opinion: Opinion) -> State | str:
        """Return the resulting feedback, or the reason of the error."""
        if not opinion:
            return "INVALID_FIELD"
        was = self.feedback.get((target, author, name))
        if was is not None and was.opinion == opinion:
            return was
        exchange, state = None, pb.FEEDBACK_STATE_ACTIVE
        if was is not None and was.overruled_by:
            state = pb.FEEDBACK_STATE_OVERRULED
        if target[0] in ("message", "request"):
            found = self.exchanges.get(target[1])
            if found is not None and found.completed:
                exchange = found.number
            elif self.early:
                # Active feedback stays active after its exchange was erased.
                state = was.state if was else pb.FEEDBACK_STATE_PENDING_TARGET
            else:
                return "EXCHANGE_NOT_FOUND" if found is None else "EXCHANGE_NOT_COMPLETED"
        if refusal := self._may_not_overrule(was, target, name, opinion.overrules):
            return refusal
        if was is None:
            new = State(next(self._numbers), target, author, name, opinion, state, 1, exchange)
            self._record(None, new)
        else:
            new = self._change(was, opinion=opinion, state=state, exchange=was.exchange or exchange)
        self._overrule(was, new)
        return self.feedback[target, author, name]

    def submit_with(
        self, sent: SentExchange | None, target: Target, author: str, name: str, opinion: Opinion
    ) -> tuple[State | str, bool]:
        """Return the result of `submit`, and whether the exchange sent with it was registered."""
        created = False
        if opinion and sent is not None and target[1] not in self.exchanges:
            was = self.feedback.get((target, author, name))
            takes = sent.completed or self.early or (was is not None and was.opinion == opinion)
            if not takes:
                return "EXCHANGE_NOT_COMPLETED", False
            created = self.create_exchange(target[1], sent.author, completed=sent.completed)
        return self.submit(target, author, name, opinion), created

    def update(self, was: State, opinion: Opinion) -> State | str:
        if not opinion:
            return "INVALID_FIELD"
        if was.opinion == opinion:
            return was
        if refusal := self._may_not_overrule(was, was.target, was.name, opinion.overrules):
            return refusal
        now = self._change(was, opinion=opinion)
        self._overrule(was, now)
        return now

    def delete(self, was: State) -> State:
        gone = self._change(was, state=pb.FEEDBACK_STATE_DELETED)
        del self.feedback[was.target, was.author, was.name]
        self._overrule(was, None)
        return gone

    def _may_not_overrule(
        self, was: State | None, target: Target, name: str, number: int
    ) -> str | None:
        """Return the reason why feedback may not overrule the one with a number."""
        if not number or (was is not None and was.opinion.overrules == number):
            return None
        other = self._find(number)
        if other is None:
            return "FEEDBACK_NOT_FOUND"
        if (other.target, other.name) != (target, name) or (was and was.number == number):
            return "INVALID_FIELD"
        if other.state != pb.FEEDBACK_STATE_ACTIVE:
            return "FEEDBACK_OVERRULED"
        above = was
        while above is not None:
            if above.number == number:
                return "INVALID_FIELD"
            above = self._find(above.overruled_by)
        return None

    def _overrule(self, was: State | None, now: State | None) -> None:
        """Change what feedback overrules, after its change."""
        before = was.opinion.overrules if was else 0
        after = now.opinion.overrules if now else 0
        if before == after:
            return
        if was is not None and before:
            self._release(was, by=0 if now else was.overruled_by)
        overruled = self._find(after)
        if overruled is not None and now is not None:
            self._change(overruled, state=pb.FEEDBACK_STATE_OVERRULED, overruled_by=now.number)

    def _release(self, was: State, *, by: int, but: str = "") -> None:
        """Activate what a feedback overrules, or let the one that overrules it overrule that."""
        for state in sorted(self.feedback.values(), key=lambda state: state.number):
            if state.overruled_by == was.number and state.author != but:
                active, overruled = pb.FEEDBACK_STATE_ACTIVE, pb.FEEDBACK_STATE_OVERRULED
                self._change(state, state=overruled if by else active, overruled_by=by)

    def _find(self, number: int) -> State | None:
        return next((s for s in self.feedback.values() if s.number == number), None)

    def create_exchange(self, message: str, author: str, *, completed: bool) -> bool:
        """Create an exchange; return False if the message has one."""
        if message in self.exchanges:
            return False
        self.exchanges[message] = Exchange(next(self._numbers), message, author, completed=False)
        if completed:
            self.complete_exchange(message)
        return True

    def complete_exchange(self, message: str) -> None:
        exchange = dataclasses.replace(self.exchanges[message], completed=True)
        self.exchanges[message] = exchange
        for was in sorted(self.feedback.values(), key=lambda state: state.number):
            pending = was.state == pb.FEEDBACK_STATE_PENDING_TARGET
            if pending and was.target[1] == message:
                self._change(was, state=pb.FEEDBACK_STATE_ACTIVE, exchange=exchange.number)

    def erase(self, author: str) -> int:
        """Erase an author; return how many feedbacks were erased.

        First, what their feedback overrules counts again, or is overruled by the next one.
        """
        for was in sorted(self.feedback.values(), key=lambda state: state.number):
            if was.author != author or not was.opinion.overrules:
                continue
            by = was.overruled_by
            while (above := self._find(by)) is not None and above.author == author:
                by = above.overruled_by
            self._release(was, by=by, but=author)
        erased = {e.after.number: e.after for e in self.history if e.after.author == author}
        self.history = [e for e in self.history if e.after.author != author]
        for state in erased.values():
            after = dataclasses.replace(
                state,
                author="",
                state=pb.FEEDBACK_STATE_ERASED,
                revision=state.revision + 1,
                stamp=next(self._stamps),
            )
            self.history.append(Event(None, after))
        self.feedback = {k: s for k, s in self.feedback.items() if s.author != author}
        gone = {e.number for e in self.exchanges.values() if e.author == author}
        self.exchanges = {m: e for m, e in self.exchanges.items() if e.number not in gone}
        for key, state in self.feedback.items():
            if state.exchange in gone:
                self.feedback[key] = dataclasses.replace(state, exchange=None)
        return len(erased)

    def listed(self, fits: Fits, *, by_update: bool, descending: bool) -> list[State]:
        """Return what a list must contain, in order."""
        found = [state for state in self.feedback.values() if fits(state)]
        return sorted(found, key=lambda s: s.stamp if by_update else s.number, reverse=descending)

    def memories(self) -> dict[str, int]:
        """Return the number of positive votes of each memory, by message."""
        counts = {
            message: sum(s.keeps and s.exchange == e.number for s in self.feedback.values())
            for message, e in self.exchanges.items()
        }
        return {message: count for message, count in counts.items() if count}

    def watched(self, fits: Fits) -> Iterator[Event]:
        """Yield the changes that a watch from the beginning must get."""
        for event in self.history:
            erased = event.after.state == pb.FEEDBACK_STATE_ERASED
            if erased or fits(event.after) or (event.before is not None and fits(event.before)):
                yield event

    def _change(self, was: State, **changes: object) -> State:
        return self._record(was, dataclasses.replace(was, revision=was.revision + 1, **changes))

    def _record(self, was: State | None, now: State) -> State:
        now = dataclasses.replace(now, stamp=next(self._stamps))
        self.history.append(Event(was, now))
        self.feedback[now.target, now.author, now.name] = now
        return now
