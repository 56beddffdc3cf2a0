"""Reads Jira's wiki markup, line by line: what Jira Server stores, and what people paste from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuegate.reader import BlockBuilder, join_row, with_directives
from valuegate.readers import claims_jira_wiki
from valuegate.ticket import Block, BlockKind, Source, Ticket
from valuegate.wiki_markup import finish, write

_MACRO = re.compile(
    r"(?<!\\)\{(code|noformat|quote|panel|info|note|tip|warning|expand)(?::([^{}\r\n]{0,500}))?\}"
)
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_TITLE = re.compile(r"(?:^|(?<=\|))title=([^|]*)|^([^|=]+)$")

_HEADING = re.compile(r"h([1-6])\.(?!\d)\s*")
_EMOTICONS = re.compile(
    r"(?:(?::[a-z][a-z0-9_+-]{0,40}:|\((?:[!x/?iyn+-]|on|off|\*[rgby]?|flag)\)|[:;]-?[()DP])\s*)+"
)
_RULE = re.compile(r"-{4,}\Z")
_ITEM = re.compile(r"(-|[*#][*#-]{0,40})(?:\s+|\Z)")
_QUOTE = re.compile(r"bq\.\s+")
_CELL_SIGN = re.compile(
    r"(\|\|?)|\\.|\[[^\[\]]{0,2500}\]|\{\{?[^{}]{0,500}\}|![^!|\s][^!|\r\n]{0,250}\|[^!|\r\n]{0,250}!"
)


class JiraWikiReader:
    """Jira's wiki markup."""

    name = "jira-wiki"

    def claims(self, name: str, text: str) -> int:
        """Sure of ``.wiki`` and ``.jira``; else of headings, macros, links or bold labels of the markup."""
        return claims_jira_wiki(name, text)

    def read(self, source: Source) -> Ticket:
        """The ticket; any text can be read."""
        blocks = with_directives(_Scanner(source.text).run())
        first = blocks[0] if blocks else None
        title = first.text.strip() if first and first.kind == "heading" and first.level == 1 else ""
        return Ticket(source, blocks, title=title, reader=self.name)


class _Scanner:
    """Goes through the text once. ``leaf`` is the open paragraph, quote or item; ``row`` the open row."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.leaf: BlockBuilder | None = None
        self.row: tuple[int, int] | None = None
        self.quoted = False
        self.line_end = 0

    def run(self) -> list[Block]:
        at = 0
        endless: set[str] = set()
        while macro := _MACRO.search(self.text, at):
            self._lines(at, macro.start())
            at, name = macro.end(), macro[1]
            if name not in ("code", "noformat"):
                self._frame(macro)
            elif name not in endless:
                close = self.text.find("{" + name + "}", at)
                if close < 0:  # Jira shows it as it stands: it cannot hide the rest of the ticket
                    endless.add(name)
                else:
                    self._verbatim("code" if name == "code" else "paragraph", at, close)
                    at = close + len(name) + 2
        self._lines(at, len(self.text))
        return self.blocks

    def _frame(self, macro: re.Match[str]) -> None:
        """A quote begins or ends, or a panel: its title is a bold line, its content stays."""
        if macro[1] == "quote":
            self.quoted = not self.quoted
        title = _TITLE.search(macro[2] or "")
        if title:
            builder = BlockBuilder("paragraph")
            group = 1 if title[1] is not None else 2
            builder.add(title[group], macro.start(2) + title.start(group))
            builder.bold(0)
            self._take(finish(builder))

    def _verbatim(self, kind: BlockKind, start: int, end: int) -> None:
        """The inside of {code} or {noformat}: no markup; a blank line ends a paragraph, not a sample."""
        for line_start, line_end in self._each_line(start, end):
            if kind == "paragraph" and line_start == line_end:
                self._flush()
            else:
                self._open(kind).add(self.text[line_start:line_end], line_start)
            self.line_end = line_end
        self._flush()

    def _lines(self, start: int, end: int) -> None:
        for line_start, line_end in self._each_line(start, end):
            if line_start == line_end:
                self._flush()
            else:
                self._line(line_start, line_end)
            self.line_end = line_end
        self._flush()

    def _each_line(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The lines of a range without the blanks around them."""
        for line in _LINE.finditer(self.text, start, end):
            bare = line[1].strip()
            begin = line.start() + len(line[1]) - len(line[1].lstrip()) if bare else line.start()
            yield begin, begin + len(bare)

    def _line(self, start: int, end: int) -> None:
        text = self.text
        if text[start] == "|":
            self._flush()
            self.row = (start, end)
        elif heading := _HEADING.match(text, start, end):
            self._heading(int(heading[1]), heading.end(), end)
        elif _RULE.match(text, start, end):
            self._flush()
        elif item := _ITEM.match(text, start, end):
            self._begin("item", len(item[1]), item.end(), end)
        elif quote := _QUOTE.match(text, start, end):
            self._begin("quote", 0, quote.end(), end)
        elif self.row:
            self.row = (self.row[0], end)
        else:
            write(self._open("quote" if self.quoted else "paragraph"), text, start, end)
        if self.row and text[end - 1] == "|":
            self._flush()

    def _heading(self, level: int, start: int, end: int) -> None:
        emoticons = _EMOTICONS.match(self.text, start, end)
        self._begin("heading", level, emoticons.end() if emoticons else start, end)
        self._flush()

    def _begin(self, kind: BlockKind, level: int, start: int, end: int) -> None:
        self._flush()
        self.leaf = BlockBuilder(kind, level)
        write(self.leaf, self.text, start, end)

    def _open(self, kind: BlockKind) -> BlockBuilder:
        """The open block, on a new line, or a new one of this kind."""
        if self.leaf is None:
            self.leaf = BlockBuilder(kind)
        elif self.leaf.length:
            self.leaf.add("\n", self.line_end)
        return self.leaf

    def _flush(self) -> None:
        if self.leaf:
            self._take(finish(self.leaf))
        if self.row:
            self._take(_table_row(self.text, *self.row))
        self.leaf = self.row = None

    def _take(self, block: Block) -> None:
        if block.text.strip(" |\n\r\t"):
            self.blocks.append(block)


def _table_row(text: str, start: int, end: int) -> Block:
    """A row from its bars; a heading row has only double ones."""
    bars = [sign for sign in _CELL_SIGN.finditer(text, start, end) if sign[1]]
    ends = [bar.start() for bar in bars[1:]] + [end]
    cells = [_cell(text, bar.end(), stop) for bar, stop in zip(bars, ends, strict=True)]
    if len(bars) > 1 and not text[bars[-1].end() : end].strip():
        del cells[-1], bars[-1]
    return join_row(cells, header=all(bar[1] == "||" for bar in bars))


def _cell(text: str, start: int, end: int) -> Block:
    bare = text[start:end].strip()
    begin = start + len(text[start:end]) - len(text[start:end].lstrip()) if bare else start
    builder = BlockBuilder("paragraph")
    write(builder, text, begin, begin + len(bare))
    return finish(builder, begin)
