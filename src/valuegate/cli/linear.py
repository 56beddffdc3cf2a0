"""``valuegate linear``: make what the guard needs in a workspace of Linear, and take it away again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from valuegate import scaffold
from valuegate.policy import Policy
from valuegate.ticket import Source
from valuegate.trackers.linear.setup import Form, Step, do, remove, setup, teams
from valuegate.trackers.linear.tracker import LinearTracker

from .command import command as new_command
from .options import config_option
from .output import lines, pen
from .tracking import Tracked, tracked

_DONE = {"make": "made", "change": "changed", "take away": "took away", "left": "left"}
_SIGNS = {"make": "+", "change": "~", "take away": "-", "left": "·"}


@click.group("linear")
def command() -> None:
    """Make what the guard needs in Linear: its labels, and a template that asks for the case."""


def _options(function: Callable[..., None]) -> Callable[..., None]:
    for option in (
        config_option,
        click.option("--dry-run", is_flag=True, help="Only say what would be done."),
        click.option("--lang", "languages", type=click.Choice(scaffold.languages()), multiple=True,
                     help="The language of the template; several, if given again. Else those of the policy."),
        click.option("--team", "keys", metavar="KEY", multiple=True,
                     help="A team, by its key (ENG); several, if given again. Else those of the policy."),
    ):  # fmt: skip
        function = option(function)
    return function


@new_command(
    "setup",
    examples=(
        ("valuegate linear setup --dry-run", "what it would make, and nothing is changed"),
        ("valuegate linear setup --team ENG --lang fr", "for one team, in French"),
    ),
)
@_options
def setup_command(
    keys: tuple[str, ...], languages: tuple[str, ...], dry_run: bool, config: str | None
) -> None:
    """Make the labels of the guard, and in each team a template of issues that asks for the case.

    What is there already stays as it is; a template that somebody changed is never written over. Done again,
    it does nothing.
    """
    found, tracker = _opened(config)
    forms = _forms(found, languages)
    steps = setup(tracker, _labels(found.policy), forms, teams(tracker, keys))
    _carry_out(tracker, steps, dry_run)


@new_command("remove", examples=(("valuegate linear remove --dry-run", "what would go"),))
@_options
def remove_command(
    keys: tuple[str, ...], languages: tuple[str, ...], dry_run: bool, config: str | None
) -> None:
    """Take away the labels and templates that setup made and nobody changed since.

    A label that is taken away is gone from every issue. With --team, labels that all teams share stay.
    Comments and cards stay in any case.
    """
    found, tracker = _opened(config)
    labels, forms = _labels(found.policy), _forms(found, languages)
    steps = remove(tracker, labels, forms, teams(tracker, keys), shared=not keys)
    _carry_out(tracker, steps, dry_run)


command.add_command(setup_command)
command.add_command(remove_command)


def _opened(config: str | None) -> tuple[Tracked, LinearTracker]:
    found = tracked(config, "linear")
    assert isinstance(found.tracker, LinearTracker)  # noqa: S101  no plugin may take the name
    return found, found.tracker


def _labels(policy: Policy) -> dict[str, str]:
    """What the guard sets, and what each means to people."""
    labels = policy.guard.labels
    return {
        labels.failing: "the gate does not hold; its comment says why",
        labels.contested: "set it to have a person look at the verdict again",
        labels.overturned: "a person decided against the verdict",
    }


def _forms(found: Tracked, languages: Iterable[str]) -> list[Form]:
    """The ticket that ``new`` writes, as a template, in each language."""
    spoken = [code for code in found.policy.languages if code in scaffold.languages()]
    reader = found.setting.registry.readers["markdown"]
    forms = []
    for code in languages or spoken or ("en",):
        template = reader.read(Source(code, scaffold.template(code)))
        about = template.fields["about"].text if "about" in template.fields else ""
        forms.append(Form(scaffold.untitled(code), about, template.blocks))
    return forms


def _carry_out(tracker: LinearTracker, steps: Iterable[Step], dry_run: bool) -> None:
    """Do each step, and say it once it is done."""
    paper, changes = pen(), 0
    for step in steps:
        if not dry_run:
            do(tracker, step)
        word = step.does if dry_run else _DONE[step.does]
        why = f": {step.why}" if step.why else ""
        changes += step.does != "left"
        lines(paper.lines(f"{_SIGNS[step.does]} {word} {step.what}{why}", 0))
    if not changes:
        lines(["Nothing to do."])
    elif dry_run:
        lines(["", "Nothing was changed: this was a dry run."])
