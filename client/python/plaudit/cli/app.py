"""The command group: its options choose the server, the API key and the namespace."""

from __future__ import annotations

import importlib
import os
import signal
from typing import Any

import click
import grpc

from plaudit.cli.connection import DEFAULT_ADDRESS, Connection
from plaudit.cli.failures import ServerFailure
from plaudit.cli.output import CommandLine, echo

COMMANDS = {
    "stats": ("stats", "Chart how satisfied people are over time."),
    "datasets": ("datasets", "List, show, create and delete annotation datasets."),
    "annotate": ("annotate", "Answer the questions of a dataset, record by record."),
    "import": ("importing.command", "Import exchanges, feedback or records from a file."),
    "export": ("exporting.command", "Export training examples, feedback, exchanges or records."),
}
"""The module and the help of each command; the module is loaded when the command runs."""


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
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except grpc.RpcError as error:
            connection = ctx.find_object(Connection)
            address = connection.address if connection else DEFAULT_ADDRESS
            raise ServerFailure(error, address) from None
        except KeyboardInterrupt:
            echo("stopped", err=True)
            # Do not close the channel: that may wait for a lock that the interrupt left held.
            os._exit(128 + signal.SIGINT)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="plaudit")
@click.option(
    "--address",
    envvar="PLAUDIT_ADDRESS",
    show_envvar=True,
    default=DEFAULT_ADDRESS,
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
    "--plaintext/--tls",
    default=None,
    help="Without or with TLS; by default without on loopback addresses only.",
)
@click.pass_context
def plaudit(
    ctx: click.Context, address: str, key: str, namespace: str, plaintext: bool | None
) -> None:
    """Work with the feedback of a plaudit server."""
    connection = Connection(address, key, namespace, plaintext=plaintext)
    ctx.obj = connection
    ctx.call_on_close(connection.close)
