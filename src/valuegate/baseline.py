"""The baseline: old tickets that are not judged until they change, so that a team can begin with what is new.

A line an entry: the ticket (its key, else its file), the gate that refused it, and a digest of the words
that were judged. An entry dies when these words change. Lines are sorted, so that two branches that take
out different lines merge; a line that is there twice, or out of order, does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .case import Case
from .engine import Plan
from .errors import PolicyError, ValuegateError
from .passage import SILENT
from .records import NamedTuple
from .ticket import Block, Ticket

LIMIT = 16 * 1024 * 1024
"""A baseline is at most this many bytes: some hundred thousand tickets."""

HEAD = """\
# Tickets that are not judged until they change: the ticket, the gate, a digest of the words that were judged.
# `valuegate baseline prune` takes out what has changed, is no longer refused, or is gone.
"""

_DIGITS = 16


class Entry(NamedTuple):
    """A ticket, a gate that does not judge it, and the digest of the words that it had."""

    name: str
    gate: str
    digest: str

    def __str__(self) -> str:
        return " ".join(self)


class Baseline:
    """The entries of a baseline; ``source`` is its file, as a person would name it."""

    def __init__(self, entries: Iterable[Entry] = (), source: str = "") -> None:
        self.entries = frozenset(entries)
        self.source = source
        self._known = {(entry.name, entry.gate) for entry in self.entries}

    def __bool__(self) -> bool:
        return bool(self.entries)

    def holds(self, ticket: Ticket, path: str, plan: Plan) -> bool:
        """Is the ticket at this path, with the words that it has now, left alone by this gate?"""
        if (name_of(ticket, path), plan.gate) not in self._known:
            return False
        return entry_for(ticket, path, plan) in self.entries


class Standing(NamedTuple):
    """What has become of the entries of a baseline: left alone as before, or over, and why."""

    left: frozenset[Entry]
    changed: frozenset[Entry]
    held: frozenset[Entry]
    gone: frozenset[Entry]


def compare(baseline: Baseline, now: Iterable[tuple[Entry, bool]]) -> Standing:
    """How a baseline stands, by the entries that tickets would have now, and whether a gate refuses them."""
    refused_by_entry = dict(now)
    judged = {(entry.name, entry.gate) for entry in refused_by_entry}
    left = frozenset(entry for entry in baseline.entries if refused_by_entry.get(entry))
    held = frozenset(entry for entry in baseline.entries - left if entry in refused_by_entry)
    gone = frozenset(entry for entry in baseline.entries if (entry.name, entry.gate) not in judged)
    return Standing(left, baseline.entries - left - held - gone, held, gone)


NONE = Baseline()
"""Where there is no baseline, every ticket is judged."""


def parse(text: str, source: str) -> Baseline:
    """The baseline in a text. PolicyError, with its place, for a line that is no entry."""
    entries, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        entry = _parsed(line)
        if entry:  # first, since a key may begin with # as comments do
            entries.append(entry)
        elif line.strip() and not line.startswith("#"):
            fix = "Take the line out; `valuegate baseline prune` then writes the file in order."
            problems.append(
                ValuegateError("this line is no entry of a baseline", fix=fix, source=source, line=number)
            )
    if problems:
        raise PolicyError(problems[:100])
    return Baseline(entries, source)


def _parsed(line: str) -> Entry | None:
    parts = line.strip().rsplit(" ", 2)
    if len(parts) != 3 or len(parts[2]) != _DIGITS or set(parts[2]) - set("0123456789abcdef"):
        return None
    return Entry(*parts)


def written(entries: Iterable[Entry]) -> str:
    """The entries as the text of a file."""
    return HEAD + "".join(f"{line}\n" for line in sorted(map(str, set(entries))))


def name_of(ticket: Ticket, path: str) -> str:
    """How a baseline calls a ticket: by its key, which stays when its file moves, else by its path."""
    name = " ".join((ticket.key.strip() or path).split())
    return name.encode("utf-8", "replace").decode()  # a path may be no text


def entry_for(ticket: Ticket, path: str, plan: Plan) -> Entry:
    """The entry for a ticket as it is now."""
    return Entry(name_of(ticket, path), plan.gate, digest(ticket, plan))


def digest(ticket: Ticket, plan: Plan) -> str:
    """A digest of the words and addresses that checks read; of no white space, status, label or date."""
    from hashlib import sha256  # only where there is a baseline

    return sha256("\n".join(_judged(ticket, plan)).encode("utf-8", "replace")).hexdigest()[:_DIGITS]


def _judged(ticket: Ticket, plan: Plan) -> Iterator[str]:
    yield " ".join(ticket.title.split())
    for block in ticket.blocks:
        if block.kind not in SILENT:
            yield _words(block)
    case = Case(ticket, plan.packs, plan.labels)
    for name in sorted(ticket.fields):
        if case.reads(name) or any(options.get("field") == name for options in plan.options.values()):
            yield f"{name}: {_words(ticket.fields[name])}"


def _words(block: Block) -> str:
    return " ".join([*block.text.split(), *(link.url for link in block.links)])
