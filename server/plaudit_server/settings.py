"""What can be set, each by an option of the command line or an environment variable."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

LAST_PORT = 65_535
SHORTEST_DEV_KEY = 16
"""How many characters a key that is given to `--dev` has at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The configuration of one server."""

    listen: str = "127.0.0.1:50051"
    """HOST:PORT to listen on; port 0 takes a free one. `PLAUDIT_LISTEN`."""
    database: str = "sqlite:///plaudit.db"
    """`sqlite:///FILE` or `postgresql://…`. `PLAUDIT_DATABASE`."""
    dev: bool = False
    """Makes the namespace `default`, takes a key of its own, and prints how to call. `PLAUDIT_DEV`.

    On loopback addresses alone: the key may do everything.
    """
    dev_api_key: str = ""
    """The key that `dev` takes; random when empty. `PLAUDIT_DEV_API_KEY`."""
    allow_plaintext: bool = False
    """Listens without TLS on other than loopback addresses. `PLAUDIT_ALLOW_PLAINTEXT`."""
    max_message_bytes: int = 3_932_160
    """The longest request message, in bytes. `PLAUDIT_MAX_MESSAGE_BYTES`.

    Less than the 4 MiB that clients take, for an answer may repeat the request.
    """
    message_seconds: float = 30.0
    """How long a caller may take to send a request message. `PLAUDIT_MESSAGE_SECONDS`."""
    max_receiving_bytes: int = 2_147_483_648
    """What requests that are half sent may hold in all, in bytes; one connection a quarter.

    Streams of requests that are open may hold as much once more. `PLAUDIT_MAX_RECEIVING_BYTES`.
    """
    max_connections: int = 10_000
    """How many connections are open at most. `PLAUDIT_MAX_CONNECTIONS`."""
    drain_seconds: float = 30.0
    """How long calls may take to finish once the server shall stop. `PLAUDIT_DRAIN_SECONDS`."""
    log_level: str = "info"
    """The least of debug, info, warning and error that is logged. `PLAUDIT_LOG_LEVEL`."""

    @property
    def received_bytes(self) -> int:
        """How long a message may be that is received at all, in bytes.

        Up to here what is too long is refused with details; beyond, gRPC refuses it unread.
        """
        return self.max_message_bytes + max(self.max_message_bytes // 2, 65_536)

    def check(self) -> None:
        """Refuse a configuration that would be unsafe, with a ValueError that says the way out."""
        host, _, port = self.listen.rpartition(":")
        if not host or not port.isdigit() or int(port) > LAST_PORT:
            raise ValueError(
                f"--listen must be HOST:PORT with a port of 0 to {LAST_PORT}, not {self.listen!r}"
            )
        if self.dev:
            self._check_dev(host)
        if not self.allow_plaintext and not _is_loopback(host):
            raise ValueError(
                f"--listen {self.listen} would take keys and feedback unencrypted from other"
                " machines: listen on 127.0.0.1, or say --allow-plaintext where something in front"
                " of the server encrypts"
            )

    def _check_dev(self, host: str) -> None:
        if not _is_loopback(host):
            raise ValueError(
                f"--dev takes a key that may do everything, so it listens on loopback alone, not"
                f" on --listen {self.listen}: listen on 127.0.0.1, or leave --dev out and make keys"
                " with plaudit-server keys create"
            )
        key = self.dev_api_key
        if key and (len(key) < SHORTEST_DEV_KEY or not _can_be_sent(key)):
            raise ValueError(
                f"--dev-api-key (PLAUDIT_DEV_API_KEY) must have at least {SHORTEST_DEV_KEY}"
                " characters, all of them visible ASCII; leave it out for a random key"
            )


def _can_be_sent(key: str) -> bool:
    """Whether a header carries it as it is."""
    return key.isascii() and key.isprintable() and " " not in key


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
