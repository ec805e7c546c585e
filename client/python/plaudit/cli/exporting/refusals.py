"""Names the options of an export where the server names fields of its request."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plaudit.cli.failures import Failure
from plaudit.errors import Violation
from plaudit.v1 import dataset_pb2, export_pb2

_OPTIONS = (
    (r"dataset_sources\[\d+\]\.prompt_field|prompt_field", "--prompt-field"),
    (r"dataset_sources(\[\d+\](\.dataset_id)?)?|dataset_id", "--dataset"),
    (r"dataset_sources\[\d+\]\.answers", "--answer"),
    (r".*\.undesirable_(labels|to)(\[\d+\])?", "--undesirable"),
    (r".*\.desirable_(labels|from)(\[\d+\])?", "--desirable"),
    (r"filter\.names(\[\d+\])?", "--name"),
    (r"filter\.topics(\[\d+\])?", "--topic"),
    (r"filter\.models(\[\d+\])?", "--model"),
    (r"filter\.origins(\[\d+\])?", "--origin"),
    (r"filter\.time_range(\.start)?", "--from"),
    (r"filter\.time_range\.end", "--to"),
    (r"preference_sources(\[\d+\])?", "--preference-source"),
    (r"majority", "--majority"),
    (r"prompt_form", "--form"),
)
"""Patterns of the fields that options set."""
JUDGING = ("label", "multi_label", "rating")
"""The kinds of questions that judge an answer, instead of being one."""
_ANSWER = re.compile(
    r"dataset_sources\[(\d+)\]\.answers\[(\d+)\](\.completion_field|\.question_name)?"
)
_IN_RULES = (
    (re.compile(r"\bundesirable_(labels|to)\b"), "--undesirable"),
    (re.compile(r"\bdesirable_(labels|from)\b"), "--desirable"),
    (re.compile(r"\bdataset_sources\b"), "--dataset"),
)
"""Fields that the rules of others name."""


def in_options(failure: Failure, request: export_pb2.ExportTrainingRequest) -> str:
    """Return what is wrong with a request, each option with its rule once."""
    told = list(dict.fromkeys(_lines(failure.violations, request)))
    if len(told) == 1:
        return f"{failure.reason}: {told[0]}"
    return "\n  ".join([f"{failure.reason}: several options are not valid", *told])


def _lines(
    violations: Iterable[Violation], request: export_pb2.ExportTrainingRequest
) -> Iterable[str]:
    for violation in violations:
        rule = violation.rule
        for pattern, option in _IN_RULES:
            rule = pattern.sub(option, rule)
        yield f"{_option(violation.field, request)}: {rule}"


def _option(field: str, request: export_pb2.ExportTrainingRequest) -> str:
    """Return the option that set a field; the field itself if none did."""
    if found := _ANSWER.fullmatch(field):
        answer = request.dataset_sources[int(found[1])].answers[int(found[2])]
        if not answer.completion_field:
            return f"--text {answer.question_name}"
        return f"--answer {answer.completion_field}={answer.question_name}"
    for pattern, option in _OPTIONS:
        if re.fullmatch(pattern, field):
            return option
    return field


def not_a_text_question(name: str, dataset: dataset_pb2.Dataset) -> str:
    """Say why a question cannot be one of `--text`; empty if it can."""
    kinds = {question.name: question.WhichOneof("kind") for question in dataset.questions}
    kind = kinds.get(name)
    if kind == "text":
        return ""
    texts = ", ".join(one for one, other in kinds.items() if other == "text") or "none"
    told = f"--text {name}: must be a text question of the dataset, which has {texts}"
    if kind is None:
        return told
    told += f"; {name} is a {kind.replace('_', '-')} question"
    return (
        f"{told}: use --answer FIELD={name} for the answers that it judges"
        if (kind in JUDGING)
        else told
    )
