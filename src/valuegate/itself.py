"""The keys and addresses of a ticket itself: no witness of what it says."""

from __future__ import annotations

from .language import Pack
from .lazily import lazily
from .passage import Passage
from .text.clues import find_marks
from .text.link_kinds import find_links, has_links
from .text.links import find_keys, find_urls, may_address
from .ticket import Block, Ticket
from .words import tokenize


class Itself:
    """The keys and addresses of the ticket itself, found once for all its passages."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._named: dict[Pack, set[str]] = {}

    @lazily
    def keys(self) -> list[str]:
        """Its own key, and one that stands in its title."""
        ticket, title = self._ticket, self._ticket.title
        return [key for key in (ticket.key, *(title[a:b] for a, b in find_keys(title))) if key]

    def addresses(self, passage: Passage) -> list[str]:
        """Its own address, and those of a passage that the ticket calls its own somewhere."""
        found = [self._ticket.url] if self._ticket.url else []
        if has_links(passage.signals):
            found += sorted({link.url for link in find_links(passage.signals)} & self._named_in(passage.pack))
        return found

    def _named_in(self, pack: Pack) -> set[str]:
        """The addresses beside words that call the ticket by itself (``this ticket``), in a language."""
        if pack not in self._named:
            blocks = [b for b in self._ticket.blocks if b.links or may_address(b.text)]
            named = [block for block in blocks if _calls_itself(block.text, pack)]
            self._named[pack] = {url for block in named for url in _addresses(block)}
        return self._named[pack]


def _addresses(block: Block) -> set[str]:
    return {link.url for link in block.links} | {block.text[a:b] for a, b in find_urls(block.text)}


def _calls_itself(text: str, pack: Pack) -> bool:
    return any("self_named" in mark.tags for mark in find_marks(tokenize(text), text, pack))
