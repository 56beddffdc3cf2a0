"""The globs of a policy as pathspecs of git, for a shell that cannot read a policy.

A pathspec may match more than its glob: then Python starts, looks closely, and finds nothing to judge. It
never matches less.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from valuegate.policy import Policy

from .git import Repository

_NOT_ALIKE = re.compile(r"[?\[]")
"""Git's ``?`` is a byte, where ours is a character; its brackets know classes, and ours do not."""


def pathspecs(policy: Policy, repository: Repository) -> list[str]:
    """What matches the tickets and the templates of a policy."""
    folder = os.path.relpath(policy.root, repository.root).replace(os.sep, "/")
    globs = (f"{folder}/{glob}" for glob in (*policy.tickets, *policy.templates))
    return list(_once(f":(top,glob){_translate(os.path.normpath(glob))}" for glob in globs))


def literal(path: str) -> str:
    """What matches one path below the root, and what is in it if it is a folder."""
    return f":(top,literal){path}"


def _once(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(texts)


def _translate(glob: str) -> str:
    """Folder by folder; from one on that git would read otherwise, everything below."""
    parts: list[str] = []
    for part in glob.split("/"):
        if "**" in part and part != "**":
            return "/".join([*parts, "**"])
        parts.append(_widened(part))
    return "/".join(parts)


def _widened(part: str) -> str:
    """One folder or name: from the first sign on that is not alike, anything."""
    same = _NOT_ALIKE.split(part, maxsplit=1)[0].replace("\\", r"\\")
    return same + "*" if _NOT_ALIKE.search(part) else same
