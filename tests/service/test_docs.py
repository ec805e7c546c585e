"""Every command of the README and of the documentation does what the page says.

A page is run from its first command to its last against one server, in a namespace of its own. A
command that nothing here runs fails the tests, unless NOT_RUN says why.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.needs import missing
from support.servers import Server
from support.side_by_side import alone
from support.tenants import SCOPES, Tenant

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    str(page.relative_to(ROOT))
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md"))
    if page.parent.name not in {"contract", "project", "_build"}  # what the build makes
)
GRPCURL = "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.4"
NOT_RUN = {
    "pip": "scripts/packages installs the client as users do",
    "scripts/bench": "measures for minutes, on a machine that does nothing else",
    "scripts/serve": "scripts/setup, and plaudit-server serve --dev, which serves all other tests",
    "scripts/setup": "has made the environment that this test runs in",
    "scripts/test": "runs this test",
}
WITH_THE_CLIENTS = {"README.md", "docs/python.md"}
"""Pages whose programs tests/clients runs, also where only the client is installed."""


def blocks(page: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page: the kind of each, and its text."""
    fence = re.compile(r"^ *```(\S*)[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
    return fence.findall((ROOT / page).read_text())


def commands(page: str) -> list[str]:
    """The commands of a page's shell blocks: continued lines joined, comments left out."""
    found = []
    for block in re.findall(
        r"^ *```sh\n(.*?)^ *```", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE
    ):
        open_command = ""
        for line in block.replace("\\\n", " ").splitlines(keepends=True):
            open_command += line
            if open_command.count("'") % 2 == 0:
                command = open_command.strip()
                if "'" not in command:
                    command = re.sub(r"\s+#.*", "", command)
                if command:
                    found.append(command)
                open_command = ""
        assert not open_command, f"{page} has a quote that nothing closes:\n{open_command}"
    return found


@pytest.fixture(scope="session")
def grpcurl() -> Path:
    """The grpcurl of the machine, or one that Go builds; without either, CI fails."""
    found = shutil.which("grpcurl")
    if found:
        return Path(found)
    tools = ROOT / ".tools" / "bin"
    with alone("grpcurl"):
        if not (tools / "grpcurl").exists():
            if shutil.which("go") is None:
                missing("neither grpcurl nor go is installed")
            environment = {**os.environ, "GOBIN": str(tools)}
            subprocess.run(["go", "install", GRPCURL], env=environment, check=True, timeout=240)
    return tools / "grpcurl"


IDS = {"FEEDBACK_ID": "fb_", "DATASET_ID": "ds_", "RECORD_ID": "rec_", "KEY_ID": "key_"}
"""The placeholders of pages for returned ids, and the prefixes of such ids."""
EXPORTS = {
    "PATH": "the reader has the commands in the path already",
    "PLAUDIT_DEV_API_KEY": "the key is one of the test's namespace",
}
"""Variables of pages for which the reader uses other values, with the reason."""


@dataclass
class Reader:
    """Runs the commands of a page in a terminal, in an empty folder."""

    folder: Path
    variables: dict[str, str]
    instead: dict[str, str]
    """Replacements for texts of the page, such as the address of the server."""
    new_database: Callable[[str], str]
    serving: Callable[..., str]
    said: dict[str, str] = field(default_factory=dict)
    """Outputs of commands: of grpcurl by method, of others by their first words."""

    def follow(self, page: str) -> None:
        """Run every command of a page, in order."""
        for command in commands(page):
            match command.split():
                case [("echo" | "grpcurl" | "plaudit" | "plaudit-server"), *words]:
                    if words[0] == "serve":
                        self._serve(words)
                    else:
                        self._run(command)
                case ["export", assignment]:
                    self._export(*assignment.split("=", 1))
                case [word, *_]:
                    assert word in NOT_RUN, f"{page}: no test runs {command!r}"

    def _run(self, command: str) -> None:
        line = command
        for shown, typed in self.instead.items():
            line = line.replace(shown, typed)
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=60,
        )
        name = name_of(command)
        self.said[name] = done.stdout
        if name == "WatchFeedback":
            assert "DeadlineExceeded" in done.stderr, "a watch must end only with its deadline"
            return
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        told = done.stdout + done.stderr
        for placeholder, prefix in IDS.items():
            if found := re.search(rf'(?:"id": "|^)({prefix}\w+)', told, re.MULTILINE):
                self.instead[placeholder] = found[1]

    def _serve(self, words: list[str]) -> None:
        """Start a server as in the page, but on a free port; it stops with the test."""
        options = [word.replace("127.0.0.1:50051", "127.0.0.1:0") for word in words[1:]]
        self.serving(*options)

    def _export(self, name: str, value: str) -> None:
        if name == "PLAUDIT_DATABASE":
            assert value.startswith("postgresql://")
            self.variables[name] = self.new_database("postgresql")
        else:
            assert name in EXPORTS


def name_of(command: str) -> str:
    """Return the method of a command, or its words up to the first option, at most two."""
    if command.startswith("grpcurl"):
        return command.rsplit("/", maxsplit=1)[-1].strip()
    words = command.split()[1:3]
    return words[0] if words[1:] and words[1].startswith("--days") else " ".join(words)


@pytest.fixture
def reader(server: Server, tenant: Tenant, grpcurl: Path, tmp_path: Path, new_database, serving):
    """A reader with a key of a new namespace."""
    scopes = [name.removeprefix("SCOPE_") for name, number in SCOPES.items() if number]
    key = tenant.new_key(*scopes).secret
    path = (Path(sys.executable).parent, grpcurl.parent, os.environ["PATH"])
    variables = {name: value for name, value in os.environ.items() if "PLAUDIT" not in name}
    variables |= {
        "PATH": ":".join(map(str, path)),
        "PLAUDIT_ADDRESS": server.address,
        "PLAUDIT_API_KEY": key,
        "PLAUDIT_DEV_API_KEY": key,
    }
    instead = {
        "127.0.0.1:50051": server.address,
        "x-namespace: default": f"x-namespace: {tenant.id}",
    }
    return Reader(tmp_path, variables, instead, new_database, serving)


@pytest.mark.parametrize("page", sorted({*PAGES} - {"docs/getting-started.md"}))
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_every_command_of_a_page_runs(reader: Reader, page: str) -> None:
    reader.follow(page)


def test_getting_started_works_as_described(reader: Reader) -> None:
    reader.follow("docs/getting-started.md")
    said = reader.said
    assert '"stored": true' in said["SubmitFeedback"]
    assert "Just what I needed." in said["GetFeedback"]
    assert "Just what I needed." in said["ListFeedback"]
    assert '"revision": 2' in said["UpdateFeedback"]
    assert "Open Settings" in said["SearchMemories"]
    assert "FEEDBACK_STATE_DELETED" in said["DeleteFeedback"]
    for type_ in ("CREATED", "UPDATED", "DELETED"):
        assert f"FEEDBACK_CHANGE_TYPE_{type_}" in said["WatchFeedback"]
    assert '"succeededCount": 1' in said["BatchSubmit"]
    assert "EXCHANGE_NOT_FOUND" in said["BatchSubmit"]
    assert said["StreamFeedback"].count('"submitted"') == 2
    assert "RESPONSE_STATUS_SUBMITTED" in said["CreateRecord"]
    assert "Hello! How can I help?" in said["NextRecords"]
    assert '"externalUserId": "grace"' in said["CreateResponse"]
    assert '"percentAgreement"' in said["GetAgreement"]
    assert '"satisfactionRate"' in said["QuerySatisfaction"]
    assert said["ListLowSatisfaction"].startswith("{")
    assert '"chosen"' in said["ExportTraining"]
    assert '"token": "plaudit_fbt_' in said["CreateFeedbackToken"]
    assert '"id": "crit_' in said["CreateCriterion"]
    assert '"feedbackCount": 1' in said["EraseSubject"]
    assert "Not what I asked." in said["stats --low"]
    assert "greetings" in said["datasets"]
    assert (reader.folder / "kto.parquet").exists()
    assert "SERVING" in said["Check"]


@pytest.mark.parametrize("page", sorted({*PAGES} - WITH_THE_CLIENTS))
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_the_python_programs_of_a_page_run(server: Server, page: str) -> None:
    for program in (text for kind, text in blocks(page) if kind == "python"):
        here = program.replace("127.0.0.1:50051", server.address)
        here = here.replace("my-development-key", server.key)
        done = subprocess.run(
            [sys.executable, "-c", here], capture_output=True, text=True, timeout=30
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("fb_")


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_known_kind(page: str) -> None:
    command = re.compile(r"^(\$|grpcurl|plaudit|plaudit-server|scripts/\w+) ", re.MULTILINE)
    for kind, text in blocks(page):
        assert kind in {"", "sh", "python", "json", "{eval-rst}", "{toctree}"}
        assert kind == "sh" or not command.search(text)
