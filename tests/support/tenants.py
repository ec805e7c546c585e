"""A namespace for one test, and its keys."""

from __future__ import annotations

import time

from plaudit.v1 import admin_pb2
from support.messages import fresh
from support.servers import Client, Server

SCOPES = dict(admin_pb2.Scope.items())


class Tenant(Client):
    """A new namespace, and stubs with all scopes in it."""

    def __init__(self, server: Server, **namespace: bool) -> None:
        created = server.client().admin.CreateNamespace(
            admin_pb2.CreateNamespaceRequest(
                namespace=admin_pb2.Namespace(name=fresh("tenant"), **namespace)
            )
        )
        self.server = server
        self.id = created.namespace.id
        self.name = created.namespace.name
        super().__init__(
            server.channel, {"authorization": f"Bearer {server.key}", "x-namespace": self.id}
        )

    def new_key(
        self, *scopes: str, expires_in: float | None = None, all_namespaces: bool = False
    ) -> admin_pb2.CreateApiKeyResponse:
        """Create a key with scopes like `feedback.write`; `expires_in` is in seconds."""
        key = admin_pb2.ApiKey(
            scopes=[SCOPES[f"SCOPE_{s.replace('.', '_').upper()}"] for s in scopes],
            all_namespaces=all_namespaces,
        )
        if expires_in is not None:
            key.expire_time.FromMicroseconds(int((time.time() + expires_in) * 1e6))
        return self.admin.CreateApiKey(admin_pb2.CreateApiKeyRequest(api_key=key))

    def client(self, *scopes: str, **headers: str) -> Client:
        """Make stubs with a key of this namespace that has only these scopes."""
        return self.server.client(self.new_key(*scopes).secret, **headers)
