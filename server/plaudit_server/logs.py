"""Structured logs on standard error: JSON lines, or coloured text for a developer.

Libraries log what callers send: gRPC logs headers that it cannot read, Python logs the messages of
exceptions. To keep such text out of the log, a line for a library's record has only its logger, its
level, the type of its exception and where that was raised.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

log = structlog.get_logger()


class _Stderr:
    """Standard error. Lines that cannot be written are dropped: a full disk must not fail calls."""

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


class _WithoutValues(logging.Handler):
    """Logs a library's record without its arguments, its exception's message and its stack."""

    def emit(self, record: logging.LogRecord) -> None:
        fields: dict[str, Any] = {"logger": record.name, "at": f"{record.module}:{record.lineno}"}
        if record.args:  # without arguments, values may already be formatted into the message
            fields["template"] = str(record.msg)
        if record.exc_info and record.exc_info[1] is not None:
            fields |= kind_and_place(record.exc_info[1])
        level = min(max(record.levelno // 10 * 10, logging.DEBUG), logging.CRITICAL)
        log.log(level, "logged by a library", **fields)


def configure(*, level: str, readable: bool) -> None:
    """Log everything of this level and above to standard error."""
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(handlers=[_WithoutValues()], level=max(number, logging.WARNING), force=True)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # it would print the record
    render: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
        if readable
        else [structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Stderr())),
        cache_logger_on_first_use=True,
    )
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda lost: _uncaught(lost.exc_type, lost.exc_value, None)
    threading.excepthook = lambda lost: _uncaught(lost.exc_type, lost.exc_value, None)


def _uncaught(
    kind: type[BaseException], error: BaseException | None, _: TracebackType | None
) -> None:
    fields = {"error": kind.__qualname__} if error is None else kind_and_place(error)
    log.error("uncaught exception", **fields)


def kind_and_place(error: BaseException) -> dict[str, Any]:
    """Describe an error, and its cause, by type and place: never by its text."""
    return {"error": type(error).__qualname__, "where": _where(error)}


def _where(error: BaseException) -> list[str]:
    frames = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or error.__context__
    return frames if cause is None else [*frames, type(cause).__qualname__, *_where(cause)]
