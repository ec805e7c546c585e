"""Secrets of API keys: shown once, and stored only as a digest."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "plaudit_"
"""Lets people and secret scanners recognize a key."""


def new_secret() -> str:
    """Return a new secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """Return the digest of a secret that is stored: its SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
