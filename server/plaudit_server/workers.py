"""The process that serves, and the one that watches it: a worker that dies is replaced at once."""

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

from plaudit_server.app import FAILED
from plaudit_server.settings import Settings

LEFT = 0
"""The exit code of a worker that left because it was told to."""
CANNOT_SERVE = 78
"""The exit code of a worker that said why it cannot serve: the next one could not either."""
SHORT_LIFE = 5.0
"""A worker that dies sooner, in seconds, is not replaced at once but after a pause."""
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0
"""Pauses double, from the first to the longest, while lives are short."""

Work = Callable[[Settings, Callable[[str], None]], int]
"""Serves until told to leave and answers an exit code; it calls its second argument with the
address that it has taken."""

log = structlog.get_logger()


def supervise(settings: Settings, work: Work) -> int:
    """Keep one worker running until SIGTERM or SIGINT, which it gets too; answer its exit code.

    Call it before anything of gRPC is made and any thread is started: workers are forks. Only this
    process is to be signalled; its end, also by SIGKILL, is the worker's.
    """
    supervisor = _Supervisor(settings, work)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, supervisor.stop)
    pause = 0.0
    while True:
        started = time.monotonic()
        code = supervisor.run_worker()
        if supervisor.stopped or code in {LEFT, CANNOT_SERVE}:
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
        """Pause, unless told to stop."""
        end = time.monotonic() + seconds
        while not self.stopped and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, FIRST_PAUSE))

    def stop(self, number: int, _: FrameType | None) -> None:
        """Pass a signal on."""
        self._stopping.set()
        if self._worker:
            with suppress(ProcessLookupError):
                os.kill(self._worker, number)

    def run_worker(self) -> int:
        """Start a worker, wait for its end, and answer its exit code, as a shell does."""
        if self.stopped:
            return LEFT
        address_reader, address_writer = os.pipe()
        lifeline_reader, lifeline_writer = os.pipe()  # closed by the end of this process
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
                self._settings = replace(self._settings, listen=address)  # instead of a port 0
        _, status = os.waitpid(worker, 0)
        self._worker = 0
        os.close(lifeline_writer)
        code = os.waitstatus_to_exitcode(status)
        if self.stopped and -code in {signal.SIGTERM, signal.SIGINT}:
            return LEFT  # told to while it was starting
        return code if code >= 0 else 128 - code

    def _be_worker(self, address_writer: int, lifeline: int) -> NoReturn:
        code = FAILED
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            if self.stopped:  # a signal came before these two lines, and nobody sends it again
                os._exit(LEFT)
            threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()

            def tell(address: str) -> None:
                os.write(address_writer, address.encode())
                os.close(address_writer)

            code = self._work(self._settings, tell)
        except BaseException as error:  # noqa: BLE001 - nothing of the supervisor's may run here
            log.error("the worker failed", error=type(error).__qualname__)  # noqa: TRY400
        finally:
            for stream in (sys.stdout, sys.stderr):
                with suppress(Exception):  # nobody may read them any more
                    stream.flush()
            os._exit(code)


def _end_with(lifeline: int) -> None:
    """End this process when the one at the other end of the pipe has ended."""
    os.read(lifeline, 1)
    os._exit(FAILED)
