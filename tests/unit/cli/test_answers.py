"""What an annotator types becomes an answer, or is refused with a reason."""

import pytest

from plaudit.cli.answers import DoesNotFit, parsed, typed
from plaudit.v1 import dataset_pb2

RATING = dataset_pb2.Question(rating=dataset_pb2.RatingQuestion(values=[1, 2, 5]))
LABEL = dataset_pb2.Question(label=dataset_pb2.LabelQuestion(labels=["Good", "Bad", "1"]))
LABELS = dataset_pb2.Question(multi_label=dataset_pb2.MultiLabelQuestion(labels=["a", "b", "c"]))
RANKING = dataset_pb2.Question(
    ranking=dataset_pb2.RankingQuestion(options=["a", "b", "c"], allow_ties=True)
)
STRICT = dataset_pb2.Question(ranking=dataset_pb2.RankingQuestion(options=["a", "b"]))
SPAN = dataset_pb2.Question(span=dataset_pb2.SpanQuestion(field="text", labels=["X", "Y"]))
FIELDS = {"text": "the cat and the dog"}


@pytest.mark.parametrize(
    ("question", "line", "value"),
    [
        (dataset_pb2.Question(text=dataset_pb2.TextQuestion()), "fine", "fine"),
        (RATING, "5", 5),
        (LABEL, "bad", "Bad"),
        (LABEL, "2", "Bad"),
        (LABEL, "1", "1"),
        (LABELS, "c, 1", ["c", "a"]),
        (LABELS, "none", []),
        (RANKING, "b > a = c", ["b", ["a", "c"]]),
        (RANKING, "3>2>1", ["c", "b", "a"]),
        (SPAN, "4-7:X", [{"start": 4, "end": 7, "label": "X"}]),
        (
            SPAN,
            '"cat":2, "the"#2:x',
            [{"start": 4, "end": 7, "label": "Y"}, {"start": 12, "end": 15, "label": "X"}],
        ),
        (SPAN, "none", []),
    ],
)
def test_what_is_typed_becomes_the_answer(question, line, value):
    assert parsed(question, line, FIELDS) == value
    if question.WhichOneof("kind") != "text":
        assert parsed(question, typed(question, value), FIELDS) == value


@pytest.mark.parametrize(
    ("question", "line", "reason"),
    [
        (RATING, "3", "not one of 1, 2, 5"),
        (RATING, "x", "not a number"),
        (LABEL, "9", "not one of"),
        (LABELS, "a, a", "twice"),
        (RANKING, "a > b", "c is missing"),
        (RANKING, "a > b > c > a", "twice"),
        (STRICT, "a = b", "ties"),
        (SPAN, "4-99:X", "not within"),
        (SPAN, '"the":X', "2 times"),
        (SPAN, '"cow":X', "not in the text"),
        (SPAN, "0-5:X, 4-7:Y", "overlap"),
        (SPAN, "cat", "start-end"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_the_reason(question, line, reason):
    with pytest.raises(DoesNotFit, match=reason):
        parsed(question, line, FIELDS)
