"""A proxy between a client and a server that breaks their connections when a test says so."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

_DATA, _HEADERS = 0, 1
"""Types of frames of HTTP/2 that are part of a response."""


class Proxy:
    """Forwards connections to a server.

    Attributes:
        address: Where it listens.
        connections: How many connections it has taken.

    """

    def __init__(self, upstream: str) -> None:
        host, _, port = upstream.rpartition(":")
        self._upstream = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.connections = 0
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._silent: set[socket.socket] = set()
        self._loses_response = False
        threading.Thread(target=self._accept, daemon=True).start()

    def lose_next_response(self) -> None:
        """Break the connection when the server has answered the next call, before the answer."""
        self._loses_response = True

    def silence(self) -> None:
        """Forward nothing more on the open connections, and do not close them either."""
        for pair in self._pairs:
            self._silent.update(pair)

    def break_connections(self) -> None:
        """Close the open connections."""
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._upstream)
            except OSError:  # closed, or the server is gone
                if self._listener.fileno() < 0:
                    return
                client.close()
                continue
            self.connections += 1
            self._pairs.append((client, server))
            threading.Thread(target=self._to_server, args=(client, server), daemon=True).start()
            threading.Thread(target=self._to_client, args=(server, client), daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while chunk := client.recv(65536):
                if client not in self._silent:
                    server.sendall(chunk)
        self._end(client, server)

    def _to_client(self, server: socket.socket, client: socket.socket) -> None:
        """Forward frame by frame, to know which are those of a response."""
        with suppress(OSError), server.makefile("rb") as frames:
            while len(head := frames.read(9)) == 9:
                body = frames.read(int.from_bytes(head[:3], "big"))
                if self._loses_response and head[3] in (_DATA, _HEADERS):
                    self._loses_response = False
                    break
                if server not in self._silent:
                    client.sendall(head + body)
        self._end(client, server)

    @staticmethod
    def _end(*ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the open connections and take no more."""
        self._end(self._listener)  # or it would wait on
        self._listener.close()
        for pair in self._pairs:
            self._end(*pair)
            for end in pair:
                end.close()
