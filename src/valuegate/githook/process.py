"""How git is started: by this module alone, and nothing but git.

In a hook git says by its variables which repository and which index are meant: these are kept, GIT_INDEX_FILE
above all (``git commit a.md`` has an index of its own). What would change how git answers is not.
"""

from __future__ import annotations

import os
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence

from valuegate.errors import GitError
from valuegate.terminal import safe
from valuegate.typed import Self

_SECONDS = 60
"""Git answers within this time, or something is wrong with the disk."""

_MEDDLING = ("GIT_TRACE", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_PAGER")
_PATHSPECS = tuple(f"GIT_{kind}_PATHSPECS" for kind in ("LITERAL", "GLOB", "NOGLOB", "ICASE"))
_SETTINGS = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",  # a partial clone would ask the network
}


def environment() -> dict[str, str]:
    """The variables of this process, but for those that change what git answers."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_MEDDLING) and name not in _PATHSPECS
    }
    return {**kept, **_SETTINGS}


def run(
    args: Sequence[str], folder: str, env: dict[str, str], stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """One question to git. GitError if it cannot be started, or does not answer."""
    process = start(args, folder, env)
    try:
        out, err = process.communicate(stdin, _SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise GitError(f"git {args[0]} did not answer within {_SECONDS} seconds", fix="Try again.") from None
    return subprocess.CompletedProcess(args, process.returncode, out, err)


def start(
    args: Sequence[str], folder: str, env: dict[str, str], quiet: bool = False
) -> subprocess.Popen[bytes]:
    """A git that others talk to. GitError if it cannot be started."""
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, and the git of this person
            ("git", *args),  # noqa: S607 - the same one
            cwd=folder,
            env=env,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL if quiet else pipe,
        )
    except OSError as error:
        fix = "Install git, or put it on the PATH."
        raise GitError(f"git cannot be started: {error.strerror}", fix=fix) from None


class Conversation(ABC):
    """Questions to one git, as a context that ends it."""

    @abstractmethod
    def close(self) -> None:
        """End the git that answers."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def complaint(command: str, done: subprocess.CompletedProcess[bytes]) -> str:
    """What git said was wrong, on one line."""
    said = safe(" ".join(os.fsdecode(done.stderr).split())) or f"it ended with {done.returncode}"
    return f"git {command} failed: {said.removeprefix('fatal: ')}"
