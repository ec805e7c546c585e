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
import python_reference  # noqa: E402

project = "plaudit"
author = "the plaudit maintainers"
project_copyright = "the plaudit maintainers; Apache License 2.0"
release = version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4
nitpicky = True
nitpick_ignore = {
    ("py:class", name) for name in ("PathLike", "Status", "UUID", "datetime", "timedelta")
}
default_role = "code"  # in docstrings; pages are Markdown
autodoc_typehints = "none"  # python_reference.py writes them
autodoc_member_order = "bysource"
autoclass_content = "both"
add_module_names = False
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
    app.connect("autodoc-process-docstring", python_reference.add_types, priority=400)
    app.connect("autodoc-process-signature", python_reference.shorten_signature)
    app.connect("missing-reference", python_reference.link_type)


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
