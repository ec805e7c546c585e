"""The command `plaudit`: feedback, annotation, imports, exports and keys from a terminal."""

from __future__ import annotations

import importlib
import importlib.util
import sys

REQUIRED_PACKAGES = ("click", "ijson", "matplotlib", "plotext", "pyarrow", "rich", "tzdata")
"""The packages that the extra `cli` installs."""


def main() -> None:
    """Run the command, or say which packages are missing."""
    missing = [name for name in REQUIRED_PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        sys.stderr.write(
            f"plaudit: the command needs {', '.join(missing)}, not installed here.\n"
            'Install with: pip install "plaudit[cli]"; in a checkout with: scripts/setup cli\n'
        )
        raise SystemExit(1)
    importlib.import_module("plaudit.cli.app").plaudit()
