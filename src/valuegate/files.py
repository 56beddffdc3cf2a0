"""Which files are meant: paths, folders and globs become a sorted list of ticket files.

Folders are walked with a memory of the real folders seen, so that symbolic links cannot lead in circles.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import chain

from .errors import UsageError
from .globs import compiled
from .records import NamedTuple

TICKET_SUFFIXES = (".md", ".markdown", ".txt", ".wiki", ".jira", ".json")
"""What a folder is searched for. A file that is named itself is read whatever its suffix."""

TEMPLATE_SUFFIXES = (*TICKET_SUFFIXES, ".yml", ".yaml")
"""What a folder of templates is searched for."""

_TEMPLATE_FOLDERS = frozenset(("issue_template", "issue_templates"))
_MAGIC = re.compile(r"[*?\[]")


class File(NamedTuple):
    """A ticket file: its path as a person would write it, and whether tickets are made from it."""

    path: str
    template: bool = False


def find_files(paths: Sequence[str], globs: Sequence[str] = (), root: str = ".") -> list[File]:
    """The files that these paths (files, folders, globs), and these globs below ``root``, name.

    Sorted, and each file once however many paths or symbolic links lead to it. A path that does not
    exist is a UsageError; a folder or a glob in which there is no ticket gives nothing.
    """
    found = chain(*(_named(path) for path in paths), *(_glob(glob, root) for glob in globs))
    once: dict[str, str] = {}
    places = _Places()
    for path in sorted({os.path.normpath(path) for path in found}, key=_by_folder):
        once.setdefault(places.of(path), path)
    return [File(path, is_template(path)) for path in once.values()]


class _Places(dict[str, str]):
    """Where folders really are: each is asked once, not for each of its files."""

    def __missing__(self, folder: str) -> str:
        self[folder] = place = os.path.realpath(folder)
        return place

    def of(self, path: str) -> str:
        """Where a file really is."""
        folder, name = os.path.split(path)
        return os.path.realpath(path) if os.path.islink(path) else os.path.join(self[folder], name)


def is_template(path: str) -> bool:
    """Does a file lie where trackers keep the forms that tickets are made from?"""
    *folders, name = path.replace(os.sep, "/").lower().split("/")
    if not folders or folders[-1] in (".", ".."):
        folders.append(os.path.basename(os.path.dirname(os.path.abspath(path))).lower())
    return name == "issue_template.md" or not _TEMPLATE_FOLDERS.isdisjoint(folders)


def _by_folder(path: str) -> list[str]:
    return path.split(os.sep)


def _named(path: str) -> Iterator[str]:
    if os.path.isdir(path):
        yield from (found for found in _walk(path) if _is_ticket(found))
    elif os.path.exists(path):
        yield path
    elif _MAGIC.search(path):
        yield from _glob(path, "")
    else:
        raise UsageError(f"there is no file or folder '{path}'", fix=_hint(path))


def _hint(path: str) -> str:
    """The nearest name in the same folder: most wrong paths are mistyped ones."""
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        near = get_close_matches(name, os.listdir(folder or "."), n=1)
    except OSError:
        return f"There is no folder '{folder}' either."
    return f"Did you mean '{os.path.join(folder, near[0])}'?" if near else "Correct the path."


def _is_ticket(path: str) -> bool:
    """Is a file that nobody named a ticket, by its suffix? Forms are YAML, and only in their folders."""
    name = os.path.basename(path).lower()
    if is_template(path):
        return name.endswith(TEMPLATE_SUFFIXES) and name not in ("config.yml", "config.yaml")
    return name.endswith(TICKET_SUFFIXES)


def _glob(pattern: str, root: str) -> Iterator[str]:
    """The files that match a glob below ``root``; one that ends with ``*`` finds what looks like a ticket."""
    base, _ = _parted(pattern)
    top = os.path.normpath(os.path.join(root, base))
    for path in _walk(top) if os.path.isdir(top) else ():
        if _fits(path, os.path.relpath(path, top).replace(os.sep, "/"), pattern):
            yield path


def _parted(pattern: str) -> tuple[str, str]:
    """A glob as the folder in which the search begins, and the rest."""
    pattern = pattern.replace(os.sep, "/").removeprefix("./")
    base = _MAGIC.split(pattern, maxsplit=1)[0].rpartition("/")
    return base[0] + base[1], pattern[len(base[0] + base[1]) :]


def _fits(path: str, below: str, pattern: str) -> bool:
    """Does a glob match a path, by its part below the folder in which the search begins?"""
    matches = compiled(_parted(pattern)[1]).fullmatch(below)
    return bool(matches) and (not pattern.endswith("*") or _is_ticket(path))


def named_file(path: str, tickets: Sequence[str], templates: Sequence[str], root: str = ".") -> File | None:
    """A path as the file that globs below ``root`` would find, wherever it is: on no disk, in no folder."""
    below = os.path.relpath(path, root).replace(os.sep, "/")
    if any(_finds(pattern, path, below) for pattern in templates):
        return File(path, template=True)
    return File(path, is_template(path)) if any(_finds(glob, path, below) for glob in tickets) else None


def _finds(pattern: str, path: str, below: str) -> bool:
    base = _parted(pattern)[0]
    base = f"{os.path.normpath(base)}/" if base else ""
    if not below.startswith(base):
        return False
    below = below[len(base) :]
    *folders, name = below.split("/")
    hidden = name.startswith(".") or not all(map(_is_entered, folders))
    return not hidden and _fits(path, below, pattern)


def _walk(folder: str) -> Iterator[str]:
    """All files below a folder, without hidden ones and ``node_modules``; linked folders once."""
    seen = {os.path.realpath(folder)}
    for here, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in sorted(folders) if _enter(os.path.join(here, name), name, seen)]
        yield from (os.path.join(here, name) for name in sorted(names) if not name.startswith("."))


def _enter(path: str, name: str, seen: set[str]) -> bool:
    real = os.path.realpath(path)
    if not _is_entered(name) or real in seen:
        return False
    seen.add(real)
    return True


def _is_entered(folder: str) -> bool:
    return not folder.startswith(".") and folder != "node_modules"
