"""The tables that a run prints, line by line as they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from benchmark.measuring import Seen
from benchmark.raw import BATCH

Pairs = Sequence[tuple[Seen, Seen]]
"""The empty handler and plaudit, round by round."""

_GROUP = "{:>9}{:>8}{:>9}{:>9}"
_LINE = "{:<20}{:>10} |" + _GROUP + " |" + _GROUP + " |{:>8}{:>6} |{:>10}{:>7}"
_SIDE = ("calls/s", "CPU", "p50", "p99")
_STREAM_LINE = "{:<20}{:>20}{:>8} |{:>12}{:>8} |{:>9}{:>6}"
_BATCH_LINE = "{:<20}{:>10} |{:>9} |{:>9} |{:>11} |{:>8}"


def introduction(database: str, rounds: int) -> None:
    """Say what the figures are."""
    print(f"On {database}; medians of {rounds} rounds. Times in µs; CPU: of the server, a call;")
    print(
        "generator: CPU of the load generator, a call; others: processors that all else kept busy"
    )


def head_of_calls(what: str) -> None:
    """Begin a table of calls."""
    print()
    _print(_LINE, "", "", "empty", "", "", "", "plaudit", "", "", "", "ratio of", "", "", "")
    _print(_LINE, what, "in flight", *_SIDE, *_SIDE, "calls/s", "CPU", "generator", "others")


def calls(method: str, in_flight: int, pairs: Pairs) -> None:
    """Print one line: both sides, and plaudit in terms of the empty handler."""
    sides = [
        f"{median(getattr(pair[side], figure) for pair in pairs):,.0f}"
        for side in (0, 1)
        for figure in ("rate", "cpu", "p50", "p99")
    ]
    ratios = [
        f"{median(getattr(ours, figure) / getattr(empty, figure) for empty, ours in pairs):.2f}"
        for figure in ("rate", "cpu")
    ]
    generator = f"{median(seen.generator for pair in pairs for seen in pair):.0f}"
    others = f"{median(seen.others for pair in pairs for seen in pair):.1f}"
    _print(_LINE, method, in_flight, *sides, *ratios, generator, others)


def lone_caller(pairs: Pairs, flushes: Sequence[float]) -> None:
    """Print what a caller waits for who calls alone: the promise has the flush in it."""
    flush = median(flushes) * 1e6
    bound = 2 * median(empty.p50 for empty, _ in pairs) + flush
    p50 = median(ours.p50 for _, ours in pairs)
    print(
        f"{'':20}   p50 {p50:,.0f}; twice the empty one and a flush of {flush:,.0f}: {bound:,.0f}"
    )


def head_of_streams() -> None:
    """Begin the table of streams."""
    print()
    _print(_STREAM_LINE, "", "unary, 64 in flight", "", "stream, one", "", "ratio of", "")
    _print(_STREAM_LINE, "items of one client", "calls/s", "CPU", "items/s", "CPU", "rate", "CPU")


def stream(pairs: Pairs, length: int) -> None:
    """Print one line: unary calls, and streams of so many items in terms of them."""
    _print(
        _STREAM_LINE,
        "StreamFeedback",
        f"{median(unary.rate for unary, _ in pairs):,.0f}",
        f"{median(unary.cpu for unary, _ in pairs):.0f}",
        f"{median(ours.rate for _, ours in pairs) * length:,.0f}",
        f"{median(ours.cpu for _, ours in pairs) / length:.0f}",
        f"{median(ours.rate * length / unary.rate for unary, ours in pairs):.2f}",
        f"{median(ours.cpu / length / unary.cpu for unary, ours in pairs):.2f}",
    )


def head_of_batches() -> None:
    """Begin the table of batches."""
    print()
    _print(_BATCH_LINE, "", "", "raw", "plaudit", "", "ratio of")
    _print(_BATCH_LINE, "method", "in flight", "rows/s", "rows/s", "CPU a row", "rows/s")


def batches(in_flight: int, pairs: Sequence[tuple[float, Seen]]) -> None:
    """Print one line: raw inserts, in rows a second, and plaudit in terms of them."""
    _print(
        _BATCH_LINE,
        f"BatchSubmit {BATCH}",
        in_flight,
        f"{median(raw for raw, _ in pairs):,.0f}",
        f"{median(ours.rate for _, ours in pairs) * BATCH:,.0f}",
        f"{median(ours.cpu for _, ours in pairs) / BATCH:.1f}",
        f"{median(ours.rate * BATCH / raw for raw, ours in pairs):.2f}",
    )


_QUESTION_LINE = "{:<36} |{:>9}{:>9} |{:>9}{:>9} |{:>9}{:>6}"


def questions(name: str, pairs: Pairs) -> None:
    """Print one line: empty calls, and a question in terms of them."""
    _print(
        _QUESTION_LINE,
        name,
        *(
            f"{median(getattr(pair[side], figure) for pair in pairs):,.0f}"
            for side in (0, 1)
            for figure in ("p50", "p99")
        ),
        f"{median(ours.p50 / empty.p50 for empty, ours in pairs):.1f}",
        f"{median(ours.cpu / empty.cpu for empty, ours in pairs):.1f}",
    )


def head_of_questions() -> None:
    """Begin the table of questions."""
    print()
    _print(_QUESTION_LINE, "", "empty", "", "plaudit", "", "ratio of", "")
    _print(_QUESTION_LINE, "QuerySatisfaction, one at a time", *("p50", "p99") * 2, "p50", "CPU")


_EXPORT_LINE = "{:<24}{:>12} |{:>12} |{:>12} |{:>9} |{:>16}{:>10}"


def head_of_exports() -> None:
    """Begin the table of exports."""
    print()
    _print(_EXPORT_LINE, "", "", "raw SELECT", "plaudit", "ratio of", "peak MiB before", "after")
    _print(_EXPORT_LINE, "ExportTraining", "examples", "rows/s", "examples/s", "rate", "", "")


def export(name: str, rows: int, plain: float, rate: float, before: int, after: int) -> None:
    """Print one line: a raw SELECT, and an export in terms of it."""
    _print(
        _EXPORT_LINE,
        name,
        f"{rows:,}",
        f"{plain:,.0f}",
        f"{rate:,.0f}",
        f"{rate / plain:.2f}",
        f"{before / 2**20:,.0f}",
        f"{after / 2**20:,.0f}",
    )


_IMPORT_LINE = "{:<24}{:>12} |{:>12} |{:>12} |{:>9}"


def head_of_imports() -> None:
    """Begin the table of imports."""
    print()
    _print(_IMPORT_LINE, "", "", "BatchSubmit", "plaudit", "ratio of")
    _print(_IMPORT_LINE, "plaudit import", "rows", "rows/s", "rows/s", "rate")


def imports(rows: int, direct: float, rate: float) -> None:
    """Print one line: ready-made batches, and an import of the same in terms of them."""
    _print(
        _IMPORT_LINE,
        "feedback, JSON lines",
        f"{rows:,}",
        f"{direct:,.0f}",
        f"{rate:,.0f}",
        f"{rate / direct:.2f}",
    )


_NEIGHBOURS_LINE = "{:<26} |{:>9}{:>9} |{:>9}{:>9} |{:>9}  {}"
_STATUSES = {"3": "INVALID_ARGUMENT", "8": "RESOURCE_EXHAUSTED"}


def head_of_neighbours(seconds: float) -> None:
    """Begin the table of neighbours."""
    print(f"One caller, one call at a time, {seconds:g} s for each figure; times in ms.")
    print()
    _print(_NEIGHBOURS_LINE, "", "Get", "", "Submit", "", "noisy", "")
    _print(_NEIGHBOURS_LINE, "beside", *("p50", "max") * 2, "calls/s", "of them refused")


def neighbours(
    title: str, found: Sequence[Mapping[str, Any]], noise: Mapping[str, Any] | None
) -> None:
    """Print one line: what the quiet caller waited for, and how much the noisy one sent."""
    times = [f"{seen[figure] / 1000:.2f}" for seen in found for figure in ("p50", "max")]
    rate, refused = "", ""
    if noise is not None:
        rate = f"{noise['rate']:,.0f}"
        statuses = ", ".join(_STATUSES.get(code, code) for code in noise["errors"])
        refused = f"all: {statuses}" if noise["calls"] == sum(noise["errors"].values()) else ""
        refused = refused or (f"some: {statuses}" if statuses else "none")
    _print(_NEIGHBOURS_LINE, title, *times, rate, refused)


def _print(form: str, *cells: object) -> None:
    print(form.format(*cells).rstrip(), flush=True)
