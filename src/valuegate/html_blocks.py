"""HTML inside Markdown, as blocks: people paste it from trackers, and GitHub's templates hold comments.

A tokenizer of our own: tags that HTML does not know stay words (``<number of users>`` is a prompt that
nobody filled in), every word keeps its place, and the time is linear whatever is left open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from .block_writer import BlockWriter
from .ticket import BlockKind

_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})((?=[\s/>])(?:[^<>\"']|\"[^\"]{0,4000}+\"|'[^']{0,4000}+')*+)>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])([A-Za-z][\w-]{0,30})(?:\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_GROUPS = {
    "line": "p div section article header footer main aside nav address center figure figcaption dl dd "
    "details form fieldset legend caption hr optgroup body html head tbody thead tfoot",
    "heading": "h1 h2 h3 h4 h5 h6",
    "label": "summary dt",  # people read the summary of a collapsed part as the label of what it hides
    "container": "ul ol li blockquote",
    "table": "table tr td th",
    "embedded": "a img input",
    "bold": "b strong",
    "struck": "s del strike",
    "br": "br",
    "pre": "pre",
    "silent": "script style template textarea title select svg iframe object",
    "plain": "em i u ins code kbd samp var span font small big sub sup q cite abbr wbr tt ruby rt rp picture "
    "video audio button bdi bdo dfn progress colgroup col meta",
    # With no attribute, these are more likely the prompt of a template: <base> -> <target>
    "doubtful": "area base data label link map mark meter option output source time",
}
_GROUP = {name: group for group, names in _GROUPS.items() for name in names.split()}
_KINDS: dict[str, BlockKind] = {"ul": "paragraph", "ol": "paragraph", "blockquote": "quote"}


class HtmlWriter:
    """Feeds HTML to a block writer, piece by piece; containers may be closed in a later piece."""

    def __init__(self, writer: BlockWriter) -> None:
        self._writer = writer
        self._nested = 0
        self._all_headers = True
        self._sample = False
        self._text = ""
        self._unclosed: set[str] = set()
        self._starts: list[int] = []
        self._offsets: list[int] = []

    def feed(self, parts: Sequence[tuple[str, int]]) -> None:
        """Some HTML, as pieces with their offsets in the source."""
        self._text = text = "".join(part for part, _ in parts)
        self._starts, self._offsets = [], []
        self._unclosed.clear()
        length = 0
        for part, offset in parts:
            self._starts.append(length)
            self._offsets.append(offset)
            length += len(part)
        at = 0
        while at < len(text):
            at = self._token(at)
        if self._sample:
            self._end_sample()

    def _at(self, position: int) -> int:
        """Where in the source a character of the text being fed stands."""
        index = bisect_right(self._starts, position) - 1
        return self._offsets[index] + position - self._starts[index]

    # Tokens

    def _token(self, at: int) -> int:
        """Write the token that begins here; where the next one begins."""
        text = self._text
        if text[at] != "<":
            end = text.find("<", at)
            end = len(text) if end < 0 else end
            self._words(at, end)
            return end
        if text.startswith("<!--", at):
            return self._comment(at)
        if text[at + 1 : at + 2] in ("!", "?"):
            end = text.find(">", at)
            return len(text) if end < 0 else end + 1
        tag = _TAG.match(text, at)
        if tag is None:
            self._words(at, at + 1)
            return at + 1
        name = tag[2].lower()
        if _GROUP.get(name) == "silent" and name not in self._unclosed and not tag[1]:
            closing = _closing(name).search(text, tag.end())
            if closing:
                return closing.end()
            self._unclosed.add(name)
        if not self._element(name, tag):
            self._words(at, tag.end())
        return tag.end()

    def _comment(self, at: int) -> int:
        end = self._text.find("-->", at)
        closed = end >= 0
        end = end if closed else len(self._text)
        inner = self._text[at + 4 : end]
        if inner.strip():
            lead = len(inner) - len(inner.lstrip())
            self._writer.comment(inner.strip(), self._at(at + 4 + lead))
        return max(end + 3, at + 4) if closed else end

    def _words(self, start: int, end: int) -> None:
        """Text between tags, line by line: white space at the ends of its lines means nothing."""
        if self._sample:
            self._spell(start, end)
            return
        while start < end:
            stop = self._text.find("\n", start, end)
            last = stop < 0
            stop = end if last else stop
            line = self._text[start:stop]
            line = line if last else line.rstrip()
            if self._writer.fresh:
                bare = line.lstrip()
                start += len(line) - len(bare)
                line = bare
            if line:
                self._spell(start, start + len(line))
            if not last:
                self._writer.gap()
            start = stop + 1

    def _spell(self, start: int, end: int) -> None:
        """Words with their entities decoded, each with its own place."""
        text = self._text
        if text.find("&", start, end) >= 0:
            import html

            for entity in _ENTITY.finditer(text, start, end):
                if start < entity.start():
                    self._writer.text(text[start : entity.start()], self._at(start))
                self._writer.text(html.unescape(entity[0]), self._at(entity.start()))
                start = entity.end()
        if start < end:
            self._writer.text(text[start:end], self._at(start))

    # Elements

    def _element(self, name: str, tag: re.Match[str]) -> bool:
        """Do what a tag says; False if it is no tag but words."""
        opens, at = not tag[1], self._at(tag.start())
        group = _GROUP.get(name)
        if group == "line":
            self._writer.line()
        elif group == "br":
            self._writer.gap()
        elif group == "bold":
            self._writer.bold(opens, at)
        elif group == "struck":
            self._writer.mute(opens)
        elif group in ("heading", "label"):
            self._label(name, opens, at)
        elif group == "table":
            self._table(name, opens, at)
        elif group == "container":
            self._container(name, opens, at)
        elif group == "embedded":
            self._embedded(name, opens, at, tag[3])
        elif group == "pre":
            self._pre(opens, at)
        else:
            return group == "plain" or (group == "doubtful" and bool(tag[1] or tag[3].strip()))
        return True

    def _label(self, name: str, opens: bool, at: int) -> None:
        if not opens:
            self._writer.end()
        elif _GROUP[name] == "heading":
            self._writer.begin("heading", at, int(name[1]))
        else:
            self._writer.line()
            self._writer.bold(True, at)

    def _container(self, name: str, opens: bool, at: int) -> None:
        if name == "li":
            self._writer.close("li", within=("ul", "ol"))
            if opens:
                self._writer.enter("li", "item", at)
        elif opens:
            self._writer.enter(name, _KINDS[name], at)
        else:
            self._writer.close(name)

    def _table(self, name: str, opens: bool, at: int) -> None:
        """A table; one inside a cell of another is only lines of that cell."""
        writer = self._writer
        self._nested *= writer.in_cell
        if name == "table" and (self._nested or (opens and writer.in_cell)):
            self._nested += 1 if opens else -1
            writer.line()
        elif self._nested:
            writer.line()
        elif name == "table":
            if opens:
                writer.enter("table", "paragraph", at)
            else:
                self._end_row()
                writer.close("table")
        elif name == "tr":
            self._end_row()
            if opens:
                writer.row()
        elif opens:
            writer.cell(at)
            self._all_headers = self._all_headers and name == "th"
        else:
            writer.end_cell()

    def _end_row(self) -> None:
        self._writer.end_row(header=self._all_headers)
        self._all_headers = True

    def _embedded(self, name: str, opens: bool, at: int, written: str) -> None:
        """A link, an image or a check-box."""
        writer = self._writer
        if name == "a":
            writer.close_link()
            url = _attributes(written).get("href", "") if opens else ""
            if url:
                writer.open_link(url, at)
        elif name == "img" and opens:
            attributes = _attributes(written)
            writer.open_link(attributes.get("src", ""), at)
            writer.text(attributes.get("alt", ""), at)
            writer.close_link()
        elif name == "input":
            attributes = _attributes(written)
            if attributes.get("type", "").lower() == "checkbox":
                writer.task("checked" in attributes)

    def _pre(self, opens: bool, at: int) -> None:
        if opens:
            self._writer.begin("code", at)
            self._sample = True
        elif self._sample:
            self._end_sample()

    def _end_sample(self) -> None:
        self._sample = False
        self._writer.end()


def _attributes(written: str) -> dict[str, str]:
    import html

    return {name.lower(): html.unescape(value) for name, value in _pairs(written)}


def _pairs(written: str) -> Iterator[tuple[str, str]]:
    for match in _ATTRIBUTE.finditer(written):
        yield match[1], match[2] or match[3] or match[4] or ""


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(f"</{name}[^>]{{0,99}}>", re.IGNORECASE)
