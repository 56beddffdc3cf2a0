"""What a guard did about a ticket, told to people: a line of what, and one of why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from valuegate.finding import Verdict
from valuegate.guard.acting import Done, DoneWhat
from valuegate.guard.decision import REFUSED
from valuegate.guard.entry import guards
from valuegate.guard.journal import Act
from valuegate.policy import Policy
from valuegate.report import EXIT_PASSED, EXIT_REFUSED, EXIT_UNDECIDED
from valuegate.terminal import Pen

from .tracking import named

WHYS: Mapping[str, str] = {
    "finished": "it is finished",
    "no-category": "the tracker does not say whether this is the end of the work",
    "moved-often": "it went back often enough today",
    "no-home": "there is no status to send it back to; guard.fallback can name one",
    "no-way": "the workflow has no way back",
    "needs": "the workflow asks for fields before it can go back",
    "new-policy": "it entered before the policy was as it is now",
}
"""Why a ticket that does not hold stays where it is, by the word that the journal has."""

_ACTS: Mapping[Act, str] = {
    "overturned": "was contested; somebody decided that it may stay",
    "contested": "is contested, and left alone until somebody decides",
    "upheld": "was contested; somebody decided that the refusal stands",
    "mended": "holds now; its comment says so",
    "left": "is not there any more",
    "observed": "does not hold; only recorded",
    "moved": "was moved back by a run that was cut off",
    "not-moved": "was not moved back by a run that was cut off",
}
"""What is worth a line of what only the journal got, the weightiest first."""

_COUNTED: Mapping[DoneWhat, str] = {
    "moved": "moved back",
    "not moved": "not moved back",
    "told": "with a comment",
    "recorded": "recorded",
    "held back": "left for the next run",
    "busy": "in the hands of another guard",
    "undecided": "undecided",
    "nothing": "with nothing to do",
}


def told(done: Done, pen: Pen) -> list[str]:
    """The lines about a ticket; none if there is nothing to tell."""
    sign, tone, what = _what(done)
    if not what:
        return []
    name = named(done.now.ticket) if done.now else done.key
    head = pen.lines(f"{name}: {what}", 2, hang=2)
    head[0] = f"{pen.paint(sign, tone)} {head[0].lstrip()}"
    return head + [line for text in _because(done) for line in pen.lines(text, 4)]


def _because(done: Done) -> Iterator[str]:
    """The reasons of what does not hold, and why something could not be decided."""
    yield ", ".join(dict.fromkeys(_reasons(done.verdicts)))
    faults = (v.findings for v in done.verdicts if v.outcome == "undecided")
    yield from dict.fromkeys(finding.message for findings in faults for finding in findings)
    if done.error:
        yield done.error.message if done.what == "undecided" else ""
        yield f"→ {done.error.fix}" if done.error.fix else ""
    if done.what == "not moved":
        yield _again(done)


def _again(done: Done) -> str:
    return f"it is tried again {f'at {done.again:%Y-%m-%d %H:%M} UTC' if done.again else 'later'}"


def _what(done: Done) -> tuple[str, str, str]:
    """The sign, its tone, and what became of it; nothing of what needs no line."""
    place = done.now.status.name if done.now else ""
    if done.what == "moved":
        return "✗", "red", f"moved back, {place} → {done.back}"
    if done.what == "not moved":
        words = done.records[-1].detail.removeprefix(REFUSED)
        return "!", "yellow", f"stays in “{place}”; the tracker did not let it go back: {words}"
    if done.what == "undecided":
        return "?", "magenta", f"not decided; {_again(done)}"
    if done.what == "held back":
        return "?", "magenta", f"stays in “{place}” for now: more tickets would move than this run may"
    return _recorded(done, place)


def _recorded(done: Done, place: str) -> tuple[str, str, str]:
    acts = {record.act: record for record in done.records}
    if "warned" in acts:
        why = WHYS.get(acts["warned"].detail, "")
        return "!", "yellow", f"does not hold; its comment says what is missing{_why(why, place)}"
    for act, words in _ACTS.items():
        if act in acts:
            why = WHYS.get(acts[act].detail, "")
            sign, tone = ("✓", "green") if act in ("overturned", "mended") else ("!", "yellow")
            return sign, tone, f"{words}{f': {why}' if why else ''}"
    return "", "", ""


def _why(why: str, place: str) -> str:
    return f"; it stays in “{place}”: {why}" if why else ""


def _failing(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.outcome == "failed"]


def _reasons(verdicts: Sequence[Verdict]) -> Iterator[str]:
    return (f.reason for verdict in _failing(verdicts) for f in verdict.findings if f.refuses)


def counted(counts: Mapping[DoneWhat, int]) -> str:
    """How a round went, in one line."""
    total = sum(counts.values())
    parts = [f"{counts[what]} {words}" for what, words in _COUNTED.items() if counts.get(what)]
    return (
        f"{total} ticket{'' if total == 1 else 's'}: {', '.join(parts)}" if total else "Nothing has changed"
    )


class Worst:
    """The exit code of what was done: 3 beats 1."""

    def __init__(self, policy: Policy) -> None:
        self.code = EXIT_PASSED
        self._policy = policy

    def add(self, done: Done) -> None:
        """One more ticket."""
        if done.what in ("undecided", "held back") or done.error:
            self.code = EXIT_UNDECIDED
        elif self.code == EXIT_PASSED and self._is_refused(done):
            self.code = EXIT_REFUSED

    def _is_refused(self, done: Done) -> bool:
        """Was it in a gated status, and does not hold?"""
        if done.now is None or not _failing(done.verdicts):
            return False
        now = done.now
        return any(guards(gate, now.ticket, now.status) for gate in self._policy.gates)
