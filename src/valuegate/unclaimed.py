"""Text that no label claims: under unknown headings, in lines of a form, after a label and a colon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .outline import BODY, OTHER, Part
from .ticket import Block

_FORM_LINE = re.compile(r"^[ \t]*([^\W\d][^\n:]{1,50}?) ?: +(\S.*)$", re.MULTILINE)
_COLON_LINE = re.compile(r"\n(?=[^\n:]{2,40}:\s)")


def is_unknown(part: Part) -> bool:
    """Is it left open what a heading announces?"""
    guessed = part.guessed and part.topic not in (OTHER, BODY)
    return bool(part.label and part.blocks) and (guessed or not part.topic)


def form_lines(blocks: Sequence[Block]) -> list[Part]:
    """Lines that begin with words and a colon, as in a form: sections, where there are two or more."""
    found = []
    for block in blocks:
        for line in _FORM_LINE.finditer(block.text) if block.kind in ("paragraph", "item") else ():
            text = block.piece(*line.span(2))
            found.append(Part("", False, line[1], block.source_offset(line.start()), (text,)))
    return found if len(found) > 1 else []


def with_label(part: Part) -> Part:
    """An unknown heading may hold the very words that answer: it is read with what stands under it."""
    label = Block("paragraph", part.label, ((0, part.offset),))
    return part._replace(blocks=(label, *part.blocks))


def loose(part: Part) -> list[Part]:
    """What follows the paragraph that a label and a colon begin, and its lines with a colon of their own."""
    if not part.loose or part.topic in ("", OTHER, BODY):
        return []
    first, *more = part.blocks or (Block("paragraph", "", ()),)
    line = _COLON_LINE.search(first.text)
    rest = [first.piece(line.end(), len(first.text))] if line else []
    rest += [block for block in more if block.kind == "paragraph"]
    return [Part("", False, "", part.offset, tuple(rest))] if rest else []
