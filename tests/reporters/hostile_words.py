"""Reports that hold hostile words wherever a ticket, a person or a path has words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import report_samples as samples

from valuegate.errors import ValuegateError
from valuegate.finding import Finding, Ground, Judgement, Verdict, Waiver, excerpt
from valuegate.report import Reporter, Style, render
from valuegate.terminal import safe

__all__ = ["PLAIN", "WORDS", "render", "report", "safe", "samples", "verdicts"]
_TABLE = json.loads((Path(__file__).parent / "hostile_words.json").read_text(encoding="utf-8"))


def _text(value: str | list[object]) -> str:
    """A text, or one that is repeated: ``["x", 5000]``."""
    return value if isinstance(value, str) else str(value[0]) * int(str(value[1]))


WORDS = {f"{kind}: {name}": _text(value) for kind, part in _TABLE.items() for name, value in part.items()}
"""Every row of the table, by its kind and name."""

PLAIN = "plain words"


def path(text: str) -> str:
    """A file that is called so."""
    return f"tickets/{text}"


def verdicts(text: str) -> tuple[Verdict, ...]:
    """A refusal, a draft, a waiver, an exemption: each word of them that is not ours is this text."""
    words = excerpt(text) or "-"  # as checks cut what they quote
    finding = Finding(
        *("evidence", "evidence.authority", "error", f"{words} is no evidence", f"Say more than {words}"),
        *(14, 5, excerpt(f"{text[:100]} quoted")),
    )
    waiver = Waiver("evidence", text, date(2026, 12, 31), text, 16, 1)
    holds = Judgement("passed", 8, 1, text, (Ground(text, text, 8, 1),), (), text)
    fails = Judgement("failed", 14, 5, text, (Ground(text, text, 14, 5),), (finding,), text)
    checks = {"problem": holds, "evidence": fails}
    refused = Verdict(
        path(text), "ticket", text, text, "ready", True, samples.TODAY, "failed", None, checks, (finding,)
    )
    waived = finding._replace(waived_by=waiver)
    return (
        refused,
        refused._replace(binding=False, key="", title=f"{text} draft"),
        refused._replace(outcome="passed", judgements={"problem": holds}, findings=(waived,)),
        refused._replace(outcome="exempt", exempt_by=f"except.labels: {text}", judgements={}, findings=()),
        refused._replace(outcome="failed", judgements={}, findings=(finding._replace(check="ticket"),)),
    )


def report(reporter: Reporter, text: str, style: Style | None = None) -> str:
    """A run whose every word that is not ours is this text, as a reporter writes it."""
    error = ValuegateError(text, fix=text, source=path(text), line=3, column=7)
    head = samples.HEAD._replace(policy=text, notes=(error,))
    return render(reporter, head, verdicts(text), (error,), style)
