"""What `--dev` adds: a namespace, an API key, and lines to paste.

Only this process knows the key; it is never stored. It is valid until the process ends, and no
other server on the same database accepts it.
"""

from __future__ import annotations

import time

from plaudit_server.domain.ids import Kind
from plaudit_server.domain.tenants.api_keys import StoredApiKey
from plaudit_server.domain.tenants.credentials import new_secret, secret_digest
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.storage.engine.store import Store
from plaudit_server.storage.tenants import api_keys, namespaces
from plaudit_server.storage.tenants.namespaces import NewNamespace, StoredNamespace

NAMESPACE = "default"


async def prepare(store: Store, *, key: str, address: str) -> str:
    """Create the namespace if it is missing, accept the key, and return what to paste."""
    namespace = await store.query("", namespaces.find, NAMESPACE)
    if namespace is None:
        namespace = await store.write(namespaces.create, NewNamespace(NAMESPACE), namespace_id="")
    secret = key or new_secret()
    stored = await store.query("", api_keys.find, secret_digest(secret))
    id_ = stored.id if stored else _id_of_key(namespace)  # earlier versions stored a given key
    store.key_of_process = _key(namespace, secret, id_)
    return (
        f"plaudit serves on {address}, namespace {NAMESPACE!r}, API key {secret}\n\n"
        "For the command plaudit, and for Client() in Python:\n\n"
        f"  export PLAUDIT_ADDRESS={address} PLAUDIT_API_KEY={secret}\n\n"
        "Submit a feedback with grpcurl:\n\n"
        f"  grpcurl -plaintext -H 'authorization: Bearer {secret}' \\\n"
        '    -d \'{"feedback": {"target": {"search": {"search_id": "demo"}},'
        ' "rating": "RATING_POSITIVE", "text": "Just what I was looking for."}}\' \\\n'
        f"    {address} plaudit.v1.FeedbackService/SubmitFeedback\n"
    )


def _key(namespace: StoredNamespace, secret: str, id_: str) -> StoredApiKey:
    return StoredApiKey(
        namespace_id=namespace.id,
        id=id_,
        secret_sha256=secret_digest(secret),
        name="development",
        scopes=frozenset(Scope),
        all_namespaces=True,
        create_time=int(time.time() * 1e6),
        expire_time=None,
        revoke_time=None,
    )


def _id_of_key(namespace: StoredNamespace) -> str:
    """Derive the key's id from its namespace, so that it owns its feedback after a restart."""
    return Kind.API_KEY.value + namespace.id.removeprefix(Kind.NAMESPACE.value)
