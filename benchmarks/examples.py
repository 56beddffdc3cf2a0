"""Scores a check on files of labelled passages: ``python benchmarks/examples.py problem [FILE…] [--all]``.

Without files, tests/examples/ID.yaml. Prints the misses (with ``--all`` every example), then the table.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from valuegate.check import Check
from valuegate.plugins import load
from valuegate.testing import judge_example, load_examples

ROOT = Path(__file__).parent.parent


def find_check(name: str) -> Check:
    """The built-in check of this id."""
    return load().checks[name]


def main(arguments: list[str]) -> None:
    show_all = "--all" in arguments
    name, *files = [a for a in arguments if a != "--all"]
    check = find_check(name)
    table: Counter[tuple[str, str, str]] = Counter()
    for file in files or [str(ROOT / "tests" / "examples" / f"{name}.yaml")]:
        for number, example in enumerate(load_examples(file)):
            judgement = judge_example(check, example)
            got = "pass" if judgement.outcome == "passed" else "fail"
            table[example.lang, example.expect, got] += 1
            if show_all or got != example.expect:
                why = [f.reason for f in judgement.findings] or judgement.rule
                print(f"{example.lang} #{number} expect {example.expect} ({example.why}); got {why}")
                print("   " + example.text.replace("\n", "\n   "))
                print("   grounds:", [(g.role, g.text) for g in judgement.grounds])
    for lang in ("en", "fr"):
        rates = []
        for expect in ("pass", "fail"):
            right, wrong = (
                table[lang, expect, expect],
                sum(n for (lg, e, g), n in table.items() if lg == lang and e == expect and g != expect),
            )
            rates.append(right / max(1, right + wrong))
            print(f"{lang} {expect}: {right} right, {wrong} wrong")
        print(f"{lang} balanced accuracy {sum(rates) / 2:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
