"""Secrets of API keys: made here, shown once, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "plaudit_"
"""Lets people and secret scanners know a key when they see one."""


def new_secret() -> str:
    """Make a secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """Digest a secret into what the store keeps: its SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
