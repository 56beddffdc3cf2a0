"""Contents of files in git, read one after the other through one process."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO

from valuegate.errors import GitError
from valuegate.reader import MAX_BYTES

from .process import Conversation, start

ENOUGH = MAX_BYTES + 1
"""Who gets so much of a ticket sees that it is too large."""


class Contents(Conversation):
    """Reads contents through one ``git cat-file --batch``; a context that ends it."""

    def __init__(self, root: str, env: dict[str, str], commit: str) -> None:
        self._commit = commit
        self._process = start(("cat-file", "--batch"), root, env, quiet=True)

    def close(self) -> None:
        """End the process."""
        with suppress(BrokenPipeError):  # it may have ended by itself
            self._process.communicate()

    def read(self, path: str, size: int = ENOUGH) -> bytes | None:
        """The beginning of a file, by its path below the root; None if there is no such file."""
        if "\n" in path:
            raise GitError(f"'{path}' has a line break in its name", fix="Rename it.")
        return self.content(f"{self._commit}:{path}", size)

    def content(self, name: str, size: int = ENOUGH) -> bytes | None:
        """The beginning of an object of git; None if there is none, or if it is no file."""
        stdin, stdout = self._pipes()
        try:
            stdin.write(os.fsencode(name) + b"\n")
            stdin.flush()
            answer = stdout.readline()
        except BrokenPipeError:  # not the pipe that a person may close
            answer = b""
        if not answer:
            raise GitError("git cat-file ended before it answered", fix="Run `git fsck`.")
        head = answer.split(b" ")
        if len(head) != 3 or not head[2].strip().isdigit():
            return None
        length = int(head[2])
        data = stdout.read(min(length, size))
        _pass_over(stdout, length - len(data) + 1)
        return data if head[1] == b"blob" else None

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin  # noqa: S101 - start made both
        assert stdout  # noqa: S101  it is a pipe
        return stdin, stdout


def _pass_over(stream: IO[bytes], count: int) -> None:
    """Read on without keeping it: a blob of a gigabyte is not worth a gigabyte of memory."""
    while count > 0 and (data := stream.read(min(count, 1 << 20))):
        count -= len(data)
