"""Each language's example does what it says against a real server, run as its first lines say."""

import os
import subprocess
from pathlib import Path

import grpc
import pytest

from plaudit.v1 import feedback_pb2, feedback_pb2_grpc
from support.needs import need_command

CLIENT = Path(__file__).parents[2] / "client"


@pytest.fixture
def servers(server_on):
    """The shared server on each kind of database: a program is built once for both."""
    return [server_on(kind) for kind in ("sqlite", "postgresql")]


def test_the_go_program_gives_feedback_and_reads_it_back(servers):
    need_command("go")
    for server in servers:
        output = run("go", "run", "./example", cwd=CLIENT / "go", server=server)
        assert_feedback_was_given(output, server)


def test_the_typescript_program_gives_feedback_and_reads_it_back(servers):
    need_command("npm")
    folder = CLIENT / "typescript"
    run("npm", "ci", cwd=folder)
    run("npm", "run", "build", cwd=folder)
    for server in servers:
        output = run("node", "dist/example/main.js", cwd=folder, server=server)
        assert_feedback_was_given(output, server)


def test_the_java_program_gives_feedback_and_reads_it_back(servers):
    """Also: the descriptors that are committed make the code that the program needs."""
    need_command("mvn")
    folder = CLIENT / "java"
    run("mvn", "-q", "-B", "compile", "dependency:copy-dependencies", cwd=folder)
    path = "target/classes:target/dependency/*"
    for server in servers:
        output = run("java", "-cp", path, "example/GiveFeedback.java", cwd=folder, server=server)
        assert_feedback_was_given(output, server)


def run(*command: str, cwd: Path, server=None) -> str:
    """Runs a command and answers its output; a failure shows the output."""
    environment = dict(os.environ)
    if server is not None:
        environment |= {"PLAUDIT_ADDRESS": server.address, "PLAUDIT_API_KEY": server.key}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    if done.returncode != 0:
        pytest.fail(f"{' '.join(command)} in {cwd} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def assert_feedback_was_given(output: str, server) -> None:
    """The program's last line names a feedback that another client reads too."""
    ok, feedback_id, text = output.strip().splitlines()[-1].split(" ", 2)
    assert ok == "OK"
    with grpc.insecure_channel(server.address) as channel:
        feedback = (
            feedback_pb2_grpc.FeedbackServiceStub(channel)
            .GetFeedback(
                feedback_pb2.GetFeedbackRequest(id=feedback_id),
                metadata=[("authorization", f"Bearer {server.key}")],
            )
            .feedback
        )
    assert feedback.text == text
    assert feedback.rating == feedback_pb2.RATING_POSITIVE
