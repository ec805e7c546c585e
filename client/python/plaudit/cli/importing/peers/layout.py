"""Finds out where a JSON file has its items."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import ijson

UNREADABLE = (ijson.JSONError, UnicodeDecodeError, EOFError, OSError, zlib.error)
"""What reading a damaged file may raise."""
MOST_FIELDS = 1000
"""Fields beyond these are not named, so that no file can fill the memory."""
ENDS = ("end_map", "end_array", "start_map", "start_array")


@dataclass
class Layout:
    """Where the items are: in lists that an object holds, or in one list, or the object is one."""

    lists: list[str] = field(default_factory=list)
    """The lists by name, as they follow each other; the name of a list that is the file is ""."""
    further: list[str] = field(default_factory=list)
    """Fields beside the lists that have a value."""
    unread: list[str] = field(default_factory=list)
    """Lists of objects beside those."""


def layout_of(file: BinaryIO, lists: Collection[str]) -> Layout:
    """Find the lists with the given names, such as `data.examples`, and what is beside them.

    Of a damaged file, the part before the damage counts.
    """
    found: list[str] = []
    fields: dict[str, bool] = {}
    """The fields that have a value, and whether it is a list of objects."""
    holders = {_holder(name) for name in lists}
    try:
        for path, event, value in ijson.parse(file, multiple_values=True):
            if not path and event == "start_array":
                return Layout([""])
            name = path.removesuffix(".item")
            if _holder(name) not in holders:
                continue
            if path in lists and event == "start_array" and path not in found:
                found.append(path)
                continue
            is_object = path != name and event == "start_map"
            if len(fields) < MOST_FIELDS and (is_object or _says_something(event, value)):
                fields[name] = fields.get(name, False) or is_object
    except UNREADABLE:
        pass  # who reads the items will find it
    if not found:
        return Layout()
    open_ = {_holder(name) for name in found} | {""}
    beside = [name for name in fields if _holder(name) in open_ and name not in {*found, *open_}]
    return Layout(
        found,
        further=[name for name in beside if not fields[name]],
        unread=[name for name in beside if fields[name]],
    )


def _holder(name: str) -> str:
    """Return the path of the object that a field is in."""
    return name.rpartition(".")[0]


def _says_something(event: str, value: Any) -> bool:
    """Whether an event shows that the field or list that it is about is not empty."""
    return event == "map_key" or (event not in ENDS and value not in {None, ""})
