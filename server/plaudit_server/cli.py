"""The command `plaudit-server`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
import uvloop

from plaudit.cli.output import CommandLine, echo
from plaudit_server import logs
from plaudit_server.domain.errors import Refusal
from plaudit_server.domain.tenants.api_keys import StoredApiKey
from plaudit_server.domain.tenants.credentials import new_secret, secret_digest
from plaudit_server.domain.tenants.scopes import Scope
from plaudit_server.settings import Settings
from plaudit_server.storage.engine import schema
from plaudit_server.storage.engine.backend import Backend
from plaudit_server.storage.engine.database_url import UnknownDatabase
from plaudit_server.storage.engine.store import write_alone
from plaudit_server.storage.tenants import api_keys, namespaces
from plaudit_server.storage.tenants.api_keys import KeyName, NewApiKey
from plaudit_server.storage.tenants.namespaces import NewNamespace, StoredNamespace

F = TypeVar("F", bound=Callable[..., Any])

MAX_DAYS = 36_500
"""The longest lifetime of a key that expires."""
MAX_KEY_NAME = 128
"""The longest name of a key, in characters, as in the contract."""

_DEFAULTS = Settings()


def _database(command: F) -> F:
    return click.option(
        "--database",
        envvar="PLAUDIT_DATABASE",
        show_envvar=True,
        default=_DEFAULTS.database,
        show_default=True,
        help="sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
    )(command)


class _Commands(CommandLine):
    """Hides arguments in usage errors that may be a database URL with a password."""

    def describe(self, error: click.ClickException) -> str:
        message = super().describe(error)
        if isinstance(error, click.UsageError):
            message = re.sub(r"[^\s('\"]*(://|@).*", "…", message)
        return message


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="plaudit-server")
def main() -> None:
    """Run the plaudit server and administer its database."""
    logs.configure(level="warning", readable=True)


@main.command()
@click.option(
    "--listen",
    envvar="PLAUDIT_LISTEN",
    show_envvar=True,
    default=_DEFAULTS.listen,
    show_default=True,
    help="HOST:PORT; port 0 takes a free one",
)
@_database
@click.option(
    "--dev",
    is_flag=True,
    envvar="PLAUDIT_DEV",
    show_envvar=True,
    help="Create the namespace 'default' and an API key that is valid until the server stops,"
    " migrate, and print an example call. Loopback addresses only.",
)
@click.option(
    "--dev-api-key",
    envvar="PLAUDIT_DEV_API_KEY",
    show_envvar=True,
    default="",
    help="The API key for --dev, of at least 16 characters; random by default.",
)
@click.option(
    "--allow-plaintext",
    is_flag=True,
    envvar="PLAUDIT_ALLOW_PLAINTEXT",
    show_envvar=True,
    help="Allow listening without TLS on addresses other than loopback.",
)
@click.option(
    "--max-message-bytes",
    type=click.IntRange(min=1024),
    envvar="PLAUDIT_MAX_MESSAGE_BYTES",
    show_envvar=True,
    default=_DEFAULTS.max_message_bytes,
    show_default=True,
    help="The longest request message.",
)
@click.option(
    "--message-seconds",
    type=click.FloatRange(min=0.1),
    envvar="PLAUDIT_MESSAGE_SECONDS",
    show_envvar=True,
    default=_DEFAULTS.message_seconds,
    show_default=True,
    help="How long a caller may take to send a request message.",
)
@click.option(
    "--max-receiving-bytes",
    type=click.IntRange(min=0),
    envvar="PLAUDIT_MAX_RECEIVING_BYTES",
    show_envvar=True,
    default=_DEFAULTS.max_receiving_bytes,
    show_default=True,
    help="The most memory for partly received requests; one connection may use a quarter of it.",
)
@click.option(
    "--max-connections",
    type=click.IntRange(min=1),
    envvar="PLAUDIT_MAX_CONNECTIONS",
    show_envvar=True,
    default=_DEFAULTS.max_connections,
    show_default=True,
    help="The most connections open at once.",
)
@click.option(
    "--drain-seconds",
    type=click.FloatRange(min=0),
    envvar="PLAUDIT_DRAIN_SECONDS",
    show_envvar=True,
    default=_DEFAULTS.drain_seconds,
    show_default=True,
    help="How long open calls may take to finish when the server shuts down.",
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    envvar="PLAUDIT_LOG_LEVEL",
    show_envvar=True,
    default=_DEFAULTS.log_level,
    show_default=True,
    help="The lowest level that is logged.",
)
def serve(**options: Any) -> None:
    """Serve until SIGTERM."""
    # Imported here because the other commands need none of it and start twice as fast without it.
    from plaudit_server import app, workers  # noqa: PLC0415

    def work(settings: Settings, listening: Callable[[str], None]) -> int:
        try:
            uvloop.run(app.serve(settings, listening=listening, announce=echo))
        except (UnknownDatabase, app.CannotServe) as error:
            echo(f"Error: {error}", err=True)
            return workers.CANNOT_SERVE
        return workers.STOPPED

    settings = Settings(**options)
    logs.configure(level=settings.log_level, readable=settings.dev)
    try:
        settings.check()
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if settings.dev and not settings.dev_api_key:
        settings = replace(settings, dev_api_key=new_secret())  # the same after a worker restarts
    code = workers.supervise(settings, work)
    raise click.exceptions.Exit(1 if code == workers.CANNOT_SERVE else code)


@main.command()
@_database
def migrate(database: str) -> None:
    """Bring the schema of the database up to date."""
    backend = _open(database)
    applied = _do(backend, lambda: schema.migrate(backend))
    echo(f"applied {', '.join(applied)}" if applied else "the schema is up to date")


@main.group(name="namespaces")
def namespaces_group() -> None:
    """Create and list namespaces: the tenants."""


@namespaces_group.command(name="create")
@_database
@click.argument("name")
def create_namespace(database: str, name: str) -> None:
    """Create the namespace NAME."""
    backend = _ready(database)
    stored = _do(
        backend, lambda: write_alone(backend, namespaces.create, NewNamespace(_name(name)))
    )
    echo(f"{stored.id}\t{stored.name}")


@namespaces_group.command(name="list")
@_database
def list_namespaces(database: str) -> None:
    """List the namespaces: id, name."""
    backend = _ready(database)
    after, more = "", True
    while more:
        found, more = _read(backend, namespaces.list_page, after=after, limit=1000)
        for namespace in found:
            echo(f"{namespace.id}\t{namespace.name}")
            after = namespace.name


@main.group(name="keys")
def keys_group() -> None:
    """Create, list and revoke API keys: the credentials of callers."""


@keys_group.command(name="create")
@_database
@click.option("--namespace", required=True, help="The key's own namespace, by name or id.")
@click.option("--name", default="", help="What the key is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What the key may do; repeat for several scopes. By default all but admin and"
    " history.write.",
)
@click.option("--all-namespaces", is_flag=True, help="Let x-namespace choose any namespace.")
@click.option("--expires-in-days", type=float, help="At most 36,500; by default never.")
def create_key(
    database: str,
    namespace: str,
    name: str,
    scopes: tuple[str, ...],
    all_namespaces: bool,
    expires_in_days: float | None,
) -> None:
    """Create a key and print it. It is never shown again."""
    if expires_in_days is not None and not 0 < expires_in_days <= MAX_DAYS:
        raise click.BadParameter(
            f"must be more than 0 and at most {MAX_DAYS}", param_hint="--expires-in-days"
        )
    if len(name) > MAX_KEY_NAME or not name.isprintable():
        raise click.BadParameter(
            f"must have at most {MAX_KEY_NAME} characters and no control characters",
            param_hint="--name",
        )
    backend = _ready(database)
    own = _namespace(backend, namespace)
    secret = new_secret()
    new = NewApiKey(
        own.id,
        secret_digest(secret),
        name,
        frozenset(Scope(s) for s in scopes)
        or frozenset(Scope) - {Scope.ADMIN, Scope.HISTORY_WRITE},
        all_namespaces,
        None if expires_in_days is None else int((time.time() + expires_in_days * 86400) * 1e6),
    )
    stored = _do(backend, lambda: write_alone(backend, api_keys.create, new))
    where = f"all namespaces, by default {own.name}" if stored.all_namespaces else own.name
    echo(f"{stored.id} for {where}: {', '.join(sorted(stored.scopes))}", err=True)
    echo(secret)


@keys_group.command(name="list")
@_database
@click.option("--namespace", required=True, help="By name or id.")
def list_keys(database: str, namespace: str) -> None:
    """List the keys of a namespace, newest first: id, state, scopes, name, reach.

    The reach is `own-namespace`, or `all-namespaces` where x-namespace may choose any.
    """
    backend = _ready(database)
    own = _namespace(backend, namespace)
    before, more = "", True
    while more:
        found, more = _read(backend, api_keys.list_page, own.id, before=before, limit=1000)
        for key in found:
            before = key.id
            state = "active"
            if key.revoke_time is not None:
                state = f"revoked {_day(key.revoke_time)}"
            elif key.expire_time is not None:
                over = key.expire_time < time.time() * 1e6
                state = f"{'expired' if over else 'expires'} {_day(key.expire_time)}"
            columns = (key.id, state, ",".join(sorted(key.scopes)), key.name, _reach(key))
            echo("\t".join(columns))


@keys_group.command(name="revoke")
@_database
@click.option("--namespace", required=True, help="The key's own namespace, by name or id.")
@click.argument("key_id")
def revoke_key(database: str, namespace: str, key_id: str) -> None:
    """Revoke the key KEY_ID. Running servers refuse it within 5 seconds."""
    backend = _ready(database)
    own = _namespace(backend, namespace)
    name = KeyName(own.id, key_id)
    stored = _do(backend, lambda: write_alone(backend, api_keys.revoke, name))
    echo(f"revoked {stored.id}")


def _open(database: str) -> Backend:
    try:
        return schema.open_backend(database)
    except UnknownDatabase as error:
        raise click.ClickException(str(error)) from None


def _ready(database: str) -> Backend:
    """Open a database with an up-to-date schema; the embedded one is migrated if needed."""
    backend = _open(database)
    if backend.embedded:
        _do(backend, lambda: schema.migrate(backend))
    elif missing := _do(backend, lambda: schema.pending(backend)):
        raise click.ClickException(
            f"the database lacks the migrations {', '.join(missing)}: run plaudit-server migrate"
        )
    return backend


R = TypeVar("R")


def _do(backend: Backend, action: Callable[[], R]) -> R:
    try:
        return action()
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    except Exception as error:
        if backend.is_unavailable(error):
            reason = backend.without_passwords(error)
            raise click.ClickException(f"the database is unavailable: {reason}") from None
        raise


def _read(backend: Backend, query: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    def run() -> R:
        with backend.database.connection_context():
            return query(backend, *args, **kwargs)

    return _do(backend, run)


def _namespace(backend: Backend, id_or_name: str) -> StoredNamespace:
    found = _read(backend, namespaces.find, id_or_name)
    if found is None:
        raise click.ClickException(
            f"there is no namespace {id_or_name}: create it with plaudit-server namespaces create"
        )
    return found


def _name(name: str) -> str:
    if not namespaces.NAME.fullmatch(name):
        raise click.ClickException(
            f"{name!r} is not a valid namespace name: it must be a lower-case letter, then up to 62"
            " lower-case letters, digits or -"
        )
    return name


def _reach(key: StoredApiKey) -> str:
    return "all-namespaces" if key.all_namespaces else "own-namespace"


def _day(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds / 1e6, UTC).strftime("%Y-%m-%d %H:%M UTC")
