"""The first lines of Python that a user reads work as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "client/python/README.md", ROOT / "docs/python.md")


def test_the_first_program_of_each_page_runs_as_it_stands(server):
    """It is the same on all. Only the address is another: the tests' server takes a free port."""
    first = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
    programs = [first.search(page.read_text())[1] for page in PAGES]
    assert len(set(programs)) == 1
    assert programs[0].count("127.0.0.1:50051") == 1
    here = programs[0].replace("127.0.0.1:50051", server.address)
    done = subprocess.run([sys.executable, "-c", here], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"fb_\w+ True\n1 Thanks\n", done.stdout)
