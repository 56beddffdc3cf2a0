"""Skipping with a trace: ``VALUEGATE_SKIP=evidence:reason git commit``, recorded in the message.

A skip takes back no finding: it waives those of some checks, and every report shows by whom and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from valuegate.errors import UsageError
from valuegate.finding import Verdict, Waiver
from valuegate.naming import suggestion
from valuegate.records import NamedTuple
from valuegate.waiver import covered

VARIABLE = "VALUEGATE_SKIP"
TRAILER = "Value-Gate-Skipped"
ALL = "all"
"""Skips whatever keeps a ticket out, a broken set-up too."""

OTHERS = ("ticket", "template", "waiver")
"""What refuses tickets beside the checks: see the words of findings."""

MAX_REASON = 200
_EXAMPLE = f"{VARIABLE}='evidence:the study comes on Friday'"
_CHECK = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


class Skips(NamedTuple):
    """Which checks are skipped, by whom, and why; nothing if there are none."""

    checks: tuple[str, ...] = ()
    reason: str = ""
    person: str = ""

    @property
    def everything(self) -> bool:
        """Is nothing judged at all?"""
        return ALL in self.checks

    def trailers(self, checks: Iterable[str]) -> list[str]:
        """The lines that record that some checks were skipped."""
        return [f"{TRAILER}: {check}: {self.reason}" for check in dict.fromkeys(checks)]


def read(said: str, person: str, known: Sequence[str] | None = None) -> Skips:
    """What ``CHECK[,CHECK…]:REASON`` says. UsageError without a reason, or for a check that is not known.

    Which checks are ``known`` is not looked at if it cannot be told.
    """
    if not said.strip():
        return Skips()
    names, _, reason = said.partition(":")
    reason = " ".join("".join(char if char.isprintable() else " " for char in reason).split())[:MAX_REASON]
    checks = tuple(dict.fromkeys(name.strip() for name in names.split(",")))
    if not all(_CHECK.fullmatch(check) for check in checks):
        raise UsageError(f"{VARIABLE} does not say which checks to skip", fix=f"For example: {_EXAMPLE}")
    for check in checks:
        if known is not None and check not in (ALL, *OTHERS, *known):
            fix = suggestion(check, [*known, *OTHERS, ALL])
            raise UsageError(f"{VARIABLE} names the check '{check}', which is not there", fix=fix)
    if not reason:
        raise UsageError(f"{VARIABLE} gives no reason for the skip", fix=f"For example: {_EXAMPLE}")
    return Skips(checks, reason, person)


def recorded(trailers: Iterable[str], person: str) -> list[Skips]:
    """The skips that the trailers of a commit record; what is no record is none."""
    found = []
    for line in trailers:
        try:
            found.append(read(line, person))
        except UsageError:
            continue
    return [skips for skips in found if skips.checks]


def waived(verdict: Verdict, skips: Skips, today: date) -> Verdict:
    """The verdict with what refuses waived, as far as it is skipped."""
    refusing = [each.check for each in verdict.findings if each.refuses]
    checks = [check for check in refusing if skips.everything or check in skips.checks]
    return covered(verdict, {check: Waiver(check, skips.person, today, skips.reason) for check in checks})


def skipped(before: Verdict, after: Verdict) -> list[str]:
    """The checks whose findings refused, and are waived now."""
    pairs = zip(before.findings, after.findings, strict=True)
    return list(dict.fromkeys(old.check for old, new in pairs if old.refuses and not new.refuses))
