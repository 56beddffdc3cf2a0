"""Which tickets a commit message names, and which messages need not name one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from valuegate.policy import Hook, Policy
from valuegate.records import NamedTuple
from valuegate.ticket import Ticket

from .git import Repository
from .pathspecs import pathspecs
from .staged import Staged, tracked

MAX_BYTES = 256 * 1024
"""More of a message is not looked at."""

MAX_KEYS = 50
"""A message that names more tickets is a list of changes; these are looked up."""

_NUMBER = re.compile(r"-([0-9]{1,9})(?![0-9A-Za-z])")
_SCISSORS = re.compile(rb"^.{1,10} -{24} >8 -{24}$", re.MULTILINE)
_PASSING = re.compile(
    r"(?:fixup|squash|amend)! |(?:Revert|Reapply) \""
    r"|Merge (?:branch|branches|remote-tracking branch|tag|commit|pull request) "
)
_UNDER_WAY = ("MERGE_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
"""Git keeps these while it makes a merge or a revert, or makes old commits anew."""


class Named(NamedTuple):
    """The keys that a commit names, and whether they come from the branch."""

    keys: tuple[str, ...] = ()
    branch: str = ""


def read(path: str, repository: Repository) -> str:
    """The message without comments, and without the changes that ``git commit --verbose`` shows below."""
    with open(path, "rb") as file:
        data = file.read(MAX_BYTES)
    cut = _SCISSORS.search(data)
    kept = repository.ask("stripspace", "--strip-comments", stdin=data[: cut.start()] if cut else data)
    return kept.decode("utf-8", "replace")


def passes(message: str, author: str, hook: Hook, repository: Repository) -> bool:
    """Need this message name no ticket: is it a merge, a revert, a fixup, of a bot, or an old one again?"""
    old = any(map(repository.is_under_way, _UNDER_WAY))
    return old or author in hook.bots or bool(_PASSING.match(message))


def named(message: str, hook: Hook, repository: Repository) -> Named:
    """The keys in the message; if there are none, those in the name of the branch."""
    keys = find_keys(message, hook.keys)
    if keys or not hook.branch:
        return Named(keys)
    branch = repository.branch()
    return Named(find_keys(branch, hook.keys), branch)


def find_keys(text: str, prefixes: Sequence[str]) -> tuple[str, ...]:
    """The ticket keys in a text, written in capitals or not. Takes as long as the text is."""
    found: dict[str, None] = {}
    for number in _NUMBER.finditer(text):
        before = text[max(0, number.start() - 21) : number.start()].upper()
        for prefix in prefixes:
            if before.endswith(prefix) and not before.removesuffix(prefix)[-1:].isalnum():
                found[prefix + number[0]] = None
    return tuple(found)[:MAX_KEYS]


def tickets_of(keys: Iterable[str], repository: Repository, policy: Policy) -> list[Staged]:
    """The staged tickets that may have one of these keys: it stands in them, or in their name."""
    wanted = [key.casefold() for key in keys]
    if not wanted:
        return []
    asked = [part for key in wanted for part in ("-e", key)]
    specs = pathspecs(policy, repository)
    listed = repository.ask("grep", "--cached", "-lzi", "-F", *asked, "--", *specs, codes=(0, 1))
    holding = {path for path in listed.decode("utf-8", "surrogateescape").split("\0") if path}
    return [
        staged
        for staged in tracked(repository, policy)
        if not staged.file.template
        and (staged.file.path in holding or any(key in staged.file.path.casefold() for key in wanted))
    ]


def is_named(ticket: Ticket, keys: Sequence[str]) -> bool:
    """Has a ticket one of these keys? One that says no key has that of its file's name."""
    if ticket.key:
        return ticket.key.strip().upper() in keys
    name = ticket.source.name.rpartition("/")[2]
    return any(found in keys for found in find_keys(name, [key.rpartition("-")[0] for key in keys]))
