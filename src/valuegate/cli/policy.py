"""``valuegate policy``: what holds here and who said so, whether it is valid, and its schema."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from valuegate import _data
from valuegate.config import schema
from valuegate.config.disk import LIMIT
from valuegate.errors import UsageError
from valuegate.language import installed
from valuegate.overrides import overridden
from valuegate.policy import Origin, Policy
from valuegate.terminal import Pen, columns

from .command import command as new_command
from .options import config_option
from .output import lines, pen, write
from .session import policy_for, registry_for

_FIRST = ("version", "extends")
_OF_POLICIES = re.compile(rb"^(version|extends|gates|checks) *:", re.MULTILINE)

_ORIGIN = 28
"""How many columns are left for the origin of a value."""


@click.group("policy")
def command() -> None:
    """Show or validate the policy, or print its schema."""


_file_argument = click.argument("file", metavar="[FILE]", required=False)


@new_command(
    "show",
    examples=(
        ("valuegate policy show", "what holds in this folder"),
        ("valuegate policy show tickets/a.md", "what holds for this ticket, overrides included"),
        ("valuegate policy show house.yaml", "another policy"),
    ),
)
@_file_argument
@config_option
def show(file: str | None, config: str | None) -> None:
    """Show the resolved policy: every value, and where it was said.

    FILE is a ticket, and what holds for it is shown; or another policy.
    """
    lines(_page(_policy(file, config), pen()))


@new_command(
    "validate",
    examples=(
        ("valuegate policy validate", "every fault, with its place; exit code 3"),
        ("valuegate policy validate tickets/a.md", "and what its gates ask of this ticket"),
        ("valuegate policy validate house.yaml", "another policy"),
    ),
)
@_file_argument
@config_option
def validate(file: str | None, config: str | None) -> None:
    """Validate the policy: every fault with its place and how to mend it.

    FILE is a ticket, and what the gates ask of it is told; or another policy.
    """
    policy = _policy(file, config)
    for gate in policy.gates:
        asks = ", ".join(gate.require) or "nothing"
        lines(pen().lines(f"gate {gate.name} requires {asks} to enter {', '.join(gate.enters)}", hang=2))
    guard = policy.guard
    if guard.tracker:
        since = f", entries since {guard.since}" if guard.mode == "revert" else ""
        lines([f"guard {guard.mode}s in {guard.tracker}{since}"])
    lines([f"{policy.source} is valid."])


@new_command(
    "schema",
    examples=(
        ("valuegate policy schema > .valuegate/policy.schema.json", "what editors complete and check"),
        ("valuegate policy schema --path", "the file that ships with valuegate"),
    ),
)
@click.option("--path", is_flag=True, help="Print where the schema file is, in place of the schema.")
@config_option
def print_schema(path: bool, config: str | None) -> None:
    """Print the JSON Schema of valuegate.yaml, with the checks, languages and trackers that are installed."""
    if path:
        lines([_data.path("schemas", "policy.schema.json")])
        return
    write(schema_text(config))


def schema_text(config: str | None) -> str:
    """The JSON Schema of the policy, for the checks, languages and trackers that are installed."""
    registry = registry_for(config)
    checks, trackers = _options(registry.checks), _options(registry.trackers)
    return json.dumps(schema.schema_for(checks, installed(), trackers), ensure_ascii=False, indent=2) + "\n"


def _options(owners: Mapping[str, Any]) -> dict[str, Any]:
    return {name: owner.options for name, owner in owners.items()}


for each in (show, validate, print_schema):
    command.add_command(each)


def _policy(file: str | None, config: str | None) -> Policy:
    """The policy, with the overrides that count for a ticket file; or the file, where it is a policy."""
    if file is not None and _is_policy(file):
        if config is not None:
            message = f"{file} and {config} are both policies"
            raise UsageError(message, fix="Name one of them, and leave the other out.")
        file, config = None, file
    policy = policy_for(config, registry_for(config))
    return overridden(policy, policy.overriding(policy.below(file))) if file is not None else policy


def _is_policy(path: str) -> bool:
    """Is it YAML with a key that policies have, and tickets and forms have not? Or not there at all?"""
    if not path.endswith((".yaml", ".yml")):
        return False
    if not os.path.isfile(path):
        return True
    with open(path, "rb") as file:
        return bool(_OF_POLICIES.search(file.read(LIMIT)))


def _page(policy: Policy, pen: Pen) -> Iterator[str]:
    rows = list(_rows(_with_locks(policy), pen.width - _ORIGIN))
    width = max((columns(text) for text, where in rows if where), default=0)
    yield pen.paint(f"# {policy.source}", "dim")
    for text, where in rows:
        space = " " * (width - columns(text) + 2)
        yield text + space + pen.paint(f"# {where}", "dim") if where else text


def _with_locks(policy: Policy) -> Mapping[tuple[str, ...], Origin]:
    """The origins of all values; those that a lock keeps say so."""
    locks = [tuple(lock.split(".")) for lock in policy.lock]
    return {
        path: Origin(value, f"{where}, locked")
        if any(path[: len(lock)] == lock for lock in locks)
        else origin
        for path, origin in policy.origins.items()
        for value, where in [origin]
    }


def _rows(origins: Mapping[tuple[str, ...], Origin], width: int) -> Iterator[tuple[str, str]]:
    """The policy as YAML, line by line, each value with its origin."""
    above: tuple[str, ...] = ()
    for path in _in_order(origins):
        origin = origins[path]
        for depth, key in enumerate(path[:-1]):
            if above[: depth + 1] != path[: depth + 1]:
                yield f"{'  ' * depth}{key}:", ""
        yield from _value(path, origin, width)
        above = path


def _in_order(paths: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Paths of keys so that each mapping stands together, where its first key does."""
    seen: dict[tuple[str, ...], int] = {}
    for path in paths:
        for depth in range(len(path)):
            seen.setdefault(path[: depth + 1], len(seen))

    def place(path: tuple[str, ...]) -> tuple[bool, list[int]]:
        return path[0] not in _FIRST, [seen[path[: depth + 1]] for depth in range(len(path))]

    return sorted(paths, key=place)


def _value(path: tuple[str, ...], origin: Origin, width: int) -> Iterator[tuple[str, str]]:
    """One value on its line; a list that is too long for it, an item a line."""
    indent = "  " * (len(path) - 1)
    line = f"{indent}{path[-1]}: {_flow(origin.value)}"
    if columns(line) <= width or not isinstance(origin.value, (list, tuple)):
        yield line, origin.where
        return
    yield f"{indent}{path[-1]}:", origin.where
    for item in origin.value:
        yield f"{indent}  - {_flow(item)}", ""


def _flow(value: Any) -> str:
    """A value on one line of YAML."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_flow(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(child)}' for key, child in value.items())}}}"
    if isinstance(value, str) and value and all(char.isalnum() or char in " _-" for char in value):
        return value
    return json.dumps(value, ensure_ascii=False)
