"""Where a client connects to, how, and as whom: checked before the first call."""

from __future__ import annotations

import ipaddress
import json
import numbers
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from plaudit import __version__
from plaudit.calls.method import Method, service_config

Headers = tuple[tuple[str, str], ...]

MAX_RESPONSE_BYTES = 64 * 1024 * 1024
RETRY_BUFFER_BYTES = 8 * 1024 * 1024
"""What gRPC keeps of a request to repeat it: more than any request has."""

_KEEPALIVE = (
    # A connection that is dead without a word is noticed after 40 seconds, not after hours. Servers
    # of plaudit allow a ping every 20 seconds.
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.http2.ping_timeout_ms", 10_000),  # of the pings that gRPC sends for other reasons
    ("grpc.http2.max_pings_without_data", 0),
)
_RECONNECT = ("grpc.max_reconnect_backoff_ms", 10_000)
"""How long calls fail at most after a server is back; by default it would be two minutes."""
_HOST = re.compile(r"[^\s/@]+")
_SCHEME = re.compile(r"^(https?|grpcs?)://")


@dataclass(frozen=True)
class Server:
    """A server, and how to connect to it."""

    address: str
    tls: bool
    ca: bytes | None = None
    certificate: tuple[bytes, bytes] | None = None
    authority: str = ""

    def options(self, methods: Mapping[str, Method[Any, Any]]) -> list[tuple[str, Any]]:
        """Return the options of the channel."""
        options: list[tuple[str, Any]] = [
            ("grpc.max_receive_message_length", MAX_RESPONSE_BYTES),
            ("grpc.per_rpc_retry_buffer_size", RETRY_BUFFER_BYTES),
            ("grpc.service_config", json.dumps(service_config(methods))),
            ("grpc.primary_user_agent", f"plaudit-python/{__version__}"),
            # A connection of its own, which no other client and no forked process shares.
            ("grpc.use_local_subchannel_pool", 1),
            _RECONNECT,
            *_KEEPALIVE,
        ]
        if self.authority:
            options.append(("grpc.default_authority", self.authority))
            if self.tls:
                options.append(("grpc.ssl_target_name_override", self.authority))
        return options

    def credentials(self) -> grpc.ChannelCredentials:
        """Return what TLS needs."""
        certificate, key = self.certificate or (None, None)
        return grpc.ssl_channel_credentials(self.ca or _system_roots(), key, certificate)


def server(
    address: str | None,
    *,
    tls: bool | None,
    ca: str | os.PathLike[str] | bytes | None,
    client_certificate: tuple[str | os.PathLike[str], str | os.PathLike[str]] | None,
    authority: str | None,
) -> Server:
    """Check where to connect to, and read the files.

    Raises:
        ValueError: An option is wrong; the message names it and the rule.
        OSError: A file cannot be read.

    """
    address = address or os.environ.get("PLAUDIT_ADDRESS", "")
    if not isinstance(address, str):
        raise TypeError(f"address: a string, HOST:PORT, not {address!r}")
    if not address:
        raise ValueError("address: give HOST:PORT, such as 127.0.0.1:50051, or set PLAUDIT_ADDRESS")
    _check_address(address)
    if tls not in (None, True, False):
        raise TypeError(f"tls: True, False or None, not {tls!r}")
    if authority is not None and not isinstance(authority, str):
        raise TypeError(f"authority: a string, the name of a host, not {authority!r}")
    if tls is None:
        tls = not is_loopback(address) or ca is not None or client_certificate is not None
    if not tls and (ca is not None or client_certificate is not None):
        raise ValueError(
            "tls: a CA and a client certificate are for TLS, which tls=False turns off"
        )
    certificate = None
    if client_certificate is not None:
        if not isinstance(client_certificate, (tuple, list)) or len(client_certificate) != 2:
            raise ValueError("client_certificate: a pair of files, (certificate, key)")
        certificate = (
            _pem("client_certificate[0]", client_certificate[0]),
            _pem("client_certificate[1]", client_certificate[1]),
        )
        _check_pair(*client_certificate)
    roots = ca if isinstance(ca, bytes) or ca is None else _pem("ca", ca)
    if roots is not None:
        _check_roots(roots)
    return Server(address, tls, roots, certificate, authority or "")


def headers(
    api_key: str | None,
    session_token: str | None,
    feedback_token: str | None,
    namespace: str | None,
) -> Headers:
    """Return the headers of every call.

    Raises:
        ValueError: There is no credential, or more than one, or a value that no header can have.

    """
    given = {
        name: value
        for name, value in (
            ("api_key", api_key),
            ("session_token", session_token),
            ("feedback_token", feedback_token),
        )
        if value is not None
    }
    if not given and (found := os.environ.get("PLAUDIT_API_KEY")):
        given["api_key"] = found
    if len(given) != 1:
        raise ValueError(
            f"{' and '.join(given)}: give one of them"
            if given
            else "api_key: give the key that `scripts/serve` or `plaudit-server keys create`"
            " printed, or set PLAUDIT_API_KEY; or give a session_token or a feedback_token"
        )
    ((name, value),) = given.items()
    values = {name: value} | ({"namespace": namespace} if namespace else {})
    for what, text in values.items():
        if not isinstance(text, str):
            raise TypeError(f"{what}: a string, not {type(text).__name__}")
        if not text or not text.isascii() or not text.isprintable() or text != text.strip():
            raise ValueError(f"{what}: visible ASCII characters, as it was given to you")
    header = _HEADERS[name]
    credential = (header, f"Bearer {value}" if header == "authorization" else value)
    return (credential, ("x-namespace", namespace)) if namespace else (credential,)


_HEADERS = {
    "api_key": "authorization",
    "session_token": "x-session-token",
    "feedback_token": "x-feedback-token",
}


def seconds(timeout: float) -> float:
    """Check a timeout.

    Raises:
        ValueError: It is not a positive number of seconds.

    """
    if isinstance(timeout, bool) or not isinstance(timeout, numbers.Real) or not timeout > 0:
        raise ValueError(
            f"timeout: seconds, more than 0, or math.inf for no limit, not {timeout!r}"
        )
    return float(timeout)


def for_grpc(timeout: float) -> float | None:
    """Return a timeout as gRPC takes it, which counts nanoseconds; `None` for no limit."""
    return timeout if timeout < 1e9 else None


def is_loopback(address: str) -> bool:
    """Whether an address is on this machine."""
    if address.startswith(("unix:", "unix-abstract:")):
        return True
    host = address.removeprefix("dns:///").rpartition(":")[0].strip("[]")
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_address(address: str) -> None:
    if scheme := _SCHEME.match(address):
        raise ValueError(
            f"address: HOST:PORT, without {scheme[0]}; TLS is used unless the host is this machine"
        )
    if address.startswith(("unix:", "unix-abstract:", "xds:")):
        return
    host, _, port = address.removeprefix("dns:///").rpartition(":")
    if not _HOST.fullmatch(host) or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"address: HOST:PORT, such as 127.0.0.1:50051, not {address!r}")
    if ":" in host and not host.startswith("["):
        raise ValueError(f'address: an IPv6 address in brackets, [{host}]:{port}, not "{address}"')


def _pem(name: str, file: str | os.PathLike[str]) -> bytes:
    if not isinstance(file, (str, os.PathLike)):
        raise TypeError(f"{name}: the path of a PEM file, not {type(file).__name__}")
    content = Path(file).read_bytes()
    if b"-----BEGIN" not in content:
        raise ValueError(f"{name}: {os.fspath(file)} is not a PEM file")
    return content


def _check_pair(file: str | os.PathLike[str], key: str | os.PathLike[str]) -> None:
    import ssl  # noqa: PLC0415 - slow to load, and only for TLS

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(file, key, password=b"")
    except ssl.SSLError as error:
        raise ValueError(
            "client_certificate: a certificate and the key that belongs to it, without a password"
            f" ({error.reason or error})"
        ) from None


def _check_roots(roots: bytes) -> None:
    import ssl  # noqa: PLC0415 - slow to load, and only for TLS

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=roots.decode("ascii", "ignore"))
    except (ValueError, ssl.SSLError):
        raise ValueError("ca: certificates in PEM") from None


def _system_roots() -> bytes | None:
    """Read the certificates that this machine trusts; `None` for those of gRPC."""
    import ssl  # noqa: PLC0415 - slow to load, and only for TLS

    file = ssl.get_default_verify_paths().cafile
    return Path(file).read_bytes() if file else None
