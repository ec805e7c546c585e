"""A terminal with styles: tables, colours, bars and prompts. Texts cannot control it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import click
import rich.console
import rich.text
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment

from plaudit.cli.output import echo, visible


class Text(rich.text.Text):
    """A text with styles, in which control characters are escaped."""

    def __init__(self, text: str = "", style: str = "", **options: Any) -> None:
        super().__init__(visible(text), style, **options)

    def append(self, text: Any, style: Any = None) -> Text:
        super().append(visible(text) if isinstance(text, str) else text, style)
        return self


class Terminal(rich.console.Console):
    """The standard output or the standard error.

    Texts are printed literally: markup (`[red]`) and emoji codes (`:smile:`) are not interpreted,
    and control characters are escaped.
    """

    def __init__(self, *, err: bool = False, piped_width: int | None = None) -> None:
        """`piped_width` is the width if the output is not a terminal."""
        self._stream_is_terminal = (sys.stderr if err else sys.stdout).isatty()
        super().__init__(
            stderr=err,
            width=None if self._stream_is_terminal else piped_width,
            highlight=False,
            markup=False,
            emoji=False,
        )

    @property
    def shows_progress(self) -> bool:
        """Whether to show a progress bar: only on a terminal."""
        return self.is_terminal and self._stream_is_terminal

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            # Control segments come from rich itself: they move its bars.
            yield segment if segment.control else Segment(visible(segment.text), segment.style)

    def render_str(self, text: str, **options: Any) -> rich.text.Text:
        return super().render_str(visible(text), **options)

    def out(self, *objects: Any, **options: Any) -> None:
        super().out(*(visible(str(one)) for one in objects), **options)


def confirm(question: str, *, yes: bool) -> None:
    """Ask whether to do what cannot be undone. Raises ClickException unless the answer is yes.

    `yes` is the option `--yes`, which answers beforehand; where nobody can answer, it is needed.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question} Nobody can answer here: give --yes to do it.")
    if read_line(f"{question} [y/N] ", at_end="").strip().lower() not in {"y", "yes"}:
        raise click.ClickException("nothing was changed")


def read_line(prompt: str, *, at_end: str) -> str:
    """Read a line; return `at_end` at the end of the input and on Ctrl-C."""
    try:
        return input(visible(prompt))
    except (EOFError, KeyboardInterrupt):
        echo()
        return at_end
