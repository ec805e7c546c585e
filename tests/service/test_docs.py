"""Every command of the README and of the documentation does what the page says.

A page is run from its first command to its last against one server, in a namespace of its own. A
command that nothing here runs fails the tests, unless NOT_RUN says why.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import click
import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plaudit.cli import app as plaudit_cli
from plaudit.v1 import dataset_pb2
from plaudit_server.cli import main as plaudit_server_cli
from plaudit_server.domain.errors import Reason
from running import Server
from service.messages import text_field, text_question
from service.tenants import SCOPES, Tenant

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    str(page.relative_to(ROOT))
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md"))
    if page.parent.name not in {"contract", "project", "_build"}  # what the build makes
)
GRPCURL = "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.4"
NOT_RUN = {
    "scripts/bench": "tests/benchmark measures for minutes; what it needs is more than the tests",
    "scripts/serve": "it is scripts/setup, which has run, and plaudit-server serve --dev, which serves",
    "scripts/setup": "it has made the environment of the tests, and does nothing a second time",
    "scripts/test": "it runs this test",
}


def commands(page: str) -> list[str]:
    """The commands of a page's shell blocks: continued lines joined, comments left out."""
    found = []
    for block in re.findall(r"^ *```sh\n(.*?)^ *```", (ROOT / page).read_text(), re.DOTALL | re.M):
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
    if not (tools / "grpcurl").exists():
        if shutil.which("go") is None:
            missing = "neither grpcurl nor go is installed"
            pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
        environment = {**os.environ, "GOBIN": str(tools)}
        subprocess.run(["go", "install", GRPCURL], env=environment, check=True, timeout=240)
    return tools / "grpcurl"


IDS = {"FEEDBACK_ID": "fb_", "DATASET_ID": "ds_", "RECORD_ID": "rec_", "KEY_ID": "key_"}
"""What pages write for an id that was answered, and how such ids begin."""


@dataclass
class Reader:
    """Somebody who types the commands of a page into a terminal."""

    folder: Path
    address: str
    variables: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    """What commands printed, by method or by the first two words of the command line."""

    def type(self, command: str) -> None:
        """Run a command, which must do well."""
        line = command.replace("127.0.0.1:50051", self.address)
        for name, value in self.ids.items():
            line = line.replace(name, value)
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=60,
        )
        word = command.split()[0]
        name = command.split("/")[-1].strip() if word == "grpcurl" else words(command)
        self.said[name] = done.stdout
        if name == "WatchFeedback":
            assert "DeadlineExceeded" in done.stderr, "a watch ends when its caller ends it"
            return
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        for placeholder, prefix in IDS.items():
            if found := re.search(rf'("id": "|^){prefix}\w+', done.stdout + done.stderr, re.M):
                self.ids[placeholder] = found[0].removeprefix(found[1])


def words(command: str) -> str:
    """Name a command by its words before the first option, at most three."""
    kept = []
    for word in command.split()[1:4]:
        if word.startswith("--") and kept:
            break
        kept.append(word)
    return " ".join(kept)


@pytest.fixture
def reader(server: Server, tenant: Tenant, grpcurl: Path, tmp_path: Path) -> Reader:
    """A reader in an empty folder, with a key of a namespace of their own."""
    scopes = [name.removeprefix("SCOPE_") for name in SCOPES if SCOPES[name]]
    key = tenant.new_key(*scopes)
    path = (Path(sys.executable).parent, grpcurl.parent, os.environ["PATH"])
    variables = {name: value for name, value in os.environ.items() if "PLAUDIT" not in name}
    variables |= {
        "PATH": ":".join(map(str, path)),
        "PLAUDIT_ADDRESS": server.address,
        "PLAUDIT_API_KEY": key.secret,
        "PLAUDIT_DEV_API_KEY": key.secret,
        "PLAUDIT_DATABASE": server.database,
    }
    return Reader(tmp_path, server.address, variables)
