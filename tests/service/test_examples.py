"""The examples do what they show."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.servers import KEY, Server, environment

CHAT = Path(__file__).parents[2] / "examples/chat"


@contextmanager
def running_chat(plaudit: Server, folder: Path) -> Iterator[Callable[..., Any]]:
    """Run the chat as its page says; gives what calls it with a path and a body."""
    log = folder / "chat.txt"
    (line,) = re.findall(r"^.* uvicorn chat:app$", (CHAT / "README.md").read_text(), re.MULTILINE)
    line = line.replace("127.0.0.1:50051", plaudit.address).replace("my-development-key", KEY)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    variables = environment(CHAT_SPOOL=str(folder / "spool"), PATH=path)
    with (
        log.open("wb") as told,
        subprocess.Popen(
            ["bash", "-c", f"{line} --port 0"], cwd=CHAT, env=variables, stdout=told, stderr=told
        ) as process,
    ):
        try:
            address = address_in(log, process)

            def call(path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
                request = urllib.request.Request(
                    f"{address}{path}",
                    data=None if body is None else json.dumps(body).encode(),
                    headers={"Content-Type": "application/json"},
                )
                try:
                    with urllib.request.urlopen(request, timeout=60) as response:
                        return response.status, json.load(response)
                except urllib.error.HTTPError as error:
                    return error.code, json.load(error)

            yield call
            process.terminate()
            process.wait(timeout=60)
            assert "Application shutdown complete" in log.read_text()
        finally:
            process.kill()


def address_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Wait until the chat serves, and return where."""
    for _ in range(600):
        if found := re.search(r"running on (http://\S+)", log.read_text()):
            return found[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.mark.slow
def test_the_chat_loses_no_feedback_while_plaudit_is_away(
    new_database: Callable[[str], str], start_server: Callable[..., Server], tmp_path: Path
) -> None:
    plaudit = start_server(new_database("sqlite"))
    with running_chat(plaudit, tmp_path) as call:
        question = {"session_id": "ses_1", "prompt": "How do I reset my password?"}
        _, first = call("/chat", question)
        assert (first["answer"], first["model"]) == ("Open Settings, then Security.", "stand-in")
        thumb = {"session_id": "ses_1", "message_id": first["message_id"]}
        up = {**thumb, "user": "ada", "thumb": "up", "comment": "Thanks"}
        assert call("/feedback", up) == (202, None)
        wait_for(lambda: len(call("/feedback/ses_1")[1]) == 1)
        assert call("/chat", question)[1]["model"] == "memory"
        assert call("/memories?query=password")[1] == [
            {"prompt": "How do I reset my password?", "answer": "Open Settings, then Security."}
        ]

        plaudit.kill()
        assert call("/feedback", {**up, "user": "grace", "thumb": "down"}) == (202, None)
        status, told = call("/feedback/ses_1")
        assert status == 503
        assert "no server at" in told["detail"]
        start_server(plaudit.database, address=plaudit.address)

        wait_for(lambda: call("/feedback/ses_1")[0] == 200)
        wait_for(lambda: len(call("/feedback/ses_1")[1]) == 2)
        judged = {one["user"]: one["rating"] for one in call("/feedback/ses_1")[1]}
        assert judged == {"ada": "RATING_POSITIVE", "grace": "RATING_NEGATIVE"}
        status, told = call("/chat", {**question, "prompt": "?!"})
        assert (status, told["reason"]) == (422, "INVALID_FIELD")


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    for _ in range(300):
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError("it does not come true")
