"""The site of the documentation. `scripts/docs` builds it."""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

import contract_reference  # noqa: E402 - found by the line above

project = "plaudit"
author = "the plaudit maintainers"
project_copyright = "the plaudit maintainers; Apache License 2.0"
release = version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4
nitpicky = True
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"plaudit {release}"
html_copy_source = False
html_show_sphinx = False
highlight_language = "text"


FROM_ROOT = ("CHANGELOG", "SECURITY")
"""Files of the repository that are pages of the site too; pages link to them as on GitHub."""


def setup(app: Sphinx) -> None:
    """Write what is not written by hand before the pages are read."""
    app.connect("builder-inited", write_pages)
    app.connect("source-read", link_pages_from_root)


def write_pages(app: Sphinx) -> None:
    """Write the reference of the contract, and the pages from the root of the repository."""
    contract_reference.write(ROOT, HERE / "contract")
    folder = HERE / "project"
    folder.mkdir(exist_ok=True)
    for name in FROM_ROOT:
        shutil.copy2(ROOT / f"{name}.md", folder)  # as old as the original: read only when changed


def link_pages_from_root(app: Sphinx, page: str, source: list[str]) -> None:
    """Lead links to such files, which lie above this folder, to their pages."""
    for name in FROM_ROOT:
        source[0] = source[0].replace(f"](../{name}.md", f"](project/{name}.md")
