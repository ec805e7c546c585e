"""The samples of the page on Python work as they stand, one after the other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from clients.certificates import make_authority
from plaudit import Client

PAGE = Path(__file__).parents[2] / "docs/python.md"


def test_the_samples_of_the_page_run_in_order(server, tmp_path):
    """Only the address is another, and the key, which is of a namespace of the test's own."""
    with Client(server.address, api_key=server.key) as client:
        client.create_namespace(name="page-on-python")
    with Client(server.address, api_key=server.key, namespace="page-on-python") as client:
        scopes = ["feedback.read", "feedback.write", "exchanges.write"]
        key = client.create_api_key(name="reader", scopes=scopes).secret
    make_authority(tmp_path, "client")  # of no use otherwise: nobody connects with it
    shutil.copy(tmp_path / "client.pem", tmp_path / "ca.pem")
    samples = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    program = "\n".join(samples)
    program = program.replace("127.0.0.1:50051", server.address).replace("my-development-key", key)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PLAUDIT")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**clean, "PLAUDIT_ADDRESS": server.address, "PLAUDIT_API_KEY": key},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    first, *others = done.stdout.splitlines()
    assert re.fullmatch(r"fb_\w+ True", first)
    shown = "\n".join(others)
    for line in (
        "1 Thanks",  # the first feedback
        "NOT_FOUND (EXCHANGE_NOT_FOUND): the exchange sessions/ses_1/messages/lost is not",  # many
        "EXCHANGE_NOT_FOUND lost",  # errors
        "\nThanks\n",  # asyncio
        "\n1\nIt took two tries.",  # the reporter, the stubs
    ):
        assert line in shown
    assert "lost:" not in shown
    assert not done.stderr
