"""Which files are meant: paths, folders and globs become a sorted list of ticket files.

Folders are walked with a memory of the real folders seen, so that symbolic links cannot lead in circles.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from .errors import UsageError
from .globs import compiled

TICKET_SUFFIXES = (".md", ".markdown", ".txt", ".wiki", ".jira", ".json")
"""What a folder is searched for. A file that is named itself is read whatever its suffix."""

TEMPLATE_SUFFIXES = (*TICKET_SUFFIXES, ".yml", ".yaml")
"""What a folder of templates is searched for."""

_TEMPLATE_FOLDERS = ("issue_template", "issue_templates")
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
    for path in sorted({os.path.normpath(path) for path in found}, key=_by_folder):
        once.setdefault(os.path.realpath(path), path)
    return [File(path, is_template(path)) for path in once.values()]


def is_template(path: str) -> bool:
    """Does a file lie where trackers keep the forms that tickets are made from?"""
    *folders, name = path.replace(os.sep, "/").lower().split("/")
    here = os.path.basename(os.path.dirname(os.path.abspath(path))).lower()
    return name == "issue_template.md" or any(folder in _TEMPLATE_FOLDERS for folder in [*folders, here])


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
    pattern = pattern.replace(os.sep, "/").removeprefix("./")
    fixed = _MAGIC.split(pattern, maxsplit=1)[0].rpartition("/")
    base, rest = fixed[0] + fixed[1], pattern[len(fixed[0] + fixed[1]) :]
    top = os.path.normpath(os.path.join(root, base))
    wanted = compiled(rest)
    for path in _walk(top) if os.path.isdir(top) else ():
        below = os.path.relpath(path, top).replace(os.sep, "/")
        if wanted.fullmatch(below) and (not pattern.endswith("*") or _is_ticket(path)):
            yield path


def _walk(folder: str) -> Iterator[str]:
    """All files below a folder, without hidden ones and ``node_modules``; linked folders once."""
    seen = {os.path.realpath(folder)}
    for here, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in sorted(folders) if _enter(os.path.join(here, name), name, seen)]
        yield from (os.path.join(here, name) for name in sorted(names) if not name.startswith("."))


def _enter(path: str, name: str, seen: set[str]) -> bool:
    real = os.path.realpath(path)
    if name.startswith(".") or name == "node_modules" or real in seen:
        return False
    seen.add(real)
    return True
