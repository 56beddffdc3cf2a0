"""The globs of a policy as pathspecs of git, for a shell that cannot read a policy.

A pathspec may match more than its glob: then Python starts, looks closely, and finds nothing to judge. It
never matches less.
"""

from __future__ import annotations

import os
import re

from valuegate.policy import Policy

from .git import Repository

_NOT_ALIKE = re.compile(r"[?\[]")
"""Git's ``?`` is a byte, where ours is a character; its brackets know classes, and ours do not."""


def pathspecs(policy: Policy, repository: Repository) -> list[str]:
    """What matches the tickets and the templates of a policy, which may lie above the repository."""
    globs = (os.path.join(policy.root, glob) for glob in (*policy.tickets, *policy.templates))
    below = (os.path.relpath(glob, repository.root).replace(os.sep, "/") for glob in globs)
    return list(dict.fromkeys(f":(top,glob){_translate(glob)}" for glob in below))


def literal(path: str) -> str:
    """What matches one path below the root, and what is in it if it is a folder."""
    return f":(top,literal){path}"


def _translate(glob: str) -> str:
    """Folder by folder; from one on that git would read otherwise, everything below."""
    parts: list[str] = []
    for part in glob.split("/"):
        if part == ".." or ("**" in part and part != "**"):
            return "/".join([*parts, "**"])
        parts.append(_widened(part))
    return "/".join(parts)


def _widened(part: str) -> str:
    """One folder or name: from the first sign on that is not alike, anything."""
    same = _NOT_ALIKE.split(part, maxsplit=1)[0].replace("\\", r"\\")
    return same + "*" if _NOT_ALIKE.search(part) else same
