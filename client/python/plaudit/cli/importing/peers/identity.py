"""Keeps the feedback of another system apart, where plaudit would take two for one.

plaudit has one feedback of an author on a target under a name. Other systems may have several, and
some without an author.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from plaudit.cli.importing.peers.index import Index


def kept_apart(feedback: dict[str, Any], peer: str, index: Index) -> dict[str, Any]:
    """Make the author of feedback unique where it has none, or where it is not the first.

    The author is then an external user named after the feedback; the user id stays, so that all
    feedback of a person is found by it.
    """
    external_id = feedback.get("external_id")
    if not external_id:
        return feedback
    author = feedback.get("user_id")
    if author:
        about = json.dumps([feedback.get("target"), feedback.get("name"), author], sort_keys=True)
        key = hashlib.sha256(about.encode()).hexdigest()
        if index.put("given", key, external_id) or index.get("given", key) == external_id:
            return feedback
    return {**feedback, "external_user_id": f"{peer}:{external_id}"[:256]}
