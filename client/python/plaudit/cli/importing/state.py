"""The state of an import in progress, in a small file next to the imported one."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import click

DIGESTED_BYTES = 1024 * 1024
"""How much of a file is in memory while it is digested."""


@dataclass(frozen=True)
class Import:
    """Identifies an import: two runs of the command with equal values are the same import."""

    file: str
    """The digest of the file; empty in a dry run."""
    kind: str
    server: str
    namespace: str
    """Its name or id, or without one a digest of the key, which belongs to a namespace."""
    dataset_id: str
    upsert: bool
    ignore: str = ""
    """The fields that are left out, with commas between them."""


@dataclass
class State:
    """The progress of an import."""

    import_: Import
    run: str = field(default_factory=lambda: str(uuid.uuid4()))
    """Distinguishes this import from an earlier one of the same file, with other responses."""
    batch_size: int = 0
    """Must not change when resuming: the server recognizes only equal batches as retries."""
    rows_done: int = 0
    """All rows up to this number are acknowledged."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many rows had which outcome."""
    responses: dict[str, int] = field(default_factory=dict)
    """How many responses in rows of records had which outcome."""
    ignored: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    """How many rows had a field that was left out: by `--ignore`, or because plaudit sets it.

    A field to ignore that only refused rows had counts 0.
    """
    rejected_bytes: int = 0
    """The size of the file of rejected rows at that point."""

    def request_id(self, first: int, last: int) -> str:
        """Return the request id of a batch of rows: the same in every attempt of this import."""
        return str(uuid.uuid5(uuid.UUID(self.run), f"{self.import_!r} {first}-{last}"))


def identity(path: Path) -> str:
    """Digest a file, so that one that changed during an interruption is recognized."""
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while block := file.read(DIGESTED_BYTES):
            digest.update(block)
    return digest.hexdigest()


class StateFile:
    """Stores the state of an import next to its file, in FILE.import."""

    def __init__(self, imported: Path) -> None:
        self.path = imported.with_name(f"{imported.name}.import")

    def load(self) -> State | None:
        """Read the state of an interrupted import; `None` if there is none."""
        try:
            told = json.loads(self.path.read_bytes())
            return State(Import(**told.pop("import")), **told)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise click.ClickException(
                f"{self.path.name} is not a valid state of an import: remove it, or start from the"
                " beginning with --restart"
            ) from None

    def save(self, state: State) -> None:
        """Write the state atomically."""
        told = {"import": dataclasses.asdict(state.import_), **vars(state)}
        del told["import_"]
        beside = self.path.with_name(f"{self.path.name}.part")
        try:
            with beside.open("w") as file:
                json.dump(told, file)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError as error:
            raise click.ClickException(
                f"cannot keep the state of the import in {self.path}: {error.strerror}"
            ) from None

    def remove(self) -> None:
        """Remove the state: the import is complete."""
        self.path.unlink(missing_ok=True)
