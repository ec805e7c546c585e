"""Changes of a dataset's schema that its records and responses do not allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plaudit_server.domain.datasets.annotation import Field, Question, QuestionKind, Schema
from plaudit_server.domain.errors import FailedPrecondition, Reason, Violation


def incompatible_changes(old: Schema, new: Schema) -> list[Violation]:
    """Return each change that may make existing records or responses invalid, with the reason."""
    return [
        Violation(field=f"dataset.{path}", rule=why, reason=Reason.DATASET_HAS_RECORDS)
        for path, why in (
            *_field_changes(old.fields, new.fields),
            *_question_changes(old.questions, new.questions),
        )
    ]


def refuse_changes(dataset_id: str, changes: Sequence[Violation]) -> FailedPrecondition:
    """Return the error for changes of a schema that the records do not allow."""
    listed = "; ".join(f"{change.field} {change.rule}" for change in changes)
    return FailedPrecondition(
        reason=Reason.DATASET_HAS_RECORDS,
        message=f"the records of the dataset do not allow these changes: {listed}",
        resource_type="Dataset",
        resource_name=dataset_id,
        ids={"dataset_id": dataset_id},
        violations=changes,
    )


def _field_changes(old: Sequence[Field], new: Sequence[Field]) -> Iterator[tuple[str, str]]:
    before, after = {f.name: f for f in old}, {f.name: f for f in new}
    for name, was in before.items():
        at = f"fields.{name}"
        now = after.get(name)
        if now is None:
            yield at, "must not be removed: records may have a value of it"
            continue
        if now.kind is not was.kind:
            yield at, f"must keep the kind {was.kind}: records may have a value of it"
        if now.required and not was.required:
            yield at, "must not become required: records may have no value of it"
    for name, now in after.items():
        if name not in before and now.required:
            yield (
                f"fields.{name}",
                "must not be required, as it is new: records have no value of it",
            )


def _question_changes(
    old: Sequence[Question], new: Sequence[Question]
) -> Iterator[tuple[str, str]]:
    before, after = {q.name: q for q in old}, {q.name: q for q in new}
    for name, was in before.items():
        at = f"questions.{name}"
        now = after.get(name)
        if now is None:
            yield at, "must not be removed: responses may answer it"
            continue
        if now.required and not was.required:
            yield at, "must not become required: responses may lack an answer to it"
        if now.kind is not was.kind:
            yield at, f"must keep the kind {was.kind}: responses may answer it"
        else:
            for why in _narrowed(was, now):
                yield at, why
    for name, now in after.items():
        if name not in before and now.required:
            yield f"questions.{name}", "must not be required, as it is new: no response answers it"


def _narrowed(was: Question, now: Question) -> Iterator[str]:
    """Yield why existing answers to a question may become invalid or incomplete."""
    removed = [str(option) for option in was.options if option not in now.options]
    if removed:
        yield f"must keep {', '.join(removed)}: answers may use it"
    if was.kind is QuestionKind.RANKING and set(now.options) - set(was.options):
        yield "must have no new options: answers rank all of them"
    if was.allow_ties and not now.allow_ties:
        yield "must keep allowing ties: answers may have ties"
    if was.field != now.field:
        yield f"must keep the field {was.field}: answers may mark spans in it"
    if was.allow_overlapping and not now.allow_overlapping:
        yield "must keep allowing overlaps: answers may have overlaps"
