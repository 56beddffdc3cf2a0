"""``valuegate new``: a ticket file that is ready to fill in. It fails the gate until somebody does."""

from __future__ import annotations

import os
from datetime import date

import click

from valuegate import scaffold
from valuegate.errors import UsageError

from .command import command as new_command
from .options import config_option
from .output import lines
from .session import policy_for, registry_for


@new_command("new", examples=(('valuegate new "Night nurses lose notes at shift change"', "in tickets/"),))
@click.argument("title", required=False)
@click.option("--lang", type=click.Choice(scaffold.languages()), help="The language of the ticket.")
@config_option
def command(title: str | None, lang: str | None, config: str | None) -> None:
    """Write a ticket that is ready to fill in, where the policy looks for tickets.

    The file is named after the title, and nothing is overwritten. It fails the gate until it is filled in.
    """
    policy = policy_for(config, registry_for(config))
    spoken = [code for code in policy.languages if code in scaffold.languages()]
    lang = lang or (spoken or ["en"])[0]
    title = " ".join((title or scaffold.untitled(lang)).split())
    folder = os.path.join(os.path.relpath(policy.root or "."), scaffold.folder_of(policy.tickets))
    path = os.path.normpath(os.path.join(folder, f"{scaffold.slug(title)}.md"))
    if not scaffold.write_new(path, scaffold.ticket(lang, title, date.today())):
        raise UsageError(f"{path} is already there, and nothing is overwritten", fix="Choose another title.")
    lines([f"wrote {path}", "", "Fill it in, then:", f"  valuegate check {path}"])
