"""The tree of a merged policy: keys, and an Origin for each leaf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..typed import Any


def leaves(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each leaf of a tree with its path of keys."""
    for key, node in tree.items():
        if isinstance(node, dict):
            yield from leaves(node, (*path, key))
        else:
            yield (*path, key), node


def plain(node: Any) -> Any:
    """A merged tree without its origins."""
    if isinstance(node, dict):
        return {key: plain(child) for key, child in node.items()}
    return node.value


def overlay(under: dict[str, Any], over: Mapping[str, Any]) -> None:
    """Lay one tree over another: mappings merge, anything else replaces."""
    for key, node in over.items():
        if isinstance(node, dict) and isinstance(under.get(key), dict):
            overlay(under[key], node)
        else:
            under[key] = node
