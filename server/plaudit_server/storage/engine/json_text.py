"""JSON as the store keeps it: text with sorted keys, so that equal values are equal texts."""

from __future__ import annotations

import json

from plaudit_server.domain.datasets.answers import Json
from plaudit_server.domain.feedback.feedback import json_weight


def dump(value: Json) -> str:
    """Write a JSON value as text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def weight(*texts: str) -> int:
    """Count about how many bytes texts and JSON take in an answer."""
    return sum(json_weight(text) for text in texts)
