"""What libraries and accidents may say in the log: nothing that callers sent."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAD = """
import logging, threading, warnings
from plaudit_server import logs
logs.configure(level="debug", readable={readable})
"""
ACCIDENTS = {
    "formatted": "logging.getLogger('grpc').error('cannot read ' + 's3cret')",
    "arguments": "logging.getLogger('grpc').error('cannot read %s', 's3cret')",
    "wrong arguments": "logging.getLogger('grpc').error('cannot read %d', 's3cret')",
    "a level of its own": "logging.getLogger('grpc').log(45, 's3cret')",
    "exception": """
try:
    raise ValueError("s3cret")
except ValueError:
    logging.getLogger("asyncio").exception("failed")
""",
    "thread": """
def fail():
    raise ValueError("s3cret")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
""",
    "uncaught": "raise ValueError('s3cret')",
    "in a finaliser": """
class Gone:
    def __del__(self):
        raise ValueError("s3cret")
Gone()
""",
    "warning": "warnings.warn('s3cret')",
}


@pytest.mark.parametrize("accident", ACCIDENTS)
@pytest.mark.parametrize("readable", [False, True], ids=["json", "readable"])
def test_the_log_describes_an_error_without_its_values(accident, readable):
    program = HEAD.format(readable=readable) + ACCIDENTS[accident]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "s3cret" not in done.stdout + done.stderr
    assert "logged by a library" in done.stderr or "uncaught exception" in done.stderr
