"""Ids of resources (`fb_…`), and digests of the values that identify them."""

from __future__ import annotations

import hashlib
from enum import StrEnum

import uuid_utils


class Kind(StrEnum):
    """The kinds of resources, by the prefix of their ids."""

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
    """Return a new id that sorts by time: the prefix and a UUIDv7 in hexadecimal."""
    return f"{kind.value}{uuid_utils.uuid7().hex}"


def time_of(id_: str) -> int:
    """Return when an id was created, in microseconds with a precision of milliseconds."""
    return int(id_.rpartition("_")[2][:12], 16) * 1000


def id_at(kind: Kind, milliseconds: int) -> str:
    """Return the start of all ids created at a time; it sorts before all of them."""
    return f"{kind.value}{max(milliseconds, 0):012x}"


def digest(*parts: str) -> str:
    """Digest the parts, in order, into 32 hexadecimal characters.

    Parts have no control characters (the contract refuses them), so NUL is a safe separator.
    """
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
