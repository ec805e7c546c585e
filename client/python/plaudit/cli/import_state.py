"""What is known of an import that is under way: a small file beside the one that is imported."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import click

IDENTIFYING_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Import:
    """What makes two runs of the command the same import."""

    file: str
    """The digest of the file."""
    kind: str
    server: str
    namespace: str
    dataset_id: str
    upsert: bool


@dataclass
class State:
    """How far an import has come."""

    import_: Import
    run: str = field(default_factory=lambda: str(uuid.uuid4()))
    """Tells this import from an earlier one of the same file: that one's answers are not ours."""
    batch_size: int = 0
    """Batches must be the same again, for the server to know one whose answer was lost."""
    rows_done: int = 0
    """The number of the last row before which everything is acknowledged."""
    counts: dict[str, int] = field(default_factory=dict)
    rejected_bytes: int = 0
    """How long the file of rejected rows was then."""

    def request_id(self, first: int, last: int) -> str:
        """Name the batch of these rows, the same in every attempt of this import."""
        return str(uuid.uuid5(uuid.UUID(self.run), f"{self.import_!r} {first}-{last}"))


def identity(path: Path) -> str:
    """Digest the size and the first bytes of a file."""
    digest = hashlib.sha256(str(path.stat().st_size).encode())
    with path.open("rb") as file:
        digest.update(file.read(IDENTIFYING_BYTES))
    return digest.hexdigest()


class StateFile:
    """Keeps the state of an import beside its file, FILE.import."""

    def __init__(self, imported: Path) -> None:
        self.path = imported.with_name(f"{imported.name}.import")

    def load(self) -> State | None:
        """Read the state that an import has left."""
        try:
            told = json.loads(self.path.read_bytes())
            return State(Import(**told.pop("import")), **told)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise click.ClickException(
                f"{self.path.name} is not readable as the state of an import: remove it, or start"
                " from the beginning with --restart"
            ) from None

    def save(self, state: State) -> None:
        """Replace the state as a whole."""
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
        """Forget the import: it is complete."""
        self.path.unlink(missing_ok=True)
