"""Every command of the README does what the README says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plaudit.v1 import dataset_pb2
from support.messages import fresh, text_field, text_question
from support.servers import Server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
GRPCURL = "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.4"


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


def commands(word: str) -> list[str]:
    """The commands of the README's shell blocks that start with a word; continued lines joined."""
    blocks = re.findall(r"```sh\n(.*?) *```", README, re.DOTALL)
    pattern = rf"^ *{word} (?:[^'\n]|'[^']*')*$"
    return [
        found.replace("\\\n", " ")
        for block in blocks
        for found in re.findall(pattern, block.replace("\\\n", " "), re.MULTILINE)
    ]


def test_the_readmes_grpcurl_commands_answer_what_it_says(server: Server, grpcurl: Path) -> None:
    ids = {"FEEDBACK_ID": "", "DATASET_ID": "", "RECORD_ID": ""}
    answers: dict[str, str] = {}
    for command in commands("grpcurl"):
        line = command.replace("127.0.0.1:50051", server.address)
        for name, value in ids.items():
            line = line.replace(name, value)
        done = subprocess.run(
            ["bash", "-c", line],
            env={
                **os.environ,
                "PATH": f"{grpcurl.parent}:{os.environ['PATH']}",
                "PLAUDIT_DEV_API_KEY": server.key,
            },
            capture_output=True,
            text=True,
            timeout=30,
        )
        method = command.split("/")[-1].strip()
        answers[method] = done.stdout
        if method == "WatchFeedback":
            assert "DeadlineExceeded" in done.stderr, "a watch ends when its caller ends it"
            continue
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        for name, prefix in (
            ("FEEDBACK_ID", "fb_"),
            ("DATASET_ID", "ds_"),
            ("RECORD_ID", "rec_"),
        ):
            if found := re.search(rf'"id": "({prefix}\w+)"', done.stdout):
                ids[name] = found[1]
    assert '"stored": true' in answers["SubmitFeedback"]
    assert "Just what I needed." in answers["GetFeedback"]
    assert "Just what I needed." in answers["ListFeedback"]
    assert '"revision": 2' in answers["UpdateFeedback"]
    assert "Open Settings" in answers["SearchMemories"]
    assert "FEEDBACK_STATE_DELETED" in answers["DeleteFeedback"]
    for type_ in ("CREATED", "UPDATED", "DELETED"):
        assert f"FEEDBACK_CHANGE_TYPE_{type_}" in answers["WatchFeedback"]
    assert '"token": "plaudit_fbt_' in answers["CreateFeedbackToken"]
    assert '"id": "crit_' in answers["CreateCriterion"]
    assert '"feedbackCount": 1' in answers["EraseSubject"]
    assert answers["StreamFeedback"].count('"submitted"') == 2
    assert '"succeededCount": 1' in answers["BatchSubmit"]
    assert "EXCHANGE_NOT_FOUND" in answers["BatchSubmit"]
    assert "RESPONSE_STATUS_SUBMITTED" in answers["CreateRecord"]
    assert '"recordId"' not in answers["NextRecords"]
    assert "Hello! How can I help?" in answers["NextRecords"]
    assert '"externalUserId": "grace"' in answers["CreateResponse"]
    assert '"percentAgreement"' in answers["GetAgreement"]
    assert '"satisfactionRate"' in answers["QuerySatisfaction"]
    assert answers["ListLowSatisfaction"].startswith("{")
    assert '"chosen"' in answers["ExportTraining"]


def test_the_readmes_plaudit_commands_do_what_it_says(server: Server, tmp_path: Path) -> None:
    exchange = {"session_id": "readme", "message_id": "m", "prompt": "p", "answer": "a"}
    target = {"message": {"session_id": "readme", "message_id": "m"}}
    (tmp_path / "exchanges.jsonl").write_text(json.dumps({**exchange, "topic": "billing"}))
    feedback = {"target": target, "rating": "RATING_NEGATIVE", "text": "Not what I asked."}
    (tmp_path / "feedback.jsonl").write_text(json.dumps(feedback))
    server.client().datasets.CreateDataset(
        dataset_pb2.CreateDatasetRequest(
            dataset=dataset_pb2.Dataset(
                name=(dataset := fresh("greetings")),
                fields=[text_field("prompt")],
                questions=[text_question("why")],
            )
        )
    )
    said: dict[str, str] = {}
    for command in commands("plaudit"):
        line = command.partition("  #")[0].replace("greetings", dataset)
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=tmp_path,
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "PLAUDIT_ADDRESS": server.address,
                "PLAUDIT_DEV_API_KEY": server.key,
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        said[" ".join(line.split()[1:3])] = done.stdout
    assert len(said) == 7
    assert "Not what I asked." in said["stats --low"]
    assert dataset in said["datasets"]
    assert (tmp_path / "kto.parquet").exists()


def test_the_readmes_python_program_runs(server: Server) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    program = program.replace("127.0.0.1:50051", server.address)
    program = program.replace("my-development-key", server.key)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("fb_")


def test_the_readmes_commands_prepare_a_postgresql(new_database) -> None:
    environment = {
        **os.environ,
        "PLAUDIT_DATABASE": new_database("postgresql"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    ran = [c for c in commands("plaudit-server") if " serve " not in c]
    assert len(ran) == 3
    for command in ran:
        done = subprocess.run(
            ["bash", "-c", command], env=environment, capture_output=True, text=True, timeout=30
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
