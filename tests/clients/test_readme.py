"""The first lines of Python that a user reads work as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "client/python/README.md")


def test_the_program_of_both_readmes_runs_as_it_stands(server):
    """Only the address is another: the tests' server takes a free port."""
    programs = [
        program
        for readme in READMES
        for program in re.findall(
            r"^```python\n(.*?)^```", readme.read_text(), re.DOTALL | re.MULTILINE
        )
    ]
    assert len(programs) == len(READMES)
    assert len(set(programs)) == 1
    assert programs[0].count("127.0.0.1:50051") == 1
    here = programs[0].replace("127.0.0.1:50051", server.address)
    done = subprocess.run([sys.executable, "-c", here], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"fb_\w+ True\n1 Thanks\n", done.stdout)
