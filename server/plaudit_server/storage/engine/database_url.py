"""Parses database URLs, and finds the passwords in them so that messages can hide them.

No error of this module quotes a part of the URL that could be a password, even if the URL is
malformed.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import psycopg
from psycopg.conninfo import conninfo_to_dict

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{0,31})://")
_PASSWORDS = (
    *("password", "sslpassword"),
    *("oauth_client_secret", "scram_client_key", "scram_server_key"),
)
LAST_PORT = 65_535

_WRITE = "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
_UNREADABLE = (
    "the database URL cannot be read as postgresql://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE:"
)


class UnknownDatabase(ValueError):
    """The URL does not name a database that plaudit can open; the message has no passwords."""


def scheme(url: str) -> str:
    """Return the kind of database of a URL: `sqlite` or `postgresql`."""
    found = _SCHEME.match(url)
    name = found[1].lower() if found else ""
    if name == "sqlite":
        return name
    if name in ("postgresql", "postgres"):
        return "postgresql"
    what = f"{name}://… is not" if name else "the database URL does not name"
    raise UnknownDatabase(f"{what} a database that plaudit supports: {_WRITE}")


def sqlite_path(url: str) -> Path:
    """Return the path of a `sqlite:///` URL. Its folder must exist."""
    rest = url[len("sqlite://") :].partition("#")[0].partition("?")[0]
    if not rest.startswith("/") or len(rest) == 1:
        raise UnknownDatabase(f"the database URL has no file name: {_WRITE}")
    path = Path(unquote(rest[1:]))
    if path.name == ":memory:":
        raise UnknownDatabase("a database in memory does not survive a restart: name a file")
    if not path.parent.is_dir():
        raise UnknownDatabase(f"the folder {path.parent} of the database does not exist")
    return path


def postgresql_url(url: str) -> str:
    """Check a URL and return it in the form that PostgreSQL's library reads.

    A `/`, `@`, `:` or `%` in a password must be percent-encoded. If it is not, a part of the
    password would be read as host, port or database name, and appear in errors.
    """
    url = f"postgresql://{url.partition('://')[2]}"
    place, _, path = url.removeprefix("postgresql://").partition("?")[0].partition("/")
    if not url.isprintable() or " " in url:
        raise UnknownDatabase(f"{_UNREADABLE} it has blanks or control characters")
    if place.count("@") > 1 or "@" in path:
        raise UnknownDatabase(f"{_UNREADABLE} in a password write / as %2F, @ as %40, % as %25")
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        raise UnknownDatabase(
            f"{_UNREADABLE} in a password write / as %2F, @ as %40, % as %25, and check the"
            " brackets of the host and the names of the options"
        ) from None
    if not all(map(_is_port, str(parts.get("port") or "").split(","))):
        raise UnknownDatabase(
            f"{_UNREADABLE} the port must be a number from 1 to {LAST_PORT}; in a password write /"
            " as %2F"
        )
    return url


def passwords(url: str) -> tuple[str, ...]:
    """Return the passwords in a URL from `postgresql_url`, encoded and decoded, longest first."""
    parts = conninfo_to_dict(url)
    decoded = [str(parts[name]) for name in _PASSWORDS if parts.get(name)]
    raw = re.findall(rf"[?&](?:{'|'.join(_PASSWORDS)})=([^&]+)", url)
    raw += re.findall(r"://[^/?@:]*:([^/?@]+)@", url)
    return tuple(sorted({*decoded, *raw}, key=len, reverse=True))


def _is_port(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= LAST_PORT)
