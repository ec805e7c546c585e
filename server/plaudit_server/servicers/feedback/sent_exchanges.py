"""Exchanges sent with the feedback on them: their rules, and their matching to feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plaudit_server.contract import exchange_pb2, feedback_pb2, target_pb2
from plaudit_server.domain.errors import InvalidArgument, Refusal, Violation, invalid
from plaudit_server.domain.exchanges.exchange import Exchange
from plaudit_server.domain.feedback.feedback import Submission, TargetKind
from plaudit_server.domain.tenants.scopes import Principal, Scope
from plaudit_server.servicers.exchanges.exchanges import read_exchange
from plaudit_server.servicers.feedback.targets import Target, read_target

MAY_SEND_EXCHANGES = frozenset({Scope.EXCHANGES_WRITE})
"""A caller who sends exchanges needs one of these scopes, in addition to those for the feedback."""
LIST_AT_MOST = 100
"""How many unused exchanges an error lists."""

_NAMED_BY_TARGET = {"message": "message_id", "request": "request_id"}
"""The field of an exchange with the id of a target, by the kind of the target."""


def target_rules(
    message: exchange_pb2.Exchange, target: target_pb2.Target, prefix: str = ""
) -> Iterator[Violation]:
    """Yield violations of an exchange that contradicts the target of its feedback."""
    kind = target.WhichOneof("target")
    if kind is None:
        return
    if kind not in _NAMED_BY_TARGET:
        yield Violation(
            field=f"{prefix}exchange",
            rule=f"must be omitted: feedback on {'an' if kind == 'entity' else 'a'} {kind} has no"
            " exchange",
        )
        return
    about = getattr(target, kind)
    for name in ("session_id", _NAMED_BY_TARGET[kind]):
        if getattr(message, name) not in ("", getattr(about, name)):
            yield Violation(
                field=f"{prefix}exchange.{name}",
                rule="must be that of the feedback's target, or empty",
            )


def add_sent_exchange(
    submission: Submission, message: feedback_pb2.StreamFeedbackRequest, principal: Principal
) -> Submission | Refusal:
    """Add the exchange of a message to its submission; a Refusal if that is not allowed."""
    try:
        principal.require(MAY_SEND_EXCHANGES)
    except Refusal as refusal:
        return refusal
    if broken := list(target_rules(message.exchange, message.feedback.target)):
        return invalid(broken)
    return with_sent_exchange(submission, message.exchange, principal)


def with_sent_exchange(
    submission: Submission, message: exchange_pb2.Exchange, principal: Principal
) -> Submission:
    """Add the exchange sent with a submission, with the ids of the target."""
    kind, session_id, target_id, *_ = submission.content
    exchange, late = read_exchange(message, principal, "exchange.")
    exchange = exchange._replace(session_id=session_id)
    if kind == TargetKind.MESSAGE:
        exchange = exchange._replace(message_id=target_id)
    else:
        exchange = exchange._replace(request_id=target_id)
    return submission._replace(exchange=exchange, late_exchange=late)


class SentExchanges:
    """The exchanges sent with a batch."""

    def __init__(
        self,
        messages: Sequence[exchange_pb2.Exchange],
        rejected: Mapping[int, Refusal],
        principal: Principal,
    ) -> None:
        """`rejected` has the errors of invalid exchanges, by index."""
        self._messages = messages
        self._rejected = rejected
        self._principal = principal
        self._read: dict[int, tuple[Exchange, Refusal | None]] = {}
        self._by_target: dict[Target, int] = {}
        for i, message in enumerate(messages):
            for target in _names(message):
                self._by_target.setdefault(target, i)

    def check_items(self, items: Sequence[feedback_pb2.Feedback]) -> None:
        """Refuse the batch if it has exchanges without an item on them."""
        wanted = {read_target(item.target) for item in items}
        unused: list[Violation] = []
        for i, message in enumerate(self._messages):
            if wanted.isdisjoint(_names(message)):
                unused += self._unused(i)
        if unused:
            raise invalid(unused[:LIST_AT_MOST])

    def _unused(self, i: int) -> Sequence[Violation]:
        rejected = self._rejected.get(i)
        if isinstance(rejected, InvalidArgument):
            return rejected.violations  # may be the reason why no item is on it
        return [
            Violation(
                field=f"exchanges[{i}]", rule="must be the exchange of an item: no item is on it"
            )
        ]

    def with_exchange(self, submission: Submission) -> Submission | Refusal:
        """Add the sent exchange to a submission on it; a Refusal if the exchange is invalid."""
        i = self._by_target.get(submission.content[:3])
        if i is None:
            return submission
        if i in self._rejected:
            return self._rejected[i]
        if i not in self._read:
            self._read[i] = read_exchange(self._messages[i], self._principal, f"exchanges[{i}].")
        exchange, late = self._read[i]
        return submission._replace(exchange=exchange, late_exchange=late)


def _names(message: exchange_pb2.Exchange) -> list[Target]:
    """Return the targets of feedback on an exchange."""
    names: list[Target] = []
    if message.message_id:
        names.append((TargetKind.MESSAGE, message.session_id, message.message_id))
    if message.request_id:
        names.append((TargetKind.REQUEST, message.session_id, message.request_id))
    return names
