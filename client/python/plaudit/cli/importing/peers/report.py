"""What happened to each field of the other system: carried, kept in metadata, or not carried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

EXAMPLES = 3
"""How many places are named for each fate of a field."""
MOST_FIELDS = 5000
"""Fields beyond these are counted under one name, so that no file can fill the memory."""
REST = "(further fields)"

METADATA = "kept in "
NOT_CARRIED = "not carried: "


@dataclass
class Count:
    """How often a field had a fate, and where first."""

    number: int = 0
    places: list[str] = field(default_factory=list)


class Report:
    """Counts the fates of fields, by kind of item and field."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str], Count] = {}

    def note(self, what: str, name: str, fate: str, place: str) -> None:
        """Count one field of one item."""
        key = (what, name, fate)
        if key not in self._counts and len(self._counts) >= MOST_FIELDS:
            key = (what, REST, fate)
        count = self._counts.setdefault(key, Count())
        count.number += 1
        if len(count.places) < EXAMPLES:
            count.places.append(place)

    def lines(self) -> Iterator[str]:
        """Write it as lines, a block for each kind of item."""
        before = ""
        for (what, name, fate), count in sorted(self._counts.items()):
            if what != before:
                yield f"{what}:"
                before = what
            carried = fate.startswith((METADATA, NOT_CARRIED))
            where = fate if carried else f"carried to {fate}"
            yield f"  {name}: {where} ({count.number:,}; {', '.join(count.places)})"
