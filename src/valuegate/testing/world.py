"""What the contract suite of trackers needs: a tracker that it may fill, and the people who work in it.

Whoever writes a tracker writes one ``World`` for its tests: on a stand-in of the service, or on a site that
is there for tests only. All that is asked for is what people can do in the tracker itself, not through
valuegate. Where the tracker has no such thing, a method gives False or None, and the suite skips what
is about it, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Literal, Protocol

from ..records import NamedTuple
from ..tracker import Person, Tracker

ANA, BEN = "ana", "ben"
"""Two people of the tracker. Neither is the guard."""

Text = Mapping[str, str]
"""What a ticket says: heading → a paragraph of plain words below it."""

Trouble = Literal["signed-out", "forbidden", "too-many", "down", "cut"]
"""What a request may meet.

``signed-out``, ``forbidden``, ``too-many`` (too much was asked) and ``down`` last until they are taken away;
``cut`` does the next write and loses the answer to it, once.
"""


class Statuses(NamedTuple):
    """The names of four statuses. People can go from each to each."""

    draft: str
    ready: str
    started: str
    done: str


class Shown(NamedTuple):
    """A comment as people see it: its words, where links lead, and who is mentioned by it."""

    text: str
    links: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


class Message(NamedTuple):
    """A message that the tracker sent, and the secret that it is signed with."""

    headers: Mapping[str, str]
    body: bytes
    secret: bytes


class World(Protocol):
    """A tracker to be tested, empty at first."""

    @property
    def tracker(self) -> Tracker:
        """Signed in as the guard."""

    @property
    def statuses(self) -> Statuses:
        """Four statuses."""

    @property
    def labels(self) -> Sequence[str]:
        """Three labels that may be used."""

    @property
    def many(self) -> int:
        """So many tickets, moves or comments do not fit on two pages of the tracker."""

    @property
    def secrets(self) -> Sequence[str]:
        """What no message and no ``repr`` may hold: tokens, passwords."""

    def again(self) -> Tracker:
        """A second process of the guard, under the same account."""

    def signed_in_as(self, name: str) -> Tracker:
        """A guard under somebody else's account."""

    def person(self, name: str) -> Person:
        """Somebody, as the tracker tells of them."""

    def wait(self) -> None:
        """Let so much time pass that what comes later can be told apart from what was before."""

    def make(self, title: str, text: Text, *, status: str, labels: Sequence[str] = (), by: str = ANA) -> str:
        """Make a ticket in a status; its key."""

    def edit(self, key: str, text: Text, by: str = ANA) -> None:
        """Write another text into a ticket."""

    def move(self, key: str, status: str, by: str = ANA) -> None:
        """Move a ticket."""

    def label(self, key: str, add: str = "", remove: str = "", by: str = ANA) -> None:
        """Set or take away a label."""

    def comment(self, key: str, text: str, by: str = ANA) -> None:
        """Write a comment of plain words."""

    def copy_comment(self, key: str, id: str, by: str = "") -> None:
        """Write all that is in a comment, a marker too, once more: as somebody, else as the guard."""

    def edit_comment(self, key: str, id: str, text: str, by: str = ANA) -> bool:
        """Write other words into somebody's comment; False where nobody can do that to the guard's."""

    def shown(self, key: str, id: str) -> Shown:
        """A comment as the tracker shows it to people."""

    def delete(self, key: str) -> None:
        """Delete a ticket for good."""

    def forbid(self, status: str) -> bool:
        """Let no ticket enter a status any more; False if the tracker has no such rules."""

    def demand(self, status: str, field: str) -> bool:
        """Ask for a field before a ticket may enter a status; False if the tracker has no such rules."""

    def query(self, key: str) -> str:
        """A query, in the tracker's own language, that finds this ticket and no other."""

    def message(self, key: str) -> Message | None:
        """The message that the tracker sends when this ticket has changed; another delivery each time."""

    def trouble(self, trouble: Trouble | None) -> bool:
        """From now on requests meet this (None: nothing more); False if that cannot happen here."""


_MENTION = re.compile(r"(?<![\w.])@(\w[\w.-]*)")


def shown_of_markdown(text: str) -> Shown:
    """What people see of Markdown, as its parser understands it, for worlds whose comments are Markdown."""
    import pyromark

    page = _Page()
    page.feed(pyromark.html(text))
    said = "".join(page.words)
    return Shown(said.replace("\u200b", ""), tuple(page.links), tuple(_MENTION.findall(said)))


class _Page(HTMLParser):
    """The words and links of some HTML; any other element than those of a note is told as a link to it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, or what should not be there."""
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag not in ("h3", "p", "ul", "li", "strong", "em"):
            self.links.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        """Words."""
        self.words.append(data)
