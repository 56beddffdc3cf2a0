"""``valuegate init``: a first policy and a ticket template, and never a file overwritten."""

from __future__ import annotations

import os

import click

from valuegate import scaffold

from .command import command as new_command
from .output import lines, pen
from .policy import schema_text

SCHEMA = ".valuegate/policy.schema.json"
"""The schema lies beside the policy: a path in somebody's virtual environment would hold for nobody else."""
IGNORE = """\
# What the guard notes of people stays on its machine: docs/guard.md of valuegate, "The journal".
journal.sqlite*
audit-*
"""
"""What git leaves out of the folder ``.valuegate``."""


@new_command("init", examples=(("valuegate init --lang fr", "with a ticket template in French"),))
@click.option("--lang", type=click.Choice(scaffold.languages()), default="en", show_default=True)
def command(lang: str) -> None:
    """Write a first policy, its schema for editors, and a ticket template. Nothing is overwritten."""
    paper = pen()
    files = {
        "valuegate.yaml": scaffold.policy(lang, SCHEMA),
        SCHEMA: schema_text(None),
        ".valuegate/.gitignore": IGNORE,
        scaffold.template_path(os.curdir, lang): scaffold.template(lang),
    }
    for path, text in files.items():
        if scaffold.write_new(path, text):
            lines([f"{paper.paint('✓', 'green')} wrote {path}"])
        else:
            lines([f"{paper.paint('–', 'dim')} left {path} alone: it was already there"])
    lines(
        [
            "",
            "Next:",
            "  1. valuegate policy show     see what holds, and change valuegate.yaml",
            '  2. valuegate new "A title"   write a first ticket',
            "  3. valuegate check           judge it",
        ]
    )
