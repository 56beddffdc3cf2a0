"""Jira's wiki markup inside a line: what a person sees of it, with links, bold pieces and places.

Every pattern stops at the sign that would begin it anew, and every search ends at the next sign of its
kind, so the time stays linear: the parsers on the market need minutes for a line of ``*a *a *a``.
"""

from __future__ import annotations

import re

from .reader import BlockBuilder, with_bare_links
from .ticket import Block

_TOKEN = re.compile(
    r"""
    (?P<line>\r\n?|\n)
  | (?P<space>&nbsp;)
  | (?P<break>\\\\)
  | \\(?P<escaped>[^\w\s])
  | (?P<url>https?://[^\s|\[\]{}<>"\\^`*]{2,2000})
  | \[~(?:accountid:)?(?P<user>[^\[\]|\s]{1,200})\]
  | \[(?:(?P<label>[^\[\]|]{1,500})\|)?[ ]?
      (?P<target>(?:[a-zA-Z][a-zA-Z0-9+.-]{1,15}://|mailto:|[#])[^\[\]|\s]{1,2000}|\^[^\[\]|]{1,300})
      [ ]?(?:\|[^\[\]|]{0,200})?\]
  | (?P<image>![^!|\s][^!|\r\n]{0,250}\.(?i:png|jpe?g|gif|svg|webp|bmp|mp4)(?:\|[^!\r\n]{0,250})?!)
  | \{\{(?P<mono>[^{}]{1,500})\}\}
  | \{status(?::(?P<status>[^{}]{0,300}))\}
  | (?P<macro>\{(?:color|anchor|toc|section|column|center|div|span|excerpt|jira|code|noformat)
      (?::[^{}]{0,500})?\})
  | (?P<struck>(?<![\w-])-(?=[^\s-])(?:[^-]++|(?<=\w)-(?=\w))*(?<=\S)-(?![\w-]))
  | (?P<mark>[*_+]|\{[*_+-]\})
    """,
    re.VERBOSE,
)
_SIGN = re.compile(r"[\\\[{*_+!&\r\n-]|://")
_STATUS_TITLE = re.compile(r"(?:^|\|)title=([^|]*)")


class _Line:
    """Writes a range of the source into a builder, sign by sign."""

    def __init__(self, builder: BlockBuilder, text: str, start: int, end: int) -> None:
        self.builder = builder
        self.text = text
        self.start = start
        self.end = end
        self._closing: dict[int, int] = {}
        """Where a mark closes → where, in the builder, its piece began; -1 for marks that are not bold."""

    def write(self) -> None:
        at = self.start
        while token := _TOKEN.search(self.text, at, self.end):
            self.builder.add(self.text[at : token.start()], at)
            at = self._token(token)
        self.builder.add(self.text[at : self.end], at)

    def _token(self, token: re.Match[str]) -> int:
        """Write what is seen of one sign; where to go on."""
        name = token.lastgroup or ""
        if name in ("line", "space", "break"):
            self.builder.add(" " if name == "space" else "\n", token.start())
        elif name == "user":
            self.builder.add("@", token.start())
            self.builder.add(token[name], token.start(name))
        elif name == "target":
            self._link(token)
        elif name == "mark":
            return self._mark(token[0], token.start())
        elif name == "status":
            title = _STATUS_TITLE.search(token[name])
            self.builder.add(title[1] if title else "", token.start(name) + (title.start(1) if title else 0))
        elif name in ("escaped", "url", "mono"):
            self.builder.add(token[name], token.start(name))
        return token.end()

    def _link(self, token: re.Match[str]) -> None:
        start = self.builder.length
        shown = "label" if token["label"] else "target"
        own = shown == "target" and token[shown][0] in "#^"  # the sign is no part of the name
        self.builder.add(token[shown][own:], token.start(shown) + own)
        self.builder.link(start, token["target"])

    def _mark(self, mark: str, at: int) -> int:
        """An opening or closing ``*``, ``_``, ``+`` or ``{*}`` goes; any other is a plain character."""
        after = at + len(mark)
        if at in self._closing:
            start = self._closing[at]
            if start >= 0:
                self.builder.bold(start)
            return after
        close = self._close(mark, at)
        if close < 0:
            self.builder.add(mark, at)
        elif mark == "{-}":
            return close + len(mark)
        else:
            self._closing[close] = self.builder.length if "*" in mark else -1
        return after

    def _close(self, mark: str, at: int) -> int:
        """Where the mark that opens at ``at`` closes, or -1 if it does not open there."""
        text, after = self.text, at + len(mark)
        close = text.find(mark, after, self.end)
        if len(mark) > 1 or close <= after:
            return close if len(mark) > 1 else -1
        before = text[at - 1] if at > self.start else " "
        behind = text[close + 1] if close + 1 < self.end else " "
        inner = text[after].isspace() or text[close - 1].isspace()
        glued = before.isalnum() or before == mark or behind.isalnum() or behind == mark
        return -1 if inner or glued else close


def write(builder: BlockBuilder, text: str, start: int, end: int) -> None:
    """Append what a person sees of the markup ``text[start:end]``."""
    if _SIGN.search(text, start, end):
        _Line(builder, text, start, end).write()
    else:
        builder.add(text[start:end], start)


def finish(builder: BlockBuilder, offset: int = 0) -> Block:
    """The block that was written, with its bare addresses as links too."""
    return with_bare_links(builder.build(offset))
