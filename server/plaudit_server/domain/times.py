"""Stretches of time, as filters name them."""

from __future__ import annotations

from typing import NamedTuple


class TimeRange(NamedTuple):
    """A stretch of time in microseconds, without its end; `None` is unbounded."""

    start: int | None = None
    end: int | None = None

    def has(self, time: int) -> bool:
        """Whether a time lies in it."""
        return (self.start is None or self.start <= time) and (self.end is None or time < self.end)


ALWAYS = TimeRange()
