"""The files of other systems are read whole, or it is said what of them is not read."""

from __future__ import annotations

import pytest

from plaudit.cli.importing.peers.files import read_items
from plaudit.cli.importing.rows import UnreadableFile

HEADER = "id,timestamp,input,output\n"
WHOLE = 't1,2026-03-02 10:00:00,"hello","world"\n'


@pytest.fixture
def items(tmp_path):
    """Write a file and read its items: what is read, and what is wrong at which place."""

    def read(name, text, lists=()):
        (tmp_path / name).write_text(text)
        found = list(read_items(tmp_path / name, lists))
        good = [one.value for one in found if one.value is not None]
        return good, [(one.place, one.wrong, one.text) for one in found if one.value is None]

    return read


@pytest.mark.parametrize(
    ("damaged", "told"),
    [
        ('t2,2026-03-02 10:00:00,"a long question that is cu', "is cut off"),
        ('t2,2026-03-02 10:00:00,"open,b\nt3,2026-03-02,c,d\n', "begins in line 3; a quote"),
        ("t2,2026-03-02 10:", "has fewer cells than the first line has names: 2 for 4"),
        ("t2,2026-03-02,a,b,c\n", "has more cells than the first line has names: 5 for 4"),
        ('t2,2026-03-02,"a\n"b",c\n', "cannot be read, lines 3 to 4"),
    ],
)
def test_a_row_of_a_damaged_table_is_refused(items, damaged, told):
    good, ((place, wrong, text),) = items("cut.csv", HEADER + WHOLE + damaged)
    assert [one["id"] for one in good] == ["t1"]
    assert place == "cut.csv row 2"
    assert told in wrong
    assert damaged == text


def test_a_table_with_two_columns_of_one_name_is_refused(items):
    with pytest.raises(UnreadableFile, match="several columns of one name: id"):
        items("twice.csv", "id,id\n1,2\n")


def test_quotes_and_line_breaks_and_empty_lines_of_a_table_are_read(items):
    good, bad = items("rows.csv", f'{HEADER}\nt1,,"He said ""no"".\nTwo lines.",5\' 3"\n')
    assert bad == []
    assert good == [{"id": "t1", "input": 'He said "no".\nTwo lines.', "output": "5' 3\""}]
