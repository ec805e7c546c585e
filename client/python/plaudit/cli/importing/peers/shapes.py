"""Says what is wrong with an item that is none of those which a system has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shape:
    """A kind of item: the fields that only it has, and those that it is known by."""

    what: str
    signs: frozenset[str]
    needs: tuple[str, ...]


def shape(what: str, signs: str, needs: str) -> Shape:
    """Make a shape of names that are separated by spaces."""
    return Shape(what, frozenset(signs.split()), tuple(needs.split()))


def unknown(item: Mapping[str, Any], system: str, shapes: Sequence[Shape]) -> str:
    """Say which field is missing, if another one says what the item is; else what it is not."""
    for one in shapes:
        missing = [name for name in one.needs if name not in item]
        if missing and item.keys() & one.signs:
            article = "an" if one.what[0] in "aeiou" else "a"
            return f"is {article} {one.what} of {system} without {' and '.join(missing)}"
    names = [one.what for one in shapes]
    return f"is not a {', '.join(names[:-1])} or {names[-1]} of {system}"
