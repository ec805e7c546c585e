"""The worker process that serves, and the supervisor that replaces a worker that dies."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from types import FrameType
from typing import NoReturn

import structlog

from plaudit_server.app import UNCLEAN_EXIT
from plaudit_server.settings import Settings

STOPPED = 0
"""The exit code of a worker that stopped because it was asked to."""
CANNOT_SERVE = 78
"""The exit code of a worker that cannot serve and has said why; a new one could not either."""
SHORT_LIFE = 5.0
"""A worker that dies within this many seconds is replaced after a pause, not at once."""
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0
"""Pauses, in seconds: each is double the last, up to the longest, while workers die early."""

Work = Callable[[Settings, Callable[[str], None]], int]
"""Serves until asked to stop and returns an exit code; calls its second argument with the address
that it is bound to."""

log = structlog.get_logger()


def supervise(settings: Settings, work: Work) -> int:
    """Keep one worker running until SIGTERM or SIGINT, pass the signal on, return its exit code.

    Workers are forks, so call this before gRPC is used and before any thread starts. Send signals
    to this process only. When it ends, also by SIGKILL, its worker ends too.
    """
    supervisor = _Supervisor(settings, work)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, supervisor.stop)
    pause = 0.0
    while True:
        started = time.monotonic()
        code = supervisor.run_worker()
        if supervisor.stopped or code in {STOPPED, CANNOT_SERVE}:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)  # once more would change the exit code
            return code
        log.error("the worker died: starting another", exit_code=code)
        if time.monotonic() - started > SHORT_LIFE:
            pause = 0.0
        supervisor.wait(pause)
        pause = min(max(2 * pause, FIRST_PAUSE), LONGEST_PAUSE)


class _Supervisor:
    def __init__(self, settings: Settings, work: Work) -> None:
        self._settings = settings
        self._work = work
        self._worker = 0
        self._stopping = threading.Event()

    @property
    def stopped(self) -> bool:
        return self._stopping.is_set()

    def wait(self, seconds: float) -> None:
        """Pause; return early when asked to stop."""
        end = time.monotonic() + seconds
        while not self.stopped and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, FIRST_PAUSE))

    def stop(self, number: int, _: FrameType | None) -> None:
        """Stop supervising, and pass the signal on to the worker."""
        self._stopping.set()
        if self._worker:
            with suppress(ProcessLookupError):
                os.kill(self._worker, number)

    def run_worker(self) -> int:
        """Start a worker, wait until it ends, and return its exit code as a shell would."""
        if self.stopped:
            return STOPPED
        address_reader, address_writer = os.pipe()
        lifeline_reader, lifeline_writer = os.pipe()  # closes when this process ends
        worker = os.fork()
        if worker == 0:
            os.close(address_reader)
            os.close(lifeline_writer)
            self._be_worker(address_writer, lifeline_reader)
        os.close(address_writer)
        os.close(lifeline_reader)
        self._worker = worker
        if self.stopped:
            os.kill(worker, signal.SIGTERM)
        with os.fdopen(address_reader) as address_file:
            if address := address_file.read():
                self._settings = replace(self._settings, listen=address)  # replaces a port of 0
        _, status = os.waitpid(worker, 0)
        self._worker = 0
        os.close(lifeline_writer)
        code = os.waitstatus_to_exitcode(status)
        if self.stopped and -code in {signal.SIGTERM, signal.SIGINT}:
            return STOPPED  # the signal arrived while the worker was starting
        return code if code >= 0 else 128 - code

    def _be_worker(self, address_writer: int, lifeline: int) -> NoReturn:
        code = UNCLEAN_EXIT
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            if self.stopped:  # a signal came before these two lines and is not sent again
                os._exit(STOPPED)
            threading.Thread(target=_exit_with_parent, args=(lifeline,), daemon=True).start()

            def report_address(address: str) -> None:
                os.write(address_writer, address.encode())
                os.close(address_writer)

            code = self._work(self._settings, report_address)
        except BaseException as error:  # noqa: BLE001 - the supervisor's code must not run here
            log.error("the worker failed", error=type(error).__qualname__)  # noqa: TRY400
        finally:
            for stream in (sys.stdout, sys.stderr):
                with suppress(Exception):  # the reader may have gone
                    stream.flush()
            os._exit(code)


def _exit_with_parent(lifeline: int) -> None:
    """End this process when the one at the other end of the pipe has ended."""
    os.read(lifeline, 1)
    os._exit(UNCLEAN_EXIT)
