"""The settings of a server; each has a command-line option and an environment variable."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

LAST_PORT = 65_535
SHORTEST_DEV_KEY = 16
"""The fewest characters of a key given with `--dev-api-key`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The configuration of one server."""

    listen: str = "127.0.0.1:50051"
    """HOST:PORT to listen on; port 0 picks a free one. `PLAUDIT_LISTEN`."""
    database: str = "sqlite:///plaudit.db"
    """`sqlite:///FILE` or `postgresql://…`. `PLAUDIT_DATABASE`."""
    dev: bool = False
    """Creates the namespace `default` and an API key, and prints an example call. `PLAUDIT_DEV`.

    Only allowed on loopback addresses: the key may do everything.
    """
    dev_api_key: str = ""
    """The API key for `dev`; random when empty. `PLAUDIT_DEV_API_KEY`."""
    allow_plaintext: bool = False
    """Allows listening without TLS on addresses other than loopback. `PLAUDIT_ALLOW_PLAINTEXT`."""
    max_message_bytes: int = 3_932_160
    """The longest request message, in bytes. `PLAUDIT_MAX_MESSAGE_BYTES`.

    Less than the 4 MiB that clients accept, because a response may repeat the request.
    """
    message_seconds: float = 30.0
    """How long a caller may take to send a request message. `PLAUDIT_MESSAGE_SECONDS`."""
    max_receiving_bytes: int = 2_147_483_648
    """The most memory for partly received requests, in bytes; one connection may use a quarter.

    Open request streams may use as much again. `PLAUDIT_MAX_RECEIVING_BYTES`.
    """
    max_connections: int = 10_000
    """The most connections open at once. `PLAUDIT_MAX_CONNECTIONS`."""
    drain_seconds: float = 30.0
    """How long open calls may take to finish at shutdown. `PLAUDIT_DRAIN_SECONDS`."""
    log_level: str = "info"
    """The lowest level logged: debug, info, warning or error. `PLAUDIT_LOG_LEVEL`."""

    @property
    def received_bytes(self) -> int:
        """The longest message that gRPC receives, in bytes.

        Up to this length, a message that is too long is refused with error details; a longer one
        is refused by gRPC, unread.
        """
        return self.max_message_bytes + max(self.max_message_bytes // 2, 65_536)

    def check(self) -> None:
        """Raise ValueError if the settings are invalid or unsafe; the message names the fix."""
        host, _, port = self.listen.rpartition(":")
        if not host or not port.isdigit() or int(port) > LAST_PORT:
            raise ValueError(
                f"--listen must be HOST:PORT with a port of 0 to {LAST_PORT}, not {self.listen!r}"
            )
        if self.dev:
            self._check_dev(host)
        if not self.allow_plaintext and not _is_loopback(host):
            raise ValueError(
                f"--listen {self.listen} would accept keys and feedback unencrypted from other"
                " machines: listen on 127.0.0.1, or add --allow-plaintext if a proxy in front of"
                " the server encrypts"
            )

    def _check_dev(self, host: str) -> None:
        if not _is_loopback(host):
            raise ValueError(
                "--dev accepts a key that may do everything, so it allows loopback addresses only,"
                f" not --listen {self.listen}: listen on 127.0.0.1, or omit --dev and create keys"
                " with plaudit-server keys create"
            )
        key = self.dev_api_key
        if key and (len(key) < SHORTEST_DEV_KEY or not _can_be_sent(key)):
            raise ValueError(
                f"--dev-api-key (PLAUDIT_DEV_API_KEY) must have at least {SHORTEST_DEV_KEY}"
                " characters, all of them visible ASCII; omit it for a random key"
            )


def _can_be_sent(key: str) -> bool:
    """Whether the key can be sent in a header unchanged."""
    return key.isascii() and key.isprintable() and " " not in key


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
