"""Tickets judged per second and core, reading included: ``python benchmarks/speed.py [ROUNDS]``.

For each labelled corpus, and for tickets filled up to 3 KB with what teams write beside the argument: the
time of one ticket and how many a second holds, of the best round; and the same beside a reference that runs
before and after each round, since machines and their load differ: the median. Then where the time goes.
"""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from valuegate.case import Case
from valuegate.check import Context
from valuegate.engine import Plan, evaluate
from valuegate.intake import read_ticket
from valuegate.language import load
from valuegate.plugins import load as load_plugins
from valuegate.text.detect import foreign

ROOT = Path(__file__).parent.parent
FULL = 3 * 1024
CHECKS = ("problem", "evidence", "metric", "review-date")
REGISTRY = load_plugins()
PLAN = Plan("ready", REGISTRY.checks, CHECKS, [load("en"), load("fr")])


class Document(NamedTuple):
    """A ticket to be read and judged."""

    name: str
    data: bytes
    day: date
    lang: str


def corpus(folder: Path) -> list[Document]:
    """The tickets of a labelled folder."""
    labels = map(json.loads, (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Document(
            label["file"],
            (folder / label["file"]).read_bytes(),
            date.fromisoformat(label["reference_date"]),
            label["lang"],
        )
        for label in labels
    ]


def sections(lang: str) -> list[str]:
    """What teams write beside the argument."""
    text = (ROOT / "benchmarks" / "filling" / f"{lang}.md").read_text(encoding="utf-8")
    return ["\n\n## " + section.strip() for section in text.split("## ")[1:]]


def filled(documents: Sequence[Document]) -> Iterator[Document]:
    """The Markdown tickets, with other sections behind them until they have 3 KB."""
    beside = {"fr": sections("fr"), "en": sections("en")}
    for number, document in enumerate(documents):
        if document.name.endswith(".md"):
            text = document.data.decode()
            more = islice(cycle(beside.get(document.lang, beside["en"])), number % 8, None)
            while len(text.encode()) < FULL - 200:
                text = text.rstrip() + next(more)
            yield document._replace(data=text.encode())


def judge(document: Document) -> None:
    """Everything that a ticket costs."""
    ticket = read_ticket(document.name, document.data, REGISTRY.readers, None)
    evaluate(ticket, PLAN, document.day)


def judge_in_steps(document: Document, took: Counter[str]) -> None:
    """The same step by step; ``took`` counts the seconds of each."""

    def step(name: str, done: Callable[[], object]) -> object:
        start = process_time()
        result = done()
        took[name] += process_time() - start  # type: ignore[assignment]  # seconds are counted as well as things
        return result

    step("read", lambda: read_ticket(document.name, document.data, REGISTRY.readers, None))
    case = Case(read_ticket(document.name, document.data, REGISTRY.readers, None), PLAN.packs)
    step("cut at its labels", lambda: case.parts)
    step("tell the language", lambda: (foreign(case.sample[0], PLAN.packs, case.sample[1]), case.pack))
    for name in CHECKS:
        check = REGISTRY.checks[name]
        options = {option: schema.get("default") for option, schema in check.options.items()}
        context = Context(check, document.day, options, case.pack)
        step(name, partial(check.judge, case, context))


def reference() -> None:
    """Some work that has nothing to do with tickets: 20,000 additions and look-ups."""
    table = dict.fromkeys(range(256), 1)
    total = 0
    for number in range(20_000):
        total += table[number & 255]


def seconds(work: Callable[[], object]) -> float:
    """The processor time that some work takes, once."""
    start = process_time()
    work()
    return process_time() - start


def measure(name: str, documents: Sequence[Document], rounds: int) -> None:
    """One line for some tickets."""
    took: list[float] = []
    beside: list[float] = []
    for _ in range(rounds):
        before = seconds(reference)
        took.append(seconds(lambda: list(map(judge, documents))) / len(documents))
        beside.append(2 * took[-1] / (before + seconds(reference)))
    size = sum(len(document.data) for document in documents) / len(documents)
    figures = f"{len(documents):4} tickets of {size:5.0f} bytes  {min(took) * 1e6:6.0f} µs"
    print(f"{name:10} {figures}  {1 / min(took):5.0f} a second  {median(beside):5.2f} references")


def steps(documents: Sequence[Document], rounds: int) -> None:
    """Where the time of some tickets goes."""
    least: dict[str, float] = {}
    for _ in range(rounds):
        took: Counter[str] = Counter()
        for document in documents:
            judge_in_steps(document, took)
        least = {name: min(seconds, least.get(name, seconds)) for name, seconds in took.items()}
    print("  " + ", ".join(f"{name} {s / len(documents) * 1e6:.0f}" for name, s in least.items()), "µs")


def main(arguments: list[str]) -> None:
    rounds = int(arguments[0]) if arguments else 5
    gc.disable()  # nothing that a ticket leaves behind is a cycle
    everything: list[Document] = []
    for labels in sorted((ROOT / "tests" / "corpus").glob("*/labels.jsonl")):
        documents = corpus(labels.parent)
        everything += documents
        measure(labels.parent.name, documents, rounds)
    full = list(filled(everything))
    for name, documents in (("all", everything), ("3 KB", full)):
        measure(name, documents, rounds)
        steps(documents, rounds)


if __name__ == "__main__":
    main(sys.argv[1:])
