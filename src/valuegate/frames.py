"""The containers of a document that are open (lists, quotes, tags): what text in them becomes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .records import NamedTuple
from .ticket import BlockKind

DOCUMENT = "document"
"""The tag of containers that the document's own grammar closes; HTML cannot close them."""


class Frame(NamedTuple):
    """A container that is open: what text in it becomes."""

    tag: str
    kind: BlockKind
    level: int
    item: bool


frame_of = cache(Frame)
"""There are few different ones, and to make one takes six times as long as to find it."""

BASE = Frame("", "paragraph", 0, False)
"""No container is open."""


def own_depth(frames: Sequence[Frame]) -> int:
    """How many containers are open up to the last one of the document's own: HTML is open in the others."""
    depth = len(frames)
    while depth and frames[depth - 1].tag != DOCUMENT:
        depth -= 1
    return depth
