"""Datasets as sources of training examples: which answers of a record are judged, and how."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from plaudit_server.domain.datasets.annotation import (
    Field,
    FieldKind,
    Question,
    QuestionKind,
    Schema,
)
from plaudit_server.domain.errors import Violation
from plaudit_server.domain.training.examples import (
    ASSISTANT,
    USER,
    Conversation,
    Dpo,
    Example,
    Kto,
    RewardPair,
    Sft,
    TrainingFormat,
    answer_conversation,
    field_conversation,
)

PAIRS = frozenset({TrainingFormat.DPO, TrainingFormat.REWARD_PAIRS})
"""The formats of preference pairs."""
FORMATS = PAIRS | {TrainingFormat.KTO, TrainingFormat.SFT}
"""The formats that datasets make examples for."""
_LABELLED = frozenset({QuestionKind.LABEL, QuestionKind.MULTI_LABEL})
_JUDGING = _LABELLED | {QuestionKind.RATING, QuestionKind.TEXT}


class JudgedAnswer(NamedTuple):
    """An answer in each record, and the question that judges it, as a caller names them."""

    completion_field: str
    question_name: str
    desirable: frozenset[str]
    undesirable: frozenset[str]
    desirable_from: int | None
    undesirable_to: int | None


class DatasetSource(NamedTuple):
    """A dataset that makes examples, as a caller describes it."""

    dataset_id: str
    prompt_field: str
    answers: tuple[JudgedAnswer, ...]


class Judge(NamedTuple):
    """A question that judges an answer; without a field, its text is the answer."""

    field: Field | None
    question: Question
    rule: JudgedAnswer

    def vote(self, value: Any) -> bool | None:
        """Return whether an answer to the question makes the completion desirable, if it votes."""
        if value is None:
            return None
        if self.question.kind is QuestionKind.RATING:
            low, high = self.rule.undesirable_to, self.rule.desirable_from
            good, bad = high is not None and value >= high, low is not None and value <= low
        else:
            labels = {value} if isinstance(value, str) else set(value)
            good, bad = bool(labels & self.rule.desirable), bool(labels & self.rule.undesirable)
        return None if good == bad else good

    def score(self, value: Any) -> float | None:
        """Return the score of the completion by an answer to the question, for preference pairs."""
        if self.question.kind is QuestionKind.RATING:
            return None if value is None else float(value)
        vote = self.vote(value)
        return None if vote is None else float(vote)


class Judged(NamedTuple):
    """A source whose names have been found in its dataset."""

    dataset_id: str
    prompt: Field
    judges: tuple[Judge, ...]

    @property
    def texts(self) -> bool:
        """Whether all its questions are texts."""
        return all(judge.question.kind is QuestionKind.TEXT for judge in self.judges)


Answers = Mapping[str, Any]
"""The values of a response, by question."""


def find_judged(source: DatasetSource, schema: Schema) -> Judged:
    """Return a source without violations with the fields and the questions of its dataset."""
    fields = {field.name: field for field in schema.fields}
    questions = {question.name: question for question in schema.questions}
    return Judged(
        source.dataset_id,
        fields[source.prompt_field],
        tuple(
            Judge(fields.get(one.completion_field), questions[one.question_name], one)
            for one in source.answers
        ),
    )


def source_violations(
    source: DatasetSource, schema: Schema, format_: int, *, majority: bool, path: str
) -> Iterator[Violation]:
    """Yield each violation of a source that its dataset and the format of the examples show."""
    fields = [f.name for f in schema.fields if f.kind in (FieldKind.TEXT, FieldKind.CHAT)]
    questions = {question.name: question for question in schema.questions}
    must_be_field = f"must be a text or chat field of the dataset, which has {', '.join(fields)}"
    if source.prompt_field not in fields:
        yield Violation(field=f"{path}.prompt_field", rule=must_be_field)
    judging = [question for question in schema.questions if question.kind in _JUDGING]
    for i, answer in enumerate(source.answers):
        at = f"{path}.answers[{i}]"
        question = questions.get(answer.question_name)
        if question is None or question not in judging:
            names = ", ".join(question.name for question in judging) or "none"
            rule = "must be a label, multi-label, rating or text question of the dataset"
            yield Violation(field=f"{at}.question_name", rule=f"{rule}, which has {names}")
            continue
        written = question.kind is QuestionKind.TEXT and format_ == TrainingFormat.SFT
        if written and answer.completion_field:
            rule = "must be empty: the text that answers the question is the completion"
            yield Violation(field=f"{at}.completion_field", rule=rule)
        elif not written and answer.completion_field not in fields:
            rule = must_be_field
            if not answer.completion_field:
                rule += f"; only text questions in SFT need none: {_kind(question)}"
            yield Violation(field=f"{at}.completion_field", rule=rule)
        if question.kind is QuestionKind.TEXT:
            yield from _text_violations(format_, majority=majority, path=at)
        yield from _label_violations(answer, question, format_, at)
        yield from _rating_violations(answer, question, format_, at)
    if format_ in PAIRS:
        yield from _pair_violations(source, questions, path)


def _kind(question: Question) -> str:
    return f"{question.name} is a {question.kind} question"


def _text_violations(format_: int, *, majority: bool, path: str) -> Iterator[Violation]:
    if format_ not in (TrainingFormat.SFT, TrainingFormat.DPO):
        rule = "must not be a text question: only SFT and DPO use texts"
        yield Violation(field=f"{path}.question_name", rule=rule)
    elif majority:
        rule = "must not be a text question: texts have no majority"
        yield Violation(field=f"{path}.question_name", rule=rule)


def _label_violations(
    answer: JudgedAnswer, question: Question, format_: int, path: str
) -> Iterator[Violation]:
    named = {"desirable_labels": answer.desirable, "undesirable_labels": answer.undesirable}
    for name, labels in named.items():
        if labels and question.kind not in _LABELLED:
            rule = f"must not be set: {_kind(question)}"
            yield Violation(field=f"{path}.{name}", rule=rule)
        elif unknown := sorted(labels - set(map(str, question.options))):
            rule = f"must be labels of {question.name}, which has no {', '.join(unknown)}"
            yield Violation(field=f"{path}.{name}", rule=rule)
    if both := sorted(answer.desirable & answer.undesirable):
        rule = f"must not have labels of desirable_labels: {', '.join(both)}"
        yield Violation(field=f"{path}.undesirable_labels", rule=rule)
    if question.kind not in _LABELLED or answer.desirable:
        return
    if format_ != TrainingFormat.KTO:
        rule = f"must have a label of {question.name}: it makes the answer desirable"
        yield Violation(field=f"{path}.desirable_labels", rule=rule)
    elif not answer.undesirable:
        rule = f"must have a label of {question.name}, here or in undesirable_labels"
        yield Violation(field=f"{path}.desirable_labels", rule=rule)


def _rating_violations(
    answer: JudgedAnswer, question: Question, format_: int, path: str
) -> Iterator[Violation]:
    low, high = answer.undesirable_to, answer.desirable_from
    for name, bound in (("desirable_from", high), ("undesirable_to", low)):
        if bound is None:
            continue
        if question.kind is not QuestionKind.RATING:
            rule = f"must not be set: {_kind(question)}"
            yield Violation(field=f"{path}.{name}", rule=rule)
        elif format_ in PAIRS:
            rule = "must not be set: preference pairs compare the ratings themselves"
            yield Violation(field=f"{path}.{name}", rule=rule)
        elif not int(question.options[0]) <= bound <= int(question.options[-1]):
            scale = f"{question.options[0]} to {question.options[-1]}"
            rule = f"must be on the scale of {question.name}, which is {scale}"
            yield Violation(field=f"{path}.{name}", rule=rule)
    if low is not None and high is not None and low >= high:
        yield Violation(field=f"{path}.undesirable_to", rule="must be less than desirable_from")
    if question.kind is not QuestionKind.RATING or format_ in PAIRS or high is not None:
        return
    if format_ == TrainingFormat.SFT:
        rule = f"must be set: from which rating of {question.name} an answer is desirable"
        yield Violation(field=f"{path}.desirable_from", rule=rule)
    elif low is None:
        rule = "must be set, or undesirable_to: from which rating an answer is desirable"
        yield Violation(field=f"{path}.desirable_from", rule=rule)


def _pair_violations(
    source: DatasetSource, questions: Mapping[str, Question], path: str
) -> Iterator[Violation]:
    """Yield the answers whose scores cannot be compared with those of the first."""
    first = questions.get(source.answers[0].question_name)
    for i, answer in enumerate(source.answers[1:], start=1):
        other = questions.get(answer.question_name)
        if first is None or other is None:
            continue
        at = f"{path}.answers[{i}].question_name"
        if other.kind is not first.kind:
            yield Violation(field=at, rule=f"must be a {first.kind} question, like {first.name}")
        elif other.kind is QuestionKind.RATING and other.options != first.options:
            yield Violation(field=at, rule=f"must have the same values as {first.name}")


def across_records(judged: Judged, format_: int) -> bool:
    """Whether the answers of different records are compared."""
    return format_ in PAIRS and len(judged.judges) == 1 and not judged.texts


def judged_examples(
    judged: Judged, format_: int, source_id: str, values: Answers, said: Sequence[Answers]
) -> Iterator[Example]:
    """Yield the examples that one or more responses to a record make together."""
    prompt = prompt_of(judged, values)
    if not prompt:
        return
    if format_ in PAIRS and not judged.texts:
        scored = [
            (completion, score)
            for judge in judged.judges
            if (completion := completion_of(judge, values))
            and (score := mean_score(judge, said)) is not None
        ]
        for first, second in combinations(scored, 2):
            yield from scored_pair(format_, source_id, prompt, first, second)
        return
    for judge in judged.judges:
        completion = completion_of(judge, values)
        if judge.question.kind is QuestionKind.TEXT:
            yield from _written(judge, source_id, prompt, completion, said)
        elif completion and (good := _majority(judge, said)) is not None:
            if format_ == TrainingFormat.KTO:
                yield Kto(source_id, prompt, completion, good)
            elif good:
                yield Sft(source_id, prompt, completion)


def _written(
    judge: Judge,
    source_id: str,
    prompt: Conversation,
    completion: Conversation,
    said: Sequence[Answers],
) -> Iterator[Example]:
    """Yield the examples of the texts that annotators wrote."""
    for text in (answers.get(judge.question.name) for answers in said):
        if not text:
            continue
        written = answer_conversation(text)
        if judge.field is None:
            yield Sft(source_id, prompt, written)
        elif completion and completion != written:
            yield Dpo(source_id, prompt, written, completion)


def _majority(judge: Judge, said: Sequence[Answers]) -> bool | None:
    votes = [judge.vote(answers.get(judge.question.name)) for answers in said]
    balance = votes.count(True) - votes.count(False)
    return balance > 0 if balance else None


def mean_score(judge: Judge, said: Collection[Answers]) -> float | None:
    """Return the mean of the scores that responses give an answer; `None` without a score."""
    given = (judge.score(answers.get(judge.question.name)) for answers in said)
    scores = [score for score in given if score is not None]
    return sum(scores) / len(scores) if scores else None


def prompt_of(judged: Judged, values: Answers) -> Conversation:
    """Return the prompt of a record; empty if it has none."""
    return field_conversation(judged.prompt, values.get(judged.prompt.name), USER)


def completion_of(judge: Judge, values: Answers) -> Conversation:
    """Return the answer of a record that a question judges; empty if it has none."""
    if judge.field is None:
        return ()
    return field_conversation(judge.field, values.get(judge.field.name), ASSISTANT)


Scored = tuple[Conversation, float]
"""An answer and its score."""


def scored_pair(
    format_: int, source_id: str, prompt: Conversation, first: Scored, second: Scored
) -> Iterator[Dpo | RewardPair]:
    """Yield the pair that two scored answers make, if any."""
    chosen, rejected = (first, second) if first[1] > second[1] else (second, first)
    margin = chosen[1] - rejected[1]
    if margin <= 0 or chosen[0] == rejected[0]:
        return
    if format_ == TrainingFormat.REWARD_PAIRS:
        yield RewardPair(source_id, prompt, chosen[0], rejected[0], margin)
    else:
        yield Dpo(source_id, prompt, chosen[0], rejected[0])
