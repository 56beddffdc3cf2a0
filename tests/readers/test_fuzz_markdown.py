"""Hostile Markdown up to the size limit: no death, no hang, no time that grows faster than the input.

It is read in a process of its own: a parser that dies of a signal takes its process along.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from valuegate.reader import MAX_BYTES

BLOCKS = [
    "> ",
    ">",
    "- ",
    "1. ",
    "* * ",
    "+ ",
    "- > ",
    "- a\n",
    "  - a\n",
    "- [ ] a\n",
    "# a\n",
    "a\n---\n",
    "a\n===\n",
]
FENCES = [
    "```\n",
    "~~~\n",
    "``` ",
    "`",
    "``",
    "    a\n\n",
    "---\n",
    "---\na: b\n",
    "[^1]: a\n\n",
    "[a]: b\n",
    "[^1]",
]
INLINE = [
    "[",
    "![",
    "[a](",
    "![](u)",
    "[a](b) ",
    "](",
    "*",
    "**a ",
    "_a_ ",
    "~~a",
    "~",
    "~~a~~",
    "\\",
    "a\\\n",
]
LINKS = [
    "https://",
    "https://a.b/) ",
    "https://a.b/" + ")" * 99 + " ",
    "://",
    "(",
    "[![a](b)](c)",
    "<a@b.c> ",
]
ENTITIES = ["&amp;", "&", "&#", "&#1;", "&nbsp;", "<p>&amp;", "<p>&"]
TABLES = ["|", "a|b\n-|-\n", "|a", "|-", "||\n"]
TAGS = [
    "<div>",
    "<p",
    "<p ",
    '<p "',
    "<p '",
    '<a href="b">',
    "<a b='\">",
    "</p>",
    "</",
    "<",
    "<b>",
    "<s>a",
    "<br>",
]
TREES = [
    "<ul>",
    "<li>",
    "<ul><li>",
    "<table>",
    "<tr>",
    "<td>",
    "<table><tr><td>",
    "<blockquote>",
    "</ul>",
    "<pre>",
]
QUIET = [
    "<!-- ",
    "<!-- a -->",
    "<!",
    "<?",
    "<![CDATA[",
    "]]>",
    "<script>",
    "<script></script>",
    "<title>",
    "<style ",
]
SPACES = ["\n", "\r", "\r\n", "\t", " ", "  \n", "\u00a0", "-\u00a0a\n", "\u200b", "é", "😀", "\ud800", "a"]
PIECES = [*BLOCKS, *FENCES, *INLINE, *LINKS, *ENTITIES, *TABLES, *TAGS, *TREES, *QUIET, *SPACES]
YAML = [
    "[",
    "{",
    "- ",
    "a: ",
    "? ",
    "&a ",
    "*a ",
    "'",
    '"',
    "|\n",
    "#",
    "\t",
    "a: b\n",
    "x",
    "- a\n",
    "a b ",
    "\\u00e9 ",
]


def inputs(size: int) -> list[str]:
    """All hostile texts of about a size, bare and after something that changes how they are read."""
    texts = [piece * (size // len(piece)) for piece in PIECES]
    texts += ["<div>\n" + piece * (size // len(piece)) for piece in [*TAGS, *TREES, *QUIET, *ENTITIES]]
    texts += ["![" * (size // 8) + "a" * (size // 8) + "](u)" * (size // 8)]
    texts += ["*" * (size // 3) + "a" + "*" * (size // 3), "> " * 90 + "a\n" * (size // 2)]
    texts += ["|" + "a|" * (size // 8) + "\n|" + "-|" * (size // 8) + "\n" + "|a\n" * (size // 8)]
    texts += ["".join("  " * (depth % 40) + "- a\n" for depth in range(size // 44))]
    texts += ["- a\n" + "\n  b\n" * (size // 5), "    a\n" * (size // 6), "<p>" + "a\n" * (size // 2)]
    matter = min(size, 16_000)
    texts += ["---\nk: " + piece * (matter // len(piece)) + "\n---\n" for piece in YAML]
    texts += [
        "---\nk: >\n" + "  \\ a\n" * (matter // 6) + "\n---\n",
        '---\nk: "' + "\\u00e9 " * (matter // 7) + '"\n---\n',
    ]
    return texts


CHILD = """
import sys
sys.path[:0] = {folders!r}
from growth import grows_at_most
from test_fuzz_markdown import inputs
from valuegate.errors import TicketError
from valuegate.readers.markdown import MarkdownReader
from valuegate.ticket import Source

def read(text):
    try:
        for block in MarkdownReader().read(Source("x", text)).blocks:
            assert 0 <= block.source_offset(0) <= len(text)
    except TicketError:
        pass  # refused in time is as good

small, large = inputs({size} // 64)[{first}::{step}], inputs({size} // 16)[{first}::{step}]
for number, (less, more) in enumerate(zip(small, large)):
    grows_at_most(10, read, less, more)
    print("ok", flush=True)
    if number % 4 == 0:
        read((more * 17)[:{size}])
        print("ok", flush=True)
"""
STEP = 4


@pytest.mark.parametrize("first", range(STEP))
def test_hostile_input_neither_kills_nor_hangs_nor_slows(first: int) -> None:
    here = Path(__file__).parent
    code = CHILD.format(folders=[str(here), str(here.parent)], first=first, step=STEP, size=MAX_BYTES)
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=1200, check=False
    )
    assert child.returncode == 0, (child.returncode, child.stdout[-300:], child.stderr[-2000:])
    assert child.stdout.count("ok\n") > 30


@pytest.mark.parametrize("piece", ["[", "- ", "{a: ", "? ", "- - ? "])
def test_front_matter_that_crashes_the_c_loader_of_pyyaml_is_only_refused(piece: str) -> None:
    code = (
        "from valuegate.yaml_source import load; from valuegate.errors import ValuegateError\n"
        f"try: load({piece!r} * 200_000, name='x', max_bytes=10**7)\n"
        "except ValuegateError: print('refused')"
    )
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=1200, check=False
    )
    assert (child.returncode, child.stdout.strip()) == (0, "refused")
