"""What the documentation must mention, and where it must lead."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from plaudit.cli.app import plaudit
from plaudit_server.cli import serve
from plaudit_server.domain.errors import Reason
from plaudit_server.settings import Settings
from support.methods import METHODS

ROOT = Path(__file__).parents[2]
ERRORS = (ROOT / "docs" / "errors.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def test_every_reason_of_an_error_is_explained_and_no_other():
    explained = re.findall(r"^\| `([A-Z_]+)` \| .+ \| .+ \|$", ERRORS, re.MULTILINE)
    assert sorted(explained) == sorted([*Reason, "INTERNAL"])


@pytest.mark.parametrize("command", [serve, plaudit], ids=["plaudit-server serve", "plaudit"])
def test_every_option_is_explained_with_its_variable(command: click.Command):
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert options
    for option in options:
        if option.name in {"help", "version"}:
            continue
        row = re.search(rf"^\| `{option.opts[0]}`.*$", OPERATIONS, re.MULTILINE)
        assert row, f"docs/operations.md does not explain {option.opts[0]}"
        variables = option.envvar or ()
        for variable in [variables] if isinstance(variables, str) else variables:
            assert f"`{variable}`" in row[0]


def test_the_defaults_that_are_explained_are_the_servers():
    row = re.compile(r"^\| `--([\w-]+)` \| `PLAUDIT_\w+` \| `?([^|`]+?)`? \|", re.MULTILINE)
    told = dict(row.findall(OPERATIONS))
    words = {False: "off", "": "random"}
    for setting in fields(Settings):
        default = setting.default
        said = f"{default:g}" if isinstance(default, float) else words.get(default, f"{default}")
        assert told[setting.name.replace("_", "-")] == said


def test_the_reference_of_the_python_client_has_every_rpc_once():
    page = (ROOT / "docs" / "python-reference.md").read_text()
    listed = re.findall(r"^\.\. automethod:: Client\.(\w+)$", page, re.MULTILINE)
    names = [method.name for method in METHODS.values()]
    assert sorted(listed) == sorted(re.sub(r"(?<!^)([A-Z])", r"_\1", n).lower() for n in names)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "proto/README.md"])
def test_links_of_pages_outside_the_site_lead_somewhere(page: str):
    file = ROOT / page
    for link in re.findall(r"\]\(([^)\s]+)\)", file.read_text()):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = file.parent / path if path else file
        assert target.exists(), f"{page} links to {link}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE)
            slugs = {re.sub(r"[^\w\s-]", "", h.lower()).strip().replace(" ", "-") for h in headings}
            assert anchor in slugs, f"{page} links to {link}"
