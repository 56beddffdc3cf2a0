"""What a link leads to, by the words of its label first and of its address next. Nothing is fetched.

A link proves nothing by being one: interview notes do, a mock-up, a roadmap or a search page do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..language import Pack
from ..records import NamedTuple
from ..ticket import Link
from ..typed import Literal
from ..words import tokenize
from .clues import Stretches, find_marks, single_words
from .links import find_urls, host, may_address, url_words
from .signals import Signals

LinkKind = Literal["source", "drawing", "search", "voice", "self", "plain"]

_FOUND_OUT = frozenset(("source_inquiry",))
_HELD = frozenset(("source_record", "source_tool", "source_word", "source_thing"))
_SEARCH_PAGE = re.compile(
    r"(^|\.)(google\.[a-z.]{2,6}/(search|webhp)?(\?|$)|(bing|duckduckgo|qwant|ecosia)\.[a-z]{2,4})"
)
_TICKET = re.compile(
    r"/(?:browse/|issues?/)?[A-Z][A-Z0-9]{1,9}-\d{1,7}(?:[/?#-]|$)|/issues/\d{1,7}(?:[/?#]|$)"
)


class LinkClue(NamedTuple):
    """A link of the passage, and what it is said to lead to."""

    kind: LinkKind
    start: int
    end: int
    url: str

    @property
    def deep(self) -> bool:
        """Does it lead further than to a home page?"""
        return bool(self.url.partition("://")[2].partition("/")[2])


def link_clues(
    signals: Signals, packs: Sequence[Pack], keys: Iterable[str], own: Iterable[str]
) -> list[LinkClue]:
    """The links of a passage, in order, each with what it leads to; addresses that stand bare too."""
    found: list[LinkClue] = []
    if not has_links(signals):
        return found
    for start, end, url in find_links(signals):
        if is_self(url, keys, own) or _names_itself(signals.text[start:end], signals.pack):
            found.append(LinkClue("self", start, end, url))
        else:
            kind = link_kind(signals.text[start:end], url, signals.pack, packs)
            found.append(LinkClue(kind, start, end, url))
    return sorted(found, key=lambda link: link.start)


def has_links(signals: Signals) -> bool:
    """Whether a passage may lead somewhere."""
    return bool(signals.links) or may_address(signals.live)


def find_links(signals: Signals) -> list[Link]:
    """The links of a passage that lead somewhere, bare addresses among them."""
    found = [link for link in signals.links if "://" in link.url]
    bare = find_urls(signals.live)
    if not bare:
        return found
    given = Stretches([(link.start, link.end) for link in signals.links])
    for start, end in bare:
        if start not in given and end - 1 not in given:
            found.append(Link(start, end, signals.live[start:end]))
    return found


def link_kind(label: str, url: str, pack: Pack, packs: Sequence[Pack]) -> LinkKind:
    """What a link is said to lead to; ``plain`` where nothing tells. ``packs`` read the address."""
    if _SEARCH_PAGE.search(url.partition("://")[2]):
        return "search"
    return _by_label(label, pack) or _by_path(url, packs) or _by_host(url, packs) or "plain"


def is_self(url: str, keys: Iterable[str], own: Iterable[str]) -> bool:
    """Does an address lead to the ticket that it stands in?"""
    bare = url.rstrip("/")
    if any(bare == other.rstrip("/") for other in own if other):
        return True
    return any(re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-]*\d)", url) for key in keys)


def _names_itself(label: str, pack: Pack) -> bool:
    """``[This ticket](…)``"""
    return any("self_named" in mark.tags for mark in find_marks(tokenize(label), label, pack))


def _by_label(label: str, pack: Pack) -> LinkKind | None:
    """A test of a prototype with people is a finding; a drawing of a dashboard is a drawing."""
    if "://" in label:
        return None
    tags: set[str] = set()
    for mark in find_marks(tokenize(label), label, pack):
        if mark.end - mark.start > 1:  # the n of "n° 2" counts no sample
            tags |= mark.tags
    if tags & _FOUND_OUT:
        return "source"
    if "against_drawing" in tags:
        return "drawing"
    if tags & {"against_voice", "against_rival"}:
        return "voice"
    return "source" if tags & _HELD else None


def _by_path(url: str, packs: Sequence[Pack]) -> LinkKind | None:
    """The path says more than the host, except that a drawing tool holds findings only where it says so."""
    rest = url.partition("://")[2].partition("/")[2]
    words = set(url_words(rest)) if rest else set()
    if _known(words, "source_inquiry", packs):
        return "source"
    if _known(words | set(url_words(host(url))), "link_drawing", packs):
        return "drawing"
    if (
        _known(words, "link_source", packs)
        or _known(words, "source_record", packs)
        or _TICKET.search("/" + rest)
    ):
        return "source"
    return "voice" if _known(words, "link_voice", packs) else None


def _by_host(url: str, packs: Sequence[Pack]) -> LinkKind | None:
    words = set(url_words(host(url)))
    if _known(words, "link_voice", packs):
        return "voice"
    known = _known(words, "source_tool", packs) or _known(words, "link_source", packs)
    return "source" if known and url.partition("://")[2].partition("/")[2] else None


def _known(words: set[str], tag: str, packs: Sequence[Pack]) -> bool:
    return any(not words.isdisjoint(single_words(pack, tag)) for pack in packs)
