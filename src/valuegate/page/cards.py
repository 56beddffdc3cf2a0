"""A verdict as a card of a page: what refuses first, then what only advises, then what holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..finding import SIGNS, Bearing, Finding, Judgement, Verdict, excerpt
from ..language import Pack
from ..markup import Markup, joined, tag
from ..text.detect import detect

_LATER = ("warning", "waived")


def css(word: str) -> str:
    """The class of a word: its colour."""
    return word.replace(" ", "-")


def folder(verdict: Verdict) -> str:
    """Where the ticket lies."""
    return verdict.source.rpartition("/")[0] or "."


def card(verdict: Verdict, today: date, packs: Sequence[Pack]) -> Markup:
    """One verdict; ``packs`` are the languages that its findings may speak."""
    findings = sorted(verdict.findings, key=lambda finding: verdict.bearing(finding) in _LATER)
    return tag(
        "article",
        *(
            _title(verdict),
            _place(verdict),
            *(tag("p", remark, class_="note") for remark in verdict.remarks(today)),
        ),
        _list(
            "findings", [_finding(verdict, finding, verdict.bearing(finding), packs) for finding in findings]
        ),
        _holds(verdict),
        class_=css(verdict.standing),
        data_standing=verdict.standing,
        data_reasons=" ".join(dict.fromkeys(finding.reason for finding in verdict.findings)),
        data_folder=folder(verdict),
    )


def _list(css: str, items: Sequence[Markup]) -> Markup:
    return tag("ul", *items, class_=css) if items else Markup()


def _title(verdict: Verdict) -> Markup:
    state = tag("span", f"{SIGNS[verdict.standing]} {verdict.standing}", class_="state")
    key = tag("span", excerpt(verdict.key), class_="key") if verdict.key else Markup()
    return tag("h3", joined([state, key, tag("bdi", excerpt(verdict.title) or verdict.source)], " "))


def _place(verdict: Verdict) -> Markup:
    gate = "template for gate" if verdict.kind == "template" else "gate"
    where = [tag("code", tag("bdi", verdict.source)), " · "] if verdict.has_lines else []
    return tag("p", *where, f"{gate} {verdict.gate}", class_="meta")


def _finding(verdict: Verdict, finding: Finding, bearing: Bearing, packs: Sequence[Pack]) -> Markup:
    """One reason: what is missing, the words, the mend, the place."""
    lang, quoted = _spoken(finding, packs), excerpt(finding.excerpt)
    return tag(
        "li",
        tag("span", SIGNS[bearing], class_="sign", aria_hidden="true"),
        tag("p", tag("b", finding.check), " ", tag("bdi", finding.message, lang=lang), class_="said"),
        tag("blockquote", tag("bdi", quoted)) if quoted not in finding.message else Markup(),
        _mend(finding, lang),
        _where(verdict, finding, bearing),
        class_=css(bearing),
    )


def _spoken(finding: Finding, packs: Sequence[Pack]) -> str | None:
    """The language of a finding, for those who hear the page; the page itself speaks English."""
    pack = detect(f"{finding.message} {finding.fix}", packs)
    return pack.code if pack and pack.code != "en" else None


def _mend(finding: Finding, lang: str | None) -> Markup:
    if finding.waived_by:
        return tag("p", "Waived by ", tag("bdi", str(finding.waived_by)), class_="note")
    if not finding.fix:
        return Markup()
    return tag("p", tag("span", "→", aria_hidden="true"), tag("bdi", finding.fix, lang=lang), class_="fix")


def _where(verdict: Verdict, finding: Finding, bearing: Bearing) -> Markup:
    """Where in the ticket, and the reason; a fault of ours has no place there."""
    parts: list[str] = []
    if bearing in (*_LATER, "undecided"):
        parts.append(tag("span", bearing, class_="tone"))
    if bearing != "undecided" and finding.line:
        parts += _place_of(verdict, finding)
    parts.append(tag("a", finding.reason, href=f"#reason-{finding.reason}"))
    return tag("p", joined(parts, " · "), class_="where")


def _place_of(verdict: Verdict, finding: Finding) -> list[str]:
    """The line in a file; in a tracker, which has none, what stands over the passage."""
    if verdict.has_lines:
        return [f"line {finding.line}, column {finding.column}"]
    under = verdict.under(finding.check)
    return [joined(["in “", tag("bdi", under), "”"])] if under else []


def _holds(verdict: Verdict) -> Markup:
    """What holds, folded: by which words, and by which rule."""
    holds = {name: each for name, each in verdict.judgements.items() if each.outcome == "passed"}
    if not holds:
        return Markup()
    rows = [
        part
        for name, each in holds.items()
        for part in (tag("dt", name), tag("dd", *_grounds(verdict, each)))
    ]
    return tag("details", tag("summary", f"✓ holds: {', '.join(holds)}"), tag("dl", *rows))


def _grounds(verdict: Verdict, judgement: Judgement) -> Iterator[str]:
    label = [joined(["“", tag("bdi", excerpt(judgement.label)), "”"])] if judgement.label else []
    yield joined([*label, *([f"line {judgement.line}"] if verdict.has_lines else [])], ", ")
    yield _list(
        "words",
        [
            tag(
                "li",
                *(tag("span", ground.role, class_="role"), " “", tag("bdi", excerpt(ground.text)), "” "),
                *(
                    [tag("span", f"{ground.line}:{ground.column}", class_="where")]
                    if verdict.has_lines
                    else []
                ),
            )
            for ground in judgement.grounds
        ],
    )
    if judgement.rule:
        yield tag("p", judgement.rule, class_="rule")
