"""Which questions are measured for the agreement of annotators, alone or pooled, at which level."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence

from plaudit_server.domain.datasets.annotation import Question, QuestionKind, Schema
from plaudit_server.domain.errors import Reason, Violation, invalid


class Level(enum.IntEnum):
    """The level of measurement, with the numbers of the contract."""

    NOMINAL = 1
    ORDINAL = 2
    INTERVAL = 3
    RATIO = 4


def choose_questions(
    schema: Schema, question_name: str, level: int
) -> list[tuple[Question, Level]]:
    """Choose the questions to measure, each with its level; level 0 stands for the default.

    Without a name, these are all questions that can be measured; a question without the level is
    measured at its default level. Raises InvalidArgument for a named question that does not exist,
    cannot be measured, or cannot be measured at the level.
    """
    if not question_name:
        measured = [(question, _levels(question)) for question in schema.questions]
        return [
            (question, Level(level) if level in levels else levels[0])
            for question, levels in measured
            if levels
        ]
    question = next((q for q in schema.questions if q.name == question_name), None)
    if question is None:
        rule = "must be a question of the dataset"
        raise invalid(
            [Violation(field="question_name", rule=rule, reason=Reason.UNKNOWN_FIELD_NAME)]
        )
    levels = _levels(question)
    if not levels:
        rule = f"must not be a {question.kind} question: its agreement cannot be measured"
        raise invalid([Violation(field="question_name", rule=rule)])
    if level and level not in levels:
        names = ", ".join(known.name.lower() for known in levels)
        raise invalid([Violation(field="level", rule=f"must be a level of the question: {names}")])
    return [(question, Level(level) if level else levels[0])]


def _levels(question: Question) -> list[Level]:
    """Return the levels at which a question can be measured, the default first."""
    match question.kind:
        case QuestionKind.LABEL | QuestionKind.MULTI_LABEL:
            return [Level.NOMINAL]
        case QuestionKind.RANKING:
            return [Level.ORDINAL, Level.NOMINAL, Level.INTERVAL, Level.RATIO]
        case QuestionKind.RATING:
            levels = [Level.ORDINAL, Level.NOMINAL, Level.INTERVAL]
            negative = any(int(value) < 0 for value in question.options)
            return levels if negative else [*levels, Level.RATIO]
        case QuestionKind.TEXT | QuestionKind.SPAN:
            return []


def choose_pools(
    schema: Schema, pools: Sequence[Sequence[str]], level: int
) -> list[tuple[tuple[Question, ...], Level]]:
    """Choose groups of questions that are measured together, each with its level.

    A group without the level is measured at its default level. Raises InvalidArgument, which names
    each question that does not exist, cannot be measured, does not fit to the first of its group,
    or is in another group too.
    """
    known = {question.name: question for question in schema.questions}
    if broken := list(_pool_violations(known, pools)):
        raise invalid(broken)
    chosen = []
    for names in pools:
        questions = tuple(known[name] for name in names)
        levels = _levels(questions[0])
        chosen.append((questions, Level(level) if level in levels else levels[0]))
    return chosen


def _pool_violations(
    known: Mapping[str, Question], pools: Sequence[Sequence[str]]
) -> Iterator[Violation]:
    pooled: set[str] = set()
    for i, names in enumerate(pools):
        first = known.get(names[0])
        for j, name in enumerate(names):
            field = f"pooled_questions[{i}].question_names[{j}]"
            question = known.get(name)
            if question is None:
                rule = f"must be a question of the dataset: it has no {name}"
                yield Violation(field=field, rule=rule, reason=Reason.UNKNOWN_FIELD_NAME)
                continue
            if not _levels(question):
                rule = f"must not be the {question.kind} question {name}: its agreement cannot"
                yield Violation(field=field, rule=f"{rule} be measured")
            elif first is not None and (rule := _pool_misfit(question, first)):
                yield Violation(field=field, rule=rule)
            if name in pooled:
                yield Violation(field=field, rule=f"must not repeat {name}, which has a group")
            pooled.add(name)


def _pool_misfit(question: Question, first: Question) -> str:
    """Return the rule that a question breaks in a group; empty if it fits to the first one."""
    if question.kind is not first.kind:
        return (
            f"must have the kind {first.kind} as {first.name} has: {question.name} is"
            f" {question.kind}"
        )
    scales = (set(question.options), question.allow_ties), (set(first.options), first.allow_ties)
    if scales[0] != scales[1]:
        return f"must have the same scale as {first.name}: that of {question.name} differs"
    return ""
