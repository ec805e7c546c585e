"""Satisfaction is drawn with its gaps, in a terminal and as an image."""

from datetime import datetime, timedelta, timezone
from io import StringIO

import pytest
from rich.console import Console

from plaudit.cli.stats import image
from plaudit.cli.stats.periods import points, sparkline, stretches
from plaudit.cli.stats.terminal import drawing, ranking
from plaudit.v1 import analytics_pb2

START = datetime(2026, 11, 1, tzinfo=timezone.utc)


def satisfaction(positive, negative, silent=0):
    made = analytics_pb2.Satisfaction(
        feedback_count=positive + negative + silent,
        positive_count=positive,
        negative_count=negative,
    )
    if positive + negative:
        made.satisfaction_rate = positive / (positive + negative)
    return made


def response(days, length=30):
    """Make an answer of a day's thumbs up and down, by the number of the day."""
    made = analytics_pb2.QuerySatisfactionResponse()
    made.time_range.start.FromDatetime(START)
    made.time_range.end.FromDatetime(START + timedelta(days=length))
    if not days:
        return made
    series = made.series.add()
    for day, thumbs in days.items():
        period = series.periods.add(satisfaction=satisfaction(*thumbs))
        period.start_time.FromDatetime(START + timedelta(days=day))
        period.end_time.FromDatetime(START + timedelta(days=day + 1))
    total = satisfaction(*(sum(t[i] for t in days.values()) for i in range(2)))
    series.total.CopyFrom(total)
    made.total.CopyFrom(total)
    return made


def drawn(*parts, width=80):
    console = Console(file=StringIO(), width=width)
    for part in parts:
        console.print(part)
    return console.file.getvalue()


def test_days_without_a_rate_split_the_line():
    found = points(
        response({0: (1, 0), 1: (1, 1), 2: (0, 0, 3), 3: (1, 1), 9: (2, 0)}).series[0], timezone.utc
    )
    assert [len(stretch) for stretch in stretches(found)] == [2, 1, 1]
    assert sparkline(found, START, START + timedelta(days=10), 10) == "█▅ ▅     █"


def test_the_chart_fits_80_columns_and_shows_the_numbers():
    days = {day: (8 + day % 5, 1 + day % 3) for day in range(30) if day not in {7, 8}}
    overall, grouped = response(days), response(days)
    grouped.series[0].group.topic = "billing"
    said = drawn(drawing(overall, grouped, ["topic"], ["billing"], "day", timezone.utc, 80))
    assert max(map(len, said.splitlines())) <= 80
    assert "\x1b" not in said
    for part in ("1 Nov – 30 Nov 2026", "satisfied", "100%", "billing", "Trend"):
        assert part in said


def test_an_empty_chart_says_so_in_words():
    assert "no feedback in this time" in drawn(
        drawing(response({}), None, [], [], "day", timezone.utc, 80)
    )


@pytest.mark.parametrize("ending", [".png", ".svg"])
@pytest.mark.parametrize("days", [{}, {0: (3, 1), 1: (1, 2), 5: (2, 2)}], ids=["none", "some"])
def test_an_image_is_written_atomically(tmp_path, ending, days):
    out = tmp_path / f"chart{ending}"
    image.save(response(days), None, [], timezone.utc, out)
    assert out.read_bytes().startswith((b"\x89PNG", b"<?xml"))
    assert list(tmp_path.iterdir()) == [out]


def test_the_worst_is_listed_with_the_comments():
    low = analytics_pb2.LowSatisfaction(
        topic="billing", satisfaction=satisfaction(1, 9), dissatisfaction=0.6
    )
    low.examples.add(text="wrong [amount]")
    made = analytics_pb2.ListLowSatisfactionResponse(results=[low])
    said = drawn(*ranking(made, 80))
    assert "billing" in said
    assert "“wrong [amount]”" in said
