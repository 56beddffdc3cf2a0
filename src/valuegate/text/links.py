"""Ticket keys and addresses in plain text, and the words that tell what an address leads to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

Place = tuple[int, int]

# Each expression begins with the characters it looks for: then the search skips all others at once.
_KEY = re.compile(
    r"[A-Z](?<![\w.#&-].)[A-Z0-9]{1,9}(?:"
    r"(?:-[A-Z0-9]{1,10}){0,3}-\d{1,9}"  # PHY-12, B2B-RES-4
    r"|-[A-Z]{1,3}\d{1,4}(?:-[A-Za-z0-9]{1,20}){1,3}"  # FIN-Q3-park
    r")(?!\w|-\w)"
)
_REFERENCE = re.compile(r"#(?<![\w.#&/-]#)\d{1,7}(?!\w|-\w)")
_IN_REPOSITORY = re.compile(r"(?<![\w./-])[A-Za-z0-9][\w.-]{0,38}/[\w.-]{1,60}#\d{1,7}(?!\w|-\w)")
_ADDRESS = re.compile(r"(?::(?=//)|w(?=ww\.))[^\s<>\"'`|{}\\^«»“”‘]{1,2000}")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,15}$")
_INSIDE = frozenset("@./_-")
_TRAILING = ".,;:!?…)]}*_~’"
_WORDS = re.compile(r"[^\W\d_]+")
_STANDARDS = frozenset(["AES", "COVID", "GMT", "GPT", "ISO", "PEP", "RFC", "SHA", "UTC", "UTF", "WCAG"])


def find_keys(text: str) -> list[Place]:
    """Places of ticket keys (``PHY-12``, ``B2B-RES-4``, ``FIN-Q3-park``) and of references (``#123``)."""
    found: list[Place] = []
    if "-" in text:
        keys = (match for match in _KEY.finditer(text) if match.group().partition("-")[0] not in _STANDARDS)
        found.extend(match.span() for match in keys)
    if "#" in text:
        found.extend(match.span() for match in _REFERENCE.finditer(text))
        found.extend(match.span() for match in _IN_REPOSITORY.finditer(text))
        found.sort()
    return _outside(found, find_urls(text)) if found else found


def _outside(found: list[Place], urls: list[Place]) -> list[Place]:
    return [place for place in found if not overlaps(place[0], place[0] + 1, urls)]


def overlaps(start: int, end: int, places: Sequence[Place]) -> bool:
    """Whether a place touches one of the others, which are in order and apart from each other."""
    at = bisect_right(places, (end - 1, 1 << 60)) - 1
    return at >= 0 and start < places[at][1]


def may_address(text: str) -> bool:
    """Whether an address may stand in a text: most hold none, and this costs 0.2 µs."""
    return "://" in text or "www." in text


def find_urls(text: str) -> list[Place]:
    """Places of bare addresses, without the punctuation of the sentence around them."""
    if not may_address(text):
        return []
    found: list[Place] = []
    for match in _ADDRESS.finditer(text):
        start = _start(text, match.start())
        end = start + len(_trim(text[start : match.end()]))
        if start >= 0 and end > match.start() + 4:
            found.append((start, end))
    return found


def _start(text: str, at: int) -> int:
    """Where the address begins whose ``://`` or ``www.`` stands at an offset; -1 if it is none."""
    if text[at] == "w":
        before = text[max(0, at - 1) : at]
        return -1 if before.isalnum() or before in _INSIDE else at
    scheme = _SCHEME.search(text, max(0, at - 16), at)
    return scheme.start() if scheme else -1


def _trim(url: str) -> str:
    end = len(url)
    opened = url.count("(") - url.count(")")
    while end and url[end - 1] in _TRAILING:
        if url[end - 1] == ")":
            if opened >= 0:
                break
            opened += 1
        end -= 1
    return url[:end]


def host(url: str) -> str:
    """The host of an address: lower case, without user, port and ``www.``; '' if it has none."""
    rest = url.partition("://")[2] if "://" in url else url if url.lower().startswith("www.") else ""
    for mark in "/?#":
        rest = rest.partition(mark)[0]
    return rest.rpartition("@")[2].partition(":")[0].lower().removeprefix("www.").rstrip(".")


@lru_cache(maxsize=1024)
def url_words(url: str) -> tuple[str, ...]:
    """The words of an address's host and path, lower case, for telling what it leads to."""
    rest = url.partition("://")[2] or url
    return tuple(_WORDS.findall(rest[:500].lower()))
