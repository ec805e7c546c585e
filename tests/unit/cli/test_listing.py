"""How lists are printed."""

from __future__ import annotations

import pytest

from plaudit.cli import list_feedback, listing
from plaudit.cli.messages import judgement
from plaudit.v1.feedback_pb2 import Feedback

ID = "fb_01a22069b961755eace5c99a5db2f64b"
TIME = "2026-11-28 04:28"


def table(monkeypatch, capsys, width, **fields):
    monkeypatch.setattr(listing, "PIPED_WIDTH", width)
    item = Feedback(id=ID, user_id="ada", rating="RATING_POSITIVE", **fields)
    item.target.search.search_id = "q_1"
    item.create_time.FromJsonString("2026-11-28T04:28:00Z")
    columns, row = list_feedback.COLUMNS, list_feedback.row
    listing.print_list([item] * 2, limit=1, as_json=False, columns=columns, row=row, none="none")
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_list_has_a_line_a_row(monkeypatch, capsys):
    heading, line = table(monkeypatch, capsys, 200, text="word " * 40)
    assert heading.split() == [*list_feedback.COLUMNS]
    assert line.startswith(f"{ID}  {TIME}  search q_1  positive  word word")
    assert line.endswith("…  ada")


def test_ids_have_lines_of_their_own_where_a_table_does_not_fit(monkeypatch, capsys):
    heading, rest, id_, line = table(monkeypatch, capsys, 80, text="word " * 40)
    assert [heading, *rest.split()] == [*list_feedback.COLUMNS]
    assert id_ == ID
    assert line.startswith(f"{TIME}  search q_1  positive  word word")
    assert line.endswith("…  ada")
    assert len(line) <= 80


def test_a_table_that_fits_is_left_whole_on_a_narrow_terminal(monkeypatch, capsys):
    lines = table(monkeypatch, capsys, 90, text="fine")
    assert lines[1:] == [f"{ID}  {TIME}  search q_1  positive  fine  ada"]


@pytest.mark.parametrize(
    ("score", "shown"), [(1234567.5, "1234567.5"), (0.1, "0.1"), (3, "3"), (-0.25, "-0.25")]
)
def test_a_score_is_shown_with_all_its_digits(score, shown):
    assert judgement(Feedback(score=score)) == shown
