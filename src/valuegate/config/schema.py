"""What a policy may say: its schema for the checks and packs that are there, and scalars typed by it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from valuegate import _data

from ..records import NamedTuple

Path = tuple[str | int, ...]
Checks = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Check id → option → JSON Schema of its value."""
Trackers = Checks
"""The same by the name of a kind of tracker."""

COMMON = ("field", "labels")
"""The options that every check has; the policy's schema describes them."""

NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18})?")
"""How a number is written: bounded, since Python refuses to read very long ones."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_PYTHON = {"boolean": bool, "integer": int, "number": float}  # bool first: True is an int in Python


class Broken(NamedTuple):
    """One rule of the schema that a value breaks. ``named``: it is the name of a key that does."""

    rule: str
    limit: Any
    value: Any
    path: Path
    schema: Mapping[str, Any]
    named: bool
    message: str


def schema_for(checks: Checks, languages: Sequence[str], trackers: Trackers) -> dict[str, Any]:
    """The policy's schema, narrowed to the checks, language packs and kinds of tracker that are there."""
    import json

    schema: dict[str, Any] = json.loads(_data.read("schemas", "policy.schema.json"))
    defs = schema["$defs"]
    own_pack, known = {"pattern": r"\.toml$"}, {"enum": list(languages)}
    schema["properties"]["languages"]["items"] |= {"if": own_pack, "else": known}
    defs["checks"]["items"]["enum"] = sorted(checks)
    common = {name: defs[name] for name in COMMON}
    _narrow(defs["options"], {name: {**common, **options} for name, options in checks.items()})
    _narrow(defs["trackers"], trackers)
    return schema


def _narrow(node: dict[str, Any], owners: Checks) -> None:
    """Only these have options, and only these."""
    node["additionalProperties"] = False
    node["properties"] = {
        name: {"type": "object", "additionalProperties": False, "properties": dict(options)}
        for name, options in owners.items()
    }


def typed(value: Any, schema: Mapping[str, Any], quoted: Collection[Path]) -> Any:
    """A document of texts as the schema means it: ``180`` becomes a number where one is wanted.

    Quoted scalars stay text, as does what does not fit: validation tells of it.
    """

    def walk(value: Any, schemas: list[Any], path: Path) -> Any:
        meant = [branch for each in schemas for branch in _branches(each, schema)]
        if isinstance(value, dict):
            return {key: walk(child, _of_key(meant, key), (*path, key)) for key, child in value.items()}
        if isinstance(value, list):
            items = [each["items"] for each in meant if "items" in each]
            return [walk(child, items, (*path, index)) for index, child in enumerate(value)]
        return value if path in quoted else _scalar(value, {t for each in meant for t in _types(each)})

    return walk(value, [schema], ())


def broken_rules(value: Any, schema: Mapping[str, Any]) -> Iterator[Broken]:
    """Every rule of the schema that a typed document breaks."""
    from jsonschema import Draft202012Validator, FormatChecker  # 96 ms that only a policy file pays

    days = FormatChecker(["date"])
    for error in Draft202012Validator(schema, format_checker=days).iter_errors(value):
        about: Any = error.schema
        named = list(error.schema_path)[-2:-1] == ["propertyNames"]
        path = tuple(error.absolute_path)
        yield Broken(
            error.validator, error.validator_value, error.instance, path, about, named, error.message
        )


def descend(schema: Mapping[str, Any], path: Path) -> tuple[list[Mapping[str, Any]], int]:
    """The schemas that speak of the value at a path, as far as its keys are known, and how many are."""
    meant = list(_branches(schema, schema))
    for depth, key in enumerate(path):
        below = [branch for each in _of_key(meant, str(key)) for branch in _branches(each, schema)]
        if not below:
            return meant, depth
        meant = below
    return meant, len(path)


def _branches(
    schema: Any, root: Mapping[str, Any], seen: tuple[int, ...] = ()
) -> Iterator[Mapping[str, Any]]:
    """The schemas that speak of the same value: itself, what it refers to, its alternatives."""
    if not isinstance(schema, Mapping) or id(schema) in seen:
        return
    seen = (*seen, id(schema))
    yield schema
    reference = schema.get("$ref", "")
    if reference.startswith("#/$defs/"):
        yield from _branches(root["$defs"].get(reference.removeprefix("#/$defs/")), root, seen)
    for word in ("anyOf", "oneOf", "allOf"):
        for branch in schema.get(word, ()):
            yield from _branches(branch, root, seen)


def _of_key(schemas: Sequence[Mapping[str, Any]], key: str) -> list[Any]:
    return [each.get("properties", {}).get(key, each.get("additionalProperties")) for each in schemas]


def _types(schema: Mapping[str, Any]) -> Iterator[str]:
    kind = schema.get("type", ())
    yield from [kind] if isinstance(kind, str) else kind
    for value in [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]:
        yield next((name for name, of in _PYTHON.items() if isinstance(value, of)), "string")


def _scalar(text: Any, types: set[str]) -> Any:
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if types & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and NUMBER.fullmatch(text):
        return float(text)
    return None if "null" in types and text in ("", "null", "~") else text
