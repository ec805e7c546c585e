"""`plaudit` on a real terminal: what people said is shown, and commands nothing."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys

import pytest

from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from support.messages import about, define, register, submit, text_field
from support.servers import environment

HOSTILE = "\x1b]0;title\x07\x1b]52;c;cm0gLXJm\x07\x1b[2J\x9b2J\u202e[red]words"
STYLE = re.compile(r"\x1b\[[\d;]*m")
"""A style, which is plaudit's own."""


@pytest.fixture
def on_terminal(server, tenant, tmp_path):
    """Runs the command on a terminal; answers what it prints there."""

    def run(*arguments: str, typed: str = "", columns: int = 300) -> str:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "plaudit.cli", *arguments],
            cwd=tmp_path,
            env=environment(
                PLAUDIT_ADDRESS=server.address,
                PLAUDIT_API_KEY=server.key,
                PLAUDIT_NAMESPACE=tenant.name,
                TERM="xterm-256color",
                COLUMNS=str(columns),
            ),
            stdin=subprocess.PIPE,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        process.stdin.write(typed.encode())
        process.stdin.close()
        printed = b""
        with contextlib.suppress(OSError):  # how the end of a terminal is told
            while data := os.read(ours, 65_536):
                printed += data
        os.close(ours)
        process.wait(60)
        return printed.decode()

    return run


def commands_nothing(printed: str) -> bool:
    """Whether nothing is left that a terminal obeys but styles and line ends."""
    rest = STYLE.sub("", printed).replace("\r\n", "")
    return all(character.isprintable() or character == "\n" for character in rest)


@pytest.mark.parametrize("subject", ["exchanges", "topics"])
def test_low_satisfaction_shows_texts_that_cannot_control_the_terminal(
    on_terminal, tenant, subject
):
    exchange = register(tenant, topic="billing", prompt=HOSTILE, answer=HOSTILE)
    submit(tenant, target=about(exchange), rating=RATING_NEGATIVE, text=HOSTILE, correction=HOSTILE)
    printed = on_terminal("stats", "--low", subject)
    assert STYLE.search(printed), "styles of our own work"
    assert r"\x1b]52;c;cm0gLXJm\x07" in printed
    assert r"\u202e[red]words" in printed
    assert commands_nothing(printed)


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("get", "--external-id", "x"),
        ("get", "--external-id", "x", "--history"),
        ("list", "--json"),
        ("exchanges", "list"),
        ("memories", "search", "words"),
    ],
    ids=" ".join,
)
def test_lists_and_single_things_show_texts_that_cannot_control_the_terminal(
    on_terminal, tenant, command
):
    exchange = register(tenant, topic="billing", prompt=HOSTILE, answer=HOSTILE)
    given = {"text": HOSTILE, "correction": HOSTILE, "external_id": "x"}
    submit(tenant, target=about(exchange), rating=RATING_POSITIVE, **given)
    printed = on_terminal(*command)
    assert "words" in printed
    assert re.search(r"\\(x1b|u001b)\]52;c;cm0gLXJm", printed)
    assert commands_nothing(printed)


def test_annotation_shows_texts_that_cannot_control_the_terminal(on_terminal, tenant, tmp_path):
    define(tenant, name="answers", fields=[text_field("shown")])
    rows = {"field_to_value": {"shown": HOSTILE}}
    (tmp_path / "rows.jsonl").write_text(json.dumps(rows) + "\n")
    on_terminal("import", "records", "rows.jsonl", "--dataset", "answers")
    printed = on_terminal("annotate", "answers", typed="/quit\n")
    assert r"\x1b]52;c;cm0gLXJm\x07" in printed
    assert r"\u202e[red]words" in printed
    assert commands_nothing(printed)


def test_a_rejected_row_cannot_control_the_terminal(on_terminal, tmp_path):
    row = {HOSTILE: 1, "target": {"search": {"search_id": HOSTILE}}}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n")
    printed = on_terminal("import", "feedback", "rows.jsonl", "--dry-run")
    assert "line 1" in printed
    assert "\x1b]" not in printed
    assert "\x9b" not in printed
    assert "\u202e" not in printed


def test_exported_files_contain_texts_unchanged(on_terminal, tenant, tmp_path):
    exchange = register(tenant, prompt=HOSTILE, answer=HOSTILE)
    submit(tenant, target=about(exchange), rating=RATING_NEGATIVE)
    on_terminal("export", "kto", "kto.jsonl", "--form", "plain")
    (line,) = (tmp_path / "kto.jsonl").read_text().splitlines()
    assert json.loads(line)["prompt"] == HOSTILE
