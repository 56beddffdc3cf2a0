"""A real git repository in a temporary folder, in an environment that knows nothing of who runs the tests.

The fixtures ``repo`` and ``env`` are there for all tests (a plugin of pytest, see pyproject.toml).
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
}


def scrubbed(home: Path) -> dict[str, str]:
    """The environment of a person who has set nothing: no git variables, no configuration, no skips."""
    mine = ("GIT_", "VALUEGATE_", "PRE_COMMIT", "PREK_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
    for name in (
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
        "EMAIL",
        "CDPATH",
        "XDG_CONFIG_HOME",
        "SKIP",
        "LANGUAGE",
    ):
        kept.pop(name, None)
    settings = {
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LC_ALL": "C.UTF-8",
    }
    return {**kept, **settings, **IDENTITY, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"}


class Done:
    """What a command did: its code, and all it printed."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        return self.out + self.err


class GitRepository:
    """Runs git in a folder. ``env`` can be changed; every call is a process of its own."""

    def __init__(self, path: Path, env: dict[str, str]) -> None:
        self.path = path
        self.env = env

    def run(self, *command: str, **env: str) -> Done:
        """Any command in this folder."""
        done = subprocess.run(
            command,
            cwd=self.path,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=600,  # an environment for hooks takes minutes on a machine that is busy
        )
        return Done(done)

    def try_git(self, *args: str, **env: str) -> Done:
        """Git, whatever comes of it."""
        return self.run("git", *args, **env)

    def git(self, *args: str, **env: str) -> str:
        """Git, which has to succeed; what it printed."""
        done = self.try_git(*args, **env)
        assert done.code == 0, done.text
        return done.out.strip()

    def write(self, path: str, text: str | bytes) -> Path:
        """A file in the work tree."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def add(self, path: str, text: str | bytes) -> None:
        """A file, staged."""
        self.write(path, text)
        self.git("add", "--", path)

    def commit(self, message: str = "More") -> str:
        """A commit of what is staged; its id."""
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "-m", message)
        return self.git("rev-parse", "HEAD")


def init(path: Path, env: dict[str, str], *options: str) -> GitRepository:
    """A new repository, with nothing in its folder of hooks."""
    path.mkdir(parents=True, exist_ok=True)
    repository = GitRepository(path, env)
    repository.git("-c", "init.defaultBranch=main", "init", "--quiet", "--template=", *options, ".")
    return repository


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The scrubbed environment, for this process too."""
    home = tmp_path / "home"
    home.mkdir()
    clean = scrubbed(home)
    for name in [name for name in os.environ if name not in clean and name != "PYTEST_CURRENT_TEST"]:
        monkeypatch.delenv(name)
    for name, value in clean.items():
        monkeypatch.setenv(name, value)
    return clean


@pytest.fixture
def repo(tmp_path: Path, env: dict[str, str]) -> GitRepository:
    """An empty repository, in a folder with a space and an accent in its name."""
    return init(tmp_path / "dépôt de tickets", env)
