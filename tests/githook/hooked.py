"""Tickets, policies and a repository with the hook in it, for the tests of the hook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from git_repository import Done, GitRepository
from sample_tickets import POLICY as POLICY
from sample_tickets import bad as bad
from sample_tickets import good as good

BIN = os.path.dirname(sys.executable)


def valuegate(repo: GitRepository, *args: str, **env: str) -> Done:
    """The console command, in a repository, as a person runs it."""
    return repo.run(os.path.join(BIN, "valuegate"), *args, **env)


def installed(repo: GitRepository, *options: str) -> GitRepository:
    """The repository with the hook in it."""
    done = valuegate(repo, "hook", "install", *options)
    assert done.code == 0, done.text
    return repo


def ends_with_python(repo: GitRepository, folder: Path) -> None:
    """From now on the hook says that it started Python, and refuses."""
    fake = folder / "python"
    fake.write_text("#!/bin/sh\necho python was started >&2\nexit 1\n")
    fake.chmod(0o755)
    for stage in ("pre-commit", "prepare-commit-msg", "commit-msg"):
        hook = repo.path / ".git" / "hooks" / stage
        if hook.exists():
            lines = hook.read_text().splitlines(keepends=True)
            lines = [f"python='{fake}'\n" if line.startswith("python=") else line for line in lines]
            hook.write_text("".join(lines))


def files_of(folder: Path) -> dict[str, tuple[str, int, bytes]]:
    """Everything in a folder: what kind it is, its mode, and its content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        kind = "link" if path.is_symlink() else "folder" if path.is_dir() else "file"
        content = (
            os.fsencode(os.readlink(path)) if kind == "link" else b"" if path.is_dir() else path.read_bytes()
        )
        found[str(path.relative_to(folder))] = (kind, path.lstat().st_mode, content)
    return found
