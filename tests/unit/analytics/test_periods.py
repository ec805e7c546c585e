"""Periods start with the hours, days, weeks and months of the time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from plaudit_server.domain.analytics.periods import MAX_PERIODS, Period, periods, time_zone
from plaudit_server.domain.errors import InvalidArgument

DAY = 24 * 3600 * 1_000_000


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000_000)


def starts(start: str, end: str, period: Period, zone_name: str) -> list[str]:
    zone = time_zone(zone_name)
    assert zone is not None
    parts = periods(at(start), at(end), period=period, zone=zone)
    assert parts[0][0] == at(start)
    assert parts[-1][1] == at(end)
    assert all(one[1] == following[0] for one, following in pairwise(parts))
    return [f"{datetime.fromtimestamp(first / 1e6, UTC):%m-%dT%H:%M}" for first, _ in parts]


@pytest.mark.parametrize(
    ("zone", "period", "start", "end", "expected"),
    [
        (
            *("UTC", Period.DAY, "2026-01-01T05:15", "2026-01-03"),
            "01-01T05:15 01-02T00:00",
        ),
        (
            *("Asia/Kolkata", Period.DAY, "2026-01-01", "2026-01-02"),
            "01-01T00:00 01-01T18:30",
        ),
        (
            *("Asia/Kathmandu", Period.HOUR, "2026-01-01", "2026-01-01T01:20"),
            "01-01T00:00 01-01T00:15 01-01T01:15",
        ),
        # 25 hours in Berlin, where clocks go back
        (
            *("Europe/Berlin", Period.DAY, "2026-10-24T22:00", "2026-10-26T23:00"),
            "10-24T22:00 10-25T23:00",
        ),
        # and 23, where they go forward
        (
            *("Europe/Berlin", Period.DAY, "2026-03-28T23:00", "2026-03-30T22:00"),
            "03-28T23:00 03-29T22:00",
        ),
        # midnight is skipped
        (
            *("America/Sao_Paulo", Period.DAY, "2018-11-03T03:00", "2018-11-05T02:00"),
            "11-03T03:00 11-04T03:00",
        ),
        # clocks change by half an hour
        (
            *("Australia/Lord_Howe", Period.HOUR, "2026-10-03T14:30", "2026-10-03T17:00"),
            "10-03T14:30 10-03T15:30 10-03T16:00",
        ),
        (
            *("UTC", Period.WEEK, "2026-11-01", "2026-11-12"),
            "11-01T00:00 11-02T00:00 11-09T00:00",
        ),
        (
            *("America/New_York", Period.MONTH, "2026-02-15", "2026-04-02"),
            "02-15T00:00 03-01T05:00 04-01T04:00",
        ),
        (
            *("Pacific/Kiritimati", Period.MONTH, "2026-12-31T09:00", "2027-01-01"),
            "12-31T09:00 12-31T10:00",
        ),
        (
            *("Europe/Paris", Period.WHOLE, "2026-02-15", "2026-04-02"),
            "02-15T00:00",
        ),
    ],
)
def test_periods_start_at_the_local_time_of_the_zone(
    zone: str, period: Period, start: str, end: str, expected: str
) -> None:
    assert starts(start, end, period, zone) == expected.split()


def test_a_time_range_has_at_most_max_periods() -> None:
    zone = time_zone("UTC")
    assert zone is not None
    assert len(periods(0, MAX_PERIODS * DAY, period=Period.DAY, zone=zone)) == MAX_PERIODS
    for end in (MAX_PERIODS * DAY + 1, 10**17):
        with pytest.raises(InvalidArgument, match="at most 10000 days"):
            periods(0, end, period=Period.DAY, zone=zone)


@pytest.mark.parametrize(
    "name", ["Europe/Atlantis", "Europe", "../etc/passwd", "/etc", "a\0b", "."]
)
def test_a_name_that_is_not_a_time_zone_gives_none(name: str) -> None:
    assert time_zone(name) is None


def test_an_empty_name_is_utc() -> None:
    assert time_zone("") == time_zone("UTC")
