"""What is wrong with a policy, in words a person can act on, each with its place and its mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from valuegate.errors import ValuegateError
from valuegate.naming import suggestion
from valuegate.policy import CATEGORY
from valuegate.ticket import Span

from .layers import Layer, shown
from .schema import NUMBER, Broken, Path, broken_rules

MAX_FAULTS = 100
"""A file of 60,000 wrong keys is not worth the time of 60,000 suggestions."""

BEGIN = "Begin the file with `version: 1`."

_SECRET = re.compile(
    r"(token|password|passphrase|passwd|secret|(api|private|access)[-_ ]?key|credential)s?$", re.I
)
"""What a key is called that wants a secret, whatever stands before it; `token-days` is none."""

_SIGNED_ADDRESS = re.compile(r"[a-z]+://[^/\s@]*@", re.I)

_NO_SECRETS = (
    "Take it out, and replace the secret if the file was ever shared. `valuegate login` keeps secrets."
)

_BOOLEANS = {"true": "yes y on oui vrai 1 true", "false": "no n off non faux 0 false"}
_KINDS = {
    "array": "a list",
    "object": "a mapping of keys to values",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "string": "text",
    "null": "empty",
}


class FaultError(ValuegateError):
    """A fault of a value, by its path in the document; ``unknown``: its key is one that nobody knows."""

    def __init__(
        self, message: str, fix: str, layer: Layer, place: Span, path: Path = (), *, unknown: bool = False
    ) -> None:
        super().__init__(message, fix=fix, source=layer.name, line=place.line, column=place.column)
        self.path = path
        self.unknown = unknown

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it is told."""
        return self.source, self.line, self.column


def faults(layer: Layer, value: Any, schema: Mapping[str, Any]) -> list[FaultError]:
    """What is wrong with a typed document (at most MAX_FAULTS), each with its place and its mend."""
    secrets = list(islice(_secrets(value, layer), MAX_FAULTS))
    hidden = {fault.path for fault in secrets}  # a message about such a value might repeat it
    found = (fault for broken in broken_rules(value, schema) for fault in _explain(broken, layer))
    told = (fault for fault in found if fault.path not in hidden)
    return sorted(
        [*secrets, *islice(told, MAX_FAULTS)], key=lambda fault: (fault.line, fault.column, fault.message)
    )


def _secrets(value: Any, layer: Layer, path: Path = ()) -> Iterator[FaultError]:
    """Keys and addresses below `trackers` and `guard` that would keep a secret where everybody reads it."""
    if not path:
        tops = value if isinstance(value, dict) else {}
        for top in ("trackers", "guard"):
            yield from _secrets(tops.get(top), layer, (top,))
    elif isinstance(value, str) and _SIGNED_ADDRESS.search(value):
        message = f"{name_of(path)} names a user or a password in its address"
        yield FaultError(message, "Take out what stands before the @.", layer, layer.place(*path), path)
    for key, child in _children(value) if path else ():
        below = (*path, key)
        if isinstance(key, str) and _SECRET.search(key):
            message = f"{name_of(below)} would keep a secret in a file that everybody reads"
            yield FaultError(message, _NO_SECRETS, layer, layer.key_place(*below), below)
        else:
            yield from _secrets(child, layer, below)


def _children(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _explain(broken: Broken, layer: Layer) -> Iterator[FaultError]:
    path, value = broken.path, broken.value
    if broken.rule == "additionalProperties":
        known = list(broken.schema.get("properties", ()))
        for key in [key for key in value if key not in known]:
            place = layer.key_place(*path, key)
            yield FaultError(*_unknown_key(path, key, known), layer, place, (*path, key), unknown=True)
    elif broken.named:
        message = f"'{shown(value)}' cannot be a name in `{name_of(path)}`"
        fix = broken.schema.get("description", "")
        yield FaultError(message, fix, layer, layer.key_place(*path, value), (*path, value))
    else:
        # what lacks (a version) stands nowhere, and is no fault of the mapping around it
        at = (*path, "") if broken.rule == "required" else path
        message, fix = _sentence(broken, name_of(path))
        yield FaultError(message, fix or _where_to_look(path), layer, layer.place(*path), at)


def _inside(path: Path) -> Path:
    """A path as if what an override says stood in the policy itself."""
    return path[2:] if path[:1] == ("overrides",) else path


def _where_to_look(path: Path) -> str:
    match _inside(path):
        case ("checks", check, *_) | ("gates", _, "options", check, *_):
            return f"`valuegate explain {check}` lists its options."
    return "docs/policy.md describes every key."


def _unknown_key(path: Path, key: str, known: list[str]) -> tuple[str, str]:
    fix = suggestion(key, known)
    match _inside(path):
        case ("checks",) | ("gates", _, "options"):
            return f"there is no check '{shown(key)}'", fix
        case ("checks", check) | ("gates", _, "options", check):
            return f"the check '{check}' has no option '{shown(key)}'", fix
        case ("trackers",):
            return f"there is no kind of tracker '{shown(key)}'", f"{fix} One of a plugin needs its plugin."
        case ("trackers", tracker):
            return f"the tracker '{tracker}' has no option '{shown(key)}'", fix
    return f"unknown key '{shown(key)}'" + (f" in `{name_of(path)}`" if path else ""), fix


def _sentence(broken: Broken, name: str) -> tuple[str, str]:
    """What is wrong with one value, and how to mend it."""
    value, limit = broken.value, broken.limit
    match broken.rule:
        case "type":
            return _wrong_kind(broken, name)
        case "required":
            # one error a key, and only its message says which
            missing = next(key for key in limit if broken.message.startswith(f"'{key}'"))
            fix = f"Add `{missing}`." if broken.path else BEGIN
            return f"the key '{missing}' is missing in {name}", fix
        case "const":
            return f"{name} must be {flow(limit)}, not {flow(value)}", f"Write {flow(limit)}."
        case "enum":
            return _not_among(broken, name)
        case "pattern":
            return f"{name} cannot be {flow(value)}", _example(broken.schema)
        case "format" if limit == "date":
            return f"{name} must be a day, not {flow(value)}", _example(broken.schema)
        case "minLength":
            return f"{name} is empty", "Write something, or take it out."
        case "minItems" | "minProperties":
            return f"{name} is empty", _example(broken.schema)
        case "uniqueItems":
            return f"{name} names {flow(_twice(value))} twice", "Take one of them out."
        case "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum":
            bound = "more than" if "exclusiveMin" in broken.rule else "less than"
            bound = {"minimum": "at least", "maximum": "at most"}.get(broken.rule, bound)
            return f"{name} must be {bound} {flow(limit)}, not {flow(value)}", _example(broken.schema)
    return f"{name}: {shown(broken.message)}", _example(broken.schema)


def _wrong_kind(broken: Broken, name: str) -> tuple[str, str]:
    value = broken.value
    kinds = [broken.limit] if isinstance(broken.limit, str) else list(broken.limit)
    message = f"{name} must be {' or '.join(_KINDS[kind] for kind in kinds)}, not {_kind(value)}"
    if isinstance(value, dict) and set(value) == {CATEGORY[:-1]}:
        return message, f"Write {CATEGORY}{flow(value['category'])}, without a space."
    if not broken.path:
        return message, BEGIN
    if not value or not isinstance(value, str):
        return message, _example(broken.schema)
    if "boolean" in kinds:
        meant = [word for word, others in _BOOLEANS.items() if value.lower() in others.split()]
        return message, f"Write {' or '.join(meant or _BOOLEANS)}, without quotes: nothing else is read."
    if "array" in kinds:
        return message, f"Write [{shown(value)}]."
    if {"integer", "number"} & set(kinds) and NUMBER.fullmatch(value):
        return message, f"Write {value}, without quotes."
    return message, _example(broken.schema)


def _not_among(broken: Broken, name: str) -> tuple[str, str]:
    value = broken.value
    fix = suggestion(str(value), [str(item) for item in broken.limit])
    match _inside(broken.path):
        case ("languages", _):
            fix = f"{fix} docs/languages.md says how to add one."
            return f"there is no language pack '{shown(value)}'", fix
        case ("gates", _, "require" | "advise", _) | ("waivers", "checks", _):
            return f"there is no check '{shown(value)}'", f"{fix} A check of a plugin needs its plugin."
    return f"{name} cannot be {flow(value)}", fix


def _twice(items: Sequence[Any]) -> Any:
    counts = Counter(map(repr, items))
    # 1 and 1.0 are equal to the schema, and are not written alike
    return next((item for item in items if counts[repr(item)] > 1), items[-1])


def _kind(value: Any) -> str:
    if not value and not isinstance(value, (bool, int)):
        return "empty"
    if isinstance(value, str):
        return f"'{shown(value)}'"
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else flow(value)


def _example(schema: Mapping[str, Any]) -> str:
    default = schema.get("default")
    examples = schema.get("examples") or schema.get("enum") or ([default] if default else ())
    return f"For example: {flow(examples[0])}" if examples else schema.get("description", "")


def flow(value: Any) -> str:
    """A value on one line, as one would write it in the policy."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{shown(key)}: {flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value[:9]))}]"
    return str(value).lower() if isinstance(value, bool) else shown(value)


def name_of(path: Path) -> str:
    """A path as a person would say it: ``gates.ready.require``, item 2 of it; the top is the policy."""
    if not path:
        return "the policy"
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1} of {name_of(path[:-1])}"
    return ".".join(f"[{key}]" if isinstance(key, int) else shown(key) for key in path).replace(".[", "[")
