"""``valuegate completion``: the script with which a shell completes commands, options and ids."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from .command import command as new_command
from .output import COMPLETE, NAME, write


@new_command(
    "completion",
    examples=(
        ('eval "$(valuegate completion bash)"', "in ~/.bashrc (bash 4.4 or newer)"),
        ('eval "$(valuegate completion zsh)"', "in ~/.zshrc"),
        ("valuegate completion fish > ~/.config/fish/completions/valuegate.fish", "once"),
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell."""
    from .app import app

    complete = get_completion_class(shell)
    if complete is None:
        raise click.UsageError(f"click knows no completion for {shell}")
    # bash's own source() runs bash to learn its version; the script alone needs no process
    write(ShellComplete.source(complete(app, {}, NAME, COMPLETE)) + "\n")
