"""The connection to the server, of which each command gets the one that the group's options say."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from google.protobuf.message import Message

if TYPE_CHECKING:
    import grpc

    from plaudit.client import Client

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)
Stub = TypeVar("Stub")

SECONDS = 60.0
"""The default timeout of a call."""


class Connection:
    """A client that is made when it is needed first.

    Imports and exports, which repeat their calls by themselves, use stubs on its channel.
    """

    def __init__(
        self,
        address: str,
        key: str = "",
        namespace: str = "",
        *,
        tls: bool | None = None,
        ca: Path | None = None,
        client_certificate: tuple[Path, Path] | None = None,
        authority: str | None = None,
    ) -> None:
        self.address = address
        self.namespace = namespace
        self._key = key
        self._tls = tls
        self._ca = ca
        self._client_certificate = client_certificate
        self._authority = authority
        self._stubs: dict[Any, Any] = {}

    @functools.cached_property
    def client(self) -> Client:
        """The client. Raises ClickException if an option of the connection is wrong."""
        # Loads gRPC, for which the help of a command does not wait.
        from plaudit.cli.failures import as_options  # noqa: PLC0415
        from plaudit.client import Client  # noqa: PLC0415

        if not self._key:
            raise click.ClickException(
                "no API key: give --key, or set PLAUDIT_API_KEY to the key that"
                " `plaudit-server keys create` or `scripts/serve` printed"
            )
        try:
            return Client(
                self.address,
                api_key=self._key,
                namespace=self.namespace or None,
                tls=self._tls,
                ca=self._ca,
                client_certificate=self._client_certificate,
                authority=self._authority,
                timeout=SECONDS,
            )
        except ValueError as error:
            raise click.ClickException(as_options(str(error))) from None
        except OSError as error:
            raise click.ClickException(
                f"cannot read {error.filename}: {error.strerror or error}"
            ) from None

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """The headers of every call."""
        return self.client.headers

    def request(self, method: str, /, **arguments: Any) -> Any:
        """Call a method of the client with the options of a command.

        Raises:
            click.UsageError: A value does not fit, such as one that is not Unicode.
            PlauditError: The call failed.

        """
        call = getattr(self.client, method)
        try:
            return call(**arguments)
        except (TypeError, ValueError) as error:
            raise click.UsageError(str(error)) from None

    def call(
        self, method: grpc.UnaryUnaryMultiCallable[Request, Response], request: Request
    ) -> Response:
        """Make a call of a stub and wait for its response. Raises PlauditError if it fails."""
        import grpc  # noqa: PLC0415 - as above

        from plaudit.errors import from_call  # noqa: PLC0415

        try:
            response: Response = method(request, metadata=self.metadata, timeout=SECONDS)
        except grpc.RpcError as error:
            raise from_call(error, self.address) from error
        return response

    @property
    def place(self) -> str:
        """What determines the namespace of the calls: its name or id, or a digest of the key."""
        if self.namespace:
            return self.namespace
        digest = hashlib.sha256(f"namespace of {self._key}".encode(errors="surrogateescape"))
        return f"of key {digest.hexdigest()}"

    def stub(self, kind: Callable[[grpc.Channel], Stub]) -> Stub:
        """Return the stub of a service, given its generated class."""
        if kind not in self._stubs:
            self._stubs[kind] = kind(self.client.channel)
        stub: Stub = self._stubs[kind]
        return stub

    def close(self) -> None:
        """Close the connection, if it was opened."""
        made: Any = self.__dict__.get("client")
        if made is not None:
            made.close()


pass_connection = click.make_pass_decorator(Connection)
"""Passes the group's connection to a command."""
