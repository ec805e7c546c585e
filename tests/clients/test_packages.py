"""The client is complete with its base dependencies, and brings nothing else along."""

from __future__ import annotations

import importlib.resources
import re
import subprocess
import sys
import uuid
from pathlib import Path

import grpc

from plaudit.v1 import feedback_pb2, feedback_pb2_grpc

README = Path(__file__).parents[2] / "client/python/README.md"
PROGRAM = """
import sys
import google.rpc.error_details_pb2, grpc.aio, grpc_status.rpc_status
before = {name.partition(".")[0] for name in sys.modules}
import plaudit, plaudit.v1.feedback_pb2_grpc
after = {name.partition(".")[0] for name in sys.modules}
print(*after - before - set(sys.stdlib_module_names))
"""
"""Prints what the client imports besides its base dependencies and what these import."""


def test_the_client_imports_nothing_but_its_base_dependencies():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["plaudit"]


def test_the_client_is_typed():
    assert importlib.resources.files("plaudit").joinpath("py.typed").is_file()


def test_the_server_answers_health(server):
    with grpc.insecure_channel(server.address) as channel:
        check = channel.unary_unary("/grpc.health.v1.Health/Check")
        assert check(b"", timeout=30) == b"\x08\x01"  # status: SERVING


def test_the_stubs_submit_and_get_feedback(server):
    request = feedback_pb2.SubmitFeedbackRequest(
        feedback=feedback_pb2.Feedback(rating="RATING_POSITIVE", text="Just what I needed."),
        request_id=str(uuid.uuid4()),
    )
    request.feedback.target.search.search_id = f"q_{uuid.uuid4()}"
    metadata = [("x-api-key", server.key)]
    with grpc.insecure_channel(server.address) as channel:
        stub = feedback_pb2_grpc.FeedbackServiceStub(channel)
        submitted = stub.SubmitFeedback(request, metadata=metadata, timeout=30)
        wanted = feedback_pb2.GetFeedbackRequest(id=submitted.feedback.id)
        found = stub.GetFeedback(wanted, metadata=metadata, timeout=30)
    assert found.feedback == submitted.feedback
    assert found.feedback.text == "Just what I needed."


def test_the_program_of_the_readme_runs(server):
    (program,) = re.findall(r"^```python\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE)
    here = program.replace("127.0.0.1:50051", server.address)
    here = here.replace("my-development-key", server.key)
    done = subprocess.run([sys.executable, "-c", here], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"fb_\w+ True\n.+ Thanks\n", done.stdout)
