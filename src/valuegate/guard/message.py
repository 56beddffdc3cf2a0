"""What the one comment on a ticket says: what is missing, how to mend it, how to contest; or that it holds.

In the language of the ticket. Our own words come from the table ``guard`` of its pack, in English where it
has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..finding import Finding, Verdict, excerpt
from ..language import FALLBACK, Pack, load
from ..naming import fold
from ..note import Line, LineKind, Note, Piece
from ..policy import Policy
from ..records import NamedTuple
from .masks import masked


class Place(NamedTuple):
    """Where the ticket is now, and, if it did not go back, the word for why (``finished``, ``no-way`` …).

    ``status`` is the one whose gate it has to pass; ``moved`` says that it went back to ``now``. ``detail``
    fills the sentence that says why.
    """

    status: str
    now: str
    moved: bool = False
    why: str = ""
    detail: str = ""


def refusal(
    verdicts: Sequence[Verdict], place: Place, policy: Policy, pack: Pack, labels: Sequence[str] = ()
) -> Note:
    """The comment on a ticket that does not hold, in spite of its labels."""
    say = _Words(pack, status=place.status, now=place.now, detail=place.detail)
    lines = [_line(say("moved" if place.moved else "stays"), "heading")]
    if place.why:
        lines.append(_line(say(f"why-{place.why}")))
    for verdict in verdicts:
        lines.append(_line(say("missing", gate=verdict.gate)))
        lines += [_item(finding) for finding in verdict.findings if finding.refuses]
        exempting = {fold(label) for label in policy.gate(verdict.gate).except_.labels}
        lines += [_line(say("uncounted", label=label)) for label in labels if fold(label) in exempting]
    lines.append(_line(say("mend-moved" if place.moved else "mend-stays")))
    lines += _contest(policy, say)
    return Note(tuple(lines), pack.code)


def holds(verdicts: Sequence[Verdict], place: Place, pack: Pack) -> Note:
    """The comment on a ticket that holds now, after it did not."""
    say = _Words(pack, status=place.status, now=place.now, detail=place.detail)
    lines = [_line(say("holds"), "heading")]
    rules = [verdict.exempt_by for verdict in verdicts if verdict.exempt_by]
    findings = (finding for verdict in verdicts for finding in verdict.findings)
    waivers = dict.fromkeys(str(finding.waived_by) for finding in findings if finding.waived_by)
    lines += [_line(say("exempt"), then=rule) for rule in rules]
    lines += [_line(say("waived"), then=waiver) for waiver in waivers]
    lines.append(_line(say("may-enter" if place.status != place.now else "may-stay")))
    return Note(tuple(lines), pack.code)


class _Words:
    """The words of our own, with the names that every sentence may need."""

    def __init__(self, pack: Pack, **names: str) -> None:
        self._said = {**load(FALLBACK).table("guard"), **pack.table("guard")}
        self._names = names

    def __call__(self, name: str, **names: str) -> str:
        """A sentence."""
        sentence: str = self._said[name]
        return sentence.format_map({**self._names, **names})


def _line(text: str, kind: LineKind = "paragraph", then: str = "") -> Line:
    """A line of ours. Names of statuses and people are other people's words, so it is all written inert."""
    return Line((Piece(f"{text} {masked(then)}" if then else text, "quote"),), kind)


def _item(finding: Finding) -> Line:
    """What is missing, the words that decided, and how to mend it."""
    pieces = [Piece(finding.check, "strong"), Piece(f": {masked(finding.message)}", "quote")]
    if finding.excerpt and finding.excerpt not in finding.message:
        pieces.append(Piece(f" “{excerpt(masked(finding.excerpt))}”", "quote"))
    if finding.fix:
        pieces.append(Piece(f" → {masked(finding.fix)}", "quote"))
    return Line(tuple(pieces), "item")


def _contest(policy: Policy, say: _Words) -> Iterator[Line]:
    """How to say that the refusal is wrong, and who decides then."""
    labels, people = policy.guard.labels, policy.waivers.people
    name = "contest" if people is None else "contest-people"
    yield _line(say(name, label=labels.contested, people=", ".join(people or ())), "fine-print")
    if policy.guard.contact:
        yield _line(say("contact", contact=policy.guard.contact), "fine-print")
