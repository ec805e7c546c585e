"""The command `plaudit`: statistics, annotation, import and export from a terminal."""

from __future__ import annotations

import importlib
import importlib.util
import sys

NEEDED = ("click", "matplotlib", "plotext", "pyarrow", "rich")
"""What the extra `cli` installs."""


def main() -> None:
    """Run the command, or say what it lacks."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        sys.stderr.write(
            f"plaudit: the command needs {', '.join(missing)}, which is not here.\n"
            'Install it with: pip install "plaudit[cli]"; in a checkout with: scripts/setup cli\n'
        )
        raise SystemExit(1)
    importlib.import_module("plaudit.cli.app").plaudit()
