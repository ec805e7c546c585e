"""What a command prints: texts of people are shown, and the terminal obeys plaudit alone."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from click.testing import CliRunner
from rich.progress import Progress
from rich.rule import Rule
from rich.table import Table

from plaudit.cli.app import plaudit
from plaudit.cli.output import visible
from plaudit.cli.terminal import Terminal, Text

ROOT = Path(__file__).parents[3]
COMMANDS = ROOT / "client/python/plaudit/cli"

CLIPBOARD = "\x1b]52;c;cm0gLXJm\x07"
HOSTILE = f"{CLIPBOARD}\x1b[2J\x9b31m\x7f\r\b\u202eabc\u2066"
OBEYED = [*map(chr, (*range(9), *range(11, 32), *range(127, 160))), *"\u202a\u202e\u2066\u2069"]


@pytest.fixture
def console(monkeypatch):
    """A console that takes what it prints to for a terminal."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    return Terminal(piped_width=300)


def obeyed(printed: str) -> list[str]:
    """Find what a terminal would obey; line ends are plaudit's own."""
    return [one for one in OBEYED if one in printed]


def test_control_characters_are_shown_as_escapes():
    for character in OBEYED:
        code = ord(character)
        escape = f"x{code:02x}" if code < 256 else f"u{code:04x}"
        assert visible(f"a{character}b") == f"a\\{escape}b"


def test_line_ends_tabs_and_all_that_people_write_are_kept():
    text = "zwei\tWörter\n漢字 🙂 שלום\u200f \\x1b [red]"
    assert visible(text) == text
    assert visible("a\r\nb") == "a\nb"


@pytest.mark.parametrize("kind", ["text", "Text", "appended", "cell", "heading", "rule", "out"])
def test_no_way_of_printing_lets_a_text_control_the_terminal(console, capsys, kind):
    table = Table("a" if kind != "heading" else HOSTILE)
    table.add_row(HOSTILE)
    shown = {
        "text": HOSTILE,
        "Text": Text(HOSTILE),
        "appended": Text("a").append(HOSTILE),
        "cell": table,
        "heading": table,
        "rule": Rule(HOSTILE),
    }
    if kind == "out":
        console.out(HOSTILE)
    else:
        console.print(shown[kind])
    printed = capsys.readouterr().out
    assert r"\x1b]52;c;" in printed
    assert CLIPBOARD not in printed
    assert "\x1b[2J" not in printed
    assert not set(obeyed(printed)) - {"\x1b"}


def test_a_progress_bar_cannot_control_the_terminal(console, capsys):
    with Progress(console=console) as bar:
        bar.add_task(f"importing {HOSTILE}", total=1)
    printed = capsys.readouterr().out
    assert "importing" in printed
    assert CLIPBOARD not in printed


def test_styles_of_our_own_still_work(console, capsys):
    console.print(Text("fine", "bold green"))
    assert capsys.readouterr().out == "\x1b[1;32mfine\x1b[0m\n"


def test_markup_and_emoji_codes_in_texts_are_not_interpreted(console, capsys):
    console.print("[red]a[/red] :smile: [link=http://x]b[/link]")
    assert capsys.readouterr().out == "[red]a[/red] :smile: [link=http://x]b[/link]\n"


class _Refuses(grpc.GenericRpcHandler):
    """A server that is not plaudit and says what it likes."""

    def service(self, handler_call_details):
        def refuse(_, context):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"no {CLIPBOARD} \x1b[31m")

        return grpc.unary_unary_rpc_method_handler(refuse)


def test_messages_of_a_server_cannot_control_the_terminal():
    server = grpc.server(ThreadPoolExecutor(1), handlers=[_Refuses()])
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    arguments = ["--address", address, "--key", "k", "datasets"]
    done = CliRunner().invoke(plaudit, arguments, color=True)
    server.stop(None)
    assert done.exit_code == 1
    assert r"\x1b]52;c;" in done.output
    assert not obeyed(done.output)


@pytest.mark.parametrize(
    "arguments",
    [("stats", HOSTILE), (HOSTILE,), ("stats", f"--{HOSTILE}"), ("export", "kto", HOSTILE)],
    ids=ascii,
)
def test_arguments_in_errors_cannot_control_the_terminal(arguments):
    done = CliRunner().invoke(plaudit, arguments, color=True)
    assert done.exit_code == 2
    assert "Error: " in done.output
    assert not obeyed(done.output)


def test_an_unexpected_error_cannot_control_the_terminal():
    program = """
import click, sys
from plaudit.cli.output import CommandLine
@click.group(cls=CommandLine)
def main(): pass
@main.command()
def fail(): raise ValueError("\\x1b]52;c;cm0gLXJm\\x07")
main()
"""
    done = subprocess.run([sys.executable, "-c", program, "fail"], capture_output=True, text=True)
    assert "ValueError" in done.stderr
    assert not obeyed(done.stderr)


PRINTING = [
    "print(1)",
    "import sys\nsys.stdout.write('x')",
    "from sys import stderr\nstderr.write('x')",
    "import click\nclick.echo('x')",
    "from click import secho\nsecho('x')",
    "import click\nclick.prompt('x')",
    "from rich.console import Console\nConsole()",
    "from rich import print as say\nsay(1)",
    "from rich.prompt import Prompt\nPrompt.ask()",
    "import rich.text\nrich.text.Text('x')",
]


@pytest.mark.parametrize("code", PRINTING, ids=ascii)
def test_the_lint_refuses_a_command_that_prints_by_another_way(code):
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "concise"]
    done = subprocess.run(
        [*command, "--stdin-filename", str(COMMANDS / "datasets" / "new.py"), "-"],
        input=code,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "T201" in done.stdout or "TID251" in done.stdout


def test_no_command_asks_by_another_way():
    for file in COMMANDS.rglob("*.py"):
        names = {n.id for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Name)}
        assert "input" not in names or file.name == "terminal.py", file.name


PRINTS = """
from plaudit.cli.output import CommandLine, echo, echo_json
from plaudit.cli.terminal import Terminal
group = CommandLine()
@group.command()
def every():
    echo("echo é🙂")
    Terminal(piped_width=80).print("table é🙂")
    echo_json("json é🙂")
group.main(["every"])
"""


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_what_an_output_cannot_encode_is_escaped(encoding):
    done = subprocess.run(
        [sys.executable, "-c", PRINTS],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert done.returncode == 0, done.stderr
    _, table, printed = done.stdout.splitlines()
    assert rb"\U0001f642" in table
    assert json.loads(printed) == "json é🙂"


@pytest.mark.parametrize(
    "arguments", [("list", "--text", "\udcff"), ("stats", "--topic", "\udcff")]
)
def test_an_argument_that_is_not_unicode_is_named(arguments):
    done = CliRunner().invoke(plaudit, ["--key", "k", *arguments])
    assert done.exit_code == 2
    assert r"'\udcff' is not text in UTF-8" in done.output
