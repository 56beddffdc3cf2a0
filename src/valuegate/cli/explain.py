"""``valuegate explain``: what a check or a reason is for, with examples, and how to mend a ticket."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from valuegate import _data
from valuegate.check import Check, text_of
from valuegate.config.schema import COMMON
from valuegate.errors import UsageError
from valuegate.language import Pack, ReasonText, load
from valuegate.naming import nearest
from valuegate.plugins import Registry
from valuegate.terminal import Pen

from .command import command as new_command
from .options import config_option, lang_option
from .output import lines, pen, table
from .session import registry_for


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    registry = registry_for(None)
    return [name for name in _known(registry, load("en")) if name.startswith(incomplete)]


@new_command(
    "explain",
    examples=(
        ("valuegate explain problem", "a check: its question, reasons and options"),
        ("valuegate explain evidence.authority", "a reason, as reports name it"),
    ),
)
@click.argument("id_", metavar="ID", shell_complete=_complete)
@config_option
@lang_option("The language of the explanation.", default="en")
def command(id_: str, config: str | None, lang: str) -> None:
    """Explain a check or a reason: why it exists, a good and a bad example, how to mend, the options.

    ID is what reports name: a check (problem) or a reason (problem.missing).
    """
    registry, pack = registry_for(config), load(lang)
    check = registry.checks.get(id_)
    if check:
        lines(_check(check, pack, pen()))
        return
    known = _known(registry, pack)
    if id_ not in known:
        near = nearest(id_, known)
        fix = f"Did you mean '{near}'?" if near else "valuegate checks lists them."
        raise UsageError(f"there is no check and no reason '{id_}'", fix=fix)
    owner = id_.partition(".")[0]
    lines(_reason(id_, known[id_], f"explain {owner}" if owner in registry.checks else "checks", pen()))


def _known(registry: Registry, pack: Pack) -> dict[str, ReasonText]:
    """Every id that can be explained: checks, their reasons, and the reasons that no check speaks."""
    known = dict.fromkeys(registry.checks, ReasonText("", ""))
    known |= {name: text.general for name, text in pack.reasons.items()}
    for check in registry.checks.values():
        known |= {f"{check.id}.{reason}": text_of(check, reason, pack).general for reason in check.reasons}
    return known


def _check(check: Check, pack: Pack, pen: Pen) -> Iterator[str]:
    yield from pen.lines(f"{check.id}: {check.question}", 0, ("bold",))
    texts = {reason: text_of(check, reason, pack).general for reason in check.reasons}
    why = next((text.why for text in texts.values() if text.why), "")
    if why:
        yield ""
        yield from pen.lines(why)
    good = next((text.good for text in texts.values() if text.good), "")
    if good:
        yield from _titled("What holds", good, pen, "green")
    if texts:
        yield from ["", pen.paint("Reasons", "bold")]
        rows = [(f"{check.id}.{reason}", text.message) for reason, text in texts.items()]
        yield from table(rows, pen, indent=2)
    yield from _options({**check.options, **common_options()}, pen)
    if texts:
        yield from ["", f"Next: valuegate explain {check.id}.{next(iter(texts))}"]


def _options(options: Mapping[str, Mapping[str, Any]], pen: Pen) -> Iterator[str]:
    yield from ["", pen.paint("Options, with their defaults", "bold")]
    rows = [(name, default(option), str(option["description"])) for name, option in options.items()]
    yield from table(rows, pen, indent=2)


def common_options() -> dict[str, Mapping[str, Any]]:
    """The options that every check has, from the schema of the policy."""
    definitions = json.loads(_data.read("schemas", "policy.schema.json"))["$defs"]
    return {name: definitions[name] for name in COMMON}


def default(option: Mapping[str, Any]) -> str:
    """The default of an option, as one writes it in the policy."""
    value = option.get("default")
    return "not set" if value is None else str(value) if isinstance(value, str) else json.dumps(value)


def _reason(id_: str, text: ReasonText, next_: str, pen: Pen) -> Iterator[str]:
    yield from pen.lines(id_, 0, ("bold",))
    yield from pen.lines(text.message)
    if text.why:
        yield from _titled("Why", text.why, pen)
    if text.bad:
        yield from _titled("What does not hold", text.bad, pen, "red")
    if text.good:
        yield from _titled("What holds", text.good, pen, "green")
    if text.fix:
        yield from _titled("How to mend it", text.fix, pen)
    yield from ["", f"Next: valuegate {next_}"]


def _titled(title: str, text: str, pen: Pen, tone: str = "") -> Iterator[str]:
    yield from ["", pen.paint(title, "bold")]
    for line in text.strip().splitlines():
        yield from pen.lines(line, 2, (tone,) if tone else ())
