"""Hostile tickets up to the size limit: no reader dies, hangs, or slows down faster than its input grows.

Each format is read in a process of its own, since a parser that dies of a signal takes its process along.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from valuegate.reader import MAX_BYTES
from valuegate.readers.issue_form import MAX_FORM_BYTES

WIKI = [
    *(
        "[",
        "{panel}",
        "||",
        "|",
        "h1. ",
        "-a-",
        "{{",
        "*a ",
        "{code}",
        "|a\n",
        "https://",
        "\n",
        "h1.",
        "-a ",
        " -a",
    ),
    *(
        "_a ",
        "+a ",
        "{*}",
        "{-}",
        "\\",
        "!",
        "!a",
        "[a|",
        "[a|http://x",
        "{noformat}",
        "{noformat}a{noformat}",
    ),
    *(
        "https://x)))) ",
        "a\n",
        "a   \n",
        "* a\n",
        "|a|\n",
        "\r",
        "- ",
        "[~",
        "(x) ",
        ":a:",
        "h1. :a:",
        "{quote}",
    ),
    *(
        "{color:x}",
        "*a* ",
        "{{a}}",
        "&nbsp;",
        "{code:",
        "*[a|http://b]*",
        "||[",
        "|{",
        "|![a",
        "\\\\",
        "a-",
        "-a.",
    ),
    *("(-a.", "{status:x|", "{panel:title=x}", "# a\n", "> ", "a\u200b", "{", " "),
]
DOCUMENT = '{"type": "doc", "content": [%s]}'
NODES = [
    '{"type": "paragraph", "content": [{"type": "text", "text": "a"}]}',
    '{"type": "text", "text": "a"}',
    '{"type": "x"}',
    '{"type": "tableRow", "content": [{"type": "tableCell"}]}',
    '{"type": "text", "text": "https://x.y ", "marks": [{"type": "link", "attrs": {"href": "https://x"}}]}',
]
WORDS = ["a", " ", "a ", "\\u00e9", "\\n", "https://", "https://x.y ", "\\ud800", "\u200b", "*"]
YAML = ["[", "{", "- ", "a: ", "&a ", "*a ", "'", '"', "|\n", "? ", "---\n", "#", "\t", "body: [", "é", "\n"]


def repeat(piece: str, size: int) -> str:
    return piece * (size // len(piece.encode()))


def wiki(size: int) -> list[str]:
    return [repeat(piece, size) for piece in WIKI]


def adf(size: int) -> list[str]:
    raw = ["{", "[", '{"a":', '"', "\\", '"\\', '"a",', "1,", "[1,", "[]", "{}", " ", "\u00e9"]
    texts = [repeat(piece, size) for piece in raw]
    texts += [DOCUMENT.replace("%s", ",".join([node] * (size // (len(node) + 2)))) for node in NODES]
    texts += [DOCUMENT.replace("%s", f'{{"type": "text", "text": "{repeat(word, size)}"}}') for word in WORDS]
    lines = repeat("a" + r"\n\n", size)
    members = ",".join(f'"{number}": "a"' for number in range(size // 14))
    texts += [f'{{"fields": {{"description": "{lines}"}}}}', f'{{"fields": {{{members}}}}}']
    return [*texts, f'{{{members}, "1": 1}}']


def form(size: int) -> list[str]:
    texts = [repeat(piece, size) for piece in YAML]
    head = "body:\n- type: textarea\n  attributes:\n    value: "
    for style in "|>":
        lines = [repeat("      " + word + "\n\n", size) for word in ("[", "a ", "é", "https://x ", "a " * 99)]
        texts += [head + style + "\n" + words for words in lines]
    return [*texts, "body:\n" + repeat("- type: input\n", size)]


CHILD = """
import sys
from valuegate.errors import TicketError
from valuegate.readers.{module} import {reader} as Reader
from valuegate.ticket import Source
sys.path[:0] = {folders!r}
import test_fuzz_others as inputs
from growth import grows_at_most

def read(text):
    source = Source("x", text)
    Reader().claims("x", text)
    try:
        for block in Reader().read(source).blocks:
            assert 0 <= block.source_offset(0) <= len(text)
    except TicketError:
        pass  # refused in time is as good

for text in inputs.{make}({size})[:8]:
    read(text)
    print("ok", flush=True)
small, large = inputs.{make}({size} // 32), inputs.{make}({size} // 8)
for less, more in zip(small, large):
    grows_at_most(10, read, less, more)
    print("ok", flush=True)
"""


@pytest.mark.parametrize(
    ("module", "reader", "make", "size"),
    [
        ("jira_wiki", "JiraWikiReader", "wiki", MAX_BYTES),
        ("adf", "AdfReader", "adf", MAX_BYTES),
        ("issue_form", "IssueFormReader", "form", MAX_FORM_BYTES - 100),
    ],
)
def test_hostile_input_neither_kills_nor_hangs_nor_slows(
    module: str, reader: str, make: str, size: int
) -> None:
    here = Path(__file__).parent
    folders = [str(here), str(here.parent)]
    code = CHILD.format(module=module, reader=reader, make=make, size=size, folders=folders)
    # Nobody measures coverage in there: it would take most of the time.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=1200, check=False, env=env
    )
    assert child.returncode == 0, (child.returncode, child.stdout[-300:], child.stderr[-2000:])
    assert child.stdout.count("ok\n") > 30
