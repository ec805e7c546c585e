"""The command group: its options choose the server, the API key and the namespace."""

from __future__ import annotations

import errno
import importlib
import os
import signal
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from plaudit.cli.output import CommandLine, echo

GROUPS = {
    "Feedback": {
        "submit": ("submit", "Submit feedback, with its exchange if that is new."),
        "get": ("get", "Show feedback, an exchange, a record or a dataset, by its id."),
        "list": ("list_feedback", "List the feedback that matches filters."),
        "watch": ("watch", "Print each change of feedback as it happens."),
        "delete": ("delete", "Delete feedback."),
        "stats": ("stats.command", "Chart how satisfied people are over time."),
    },
    "Exchanges": {
        "exchanges": ("exchanges", "List, show and create exchanges."),
        "memories": ("memories", "List the memories of an agent, and search in them."),
    },
    "Annotation": {
        "datasets": ("datasets.command", "List, show, create and delete annotation datasets."),
        "annotate": ("annotate", "Answer the questions of a dataset, record by record."),
    },
    "Files": {
        "import": ("importing.command", "Import exchanges, feedback or records from a file."),
        "export": (
            "exporting.command",
            "Export training examples, feedback, exchanges or records.",
        ),
    },
    "Administration": {
        "keys": ("keys", "List, create and revoke API keys."),
        "namespaces": ("namespaces", "List, show, create and change namespaces."),
        "completion": ("completion", "Print the script that completes commands in a shell."),
    },
}
"""The commands by what they are about: the module of each, loaded when it runs, and its help."""

COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}


class Commands(CommandLine):
    """Loads a command when it is called, and prints the server's errors in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"plaudit.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        width = max(map(len, COMMANDS))
        for title, group in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), text) for name, (_, text) in group.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete names of commands without loading them."""
        names = [
            CompletionItem(name, help=text)
            for name, (_, text) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            echo("stopped", err=True)
            # Do not close the channel: that may wait for a lock that the interrupt left held.
            os._exit(128 + signal.SIGINT)
        except click.ClickException:
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever reads has had enough: click ends quietly
                raise
            place = error.filename or "the output"
            raise click.ClickException(f"{place}: {error.strerror or error}") from None
        except UnicodeEncodeError as error:  # of an argument that is not UTF-8
            raise click.UsageError(f"{error.object!r} is not text in UTF-8") from None
        except Exception as error:
            # Loads gRPC, for which the help does not wait.
            from plaudit.cli.failures import ServerFailure  # noqa: PLC0415
            from plaudit.errors import PlauditError  # noqa: PLC0415

            if not isinstance(error, PlauditError):
                raise
            raise ServerFailure(error) from None


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="plaudit")
@click.option(
    "--address",
    envvar="PLAUDIT_ADDRESS",
    show_envvar=True,
    default="127.0.0.1:50051",
    show_default=True,
    help="HOST:PORT of the server.",
)
@click.option(
    "--key",
    envvar=["PLAUDIT_API_KEY", "PLAUDIT_DEV_API_KEY"],
    show_envvar=True,
    default="",
    help="The API key.",
)
@click.option(
    "--namespace",
    envvar="PLAUDIT_NAMESPACE",
    show_envvar=True,
    default="",
    help="By id or name; by default the key's own.",
)
@click.option(
    "--tls/--plaintext",
    default=None,
    envvar="PLAUDIT_TLS",
    show_envvar=True,
    help="With or without TLS; by default without on loopback addresses only.",
)
@click.option(
    "--ca",
    envvar="PLAUDIT_CA",
    show_envvar=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A PEM file with the certificates to trust, instead of the machine's.",
)
@click.option(
    "--client-certificate",
    nargs=2,
    envvar="PLAUDIT_CLIENT_CERTIFICATE",
    show_envvar=True,
    metavar="CERT KEY",
    type=click.Path(dir_okay=False, path_type=Path),
    help="PEM files of a certificate and its key, if the server asks for one.",
)
@click.option(
    "--authority",
    envvar="PLAUDIT_AUTHORITY",
    show_envvar=True,
    help="The host of the server's certificate, if not that of the address.",
)
@click.pass_context
def plaudit(ctx: click.Context, /, address: str, key: str, namespace: str, **tls: Any) -> None:
    """Work with the feedback of a plaudit server.

    `plaudit COMMAND --help` shows the options of a command, with examples.
    """
    from plaudit.cli.connection import Connection  # noqa: PLC0415 - not for the help

    connection = Connection(address, key, namespace, **tls)
    ctx.obj = connection
    ctx.call_on_close(connection.close)
