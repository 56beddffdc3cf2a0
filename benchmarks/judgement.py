"""Scores all checks on a folder of labelled tickets: ``python benchmarks/judgement.py FOLDER [--quiet]``.

The folder holds ``labels.jsonl`` (id, lang, format, file, reference_date, gate, expected, reason,
difficulty) and the tickets. Prints the misses, then balanced accuracy, wrongly refused and let through, per
check, language, format and difficulty.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from valuegate.engine import Plan, evaluate
from valuegate.errors import TicketError
from valuegate.finding import Verdict
from valuegate.intake import read_ticket
from valuegate.language import load
from valuegate.plugins import Registry
from valuegate.plugins import load as load_plugins

CHECKS = ("problem", "evidence", "metric", "review-date", "impact")


def judge(label: dict[str, Any], folder: Path, registry: Registry) -> Verdict | TicketError:
    """The verdict on one labelled ticket, by all five checks."""
    path = folder / label["file"]
    wanted = [name for name in CHECKS if label["expected"][name.replace("-", "_")] != "n/a"]
    plan = Plan("all", registry.checks, wanted, [load("en"), load("fr")])
    try:
        ticket = read_ticket(str(path), path.read_bytes(), registry.readers, None)
    except TicketError as error:
        return error
    return evaluate(ticket, plan, date.fromisoformat(label["reference_date"]))


def main(arguments: list[str]) -> None:
    folder = Path(next(a for a in arguments if not a.startswith("--")))
    registry = load_plugins()
    tables: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        verdict = judge(label, folder, registry)
        for name in CHECKS:
            expect = label["expected"][name.replace("-", "_")]
            if expect == "n/a":
                continue
            judgement = None if isinstance(verdict, TicketError) else verdict.judgements.get(name)
            got = "pass" if judgement and judgement.outcome == "passed" else "fail"
            for group in (
                ("check", name),
                ("lang", label["lang"]),
                ("format", label["format"]),
                ("level", label["difficulty"]),
                ("all", "all"),
            ):
                tables[group][expect, got] += 1
            if got != expect and "--quiet" not in arguments:
                reason = label["reason"].get(name.replace("-", "_"))
                said = [f.reason for f in judgement.findings] if judgement else verdict
                grounds = [(g.role, g.text) for g in judgement.grounds] if judgement else []
                head = f"{label['id']} {label['format']} {name}: expect {expect} ({reason})"
                print(f"{head}, got {said} {grounds}")
    for (kind, name), table in sorted(tables.items()):
        print(f"{kind:7} {name:16} {summary(table)}")


def summary(table: Counter[tuple[str, str]]) -> str:
    """Balanced accuracy, honest ones refused, bad ones let through."""
    honest = table["pass", "pass"] + table["pass", "fail"]
    bad = table["fail", "fail"] + table["fail", "pass"]
    rates = [
        n / total for n, total in ((table["pass", "pass"], honest), (table["fail", "fail"], bad)) if total
    ]
    balanced = sum(rates) / len(rates)
    refused, passed = table["pass", "fail"], table["fail", "pass"]
    return f"balanced {balanced:.3f}  refused {refused}/{honest}  let through {passed}/{bad}"


if __name__ == "__main__":
    main(sys.argv[1:])
