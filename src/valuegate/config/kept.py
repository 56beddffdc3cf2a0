"""The policy as an earlier start resolved it, for as long as every file that it was made of says the same.

Reading, validating and merging it anew takes 100 ms, most of them for jsonschema.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from valuegate import cache
from valuegate.policy import Origin
from valuegate.records import NamedTuple

from ..typed import TYPE_CHECKING, Any
from .disk import Files

if TYPE_CHECKING:
    from .schema import Checks, Trackers

_BOM = b"\xef\xbb\xbf"


class Kept(NamedTuple):
    """What was kept: ``about`` says for which checks, presets … it was read; the rest is the policy's."""

    require: tuple[str, ...]
    disable: tuple[str, ...]
    about: bytes
    paths: tuple[str, ...]
    merged: dict[str, Any]


def about(checks: Checks, presets: Mapping[str, str], languages: Sequence[str], trackers: Trackers) -> bytes:
    """A digest of what a policy is read for: what plugins and packs are there, and what they let it say."""
    said = (_options(checks), dict(presets), list(languages), _options(trackers))
    return cache.digest(repr(said).encode("utf-8", "replace"))


def _options(owners: Checks | Trackers) -> dict[str, dict[str, Any]]:
    return {name: {option: dict(schema) for option, schema in own.items()} for name, own in owners.items()}


def recall(path: str | None, start: str, files: Files, limit: int) -> Kept | None:
    """What an earlier start kept of this policy file (None: of the preset), if no file has changed since."""
    found = cache.read(_name(path, start), b"")
    if not found:
        return None
    prints, require, disable, said, merged = found
    for each, seen in prints:
        try:
            data = files.read(each, limit)
        except OSError:
            return None
        if data is None or cache.digest(data.removeprefix(_BOM)) != seen:
            return None
    paths = tuple(each for each, _ in prints)
    return Kept(require, disable, said, paths, _with_origins(merged))


def keep(path: str | None, start: str, texts: Mapping[str, str], policy: Kept) -> None:
    """Keep a valid policy. ``texts`` are what its files said when they were read."""
    prints = [(each, cache.digest(texts[each].encode())) for each in policy.paths]
    value = (prints, policy.require, policy.disable, policy.about, _plain(policy.merged))
    cache.write(_name(path, start), b"", value)


def _name(path: str | None, start: str) -> str:
    """Names in messages are as seen from the start folder, so each such folder has a policy of its own."""
    place = f"{os.path.abspath(start)}\0{path}".encode("utf-8", "surrogateescape")
    return f"policy-{cache.digest(place).hex()}"


def _plain(node: Any) -> Any:
    """A merged tree as plain containers: an Origin is a pair."""
    if isinstance(node, dict):
        return {key: _plain(child) for key, child in node.items()}
    return (node.value, node.where)


def _with_origins(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _with_origins(child) for key, child in node.items()}
    return Origin(*node)
