"""Does the time of each reader grow with its input, and no faster? ``python benchmarks/readers.py [READER…]``.

Prints t(2n)/t(n) for hostile inputs, the worst first, and what an ordinary ticket of 3 KB costs. A ratio over
2.5 is a defect (the exit code is 1).
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator

from valuegate.errors import TicketError
from valuegate.reader import Reader
from valuegate.ticket import Source

READERS = {
    "markdown": "valuegate.readers.markdown:MarkdownReader",
    "jira-wiki": "valuegate.readers.jira_wiki:JiraWikiReader",
    "adf": "valuegate.readers.adf:AdfReader",
    "issue-form": "valuegate.readers.issue_form:IssueFormReader",
}
SIZE = 64 * 1024
"""n, in characters; a few inputs grow past the limits of their reader, which is a fast refusal."""
LIMIT = 2.5
QUICK = 0.010  # seconds: below this, the ratio is noise

Make = Callable[[int], str]


def repeat(piece: str, before: str = "", after: str = "") -> Make:
    """An input that says the same thing over and over."""
    return lambda size: before + piece * (size // len(piece)) + after


MARKDOWN = [
    *(
        repeat(piece)
        for piece in (">", "> ", "- ", "- a\n", "# a\n", "a\n---\n", "1. a\n", "- [ ] a\n", "a\n\n")
    ),
    *(
        repeat(piece)
        for piece in ("[", "![", "[a](", "[a](b) ", "![](u)", "*", "**a ", "_a_ ", "~~a", "`", "`` ")
    ),
    *(
        repeat(piece)
        for piece in ("<!-- ", "<!-- a -->", "<div>", "<p", '<a href="', "<b>", "<s>a", "<script>", "</")
    ),
    *(
        repeat(piece)
        for piece in ("|", "a|b\n-|-\n", "&amp;", "https://a.b/) ", "é", "-\u00a0a\n", "```\n", "---\n")
    ),
    *(
        repeat(piece, "<div>\n")
        for piece in ("<", "<p", "<td>", "&amp;", "<pre>", "<table><tr><td>", "</ul>")
    ),
    lambda size: "![" * (size // 8) + "a" * (size // 8) + "](u)" * (size // 8),
    lambda size: "|" + "a|" * (size // 8) + "\n|" + "-|" * (size // 8) + "\n" + "|a\n" * (size // 8),
    *(repeat(piece, "---\nk: ", "\n---\n") for piece in ("[", "- ", "a ", "'")),
]
WIKI = [
    *(
        repeat(piece)
        for piece in ("h1. a\n", "h1.", "* a\n", "# ", "*a ", "_a ", "-a ", "{{", "{code}", "{panel}")
    ),
    *(
        repeat(piece)
        for piece in ("[", "[a|", "[a|http://x", "||", "|a\n", "||a||b\n", "!", "https://x)))) ", "\n")
    ),
    *(repeat(piece) for piece in ("{noformat}a", "{color:red}", "\\", "a\n", "&nbsp;", "bq. a\n", "{quote}")),
]
NODE = {"type": "paragraph", "content": [{"type": "text", "text": "a"}]}
ADF = [
    *(repeat(piece) for piece in ("{", "[", '{"a":', '"', "\\", "1,", " ")),
    *(
        repeat(json.dumps(node) + ",", '{"type": "doc", "content": [', '{"type": "x"}]}')
        for node in (
            NODE,
            {"type": "x"},
            {"type": "table", "content": [{"type": "tableRow", "content": [NODE]}]},
        )
    ),
    *(
        repeat(piece, '{"type": "doc", "content": [{"type": "text", "text": "', '"}]}')
        for piece in ("a ", "\\u00e9", "\\n", "https://x.y ", "https://")
    ),
]
FORM = [
    *(repeat(piece) for piece in ("[", "- ", "a: ", "&a ", "'", "#", "? ", "---\n")),
    repeat("- type: input\n", "body:\n"),
    repeat("  - type: textarea\n    attributes:\n      label: Problem\n", "body:\n"),
    repeat("      a b\n\n", "body:\n- type: textarea\n  attributes:\n    value: |\n"),
]
INPUTS = {"markdown": MARKDOWN, "jira-wiki": WIKI, "adf": ADF, "issue-form": FORM}
TICKET = """# Month-end export times out

## Problem

Accountants with **large ledgers** cannot finish their close; the export stalls and they split it by week.

## Evidence

- 23 tickets tagged `export-timeout` since 1 Sept: https://example.org/filters/88213
- Recordings of 4 users, notes in [the library](https://example.org/notes)

## Success metric

Exports that complete at first try: 61 % today to 95 %.

## Acceptance criteria

- [ ] works with keyboard only
- [ ] texts reviewed

| Day | Who |
|---|---|
| 2027-01-11 | internal users |

"""


def load(name: str) -> Reader:
    """The reader of a name."""
    module, _, kind = READERS[name].partition(":")
    reader: Reader = getattr(importlib.import_module(module), kind)()
    return reader


def seconds(reader: Reader, text: str, rounds: int = 3) -> float:
    """The best of some rounds."""
    best = 99.0
    for _ in range(rounds):
        source = Source("x", text)
        start = time.process_time()
        try:
            reader.claims("x", text)
            reader.read(source)
        except TicketError:
            pass
        best = min(best, time.process_time() - start)
    return best


def ratios(name: str) -> Iterator[tuple[float, float, str]]:
    """For each hostile input: t(2n)/t(n), t(2n), and how the input begins."""
    reader = load(name)
    for make in INPUTS[name]:
        once, twice = seconds(reader, make(SIZE)), seconds(reader, make(2 * SIZE))
        ratio = twice / once if twice > QUICK else 1.0
        if ratio > LIMIT:  # once more, longer: other processes disturb
            once, twice = seconds(reader, make(SIZE), 9), seconds(reader, make(2 * SIZE), 9)
            ratio = twice / once
        yield ratio, twice, repr(make(40)[:40])


def main(names: list[str]) -> int:
    gc.disable()  # as the command does
    worst = 0.0
    for name in names or READERS:
        print(f"{name}: t(2n)/t(n), t(2n) in ms, n = {SIZE:,}")
        for ratio, twice, text in sorted(ratios(name), reverse=True):
            print(f"  {ratio:5.2f} {twice * 1000:8.1f}  {text}{'   SLOW' if ratio > LIMIT else ''}")
            worst = max(worst, ratio)
        gc.collect()
    if not names or "markdown" in names:
        text = (TICKET * 9)[:3072]
        print(f"an ordinary ticket of 3 KB: {seconds(load('markdown'), text, 2000) * 1e6:.0f} µs (markdown)")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
