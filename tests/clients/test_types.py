"""Type checkers know the client: they accept what works and refuse what does not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "typed_program.py"
WRONG = """
from plaudit import AsyncFeedbackReporter, Client, search
client = Client("127.0.0.1:50051", api_key="key")
client.submit_feedback(target=search("q"), ratin="positive")
client.submit_feedback(target=search("q"), rating="good")
client.submit_feedback(target=search("q"), text=5)
client.batch_submit(items=[{"txt": "x"}])
for feedback in client.list_feedback():
    print(feedback.comment)
reporter = AsyncFeedbackReporter("127.0.0.1:50051", spol="file")
reporter.report(target=search("q"), ratin="positive")
"""
WRONG_LINES = [4, 5, 6, 7, 9, 10, 11]


def mypy(file: Path, folder: Path) -> list[int]:
    """Return the lines of a file that `mypy --strict` refuses."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    command += ["--output=json", "--no-error-summary"]
    done = subprocess.run([*command, str(file)], cwd=folder, capture_output=True, text=True)
    print(done.stdout)
    assert not done.stderr, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {Path(one["file"]).name for one in found} <= {file.name}, done.stdout
    return sorted({one["line"] for one in found if one["severity"] == "error"})


def pyright(file: Path, folder: Path) -> list[int]:
    """Return the lines of a file that pyright refuses, in its strict mode."""
    config = {"typeCheckingMode": "strict", "include": [str(file)]}
    (folder / "pyrightconfig.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "-p", str(folder)]
    command += ["--pythonpath", sys.executable]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    print(done.stdout)
    told = json.loads(done.stdout)
    assert told["summary"]["filesAnalyzed"] == 1, done.stdout
    found = [one for one in told["generalDiagnostics"] if one["severity"] == "error"]
    return sorted({one["range"]["start"]["line"] + 1 for one in found})


@pytest.mark.slow
@pytest.mark.parametrize("check", [mypy, pyright])
def test_type_checkers_accept_what_works(check, tmp_path):
    assert check(PROGRAM, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("check", [mypy, pyright])
def test_type_checkers_refuse_what_does_not(check, tmp_path):
    program = tmp_path / "wrong.py"
    program.write_text(WRONG)
    assert check(program, tmp_path) == WRONG_LINES
