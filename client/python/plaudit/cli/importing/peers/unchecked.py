"""Checks in a dry run what the server cannot check, because the import creates something first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plaudit.cli.failures import Failure
from plaudit.cli.importing.earlier import Earlier
from plaudit.cli.importing.kinds import KINDS, Kind, Options
from plaudit.cli.importing.peers.conversion import FEEDBACK, RECORDS
from plaudit.cli.importing.results import BAD, Outcome, Result, differences
from plaudit.cli.importing.sending import Done, Rejection
from plaudit.cli.output import counted
from plaudit.errors import Violation
from plaudit.v1 import dataset_pb2, feedback_pb2

CREATED_FIRST = frozenset({"EXCHANGE_NOT_FOUND", "DATASET_NOT_FOUND"})
"""What a dry run misses: only exchanges of the same files, and their datasets, are referred to."""
_ONE = {
    FEEDBACK: "because its exchange does not exist yet",
    RECORDS: "because its dataset does not exist yet",
}
_SEVERAL = {
    FEEDBACK: "because their exchanges do not exist yet",
    RECORDS: "because their dataset does not exist yet",
}


class Unchecked:
    """Settles the rows that the server refuses only because of what does not exist yet."""

    def __init__(self, kind: str, options: Options) -> None:
        self._kind = KINDS[kind]
        self._options = options
        self._earlier = Earlier(self._kind)
        self._count = 0

    def settle(self, done: Done) -> None:
        """Say what would become of the rows of a batch, as far as it is known here."""
        kept = []
        for rejection in done.rejections:
            if rejection.failure.reason not in CREATED_FIRST:
                kept.append(rejection)
                continue
            self._count += 1
            result = self._result(rejection.row.value or {})
            _correct(done, self._kind, rejection, result)
            failure = result.failure or self._kind.refused_responses(result)
            if failure is not None:
                kept.append(Rejection(rejection.row, failure))
        done.rejections[:] = kept

    def warning(self) -> str:
        """Say how many rows the server has not checked; empty if it has checked all."""
        if not self._count:
            return ""
        name = self._kind.name
        what = counted(self._count, self._kind.one, name)
        why = (_ONE if self._count == 1 else _SEVERAL)[name]
        return f"only repeated ids were checked of {what}, {why}"

    def _result(self, row: Mapping[str, Any]) -> Result:
        message: Any = self._kind.message(row, self._options)
        earlier = self._earlier.before([message])
        if self._kind.name == RECORDS:
            result = self._record(row, message, earlier)
        else:
            result = _feedback(message, earlier)
        self._earlier.keep(message, result)
        return result

    def _record(
        self, row: Mapping[str, Any], message: dataset_pb2.NewRecord, earlier: list[Any]
    ) -> Result:
        given = row.get("responses") or []
        stored = self._kind.stored(None, earlier)
        if earlier and not self._options.upsert:
            conflict = Failure("RECORD_EXISTS", "an earlier item has the same id, and differs")
            gone = (Result(Outcome.REJECTED),) * len(given)
            whole = self._kind.compare(
                message, stored, Result(Outcome.CONFLICT, conflict, responses=gone)
            )
            if whole.failure is not None and whole.failure.violations:
                return whole
        responses = tuple(
            self._response(one, f"responses[{at}]", stored)
            for at, one in enumerate(message.responses)
        )
        if not earlier:
            return Result(Outcome.IMPORTED, responses=responses)
        outcome = Outcome.UPDATED if self._options.upsert else Outcome.UNCHANGED
        return Result(outcome, responses=responses)

    def _response(
        self,
        message: dataset_pb2.RecordResponse,
        place: str,
        stored: dataset_pb2.GetRecordResponse,
    ) -> Result:
        for other in stored.responses:
            if _author(other) == _author(message):
                found = differences(message, other, path=f"{place}.", both=True)
                if self._options.upsert or not found:
                    return Result(Outcome.UPDATED if found else Outcome.UNCHANGED)
                rule = "an earlier item has another response by this author"
                return Result(Outcome.CONFLICT, Failure("RESPONSE_EXISTS", rule, tuple(found)))
        return Result(Outcome.IMPORTED)


def _author(response: dataset_pb2.RecordResponse) -> tuple[str, str]:
    return response.external_user_id, "" if response.external_user_id else response.user_id


def _feedback(message: feedback_pb2.Feedback, earlier: list[feedback_pb2.Feedback]) -> Result:
    """Feedback of one identity replaces the one before; an external id has one identity."""
    same = [one for one in earlier if _identity(one) == _identity(message)]
    if len(same) < len(earlier):
        rule = "is that of an earlier item on another target, under another name or by another user"
        return Result(Outcome.REJECTED, _invalid((Violation("external_id", rule),)))
    if not same:
        return Result(Outcome.IMPORTED)
    return Result(Outcome.UNCHANGED if same[-1] == message else Outcome.UPDATED)


def _identity(one: feedback_pb2.Feedback) -> tuple[bytes, str, str, str]:
    target = one.target.SerializeToString(deterministic=True)
    return target, one.name, one.external_user_id, one.user_id


def _invalid(violations: tuple[Violation, ...]) -> Failure:
    return Failure("INVALID_FIELD", "would be refused", violations)


def _correct(done: Done, kind: Kind, rejection: Rejection, result: Result) -> None:
    """Count what would become of a row and its responses instead of their refusal."""
    done.outcomes[Outcome.REJECTED] -= 1
    done.outcomes[result.outcome] += 1
    done.responses[Outcome.REJECTED] -= kind.responses_in(rejection.row.value)
    if result.responses:
        done.responses.update(one.outcome for one in result.responses)
    elif result.outcome in BAD:
        done.responses[Outcome.REJECTED] += kind.responses_in(rejection.row.value)
