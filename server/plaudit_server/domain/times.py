"""Time ranges of filters."""

from __future__ import annotations

from typing import NamedTuple


class TimeRange(NamedTuple):
    """A time range in microseconds; the end is exclusive, and `None` is unbounded."""

    start: int | None = None
    end: int | None = None

    def has(self, time: int) -> bool:
        """Whether a time is in the range."""
        return (self.start is None or self.start <= time) and (self.end is None or time < self.end)


ALWAYS = TimeRange()
