"""Gives rows of another system an identity, so that none replaces another one.

plaudit has one feedback of an author on a target under a name. Other systems may have several, some
without an author, and items without an id. An identity depends on its item alone, whatever other
files are imported before or after it: an item that is imported again is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plaudit.cli.importing.peers.conversion import FEEDBACK, RECORDS, Made
from plaudit.cli.importing.peers.index import Index
from plaudit.cli.importing.peers.report import NOT_CARRIED, Report

REPLACED = "(earlier with the same id)"
REPLACED_BY = f"{NOT_CARRIED}a later one with the id replaces it"
IDENTITY = ("target", "name", "external_user_id")
"""The fields in which feedbacks with one external id must be equal."""


class Identities:
    """Identifies the rows of one pass over the files; each pass counts equal rows anew."""

    def __init__(self, peer: str, index: Index) -> None:
        self._peer = peer
        self._index = index
        index.clear("equal")

    def identified(self, made: Made) -> Made:
        """Give feedback or a record without an id one that follows from what it says.

        Feedback also gets an author of its own, named after its id; its `user_id` stays, so that
        all feedback of a person is found by it.
        """
        if made.kind == FEEDBACK:
            identity = made.value.get("external_id") or self._of_content(made.value)
            author = f"{self._peer}:{identity}"[:256]
            value = {**made.value, "external_id": identity, "external_user_id": author}
        elif made.kind == RECORDS and not made.value["record"].get("external_id"):
            record = made.value["record"]
            about = {"dataset": made.value["dataset"], "fields": record.get("field_to_value")}
            value = {**made.value, "record": {**record, "external_id": self._of_content(about)}}
        else:
            return made
        return replace(made, value=value)

    def _of_content(self, content: Mapping[str, Any]) -> str:
        """Make an id of a content; the second row of the same content has another one."""
        digest = _digest(content)[:32]
        count = (self._index.get("equal", digest) or 0) + 1
        self._index.replace("equal", digest, count)
        return digest if count == 1 else f"{digest}-{count}"


class Latest:
    """Knows of feedbacks with one id the last one, which alone is imported."""

    def __init__(self, index: Index, report: Report) -> None:
        self._index = index
        self._report = report

    def note(self, made: Made) -> None:
        """Take a feedback for the last one of its id, and report the one that it replaces."""
        identity = made.value["external_id"]
        whose, content = _digests(made)
        before = self._index.get("content", identity)
        if before is None or before[0] == whose:  # one with another identity is refused
            self._index.replace("content", identity, [whose, content, made.place])
        if before is not None and before[0] == whose and before[1] != content:
            self._report.note(made.score[0], REPLACED, REPLACED_BY, before[2])

    def is_replaced(self, made: Made) -> bool:
        """Whether a later feedback with the same id differs, so that this one is not sent."""
        whose, content = _digests(made)
        last = self._index.get("content", made.value["external_id"])
        return bool(last[0] == whose and last[1] != content)


def _digests(feedback: Made) -> tuple[str, str]:
    """Return digests of the identity of a feedback, and of all its content."""
    whose = [feedback.value.get(name) for name in IDENTITY]
    return _digest(whose), _digest(feedback.value)


def _digest(content: Any) -> str:
    packed = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(packed.encode(errors="surrogatepass")).hexdigest()
