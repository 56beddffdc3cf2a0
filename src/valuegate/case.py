"""The case of a ticket: the passages that argue its value, ranked for each question.

A question finds its answer under its own label first, then in a mapped field, then under a label that it
shares with another question, and last in prose that no label claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from .labels import Labels
from .language import Pack
from .lazily import lazily
from .outline import BODY, OTHER, Part, outline
from .passage import Content, Origin, Passage
from .pieces import of_fields, of_sections
from .text.detect import detect
from .ticket import Block, Ticket
from .unclaimed import form_lines, is_unknown, loose, with_label
from .words import words_in

SHARED: Mapping[str, tuple[str, ...]] = {
    "evidence": ("problem", "context"),
    "problem": ("impact", "evidence"),
    "metric": ("impact", "problem", "context", "review-date"),
    "review-date": ("metric", "impact", "problem", "context"),
    "impact": ("review-date",),
    "open-question": ("problem",),
}
"""Whose passages may also answer a question. ``Impact`` before the build is expected impact; ``Bilan`` and
``Outcome review`` name a day before the build, and what came out after it. The source of a metric is no
evidence: it says where to read a number, and not that anybody has a problem."""

_WIDER: Mapping[str, tuple[str, ...]] = {
    "problem": ("context",),
    "evidence": ("learnings",),
    "impact": ("learnings",),
}
"""Wider labels of a question, read after its own. What was learned may be evidence, or a result."""

_ALSO_SHARED = ("evidence",)
"""Topics whose shared passages count beside their own: evidence may stand in the problem paragraph."""

_SAMPLE, _SAMPLE_BLOCKS, _PROSE = 500, 12, 7
"""Characters and blocks that tell a ticket's language; a block is prose with so many blanks."""


_MOST = 100
"""Passages of one origin that a question reads: a ticket has a dozen, a hostile one a hundred thousand."""


class Case:
    """All passages of one ticket. ``extra`` are labels of the policy: topic → labels."""

    def __init__(
        self, ticket: Ticket, packs: Sequence[Pack], extra: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.ticket = ticket
        self.packs = packs
        self._labels = _labels(tuple(packs), _frozen(extra or {}))
        self._contents: dict[int, Content] = {}

    @lazily
    def parts(self) -> list[Part]:
        """The document cut at its labels; an ``Outcome`` after a metric is what came out."""
        found, told = outline(self.ticket, self._labels), False
        for at, part in enumerate(found):
            if part.topic == "metric":
                if told and self._is_result(part.label):
                    found[at] = part._replace(topic="impact")
                told = told or bool(part.blocks)
        return found

    def _is_result(self, label: str) -> bool:
        words = tuple(words_in(label))
        return any(words in pack.phrases("impact", "result_label") for pack in self.packs)

    @lazily
    def sample(self) -> tuple[str, list[str]]:
        """Enough of the ticket's prose to tell its language; lists of titles and names tell nothing."""
        blocks = (block for part in self.parts for block in part.blocks if block.kind != "code")
        prose = (block.text for block in blocks if block.text.count(" ") >= _PROSE)
        text = ""
        for said in islice(prose, _SAMPLE_BLOCKS):
            text += f"\n{said}" if text else said
            if len(text) >= _SAMPLE:
                break
        text = text[:_SAMPLE]
        return text, words_in(text)

    @lazily
    def pack(self) -> Pack:
        """The language of most of the ticket; where nothing tells, that of its labels, or the first one."""
        text, words = self.sample
        if not words:
            short = (block.text for part in self.parts for block in part.blocks[:2])
            text = "\n".join([self.ticket.title, *islice(short, _SAMPLE_BLOCKS)])[:_SAMPLE]
            words = words_in(text)
        return detect(text, self.packs, words) or max(self.packs, key=self._labels_known)

    def _labels_known(self, pack: Pack) -> int:
        """How many labels of the ticket a language knows: ``Date de revue`` over a bare ``05/04/2027``.

        A pack without small words brings labels alone, and reads no ticket.
        """
        return sum(tuple(words_in(part.label)) in pack.topics for part in self.parts) if pack.minor else 0

    def passages(self, topic: str, field: str = "") -> list[Passage]:
        """The passages that may answer a question, best first."""
        own = [*self._front_matter(topic), *self._own(topic)]
        found = sorted(own, key=lambda passage: passage.empty) if len(own) > 1 else own
        found += self._field(topic, field)
        if any(not (passage.guessed or passage.hollow) for passage in found):
            return found + self._shared(topic) if topic in _ALSO_SHARED else found
        refers = any(passage.refers for passage in found)
        unfilled = not refers and any(passage.hollow for passage in found)
        others = [one for one in self.beside(topic) if not (unfilled and _is_evidence(one))]
        return [*found, *others, *(self._elsewhere(topic) if refers else ())]

    def beside(self, topic: str) -> list[Passage]:
        """What may answer a question where no label does: other labels, then text that no label claims."""
        return self._shared(topic) + self.prose

    def _shared(self, topic: str) -> list[Passage]:
        parts = [part for other in SHARED.get(topic, ()) for part in self._of(other)]
        return self._make(parts, "shared")

    def _elsewhere(self, topic: str) -> list[Passage]:
        """What stands under the labels of other questions: ``see above`` says that the answer is there."""
        passed = (topic, "", OTHER, BODY, *SHARED.get(topic, ()))
        return self._make([part for part in self.parts if part.topic not in passed], "shared")

    @lazily
    def prose(self) -> list[Passage]:
        """Text that no question claims: first what stands before all labels, then unknown sections.

        ``Description`` and ``Story`` announce no more than that text follows. Last come the paragraphs
        after one that begins with a label and a colon: they may speak of something else, as in a message.
        """
        first = [Part("", False, "", 0, tuple(self._plain))] if self._plain else []
        unknown = [with_label(part) for part in [*self.parts, *form_lines(self._plain)] if is_unknown(part)]
        return self._make([*first, *unknown, *(rest for part in self.parts for rest in loose(part))], "prose")

    @lazily
    def paragraphs(self) -> list[Passage]:
        """The paragraphs before all labels one by one, where there are several."""
        parts = [Part("", False, "", block.source_offset(0), (block,)) for block in self._plain]
        return self._make(parts, "prose") if len(parts) > 1 else []

    def reread(self, blocks: Sequence[Block]) -> Passage:
        """Some blocks as running text, whatever label they stand under."""
        return self._make([Part("", False, "", blocks[0].source_offset(0), tuple(blocks))], "prose")[0]

    @lazily
    def _plain(self) -> list[Block]:
        return [block for part in self.parts if not part.label or part.topic == BODY for block in part.blocks]

    def repeated(self, passage: Passage) -> bool:
        """Does the same text stand under two labels of the ticket?"""
        first = _first_word(passage.text.string)
        if len(self._texts.get(first, ())) < 2:
            return False
        text = _one_line(passage.text.string)
        twins = [twin for twin in self._texts[first] if _one_line(twin) == text]
        return len(text) > 1 and len(twins) > 1

    @lazily
    def _texts(self) -> dict[str, list[str]]:
        """What stands under known labels, by its first word: nearly always that tells two texts apart."""
        found: dict[str, list[str]] = {}
        for part in self.parts:
            if part.topic not in ("", OTHER, BODY):
                text = self._content(part).text.string
                found.setdefault(_first_word(text), []).append(text)
        return found

    def reads(self, field: str) -> bool:
        """Is a field called by a label, so that a question looks for its answer in it?"""
        return self.announced(field) not in ("", OTHER, BODY)

    def announced(self, label: str) -> str:
        """What a label announces, if it is a known one whole."""
        return self._labels.topic_of_key(label)

    @lazily
    def _by_topic(self) -> dict[str, list[Part]]:
        """The parts by what their labels announce; those of exact labels first."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.topic, []).append(part)
        for parts in found.values():
            if len(parts) > 1:
                parts.sort(key=lambda part: not part.exact)
        return found

    def _of(self, topic: str) -> list[Part]:
        return self._by_topic.get(topic, [])

    def _own(self, topic: str) -> list[Passage]:
        parts = [part for name in (topic, *_WIDER.get(topic, ())) for part in self._of(name)]
        return self._make(of_sections(topic, parts, self._labels), "label")

    def _front_matter(self, topic: str) -> list[Passage]:
        if not self.ticket.fields:  # as most
            return []
        parts = []
        for name, block in self.ticket.fields.items():
            if self._labels.topic_of_key(name) == topic:
                parts.append(Part(topic, True, name, block.source_offset(0), (block,)))
        return self._make(of_fields(topic, parts, self.ticket.fields, self._labels), "label")

    def _field(self, topic: str, field: str) -> list[Passage]:
        block = self.ticket.fields.get(field) if field else None
        part = block and Part(topic, True, field, block.source_offset(0), (block,))
        return self._make([part] if part else [], "field")

    def _make(self, parts: Iterable[Part], origin: Origin) -> list[Passage]:
        few = islice(parts, _MOST)
        return [Passage(self._content(part), origin, self.ticket.source) for part in few]

    def _content(self, part: Part) -> Content:
        """Parts of the document are shared by the questions that read them."""
        found = self._contents.get(id(part))
        if found is None or found.part is not part:
            found = self._contents[id(part)] = Content(part, self.packs, self.pack)
        return found


def _is_evidence(passage: Passage) -> bool:
    """It fills no problem that is left open: it was written to prove one."""
    return passage.origin == "shared" and passage.topic == "evidence"


def _one_line(text: str) -> str:
    return " ".join(text.split()).casefold()


def _first_word(text: str) -> str:
    return "".join(text.split(None, 1)[:1]).casefold()


def _frozen(extra: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((topic, tuple(labels)) for topic, labels in extra.items()))


_known_labels: dict[tuple[tuple[Pack, ...], tuple[tuple[str, tuple[str, ...]], ...]], Labels] = {}


def _labels(packs: tuple[Pack, ...], extra: tuple[tuple[str, tuple[str, ...]], ...]) -> Labels:
    """Labels are the same for every ticket of a run: built once for each set of packs."""
    found = _known_labels.get((packs, extra))
    if found is None:
        found = _known_labels[packs, extra] = Labels(packs, dict(extra))
    return found
