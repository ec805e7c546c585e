"""What `--dev` adds: a namespace, a key, and a line to paste."""

from __future__ import annotations

import time

from plaudit_server.domain.credentials import new_secret, secret_digest
from plaudit_server.domain.scopes import Scope
from plaudit_server.storage import api_keys, namespaces
from plaudit_server.storage.api_keys import NewApiKey
from plaudit_server.storage.namespaces import NewNamespace
from plaudit_server.storage.store import Store

NAMESPACE = "default"
KEY_LASTS = 7 * 24 * 60 * 60
"""How long a random key is good, in seconds: each start makes another."""


async def prepare(store: Store, *, key: str, address: str) -> str:
    """Make the namespace and the key where they are missing, and tell how to call."""
    namespace = await store.query("", namespaces.find, NAMESPACE)
    if namespace is None:
        namespace = await store.write(namespaces.create, NewNamespace(NAMESPACE), namespace_id="")
    secret = key or new_secret()
    if await store.query("", api_keys.find, secret_digest(secret)) is None:
        await store.write(
            api_keys.create,
            NewApiKey(
                namespace.id,
                secret_digest(secret),
                "development",
                frozenset(Scope),
                all_namespaces=True,
                expire_time=None if key else int((time.time() + KEY_LASTS) * 1e6),
            ),
            namespace_id=namespace.id,
        )
    return (
        f"plaudit serves on {address}, namespace {NAMESPACE!r}, API key {secret}\n\n"
        "Submit a feedback:\n\n"
        f"  grpcurl -plaintext -H 'authorization: Bearer {secret}' \\\n"
        '    -d \'{"feedback": {"target": {"search": {"search_id": "demo"}},'
        ' "rating": "RATING_POSITIVE", "text": "Just what I was looking for."}}\' \\\n'
        f"    {address} plaudit.v1.FeedbackService/SubmitFeedback\n"
    )
