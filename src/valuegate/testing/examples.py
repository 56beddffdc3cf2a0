"""Labelled examples as data: a passage, how a senior coach judges it, and why.

A file is a YAML list of entries with ``text``, ``lang``, ``expect`` (``pass`` or ``fail``) and ``why``;
``metric`` gives the ticket's own metric where a check compares with it (impact).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import yaml_source
from ..case import Case
from ..check import Check, Context
from ..finding import Judgement
from ..language import load
from ..reader import decode
from ..readers.markdown import MarkdownReader
from ..records import NamedTuple

TODAY = date(2026, 11, 23)
"""The day for which examples are judged, unless they say another."""

_LABELS = {
    "en": {
        "problem": "Problem",
        "evidence": "Evidence",
        "metric": "Metric",
        "review-date": "Review date",
        "impact": "Impact",
        "open-question": "Open question",
    },
    "fr": {
        "problem": "Problème",
        "evidence": "Preuves",
        "metric": "Indicateur",
        "review-date": "Date de revue",
        "impact": "Impact",
        "open-question": "Question ouverte",
    },
}


_MOST = 10_000_000
"""Bytes of examples in one file."""


class Example(NamedTuple):
    """One labelled passage. ``expect`` is ``pass`` or ``fail``."""

    text: str
    lang: str
    expect: str
    why: str
    metric: str = ""


def load_examples(path: str) -> list[Example]:
    """The examples of a YAML file; ValuegateError for a key that stands twice: two examples became one."""
    with open(path, encoding="utf-8") as file:
        entries: Any = yaml_source.load(file.read(), name=path, max_bytes=_MOST).value
    return [Example(**{name: str(value) for name, value in entry.items()}) for entry in entries]


def judge_example(check: Check, example: Example, **options: object) -> Judgement:
    """What a check says of one example, in a ticket that holds nothing else."""
    labels = _LABELS[example.lang]
    parts = [("metric", example.metric), (check.id, example.text)]
    text = "\n".join(f"## {labels.get(topic, topic)}\n\n{body}\n" for topic, body in parts if body)
    ticket = MarkdownReader().read(decode(text.encode(), "example.md"))
    languages = [example.lang, *(code for code in _LABELS if code != example.lang)]
    case = Case(ticket, [load(code) for code in languages])
    defaults = {name: schema.get("default") for name, schema in check.options.items()}
    return check.judge(case, Context(check, TODAY, {**defaults, **options}, case.pack))
