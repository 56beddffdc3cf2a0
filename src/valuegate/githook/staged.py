"""Which tickets and templates a commit brings, and their text as it is staged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from valuegate.errors import TicketError
from valuegate.files import File, named_file
from valuegate.intake import Raw
from valuegate.policy import Policy
from valuegate.records import NamedTuple

from .changes import LINK, Change
from .git import Repository
from .pathspecs import pathspecs
from .snapshot import Snapshot


class Staged(NamedTuple):
    """A ticket or a template in the index; ``blob`` is the id of its content."""

    file: File
    mode: str
    blob: str


def changed(repository: Repository, policy: Policy) -> list[Staged]:
    """What the next commit adds or changes. What is only moved or deleted was judged, or is gone.

    A merge brings what its branches have accepted: of it only what differs from all of them is new.
    """
    specs = pathspecs(policy, repository)
    changes = [each for each in repository.staged(specs) if each.status not in "DU"]
    for other in repository.heads()[1:]:
        new = {each.path for each in repository.staged(specs, base=other)}
        changes = [each for each in changes if each.path in new]
    return _named([each for each in changes if not _is_moved(each, policy)], policy)


def tracked(repository: Repository, policy: Policy) -> list[Staged]:
    """Every ticket and template in the index."""
    changes = repository.staged(pathspecs(policy, repository), base=repository.nothing())
    return _named([each for each in changes if each.status not in "DU"], policy)


def text(staged: Staged, snapshot: Snapshot) -> Raw:
    """The text of a ticket. TicketError if it is a link and what it leads to would not be committed."""
    path = staged.file.path
    data = snapshot.linked(path) if staged.mode == LINK else snapshot.content(staged.blob)
    if data is None:
        fix = "Commit the text itself in its place."
        raise TicketError("is a link to what is not in the repository", fix=fix, source=path)
    return Raw(path, data, staged.file.template)


def named(paths: Iterable[str], policy: Policy) -> list[File]:
    """The tickets and templates among some paths, as seen from the current folder."""
    root = os.path.relpath(policy.root or ".")
    files = (named_file(path, policy.tickets, policy.templates, root) for path in paths)
    return [file for file in files if file]


def _named(changes: Sequence[Change], policy: Policy) -> list[Staged]:
    by_path = {each.path: each for each in changes}
    return [Staged(file, by_path[file.path].mode, by_path[file.path].blob) for file in named(by_path, policy)]


def _is_moved(change: Change, policy: Policy) -> bool:
    """Is it the same text under another name, and of the same kind as before?"""
    if change.status != "R":
        return False
    before, now = named([change.old], policy), named([change.path], policy)
    return [file.template for file in before] == [file.template for file in now]
