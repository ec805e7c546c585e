"""Feedback that brings the exchange which it is about: one transaction records both."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.exchanges import exchange as rules
from plaudit_server.domain.exchanges.exchange import Exchange, ExchangeStatus
from plaudit_server.domain.feedback.feedback import Content, Submission, Submitted
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.exchanges.exchanges import NewExchange
from plaudit_server.storage.feedback import criteria, early, feedback, targets
from plaudit_server.storage.feedback.feedback import Result
from plaudit_server.storage.feedback.rows import CONTENT, FIND_BY_IDENTITY
from plaudit_server.storage.feedback.targets import Target


def submit(tx: Transaction, batches: Sequence[Sequence[Submission]]) -> list[list[Result]]:
    """Record the submissions of a group, each batch in its order, all with a few statements.

    An exchange that comes along is registered first, unless the target names one that is there or
    the feedback is refused. Returns a result for each submission of each batch.
    """
    if all(submission.exchange is None for batch in batches for submission in batch):
        return feedback.submit(tx, batches)
    return feedback.each_namespace(
        batches, lambda namespace_id, of_it: _Recording(tx, namespace_id, of_it).run()
    )


class _Recording:
    """Records the submissions of one namespace in parts: exchanges first, then the feedback.

    One part does for all of them, unless feedback that comes without its exchange stands before
    other feedback that brings it.
    """

    def __init__(
        self, tx: Transaction, namespace_id: str, submissions: Sequence[Submission]
    ) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        self._submissions = submissions
        self._outcomes: dict[int, Result] = {}
        names = [
            name
            for submission in submissions
            if submission.exchange is not None
            for name in targets.names_of(submission.exchange)
        ]
        self._there = targets.find(tx, namespace_id, names)
        self._refusals = _Refusals(tx, namespace_id, submissions)
        self._begin()

    def _begin(self) -> None:
        """Begin a part."""
        self._part: list[int] = []
        self._arriving: dict[int, Exchange] = {}
        """The exchanges that are registered with this part, by the submission that brings each."""
        self._arriving_names: set[Target] = set()
        self._missed: set[Target] = set()
        """What feedback of this part is about that did not bring its exchange."""
        self._clashes: dict[int, Target] = {}
        """The submissions that are refused, by the name that an exchange of this part has."""

    def run(self) -> list[Result]:
        for i, submission in enumerate(self._submissions):
            if refusal := self._take(i, submission):
                self._outcomes[i] = refusal
            elif i not in self._clashes:
                self._part.append(i)
        self._end()
        return [self._outcomes[i] for i in range(len(self._submissions))]

    def _take(self, i: int, submission: Submission) -> Refusal | None:
        """Take an exchange in that comes along and is not there; or say why it cannot be."""
        target = submission.content[:3]
        if target in self._there or target in self._arriving_names:
            return None
        if submission.exchange is None:
            self._missed.add(target)
            return None
        names = targets.names_of(submission.exchange)
        if not self._missed.isdisjoint(names):
            self._end()  # what the part says, perhaps by this very feedback, must be recorded first
        has = (name for name in names if name in self._there or name in self._arriving_names)
        taken = next(has, None)
        if taken is not None:
            if self._refusals.replays(submission):
                self._missed.add(target)
                return None
            if taken in self._there:
                return self._exists(taken)
            self._clashes[i] = taken
            return None
        refusal = self._refusals.find(submission)
        if refusal is not None:
            return refusal
        self._arriving[i] = submission.exchange
        self._arriving_names.update(names)
        return None

    def _end(self) -> None:
        """Record the part."""
        if self._arriving:
            arriving = list(self._arriving.values())
            news = [NewExchange(self._namespace_id, exchange) for exchange in arriving]
            for stored in early.add_exchanges(self._tx, news):
                names = targets.names_of(stored.exchange)
                self._there.update(dict.fromkeys(names, stored.id))
        self._outcomes.update((i, self._exists(taken)) for i, taken in self._clashes.items())
        part = [self._submissions[i] for i in self._part]
        recorded = feedback.upsert(self._tx, self._namespace_id, part) if part else ()
        for i, result in zip(self._part, recorded, strict=True):
            if i in self._arriving and isinstance(result, Submitted):
                self._outcomes[i] = result._replace(exchange_created=True)
            else:
                self._outcomes[i] = result
        self._refusals.forget_said()
        self._begin()

    def _exists(self, taken: Target) -> Refusal:
        return rules.exists(targets.exchange_key(*taken), self._there[taken])


class _Refusals:
    """Says why feedback is refused whose exchange is not there, but comes along."""

    def __init__(
        self, tx: Transaction, namespace_id: str, submissions: Sequence[Submission]
    ) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        self._bringing = [s for s in submissions if s.exchange is not None]
        names = {submission.content.name for submission in self._bringing}
        self._in_force = criteria.in_force(tx, namespace_id, names)
        self._takes_early: bool | None = None
        self._said: dict[str, Content] | None = None

    def find(self, submission: Submission) -> Refusal | None:
        """Say why a submission is refused; `None` where it is recorded, or replayed."""
        refusal = self._not_completed(submission)
        if refusal is None and (criterion := self._in_force.get(submission.content.name)):
            refusal = feedback.does_not_fit(criterion, submission)
        return None if refusal is None or self.replays(submission) else refusal

    def replays(self, submission: Submission) -> bool:
        """Whether a submission says what was said before: then it is not refused."""
        if self._said is None:
            wanted = keys([(self._namespace_id, s.identity) for s in self._bringing])
            self._said = {
                row[0]: Content._make(row[1:][CONTENT])
                for row in self._tx.execute(FIND_BY_IDENTITY, wanted)
            }
        return self._said.get(submission.identity) == submission.content

    def forget_said(self) -> None:
        """Forget what was said before: more has been said since."""
        self._said = None

    def _not_completed(self, submission: Submission) -> Refusal | None:
        status = submission.exchange.status if submission.exchange else ExchangeStatus.COMPLETED
        if status == ExchangeStatus.COMPLETED:
            return None
        if status == ExchangeStatus.PENDING:
            if self._takes_early is None:
                self._takes_early = targets.takes_early(self._tx, self._namespace_id)
            if self._takes_early:
                return None
        return rules.not_completed(targets.exchange_key(*submission.content[:3]), "", status)
