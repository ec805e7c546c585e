"""One file of a spool: records that only grow, and how far they are sent.

The file begins with a header of 4,096 bytes: the version, and two places for the progress, which
are written in turn, so that one of them is whole whenever the process is killed. Records follow,
each with its length and a checksum. The process that holds the file's lock reads and writes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
import uuid
import zlib
from dataclasses import dataclass
from pathlib import Path

from plaudit.reporter.batch import BATCH_ITEMS, RECORD_BYTES, Batch, Record, count_of_batch

VERSION = 1
SUFFIX = ".spool"
NEW_SUFFIX = ".new"
"""Of a file that its process has not locked yet."""
DAMAGED_SUFFIX = ".damaged"
"""Of a file with bytes in it that nobody can read, kept for a human."""

_MAGIC = b"plaudit spool "
_HEADER = 4096
_PLACES = (512, 1024)
_FRAME = struct.Struct("<IIB")
"""Before each record: length, checksum of flags and payload, flags."""
FRAME_BYTES = _FRAME.size
_BITS = 128
"""The bytes of a set of positions."""
_PROGRESS = struct.Struct(f"<QQQH16s{_BITS}s{_BITS}s{_BITS}s")
_CHECK = struct.Struct("<I")


class UnknownVersionError(Exception):
    """The file was written by a newer version, or is not a spool file; the message says which."""


@dataclass(frozen=True)
class Place:
    """Where the records of a batch are in a file."""

    segment: Segment
    end: int


class Segment:
    """One file of a spool, locked by this process."""

    def __init__(self, path: Path, descriptor: int, size: int) -> None:
        self.path = path
        self.size = size
        """The end of the last whole record."""
        self.start = _HEADER
        """The beginning of the first record that is not settled."""
        self.damaged = False
        """Whether `scan` found bytes that are neither a record nor the torn end of one."""
        self._descriptor = descriptor
        self._number = 0
        self._batch: Batch | None = None

    @classmethod
    def create(cls, directory: Path, name: str) -> Segment:
        """Create a file; raises OSError."""
        new, path = directory / (name + NEW_SUFFIX), directory / (name + SUFFIX)
        descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            header = b"%s%d\n" % (_MAGIC, VERSION)
            _write(descriptor, header.ljust(_HEADER, b"\0"), 0)
            new.rename(path)  # from here on others see it, locked
        except BaseException:
            os.close(descriptor)
            new.unlink(missing_ok=True)
            raise
        return cls(path, descriptor, _HEADER)

    @classmethod
    def adopt(cls, path: Path) -> Segment | None:
        """Take over the file of a process that has ended; `None` if it has not, or has no file.

        Raises UnknownVersionError.
        """
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            status = os.fstat(descriptor)
            _check_version(descriptor)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        if not status.st_nlink:  # its process has just finished with it
            os.close(descriptor)
            return None
        segment = cls(path, descriptor, status.st_size)
        segment._read_progress()
        return segment

    def append(self, record: Record) -> int:
        """Write a record; return its length. Raises OSError, and then nothing was added."""
        payload, flags = record
        check = zlib.crc32(payload, flags)
        frame = _FRAME.pack(len(payload), check, flags) + payload
        written = os.pwrite(self._descriptor, frame, self.size)
        if written != len(frame):
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self.size)
            raise OSError("the disk is full")
        self.size += written
        return written

    @property
    def waiting_bytes(self) -> int:
        """How long the records are that are not settled, with their frames."""
        return self.size - self.start

    def scan(self) -> tuple[int, int]:
        """Count the records that are not settled, and the bytes after them that are not whole.

        The last record may be torn, when its process was killed; anything else is damage.
        """
        count, at = 0, self.start
        while True:
            records, ends = self._read(at, self.size)
            if not records:
                break
            count, at = count + len(records), ends[-1]
        if self._batch is not None:
            count -= self._batch.settled.bit_count()
        rest = self.size - at
        if rest >= _FRAME.size:
            length, _, _ = _FRAME.unpack(os.pread(self._descriptor, _FRAME.size, at))
            self.damaged = not 0 < length <= RECORD_BYTES or at + _FRAME.size + length < self.size
        elif rest < 0:
            self.damaged = True
        self.size = at
        return count, rest

    def next(self) -> Batch | None:
        """Return the batch that was saved last, else a new one of the next records."""
        if self._batch is None:
            records, ends = self._read(self.start, self.size)
            if not records:
                return None
            count = count_of_batch(records)
            self._batch = Batch(records[:count], source=Place(self, ends[count - 1]))
        return self._batch

    def save(self, batch: Batch) -> None:
        """Write down what is sent next, before it is sent. Raises OSError."""
        self._save(batch.source.end, batch)

    def finish(self, batch: Batch) -> None:
        """Write down that a batch is settled. Raises OSError."""
        self.start = batch.source.end
        self._batch = None
        self._save(self.start, None)

    def delete(self) -> None:
        """Remove the file, or put it aside if it is damaged. Raises OSError."""
        try:
            if self.damaged:
                self.path.rename(self.path.with_suffix(DAMAGED_SUFFIX))
            else:
                self.path.unlink(missing_ok=True)
        finally:
            self.release()

    def release(self) -> None:
        """Leave the file to other processes; also to forget it after a fork."""
        os.close(self._descriptor)

    def _read(self, start: int, end: int) -> tuple[list[Record], list[int]]:
        """Read up to a batch of records and where each ends, up to the first that is not whole."""
        records: list[Record] = []
        ends: list[int] = []
        room = RECORD_BYTES + BATCH_ITEMS * _FRAME.size
        data = os.pread(self._descriptor, max(0, min(room, end - start)), start)
        at = 0
        while len(records) < BATCH_ITEMS and at + _FRAME.size <= len(data):
            length, check, flags = _FRAME.unpack_from(data, at)
            at += _FRAME.size
            payload = data[at : at + length]
            if not length or len(payload) != length or zlib.crc32(payload, flags) != check:
                break
            at += length
            records.append(Record(payload, flags))
            ends.append(start + at)
        return records, ends

    def _save(self, end: int, batch: Batch | None) -> None:
        self._number += 1
        count, id_, sets = 0, bytes(16), (0, 0, 0)
        if batch is not None:
            count, id_ = len(batch.records), uuid.UUID(batch.request_id).bytes
            sets = (batch.settled, batch.held, batch.undated)
        packed = _PROGRESS.pack(
            self._number, self.start, end, count, id_, *(s.to_bytes(_BITS, "little") for s in sets)
        )
        packed += _CHECK.pack(zlib.crc32(packed))
        _write(self._descriptor, packed, _PLACES[self._number % 2])

    def _read_progress(self) -> None:
        places = [os.pread(self._descriptor, 512, at) for at in _PLACES]
        whole = []
        for place in places:
            packed = place[: _PROGRESS.size]
            checked = len(place) == 512 and _CHECK.unpack_from(place, _PROGRESS.size)
            if checked and checked[0] == zlib.crc32(packed):
                whole.append(_PROGRESS.unpack(packed))
        if not whole:
            return
        self._number, self.start, end, count, id_, *sets = max(whole)
        if not count:
            return
        records, ends = self._read(self.start, end)
        if len(records) != count or ends[-1] != end:
            return  # cannot be: records are written before the progress that names them
        settled, held, undated = (int.from_bytes(packed, "little") for packed in sets)
        id_text = str(uuid.UUID(bytes=id_))
        self._batch = Batch(records, id_text, settled, held, undated, source=Place(self, end))


def _check_version(descriptor: int) -> None:
    first, _, _ = os.pread(descriptor, 64, 0).partition(b"\n")
    if not first.startswith(_MAGIC):
        raise UnknownVersionError("it does not begin like a spool file")
    if first != b"%s%d" % (_MAGIC, VERSION):
        raise UnknownVersionError(
            f"this version does not know its format ({first.decode(errors='replace')!r});"
            " a newer version of plaudit, which wrote it, can send it"
        )


def _write(descriptor: int, data: bytes, at: int) -> None:
    if os.pwrite(descriptor, data, at) != len(data):
        raise OSError("the disk is full")
