"""What the shim is told of the policy: pathspecs, keys, and by which files the policy was made.

It lies in the git folder of each work tree, since each has a policy of its own checked out.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress

from valuegate.config import NAME
from valuegate.policy import Policy

from .changes import LINK
from .git import Repository
from .pathspecs import literal, pathspecs

FILE = "valuegate-hook"

_OTHER_NAME = "valuegate.yml"
"""Nobody reads it, and everybody is told so."""

_TEMPLATE = """\
# Written by valuegate for its git hook, and written anew when the policy changes.
policy={policy}
policy_files() {{ exec git ls-files -s -- {files}; }}
staged_nothing() {{ git diff --cached --quiet --no-ext-diff --no-renames -- {staged}; }}
may_name_a_ticket() {{ case $1 in {keys}) ;; *) return 1 ;; esac; }}
reads_branch={branch}
needs_key={needed}
"""


def render(policy: Policy, repository: Repository, config: str = "") -> str:
    """The notes: variables and functions of a POSIX shell."""
    files = list(map(literal, _policy_files(policy, repository, config)))
    listed = repository.ask("ls-files", "-s", "--", *files).decode("utf-8", "surrogateescape")
    hook = policy.hook
    return _TEMPLATE.format(
        policy=quoted(listed.rstrip("\n")),
        files=_words(files),
        # with no pathspec git would mean all files
        staged=_words(pathspecs(policy, repository) or [literal(FILE)]),
        keys="|".join(f"*{_in_any_case(key)}-[0-9]*" for key in hook.keys) or "''",
        branch="yes" if hook.keys and hook.branch else "",
        needed="yes" if hook.keys and hook.require_key else "",
    )


def refresh(policy: Policy, repository: Repository, config: str = "") -> None:
    """Write the notes of this work tree, unless they are as they should be.

    Where they cannot be written, the shim asks Python each time: that is slow, and right.
    """
    with suppress(OSError):  # slow, and right
        _refresh(policy, repository, config)


def _refresh(policy: Policy, repository: Repository, config: str) -> None:
    path = os.path.join(repository.git_dir, FILE)
    if not _is_noticed(policy, repository):
        _delete(path)
        return
    text = render(policy, repository, config).encode("utf-8", "surrogateescape")
    if _content(path) != text:
        write(path, text)


def remove(repository: Repository) -> None:
    """Take the notes of all work trees out."""
    linked = os.path.join(repository.common_dir, "worktrees")
    names = os.listdir(linked) if os.path.isdir(linked) else []
    for folder in (repository.common_dir, *(os.path.join(linked, name) for name in names)):
        _delete(os.path.join(folder, FILE))


def write(path: str, data: bytes, mode: int = 0o666) -> None:
    """Put a file in its place at once: somebody may be reading the old one."""
    mask = os.umask(0)
    os.umask(mask)
    handle, new = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".valuegate-")
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(new, mode & ~mask)
        os.replace(new, path)
    except OSError:
        os.unlink(new)
        raise


def quoted(text: str) -> str:
    """A text as one word of a shell."""
    return "'" + text.replace("'", r"'\''") + "'"


def _words(texts: Iterable[str]) -> str:
    return " ".join(map(quoted, texts))


def _in_any_case(word: str) -> str:
    return "".join(f"[{char}{char.lower()}]" if char.isalpha() else char for char in word)


def _policy_files(policy: Policy, repository: Repository, config: str) -> Iterator[str]:
    """The files that make the policy, and those that would make another one, below the root."""
    candidates = (config,) if config not in ("", NAME) else (NAME, _OTHER_NAME)
    read = (os.path.relpath(path, repository.root) for path in policy.files)
    yield from dict.fromkeys(path.replace(os.sep, "/") for path in (*candidates, *read))


def _is_noticed(policy: Policy, repository: Repository) -> bool:
    """Would git notice whatever changes the policy? Not in a file outside, or one that a link leads to."""
    read = {os.path.relpath(path, repository.root).replace(os.sep, "/") for path in policy.files}
    inside = [literal(path) for path in read if path.split("/")[0] != os.pardir]
    tracked = repository.tracked(inside) if inside else []
    return read <= {entry.path for entry in tracked if entry.mode != LINK}


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _delete(path: str) -> None:
    if os.path.lexists(path):
        os.unlink(path)
