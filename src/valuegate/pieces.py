"""What is cut in pieces, each with a label of its own (``Baseline``, ``Target``), is one answer again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .labels import Labels
from .outline import BODY, OTHER, Part
from .ticket import Block

_FEW = 2
"""So many pieces make a passage that each of them alone is not."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")

_SHORT = 120
"""Characters of a piece, at most; what is longer says all by itself."""


def of_fields(topic: str, parts: list[Part], fields: Mapping[str, Block], labels: Labels) -> list[Part]:
    """``baseline: 31 %`` and ``target: 12 %`` in front matter are one passage."""
    pieces = {
        name: block
        for name, block in fields.items()
        if _NUMBER.search(block.text) and _is_piece(name, topic, labels)
    }
    said = {part.label: part.blocks[0] for part in parts} | pieces
    return [_whole(topic, said.items())] if pieces and len(said) >= _FEW else parts


def _is_piece(name: str, topic: str, labels: Labels) -> bool:
    """Does a field belong to a question, and is it the answer to no other one?"""
    return labels.is_part_of(name, topic) and labels.topic_of_key(name) in (topic, "", OTHER, BODY)


def of_sections(topic: str, parts: list[Part], labels: Labels) -> list[Part]:
    """``Indicator``, ``Baseline`` and ``Target`` under a heading each, and a number at most, are one metric.

    They are read together first; each alone, too.
    """
    if topic != "metric" or len(parts) < _FEW:  # as most
        return parts
    said = [part for part in parts if len(part.blocks) == 1 and part.exact]
    halves = [part for part in said if _is_half(part, labels)]
    if len(said) < _FEW or not halves or any(map(_is_full, said)):
        return parts
    return [_whole(topic, ((part.label, part.blocks[0]) for part in said)), *parts]


def _is_half(part: Part, labels: Labels) -> bool:
    text = part.blocks[0].text
    return (
        len(text) <= _SHORT and _NUMBER.search(text) is not None and labels.is_part_of(part.label, part.topic)
    )


def _is_full(part: Part) -> bool:
    return len(_NUMBER.findall(part.blocks[0].text)) >= _FEW


def _whole(topic: str, said: Iterable[tuple[str, Block]]) -> Part:
    """Pieces as one paragraph, a line for each, with the label before its value."""
    pieces = list(said)
    text, runs = "", list[tuple[int, int]]()
    for name, block in pieces:
        text += ";\n" if text else ""  # what ends one value does not begin the next
        runs.append((len(text), block.source_offset(0)))
        text += f"{name.replace('_', ' ')}: "
        runs += [(len(text) + here, there) for here, there in block.runs]
        text += block.text
    block = Block("paragraph", text, tuple(runs))
    return Part(topic, True, pieces[0][0], block.source_offset(0), (block,))
