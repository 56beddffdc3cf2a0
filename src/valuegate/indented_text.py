"""Text that is indented in Markdown: a sample, or prose that an author moved in under its label."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .block_writer import BlockWriter
from .ticket import Block

Part = tuple[str, int]
"""Text, and where it stands in the source."""

_CODE_MARK = re.compile(r"[{}]|;[ \t]*$|\w\(\)|^[ \t]*(?:[$>#/]|def |class |import |SELECT )|==|:=|=>", re.M)
_LABELS = ("heading", "item", "done-task", "open-task")


def reads_as_prose(parts: Iterable[Part], before: Block | None) -> bool:
    """Under a label it is no sample, unless it looks like one. ``before`` is the block above it."""
    under_a_label = (
        before is None
        or before.kind in _LABELS
        or before.text.rstrip().endswith(":")
        or before.strong == ((0, len(before.text)),)
    )
    return under_a_label and not any(_CODE_MARK.search(text) for text, _ in parts)


def write_prose(parts: Iterable[Part], writer: BlockWriter) -> None:
    """Write it as a paragraph of lines."""
    writer.line()
    for text, place in parts:
        for number, line in enumerate(text.split("\n")):
            if number:
                writer.gap()
            bare = line.strip()
            if bare:
                writer.text(bare, place + line.find(bare))
            place += len(line) + 1
    writer.line()
