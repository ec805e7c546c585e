"""Feedback sent with its exchange: one transaction records both."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.exchanges import exchange as rules
from plaudit_server.domain.exchanges.exchange import Exchange, ExchangeStatus
from plaudit_server.domain.feedback.feedback import Submission, Submitted
from plaudit_server.storage.engine.backend import Row
from plaudit_server.storage.engine.transaction import Transaction, keys
from plaudit_server.storage.exchanges.exchanges import NewExchange
from plaudit_server.storage.feedback import criteria, early, feedback, targets
from plaudit_server.storage.feedback.external_ids import Holder, holders
from plaudit_server.storage.feedback.feedback import Result
from plaudit_server.storage.feedback.overruling import Overruling
from plaudit_server.storage.feedback.rows import CONTENT, FIND_BY_IDENTITY
from plaudit_server.storage.feedback.targets import Target
from plaudit_server.storage.feedback.write_buffer import WriteBuffer


def submit(tx: Transaction, batches: Sequence[Sequence[Submission]]) -> list[list[Result]]:
    """Record the submissions of a group with a few statements, each batch in order.

    An exchange sent with feedback is registered first, unless the target's exchange exists or the
    feedback is refused. Returns a result for each submission of each batch.
    """
    if all(submission.exchange is None for batch in batches for submission in batch):
        return feedback.submit(tx, batches)
    return feedback.each_namespace(
        batches, lambda namespace_id, of_it: _Recording(tx, namespace_id, of_it).run()
    )


class _Recording:
    """Records the submissions of one namespace in parts: exchanges first, then the feedback.

    One part is enough, unless feedback without its exchange comes before other feedback that has
    the exchange.
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
        self._names = names
        self._existing = targets.find(tx, namespace_id, names)
        self._awaited: set[Target] | None = None
        self._refusals = _Refusals(tx, namespace_id, submissions)
        self._begin()

    def _begin(self) -> None:
        """Start a part."""
        self._part: list[int] = []
        self._arriving: dict[int, Exchange] = {}
        """The exchanges to register with this part, by the index of their submission."""
        self._arriving_names: set[Target] = set()
        self._missed: set[Target] = set()
        """The targets of feedback of this part that was sent without its exchange."""
        self._external_ids: set[str] = set()
        """The external ids of feedback of this part."""
        self._identities: set[str] = set()
        """The identities of feedback of this part."""
        self._clashes: dict[int, Target] = {}
        """The refused submissions, with the name that an exchange of this part has already."""

    def run(self) -> list[Result]:
        for i, submission in enumerate(self._submissions):
            if refusal := self._take(i, submission):
                self._outcomes[i] = refusal
            elif i not in self._clashes:
                self._part.append(i)
                self._external_ids.add(submission.content.external_id)
                self._identities.add(submission.identity)
        self._end()
        return [self._outcomes[i] for i in range(len(self._submissions))]

    def _take(self, i: int, submission: Submission) -> Refusal | None:
        """Add a new exchange of a submission to the part; return the error if it is refused."""
        target = submission.content[:3]
        if target in self._existing or target in self._arriving_names:
            return None
        if submission.exchange is None:
            self._missed.add(target)
            return None
        names = targets.names_of(submission.exchange)
        if (
            not self._missed.isdisjoint(names)
            or self._contends(submission)
            or (self._part and not self._waited_for().isdisjoint(names))
        ):
            # Record first what the part has on these names, and what comes before the feedback that
            # waits for them and takes effect now.
            self._end()
        has = (name for name in names if name in self._existing or name in self._arriving_names)
        taken = next(has, None)
        if taken is not None:
            if self._refusals.replays(submission):
                self._missed.add(target)
                return None
            if taken in self._existing:
                return self._exists(taken)
            self._clashes[i] = taken
            return None
        refusal = self._refusals.find(submission)
        if refusal is not None:
            return refusal
        self._arriving[i] = submission.exchange
        self._arriving_names.update(names)
        return None

    def _waited_for(self) -> set[Target]:
        """Return the names of sent exchanges for which feedback waits."""
        if self._awaited is None:
            self._awaited = early.awaited(self._tx, self._namespace_id, self._names)
        return self._awaited

    def _contends(self, submission: Submission) -> bool:
        """Whether the part may give the external id of a submission to other feedback, or free it.

        Then it is not known yet whether the submission is refused.
        """
        external_id = submission.content.external_id
        if not external_id:
            return False
        holder = self._refusals.holder(external_id)
        return external_id in self._external_ids or (
            holder is not None and holder.identity in self._identities
        )

    def _end(self) -> None:
        """Record the part."""
        if self._arriving:
            arriving = list(self._arriving.values())
            news = [NewExchange(self._namespace_id, exchange) for exchange in arriving]
            for stored in early.add_exchanges(self._tx, news):
                names = targets.names_of(stored.exchange)
                self._existing.update(dict.fromkeys(names, stored.id))
        self._outcomes.update((i, self._exists(taken)) for i, taken in self._clashes.items())
        part = [self._submissions[i] for i in self._part]
        recorded = feedback.upsert(self._tx, self._namespace_id, part) if part else ()
        for i, result in zip(self._part, recorded, strict=True):
            if i in self._arriving and isinstance(result, Submitted):
                self._outcomes[i] = result._replace(exchange_created=True)
            else:
                self._outcomes[i] = result
        self._refusals.read_again()
        self._begin()

    def _exists(self, taken: Target) -> Refusal:
        return rules.exists(targets.exchange_key(*taken), self._existing[taken])


class _Refusals:
    """Finds the errors of feedback that is sent with a new exchange."""

    def __init__(
        self, tx: Transaction, namespace_id: str, submissions: Sequence[Submission]
    ) -> None:
        self._tx = tx
        self._namespace_id = namespace_id
        self._with_exchange = [s for s in submissions if s.exchange is not None]
        names = {submission.content.name for submission in self._with_exchange}
        self._in_force = criteria.in_force(tx, namespace_id, names)
        self._takes_early: bool | None = None
        self._stored: dict[str, Row] | None = None
        self._holders: dict[str, Holder] | None = None

    def find(self, submission: Submission) -> Refusal | None:
        """Return the error of a submission; `None` if it is recorded or replayed."""
        refusal = self._not_completed(submission) or submission.late_exchange
        if refusal is None and submission.late is not None:
            refusal = feedback.late(submission, self._row(submission))
        if refusal is None and submission.content.overrules:
            refusal = self._overruling(submission)
        if refusal is None and (criterion := self._in_force.get(submission.content.name)):
            refusal = feedback.criterion_error(criterion, submission)
        holder = self.holder(submission.content.external_id)
        if refusal is None and holder is not None and holder.identity != submission.identity:
            refusal = feedback.taken(submission, holder.id)
        return None if refusal is None or self.replays(submission) else refusal

    def replays(self, submission: Submission) -> bool:
        """Whether a submission has the stored content; then it is not refused."""
        row = self._row(submission)
        return row is not None and row[CONTENT] == submission.content

    def _row(self, submission: Submission) -> Row | None:
        """Return what is stored of a submission's feedback."""
        if self._stored is None:
            wanted = keys([(self._namespace_id, s.identity) for s in self._with_exchange])
            self._stored = {row[0]: row[1:] for row in self._tx.execute(FIND_BY_IDENTITY, wanted)}
        return self._stored.get(submission.identity)

    def _overruling(self, submission: Submission) -> Refusal | None:
        unchanged = WriteBuffer(self._tx, self._namespace_id)
        overruling = Overruling(self._tx, self._namespace_id, unchanged)
        field = f"{submission.path}overrules"
        return overruling.refusal(self._row(submission), submission.content, field)

    def holder(self, external_id: str) -> Holder | None:
        """Return the stored feedback that has an external id."""
        if not external_id:
            return None
        if self._holders is None:
            wanted = {s.content.external_id for s in self._with_exchange} - {""}
            self._holders = holders(self._tx, self._namespace_id, wanted)
        return self._holders.get(external_id)

    def read_again(self) -> None:
        """Read what is stored again, because a part has been recorded."""
        self._stored = self._holders = None

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
