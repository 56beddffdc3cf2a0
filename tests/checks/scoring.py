"""Scores a check on labelled passages, for the tests of every check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from valuegate.check import Check
from valuegate.finding import Judgement
from valuegate.testing import Example, judge_example, load_examples

EXAMPLES = Path(__file__).parent.parent / "examples"


def rates(check: Check, file: str) -> dict[tuple[str, str], float]:
    """Per language and expected verdict, the share that the check judges so."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for example in load_examples(str(EXAMPLES / file)):
        group = (example.lang, example.expect)
        total[group] += 1
        right[group] += outcome(judge_example(check, example)) == example.expect
    return {group: right[group] / total[group] for group in total}


def rates_in_letters(judge_ticket: Callable[[str], Judgement], file: str) -> dict[tuple[str, str], float]:
    """The same where each example is a whole ticket without a label."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for example in load_examples(str(EXAMPLES / file)):
        group = (example.lang, example.expect)
        total[group] += 1
        right[group] += outcome(judge_ticket(example.text)) == example.expect
    return {group: right[group] / total[group] for group in total}


def outcome(judgement: Judgement) -> str:
    """``pass`` or ``fail``."""
    return "pass" if judgement.outcome == "passed" else "fail"


def judge(
    check: Check, text: str, lang: str = "en", metric: str = "", options: dict[str, object] | None = None
) -> Judgement:
    """The judgement of one passage."""
    return judge_example(check, Example(text, lang, "", "", metric), **(options or {}))


def reason(judgement: Judgement) -> str:
    """The reason of a refusal without its check, or ``pass``."""
    return judgement.findings[0].reason.partition(".")[2] if judgement.outcome == "failed" else "pass"
