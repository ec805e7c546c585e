"""The connection to the server: its address, and the API key and namespace of every call."""

from __future__ import annotations

import functools
import hashlib
import ipaddress
import ssl
from pathlib import Path
from typing import Any, TypeVar

import click
import grpc
from google.protobuf.message import Message

from plaudit.v1.analytics_pb2_grpc import AnalyticsServiceStub
from plaudit.v1.dataset_pb2_grpc import DatasetServiceStub
from plaudit.v1.exchange_pb2_grpc import ExchangeServiceStub
from plaudit.v1.export_pb2_grpc import ExportServiceStub
from plaudit.v1.feedback_pb2_grpc import FeedbackServiceStub

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)

DEFAULT_ADDRESS = "127.0.0.1:50051"
SECONDS = 60.0
"""The default timeout of a call."""
MAX_RESPONSE_BYTES = 64 * 1024 * 1024


class Connection:
    """A channel that opens with the first call, and the headers of every call."""

    def __init__(
        self, address: str, key: str = "", namespace: str = "", *, plaintext: bool | None = None
    ) -> None:
        self.address = address
        self.namespace = namespace
        self._key = key
        self._plaintext = is_loopback(address) if plaintext is None else plaintext

    @functools.cached_property
    def channel(self) -> grpc.Channel:
        options = [("grpc.max_receive_message_length", MAX_RESPONSE_BYTES)]
        if self._plaintext:
            return grpc.insecure_channel(self.address, options)
        credentials = grpc.ssl_channel_credentials(_system_roots())
        return grpc.secure_channel(self.address, credentials, options)

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """The headers of every call."""
        if not self._key:
            raise click.ClickException(
                "no API key: give --key, or set PLAUDIT_API_KEY to the key that"
                " `plaudit-server keys create` or `scripts/serve` printed"
            )
        headers = [("authorization", f"Bearer {self._key}")]
        if self.namespace:
            headers.append(("x-namespace", self.namespace))
        for name, value in headers:
            if not value.isascii() or not value.isprintable():
                what = "--key" if name == "authorization" else "--namespace"
                raise click.ClickException(f"{what} has characters that a header cannot contain")
        return tuple(headers)

    def call(
        self, method: grpc.UnaryUnaryMultiCallable[Request, Response], request: Request
    ) -> Response:
        """Make a call and wait for its response."""
        response: Response = method(request, metadata=self.metadata, timeout=SECONDS)
        return response

    @property
    def place(self) -> str:
        """What determines the namespace of the calls: its name or id, or a digest of the key."""
        if self.namespace:
            return self.namespace
        digest = hashlib.sha256(f"namespace of {self._key}".encode(errors="surrogateescape"))
        return f"of key {digest.hexdigest()}"

    @functools.cached_property
    def feedback(self) -> FeedbackServiceStub:
        return FeedbackServiceStub(self.channel)

    @functools.cached_property
    def exchanges(self) -> ExchangeServiceStub:
        return ExchangeServiceStub(self.channel)

    @functools.cached_property
    def datasets(self) -> DatasetServiceStub:
        return DatasetServiceStub(self.channel)

    @functools.cached_property
    def analytics(self) -> AnalyticsServiceStub:
        return AnalyticsServiceStub(self.channel)

    @functools.cached_property
    def exports(self) -> ExportServiceStub:
        return ExportServiceStub(self.channel)

    def close(self) -> None:
        """Close the channel, if it was opened."""
        opened: Any = self.__dict__.get("channel")
        if opened is not None:
            opened.close()


pass_connection = click.make_pass_decorator(Connection)
"""Passes the group's connection to a command."""


def is_loopback(address: str) -> bool:
    """Whether an address is on this machine."""
    if address.startswith(("unix:", "unix-abstract:")):
        return True
    host = address.removeprefix("dns:///").rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _system_roots() -> bytes | None:
    """Read the certificates that this machine trusts; `None` for those of gRPC."""
    file = ssl.get_default_verify_paths().cafile
    return Path(file).read_bytes() if file else None
