"""Ids of things (`fb_…`) and digests of what makes a thing the same."""

from __future__ import annotations

import hashlib
from enum import StrEnum

import uuid_utils


class Kind(StrEnum):
    """The prefix of an id says what it names."""

    FEEDBACK = "fb_"
    EXCHANGE = "ex_"
    MEMORY = "mem_"
    DATASET = "ds_"
    RECORD = "rec_"
    RESPONSE = "rsp_"
    NAMESPACE = "ns_"
    API_KEY = "key_"
    SIGNING_KEY = "sgk_"
    FEEDBACK_TOKEN = "fbt_"  # noqa: S105 - a prefix
    CRITERION = "crit_"


def new_id(kind: Kind) -> str:
    """Make an id that sorts by time: the prefix and a UUIDv7 in hexadecimal."""
    return f"{kind.value}{uuid_utils.uuid7().hex}"


def time_of(id_: str) -> int:
    """Answer when an id was made, in microseconds, to the millisecond."""
    return int(id_.rpartition("_")[2][:12], 16) * 1000


def id_at(kind: Kind, milliseconds: int) -> str:
    """Answer what the ids made at a time begin with: it sorts before all of them."""
    return f"{kind.value}{max(milliseconds, 0):012x}"


def digest(*parts: str) -> str:
    """Digest the parts, in order, into 32 hexadecimal characters.

    Parts hold no control characters (the contract refuses them), so NUL separates them safely.
    """
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
