"""The parts of every conversion: an item that knows which of its fields are carried, its rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from google.protobuf import json_format

from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.metadata import fitting
from plaudit.cli.importing.peers.report import METADATA, NOT_CARRIED, Report

CRITERIA, DATASETS = "criteria", "datasets"
EXCHANGES, FEEDBACK, RECORDS = "exchanges", "feedback", "records"


class Unusable(Exception):
    """An item, or a part of it, that cannot be imported: its field and the rule that it breaks."""

    def __init__(self, name: str, rule: str) -> None:
        super().__init__(f"{name}: {rule}" if name else rule)
        self.field = name
        self.rule = rule


UNEXPECTED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    json_format.Error,
)
"""What an item of a shape that no converter knows may raise."""


def fault_of(error: Exception) -> Unusable:
    """Return what makes an item unusable, of whatever its conversion raised."""
    if isinstance(error, Unusable):
        return error
    told = str(error).partition("\n")[0]
    why = f"has no {told}" if isinstance(error, KeyError) else f"{type(error).__name__}: {told}"
    return Unusable("", f"cannot be converted: a part of it has an unexpected shape ({why})")


@dataclass(frozen=True)
class Made:
    """A row of ours: its kind, its value in the JSON mapping of the contract, and its origin."""

    kind: str
    value: dict[str, Any]
    place: str
    score: tuple[str, str] = ("feedback", "score")
    """Of feedback: what the other system calls it, and the field that has its score."""


@dataclass(frozen=True)
class Bad:
    """What cannot be imported, and why."""

    place: str
    field: str
    rule: str


@dataclass
class Context:
    """What a conversion needs besides the item."""

    report: Report
    index: Index
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What the converter has read beside the files, such as the definition of a dataset."""
    cells: bool = False
    """Whether the item is a row of a CSV file, which has objects and lists as JSON text."""

    def attempt(
        self,
        make: Callable[..., Iterator[Made | Bad]],
        item: Mapping[str, Any],
        place: str,
        *further: Any,
    ) -> Iterator[Made | Bad]:
        """Convert an item or a part of one, so that a fault in it does not affect the others."""
        try:
            yield from make(item, place, self, *further)
        except (Unusable, *UNEXPECTED) as error:
            bad = fault_of(error)
            yield Bad(place, bad.field, bad.rule)


class Converter(Protocol):
    """Converts the items of one other system."""

    @property
    def name(self) -> str:
        """The key of the system's own fields in our metadata."""

    @property
    def lists(self) -> tuple[str, ...]:
        """Keys under which a file may hold the list of items."""

    def learn(self, item: Mapping[str, Any], index: Index) -> None:
        """Remember what other items refer to, before the first is converted."""

    def convert(
        self, item: Mapping[str, Any], place: str, context: Context
    ) -> Iterator[Made | Bad]:
        """Convert an item to our rows."""


class Theirs:
    """An object of another system; every field that has a value ends up somewhere by name."""

    def __init__(self, what: str, value: Mapping[str, Any], place: str, report: Report) -> None:
        self.what = what
        self.place = place
        self._left = {key: one for key, one in value.items() if not is_empty(one)}
        self._report = report

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def names(self) -> list[str]:
        """List the fields that are left."""
        return list(self._left)

    def peek(self, name: str) -> Any:
        """Return the value of a field, which stays to be carried."""
        return self._left.get(name)

    def take(self, name: str, to: str) -> Any:
        """Return the value of a field that is carried to `to`; `None` if it has none."""
        if name not in self._left:
            return None
        self._note(name, to)
        return self._left.pop(name)

    def text(self, name: str, to: str) -> str:
        """Take a field as text; empty if it has no value."""
        value = self.take(name, to)
        return "" if value is None else text_of(value)

    def leave(self, name: str, why: str) -> None:
        """Say that a field is not carried."""
        if name in self._left:
            del self._left[name]
            self._note(name, NOT_CARRIED + why)

    def say(self, name: str, fate: str) -> None:
        """Report a part of a field by itself."""
        self._note(name, fate)

    def leave_whole(self, why: str) -> None:
        """Say that the whole item is not carried."""
        self._left.clear()
        self._note("(whole)", NOT_CARRIED + why)

    def put_back(self, name: str, value: Any) -> None:
        """Keep what is left of a field that was taken, so that it goes to the metadata."""
        if not is_empty(value):
            self._left[name] = value

    def kept(self, peer: str) -> dict[str, Any]:
        """Return what is left, for the metadata of the object that this one is a part of."""
        made = dict(self._left)
        for name in made:
            self._note(name, f"{METADATA}metadata.{peer}.{self.what}s")
        self._left.clear()
        return made

    def metadata(self, peer: str, own: Any = None) -> dict[str, Any]:
        """Return our metadata: their own at the top, all fields that are left under one key."""
        extras = dict(self._left)
        made: dict[str, Any] = {}
        if isinstance(own, Mapping) and peer not in own:
            made, refused = fitting(own)
            self._refused(refused, "metadata.")
        elif not is_empty(own):
            extras["metadata"] = own
        kept, refused = fitting(extras, beside=made)
        self._refused(refused)
        for name in kept:
            self._note(name, f"{METADATA}metadata.{peer}.{name}")
        self._left.clear()
        return {**made, peer: kept} if kept else made

    def _refused(self, refused: Mapping[str, str], path: str = "") -> None:
        for name, why in refused.items():
            self._note(f"{path}{name}", f"{NOT_CARRIED}{why}")

    def _note(self, name: str, fate: str) -> None:
        self._report.note(self.what, name, fate, self.place)


def is_empty(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or value in ("", [], {}, ()) or (value != value)  # noqa: PLR0124  # NaN


def text_of(value: Any) -> str:
    """Write a value as text: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def without_empty(value: Mapping[str, Any]) -> dict[str, Any]:
    """Remove the keys that have no value."""
    return {key: one for key, one in value.items() if not is_empty(one)}
