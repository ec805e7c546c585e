"""`plaudit watch` against real servers, of which one is killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from support.messages import on_search, submit
from support.servers import environment


@pytest.fixture
def watching(tmp_path):
    """Starts a watch and waits until it watches."""
    started = []

    def start(address, key, *arguments, namespace=""):
        process = subprocess.Popen(
            [sys.executable, "-m", "plaudit.cli", "watch", *arguments],
            cwd=tmp_path,
            env=environment(
                PLAUDIT_ADDRESS=address, PLAUDIT_API_KEY=key, PLAUDIT_NAMESPACE=namespace
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert "watching" in process.stderr.readline()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def stopped(process):
    """Press Ctrl-C; return the token that is printed."""
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGINT
    assert "Traceback" not in told
    return told.splitlines()[0].removeprefix("go on with: plaudit watch --resume-token ")


def test_a_watch_prints_a_line_a_change_and_goes_on_after_ctrl_c(watching, server, tenant):
    on = {"namespace": tenant.name}
    process = watching(server.address, server.key, "--name", "watched", **on)
    submit(tenant, target=on_search("q"), name="other", text="not watched")
    given = submit(tenant, target=on_search("q"), name="watched", text="two\nlines").feedback
    line = process.stdout.readline()
    assert f"created  {given.id}  search q  watched  two lines" in line
    token = stopped(process)
    submit(tenant, target=on_search("q"), name="watched", text="meanwhile")
    resumed = watching(server.address, server.key, "--resume-token", token, "--json", **on)
    change = json.loads(resumed.stdout.readline())
    assert change["change"]["type"] == "FEEDBACK_CHANGE_TYPE_UPDATED"
    assert change["change"]["feedback"]["text"] == "meanwhile"
    assert change["resume_token"]


def test_a_watch_begins_at_the_oldest_change_when_asked(watching, server, tenant):
    given = submit(tenant, target=on_search("q"), text="t").feedback
    arguments = ("--from-beginning", "--json")
    process = watching(server.address, server.key, *arguments, namespace=tenant.name)
    assert json.loads(process.stdout.readline())["change"]["feedback"]["id"] == given.id


def test_a_watch_resumes_when_its_server_comes_back(watching, start_server, new_database):
    database = new_database("sqlite")
    server = start_server(database)
    process = watching(server.address, server.key, "--json")
    texts = ["before", "after"]
    submit(server.client(), target=on_search("q"), text=texts[0])
    seen = [json.loads(process.stdout.readline())]
    server.kill()
    again = start_server(database, address=server.address)
    submit(again.client(), target=on_search("q"), text=texts[1])
    seen.append(json.loads(process.stdout.readline()))
    assert [one["change"]["feedback"]["text"] for one in seen] == texts


def test_a_watch_fails_at_once_if_the_server_is_not_there_or_refuses(plaudit, tenant):
    away = plaudit("watch", PLAUDIT_ADDRESS="127.0.0.1:1")
    assert away.returncode == 1
    assert "no server at 127.0.0.1:1" in away.stderr
    wrong = plaudit("watch", PLAUDIT_API_KEY="wrong")
    assert wrong.returncode == 1
    assert "API_KEY_INVALID" in wrong.stderr
    token = plaudit("watch", "--resume-token", "x", tenant=tenant)
    assert token.returncode == 1
    assert "INVALID_RESUME_TOKEN" in token.stderr
