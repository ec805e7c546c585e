"""The stored form of JSON: text with sorted keys, so that equal values have equal texts."""

from __future__ import annotations

import json

from plaudit_server.domain.datasets.answers import Json
from plaudit_server.domain.feedback.feedback import json_weight


def dump(value: Json) -> str:
    """Write a JSON value as text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def weight(*texts: str) -> int:
    """Estimate how many bytes texts and JSON take in a response."""
    return sum(json_weight(text) for text in texts)
