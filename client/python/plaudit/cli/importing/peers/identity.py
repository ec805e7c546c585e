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
        packed = json.dumps(content, sort_keys=True, default=str)
        digest = hashlib.sha256(packed.encode(errors="surrogatepass")).hexdigest()[:32]
        count = (self._index.get("equal", digest) or 0) + 1
        self._index.replace("equal", digest, count)
        return digest if count == 1 else f"{digest}-{count}"
