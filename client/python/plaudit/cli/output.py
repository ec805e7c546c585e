"""All output of a command goes through this module, so that no text can control the terminal.

Control characters are printed as escapes, a bell as a backslash and x07. Files that a command
writes contain texts unchanged.
"""

from __future__ import annotations

import io
import json
import re
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import click

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1
    r"\u2028\u2029\u202a-\u202e\u2066-\u2069"  # line breaks, and what reorders letters
    r"\ud800-\udfff]"  # what no output can encode
)


def visible(text: str) -> str:
    """Replace control characters by escapes such as a backslash and x1b; keep tabs and newlines."""
    return _CONTROL.sub(_escape, text.replace("\r\n", "\n"))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def echo(text: str = "", *, err: bool = False) -> None:
    """Print a line to the standard output, or the standard error."""
    click.echo(visible(text), err=err)


def echo_json(value: Any) -> None:
    """Print a value as JSON in one line, which every reader of JSON reads as it is."""
    is_unicode = "utf" in (sys.stdout.encoding or "").lower()
    text = json.dumps(value, ensure_ascii=not is_unicode, separators=(",", ":"))
    click.echo(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun, such as "1 record" and "2,000 records"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


class CommandLine(click.Group):
    """A group of commands whose usage errors are printed by `echo` too."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        sys.excepthook = _uncaught
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # where it is not UTF-8
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            echo(self.describe(error), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            echo("aborted", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)

    def describe(self, error: click.ClickException) -> str:
        """Return the message that click would print."""
        message = _StyledText()
        error.show(message)
        return message.getvalue().removesuffix("\n")


class _StyledText(io.StringIO):
    """Keeps the styles of a text: click removes them if the output is not a terminal."""

    def isatty(self) -> bool:
        return True


def _uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    echo("".join(traceback.format_exception(kind, error, where)).rstrip(), err=True)
