"""`plaudit completion`: prints what a shell needs to complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from plaudit.cli.output import echo


@click.command("completion", epilog='Example: eval "$(plaudit completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, options and their values in SHELL.

    \b
    bash  add to ~/.bashrc:  eval "$(plaudit completion bash)"
    zsh   add to ~/.zshrc:   eval "$(plaudit completion zsh)"
    fish  plaudit completion fish > ~/.config/fish/completions/plaudit.fish
    """  # noqa: D301 - click reads the escape
    kind = get_completion_class(shell)
    if kind is None:  # click has all three
        raise click.UsageError(f"no completion for {shell}")
    echo(kind(ctx.find_root().command, {}, "plaudit", "_PLAUDIT_COMPLETE").source().rstrip())
