"""The files of other systems are read whole, or it is said what of them is not read."""

from __future__ import annotations

import json

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


def test_every_known_list_of_an_object_is_read_and_what_is_beside_them_is_told(tmp_path):
    both = {"total": 3, "empty": [], "none": None, "runs": [{"id": 1}], "more": [{"id": 4}]}
    both |= {"feedback": [{"id": 2}, {"id": 3}], "page": {"next": "x"}, "tags": ["a"]}
    path = tmp_path / "ls.json"
    path.write_text(json.dumps(both))
    notes = []
    found = list(read_items(path, ("runs", "feedback", "data"), lambda *one: notes.append(one)))
    assert [(one.place, one.value) for one in found if one.value] == [
        ("ls.json runs item 1", {"id": 1}),
        ("ls.json feedback item 1", {"id": 2}),
        ("ls.json feedback item 2", {"id": 3}),
    ]
    assert [(one.place, one.wrong[:26]) for one in found if not one.value] == [
        ("ls.json more", "is a list that is not read")
    ]
    assert [name for _, name, _, _ in notes] == ["total", "page", "tags"]
    path.write_text(json.dumps(both)[:-60])
    assert [one.wrong[:14] for one in read_items(path, ("runs", "feedback")) if one.wrong] == [
        "cannot be read", "is a list that"
    ]  # fmt: skip


def test_a_list_inside_an_object_and_an_object_alone_are_read(tmp_path):
    path = tmp_path / "page.json"
    path.write_text('{"data": {"dataset_id": "d", "examples": [{"id": 1}]}}')
    notes = []
    lists = ("data", "data.examples", "examples")
    found = list(read_items(path, lists, lambda *one: notes.append(one)))
    assert [(one.place, one.value) for one in found] == [
        ("page.json data.examples item 1", {"id": 1})
    ]
    assert [name for _, name, _, _ in notes] == ["data.dataset_id"]
    path.write_text('{"id": 1, "data": {"x": [{}]}}')
    (alone,) = read_items(path, lists)
    assert alone.value == {"id": 1, "data": {"x": [{}]}}
