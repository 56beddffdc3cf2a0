"""Waivers: exceptions that a ticket carries with it, each with a person, a reason and a last day.

    <!-- valuegate: waive evidence until 2027-01-31 by ana: the survey ends in January -->

What is not whole or not allowed waives nothing, and is a finding of its own. A waiver counts for an entry:
when its last day has come since, that is told, and refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice, pairwise
from typing import Literal

from .finding import Finding, Judgement, Severity, Verdict, Waiver, excerpt
from .language import Pack
from .naming import fold, suggestion
from .policy import Waivers, iso_day
from .records import NamedTuple
from .ticket import Block, Source, Ticket

FIELD = "waivers"
"""The entry of front matter, and of a line of JSON, that holds waivers."""

MAX_CLAIMS = 50
"""So many waivers of a ticket are looked at; any more waive nothing."""

_CALL = re.compile(r"^[ \t]*valuegate(?::|(?=[ \t]+waive\b))[ \t]*", re.IGNORECASE | re.MULTILINE)
_KEYS = ("check", "until", "by", "reason")
_ENTRY = re.compile(r"([a-z-]{1,20}):(?:[ \t]+|$)(.*)")
_NAMES = re.compile(r"[^,\s]+")
_SKIPPED = Judgement("skipped")
_PART = re.compile(r"\s(until|by)(?=\s|$)", re.IGNORECASE)


class Claim(NamedTuple):
    """A waiver as it is written; what lacks is empty. Without a check it cannot be read.

    ``vouched``: does anybody but the ticket say who wrote it? ``change``: is it new in the change that is
    judged, so that nobody has agreed to it yet, or is it taken out by it?
    """

    check: str
    until: str
    person: str
    reason: str
    text: str
    line: int
    column: int
    vouched: bool = True
    change: Literal["", "new", "removed"] = ""

    @property
    def said(self) -> tuple[str, str, str, str]:
        """What it says, wherever it stands."""
        return self.check, self.until, self.person, self.reason


class Rules(NamedTuple):
    """By what waivers are judged: the policy, the checks that there are, the language of messages, today."""

    policy: Waivers
    known: Collection[str]
    speech: Pack
    today: date


def claims(ticket: Ticket) -> list[Claim]:
    """The waivers of a ticket: those that its tracker tells, and those in its fields and comments."""
    return list(islice(_claims(ticket), MAX_CLAIMS))


def _claims(ticket: Ticket) -> Iterator[Claim]:
    for block in ticket.waivers:
        yield from _of_field(block, ticket.source)
    fields = (block for name, block in ticket.fields.items() if name.strip().lower() == FIELD)
    own = [_of_field(block, ticket.source) for block in fields]
    own += [_of_comment(block, ticket.source) for block in ticket.blocks if block.kind == "comment"]
    for claim in chain.from_iterable(own):
        yield claim if ticket.vouched else claim._replace(vouched=False)


def _of_comment(block: Block, source: Source) -> Iterator[Claim]:
    """A comment whose first word is ``valuegate:`` speaks to us, once for each line that begins with it."""
    text = block.text
    if not _CALL.match(text):
        return
    calls = list(_CALL.finditer(text))
    for call, end in pairwise([*((call.end(), call.start()) for call in calls), (0, len(text))]):
        yield from _sentence(text[call[0] : end[1]], source.span(block.source_offset(call[1])))


def _sentence(text: str, place: tuple[int, int]) -> Iterator[Claim]:
    """``waive CHECK, CHECK until DAY by PERSON: REASON``: a claim for each check."""
    words = " ".join(text.split())
    verb, _, rest = words.partition(" ")
    head, _, reason = rest.partition(":")
    checks, *parts = _PART.split(f" {head}")
    said = {key.lower(): value.strip() for key, value in zip(parts[::2], parts[1::2], strict=True)}
    for name in (_NAMES.findall(checks) if verb.lower() == "waive" else []) or [""]:
        yield Claim(name, said.get("until", ""), said.get("by", ""), reason.strip(), excerpt(words), *place)


def _of_field(block: Block, source: Source) -> Iterator[Claim]:
    """Sentences, one a line, or entries with the keys ``check``, ``until``, ``by`` and ``reason``."""
    entry: dict[str, str] = {}
    start = offset = 0
    for line in block.text.split("\n"):
        found = _ENTRY.match(line)
        key = found[1] if found and (entry or found[1] in _KEYS) else ""
        if key in entry and list(entry) != ["check"]:  # a list of checks comes as a line for each
            yield from _entry(entry, source.span(block.source_offset(start)))
            entry = {}
        if found and key:
            start = start if entry else offset
            entry[key] = f"{entry[key]}, {found[2]}" if key in entry else found[2]
        elif entry:  # a long value goes on
            entry[list(entry)[-1]] += f" {line}"
        elif line.strip():
            call = _CALL.match(line)
            words = line[call.end() :] if call else f"waive {line.strip().removeprefix('waive ')}"
            yield from _sentence(words, source.span(block.source_offset(offset)))
        offset += len(line) + 1
    if entry:
        yield from _entry(entry, source.span(block.source_offset(start)))


def _entry(entry: dict[str, str], place: tuple[int, int]) -> Iterator[Claim]:
    until, person, reason = (" ".join(entry.get(key, "").split()) for key in _KEYS[1:])
    text = excerpt(", ".join(f"{key}: {value}" for key, value in entry.items()))
    known = all(key in _KEYS for key in entry)
    for name in (_NAMES.findall(entry.get("check", "")) if known else []) or [""]:
        yield Claim(name, until, person, reason, text, *place)


def confirmed(now: Sequence[Claim], before: Sequence[Claim]) -> list[Claim]:
    """The waivers of a ticket in a change, by those that it has on the target branch.

    A waiver that is new does not count yet; the one that it replaces still does.
    """
    known = {claim.said for claim in before}
    kept = [claim if claim.said in known else claim._replace(change="new") for claim in now]
    new = {claim.check: claim for claim in kept if claim.change}
    said = {claim.said for claim in now}
    for claim in before:
        if claim.said not in said:
            by = new.get(claim.check)
            line, column = (by.line, by.column) if by else (1, 1)
            kept.insert(0, claim._replace(change="" if by else "removed", line=line, column=column))
    return kept


def waive(verdict: Verdict, claims: Sequence[Claim], rules: Rules) -> Verdict:
    """The verdict with its waivers: what they cover refuses no more, and each fault of them is a finding."""
    waivers: dict[str, Waiver] = {}
    told: list[tuple[Claim, str]] = []
    for claim in claims:
        judgement = verdict.judgements.get(claim.check, _SKIPPED)
        faults = [*_faults(claim, rules), *_untimely(claim, judgement, rules, verdict.day)]
        if not faults and (judgement.outcome == "passed" or claim.check in waivers):
            faults = ["not-needed"]
        elif not faults and judgement.outcome == "failed":
            waiver = waivers[claim.check] = _waiver(claim)
            faults = ["due"] if waiver.until < rules.today else []
        told += [(claim, fault) for fault in faults]
    verdict = covered(verdict, waivers)
    refused = {finding.check for finding in verdict.findings if finding.refuses}
    more = (_finding(claim, fault, rules, refused, verdict.day) for claim, fault in told)
    return verdict._replace(findings=(*verdict.findings, *more))


def covered(verdict: Verdict, waivers: Mapping[str, Waiver]) -> Verdict:
    """The verdict in which some checks are waived: their findings stay, and refuse no more."""
    findings = _covered(verdict.findings, waivers)
    holds = verdict.outcome == "failed" and not any(finding.refuses for finding in findings)
    return verdict._replace(
        outcome="passed" if holds else verdict.outcome,
        judgements={
            name: judgement._replace(findings=_covered(judgement.findings, waivers))
            for name, judgement in verdict.judgements.items()
        },
        findings=findings,
    )


def _faults(claim: Claim, rules: Rules) -> Iterator[str]:
    """Why a waiver waives nothing, at whatever gate."""
    if not claim.check or claim.change == "removed":
        yield claim.change or "unreadable"
        return
    if not claim.reason:
        yield "no-reason"
    if not claim.person:
        yield "no-person"
    elif rules.policy.people is not None and not _among(claim.person, rules.policy.people):
        yield "not-allowed"
    if iso_day(claim.until) is None:
        yield "no-date"
    if claim.check not in rules.known:
        yield "unknown-check"
    elif rules.policy.checks is not None and claim.check not in rules.policy.checks:
        yield "not-waivable"
    if not claim.vouched:
        yield "unproven"
    elif claim.change:
        yield claim.change


def _untimely(claim: Claim, judgement: Judgement, rules: Rules, day: date) -> Iterator[str]:
    """Why a waiver does not cover an entry on this day, if the gate of this day asks for the check."""
    until = iso_day(claim.until) if judgement.outcome != "skipped" else None
    if until and until < day:
        yield "expired"
    elif until and (until - day).days > rules.policy.max_days:
        yield "too-long"


def _among(person: str, people: Iterable[str]) -> bool:
    return fold(person.lstrip("@")) in [fold(name.lstrip("@")) for name in people]


def _waiver(claim: Claim) -> Waiver:
    until = iso_day(claim.until)
    assert until  # noqa: S101  # else it would have a fault
    return Waiver(claim.check, claim.person, until, claim.reason, claim.line, claim.column)


def _covered(findings: Iterable[Finding], waivers: Mapping[str, Waiver]) -> tuple[Finding, ...]:
    return tuple(
        finding._replace(waived_by=waivers[finding.check]) if finding.check in waivers else finding
        for finding in findings
    )


def _finding(claim: Claim, fault: str, rules: Rules, refused: Collection[str], day: date) -> Finding:
    """What is wrong with a waiver; an error where it was needed, since it is why the ticket is refused."""
    meant = refused if fault in ("unreadable", "unknown-check") else {claim.check} & {*refused}
    severity: Severity = "error" if meant else "warning"
    text = rules.speech.says(f"waiver.{fault}")
    words = {
        "quote": claim.text,
        "check": claim.check,
        "person": claim.person,
        "until": claim.until,
        "day": str(day),
        "days": str(rules.policy.max_days),
        "people": ", ".join(rules.policy.people or ()) or "–",
        "checks": ", ".join(rules.policy.checks or ()) or "–",
        "nearest": suggestion(claim.check, sorted(rules.known)) if fault == "unknown-check" else "",
    }
    message, fix = text.message.format_map(words), text.fix.format_map(words)
    url = f"docs/exceptions.md#{fault}"
    return Finding(
        "waiver", f"waiver.{fault}", severity, message, fix, claim.line, claim.column, claim.text, url
    )
