"""What one caller waits for beside another who sends much: large requests, and refused ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.message import Message

from benchmark import report
from benchmark.measuring import Generator, write_requests
from plaudit.v1 import admin_pb2, admin_pb2_grpc, feedback_pb2, feedback_pb2_grpc
from support.servers import KEY, environment

SECONDS = 2.0
"""How long the quiet caller calls beside each noise, one call at a time."""
WARM_UP = 0.5
"""How long a noise goes on before, in seconds."""
IN_FLIGHT = 4
"""Calls of the noisy caller at a time."""
STORED = 1_000
"""Feedbacks that are there to be read."""
BATCHES = 20
"""Different ones; then they come again."""


@dataclass(frozen=True)
class Noise:
    """What the noisy caller sends again and again."""

    title: str
    method: str
    requests: list[Message]


def noises(feedback_id: str) -> list[Noise]:
    """Make the noises: at the bounds of the contract, and far above them."""
    return [
        Noise("metadata of 64 KiB", "SubmitFeedback", [_with_metadata(990)]),
        Noise("metadata of 2 MB", "SubmitFeedback", [_with_metadata(31_000)]),
        Noise("a mask of 100 paths", "UpdateFeedback", [_with_mask(feedback_id, 100)]),
        Noise("a mask of 400,000 paths", "UpdateFeedback", [_with_mask(feedback_id, 400_000)]),
        Noise("batches of 500", "BatchSubmit", _batches(500)),
        Noise("batches of 1,000", "BatchSubmit", _batches(1_000)),
    ]


def _feedback(search_id: str) -> feedback_pb2.Feedback:
    return feedback_pb2.Feedback(
        target={"search": {"search_id": search_id}},
        rating=feedback_pb2.RATING_POSITIVE,
        text="Just what I was looking for.",
    )


def _with_metadata(keys: int) -> Message:
    feedback = _feedback("noisy")
    feedback.metadata.update({f"key-{i:06}": "x" * 40 for i in range(keys)})
    return feedback_pb2.SubmitFeedbackRequest(feedback=feedback)


def _with_mask(feedback_id: str, paths: int) -> Message:
    request = feedback_pb2.UpdateFeedbackRequest(feedback={"id": feedback_id, "text": "Changed."})
    request.update_mask.paths.extend(["text"] * paths)
    return request


def _batches(size: int) -> list[Message]:
    return [
        feedback_pb2.BatchSubmitRequest(
            items=[_feedback(f"batch-{size}-{number}-{i}") for i in range(size)]
        )
        for number in range(BATCHES)
    ]


def measure(root: Path, folder: Path, tree: Path) -> None:
    """Measure the quiet caller alone, and beside each noise; the server is that of a checkout."""
    generator = Generator(root, folder)
    with _serving(folder, tree) as address, grpc.insecure_channel(address) as channel:
        noisy_key = _new_key(channel)
        ids = _stored(channel)
        noisy = folder / "noisy.bin"
        reads, writes = folder / "reads.bin", folder / "writes.bin"
        write_requests(reads, [feedback_pb2.GetFeedbackRequest(id=id_) for id_ in ids])

        def quiet(method: str, requests: Path) -> dict[str, Any]:
            call = generator.start(address, method, requests, key=KEY, in_flight=1, seconds=SECONDS)
            return generator.seen(call)

        report.head_of_neighbours(SECONDS)
        for noise in (None, *noises(ids[0])):
            found: list[dict[str, Any]] = []
            made: dict[str, Any] | None = None
            if noise is not None:
                write_requests(noisy, noise.requests)
            for method, requests in (("GetFeedback", reads), ("SubmitFeedback", writes)):
                if requests is writes:
                    write_requests(writes, _submissions(noise.title if noise else "alone"))
                if noise is None:
                    found.append(quiet(method, requests))
                    continue
                call = generator.start(
                    address,
                    noise.method,
                    noisy,
                    key=noisy_key,
                    in_flight=IN_FLIGHT,
                    seconds=WARM_UP + SECONDS + 0.2,
                )
                time.sleep(WARM_UP)
                found.append(quiet(method, requests))
                made = generator.seen(call)
            report.neighbours(noise.title if noise else "alone", found, made)
            for seen in found:
                if seen["errors"]:
                    sys.exit(f"scripts/bench: calls of the quiet caller failed: {seen['errors']}")


def _submissions(name: str) -> list[Message]:
    return [
        feedback_pb2.SubmitFeedbackRequest(feedback=_feedback(f"{name}-{i}")) for i in range(5_000)
    ]


def _new_key(channel: grpc.Channel) -> str:
    request = admin_pb2.CreateApiKeyRequest(
        api_key={
            "name": "noisy",
            "scopes": [admin_pb2.SCOPE_FEEDBACK_WRITE, admin_pb2.SCOPE_FEEDBACK_READ],
        }
    )
    stub = admin_pb2_grpc.AdminServiceStub(channel)
    return str(stub.CreateApiKey(request, metadata=[("x-api-key", KEY)], timeout=30).secret)


def _stored(channel: grpc.Channel) -> list[str]:
    request = feedback_pb2.BatchSubmitRequest(items=[_feedback(f"{i}") for i in range(STORED)])
    stub = feedback_pb2_grpc.FeedbackServiceStub(channel)
    answer = stub.BatchSubmit(request, metadata=[("x-api-key", KEY)], timeout=30)
    return [result.submitted.feedback.id for result in answer.results]


@contextmanager
def _serving(folder: Path, tree: Path) -> Iterator[str]:
    """Run the server of a checkout on a new SQLite database, and answer its address."""
    path = os.pathsep.join(str(tree / part) for part in ("server", "client/python"))
    command = [sys.executable, "-m", "plaudit_server", "serve", "--dev"]
    command += ["--listen", "127.0.0.1:0", "--database", f"sqlite:///{folder}/neighbours.db"]
    with (folder / "plaudit.log").open("ab") as log:
        server = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment(PYTHONPATH=path, PYTHONSAFEPATH="1", PLAUDIT_DEV_API_KEY=KEY),
        )
    try:
        assert server.stdout is not None
        announced = re.match(r"plaudit serves on (\S+),", server.stdout.readline())
        if announced is None:
            sys.exit(f"scripts/bench: the server of {tree} did not start")
        yield announced[1]
    finally:
        server.terminate()
        server.wait(timeout=60)
