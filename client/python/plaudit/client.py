"""The clients: every RPC of plaudit as a method, for threads and for asyncio."""

from __future__ import annotations

import os
from typing import Union

from plaudit.calls import channel
from plaudit.methods import METHODS, AsyncMethods, Methods

DEFAULT_TIMEOUT = 10.0
"""Seconds that a call may take, unless it or its client says otherwise."""

_File = Union[str, "os.PathLike[str]"]


class Client(Methods):
    """A client of plaudit: every RPC is a method, with the fields of its request as arguments.

    One client serves all threads of a process, and should live as long as it. Nothing connects
    before the first call, so that a client may be made before a process forks.

        with Client("127.0.0.1:50051", api_key="…") as client:
            client.submit_feedback(target=message("ses_1", "msg_1"), rating="positive")

    Single calls and lists have a deadline. A call that no server serves is made again up to four
    times, within its deadline, and so is one that the server refuses for a while (RATE_LIMITED);
    this is safe, because every write has a request id. Calls that create something without one,
    such as `create_api_key`, are made once. Streams have no deadline, and resume where their
    connection broke; one that never got an answer gives up when it has waited for the timeout
    between its attempts.

    A failed call raises a `PlauditError`.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        api_key: str | None = None,
        session_token: str | None = None,
        feedback_token: str | None = None,
        namespace: str | None = None,
        tls: bool | None = None,
        ca: _File | bytes | None = None,
        client_certificate: tuple[_File, _File] | None = None,
        authority: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        retries: bool = True,
    ) -> None:
        """Make a client.

        Args:
            address: Where the server is, HOST:PORT; `PLAUDIT_ADDRESS` if not given.
            api_key: An API key; `PLAUDIT_API_KEY` if no credential is given.
            session_token: The token of an end user of the application, instead of a key.
            feedback_token: A token for feedback on one target, instead of a key.
            namespace: The namespace, by id or name, for keys that span several.
            tls: Whether to connect by TLS; if not given, unless the address is on this machine.
            ca: The certificates to trust, as a PEM file or its bytes; the machine's if not given.
            client_certificate: The PEM files of a certificate and its key, if the server asks for
                one.
            authority: The host name of the server's certificate, if not that of the address.
            timeout: Seconds that a call may take.
            retries: Whether to repeat calls, as said above; without it each is made once.

        Raises:
            ValueError: An option is wrong; the message names it and the rule.
            TypeError: An option has the wrong type.
            OSError: A file of a certificate cannot be read.

        """
        server = channel.server(
            address, tls=tls, ca=ca, client_certificate=client_certificate, authority=authority
        )
        headers = channel.headers(api_key, session_token, feedback_token, namespace)
        super().__init__(server, headers, channel.seconds(timeout), METHODS, retries=retries)


class AsyncClient(AsyncMethods):
    """A client of plaudit for asyncio, with the same methods as `Client`.

    One client serves all tasks of an event loop, and should live as long as it. It can be made
    outside of the loop; it connects, and belongs to the loop, with its first call.

        async with AsyncClient("127.0.0.1:50051", api_key="…") as client:
            await client.submit_feedback(target=message("ses_1", "msg_1"), rating="positive")
            async for feedback in client.list_feedback(session_id="ses_1"):
                print(feedback.text)

    Deadlines, retries and errors are those of `Client`.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        api_key: str | None = None,
        session_token: str | None = None,
        feedback_token: str | None = None,
        namespace: str | None = None,
        tls: bool | None = None,
        ca: _File | bytes | None = None,
        client_certificate: tuple[_File, _File] | None = None,
        authority: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        retries: bool = True,
    ) -> None:
        """Make a client.

        Args:
            address: Where the server is, HOST:PORT; `PLAUDIT_ADDRESS` if not given.
            api_key: An API key; `PLAUDIT_API_KEY` if no credential is given.
            session_token: The token of an end user of the application, instead of a key.
            feedback_token: A token for feedback on one target, instead of a key.
            namespace: The namespace, by id or name, for keys that span several.
            tls: Whether to connect by TLS; if not given, unless the address is on this machine.
            ca: The certificates to trust, as a PEM file or its bytes; the machine's if not given.
            client_certificate: The PEM files of a certificate and its key, if the server asks for
                one.
            authority: The host name of the server's certificate, if not that of the address.
            timeout: Seconds that a call may take.
            retries: Whether to repeat calls, as said above; without it each is made once.

        Raises:
            ValueError: An option is wrong; the message names it and the rule.
            TypeError: An option has the wrong type.
            OSError: A file of a certificate cannot be read.

        """
        server = channel.server(
            address, tls=tls, ca=ca, client_certificate=client_certificate, authority=authority
        )
        headers = channel.headers(api_key, session_token, feedback_token, namespace)
        super().__init__(server, headers, channel.seconds(timeout), METHODS, retries=retries)
