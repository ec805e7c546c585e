"""An application that signs session tokens for its end users."""

from __future__ import annotations

import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from plaudit.v1 import admin_pb2
from support.servers import Client
from support.tenants import Tenant

ALGORITHMS = ("HS256", "RS256", "ES256", "EdDSA")


class Application:
    """An application with a signing key, registered in a namespace."""

    def __init__(self, tenant: Tenant, algorithm: str = "EdDSA", **key: Any) -> None:
        self._tenant = tenant
        self.algorithm = algorithm
        match algorithm:
            case "HS256":
                self.private: Any = f"the secret of the application of {tenant.name}" + "!" * 32
            case "RS256":
                self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            case "ES256":
                self.private = ec.generate_private_key(ec.SECP256R1())
            case _:
                self.private = ed25519.Ed25519PrivateKey.generate()
        self.public = self.private if algorithm == "HS256" else public(self.private)
        number = admin_pb2.SigningAlgorithm.Value(f"SIGNING_ALGORITHM_{algorithm.upper()}")
        self.key = tenant.admin.CreateSigningKey(
            admin_pb2.CreateSigningKeyRequest(
                signing_key=admin_pb2.SigningKey(algorithm=number, key=self.public, **key)
            )
        ).signing_key

    def token(
        self, user: str = "alice", *, lives: float = 600, kid: str | None = "", **claims: Any
    ) -> str:
        """Sign a token for a user; it names the key unless `kid` is None."""
        all_ = {"sub": user, "exp": time.time() + lives, **claims}
        headers = {} if kid is None else {"kid": kid or self.key.key_id}
        return jwt.encode(all_, self.private, self.algorithm, headers=headers)

    def client(self, user: str = "alice", **token: Any) -> Client:
        """Make stubs for a user."""
        return self.sending(self.token(user, **token))

    def sending(self, token: str, **headers: str) -> Client:
        """Make stubs that send a session token, and by default the namespace."""
        headers.setdefault("x_namespace", self._tenant.id)
        sent = {name: value for name, value in headers.items() if value}
        return self._tenant.server.client(None, x_session_token=token, **sent)

    def revoke(self) -> admin_pb2.SigningKey:
        """Revoke the key."""
        request = admin_pb2.RevokeSigningKeyRequest(id=self.key.id)
        return self._tenant.admin.RevokeSigningKey(request).signing_key


def public(private: Any) -> str:
    """Write the public key of a private one in PEM."""
    form = PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(Encoding.PEM, form).decode()
