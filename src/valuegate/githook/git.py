"""Git, as valuegate asks it.

Nothing here changes the index, the work tree or a commit. What others take from it:

- ``exceptions`` (``--base REF``): ``with Snapshot(find(), REF) as files: load_policy(…, files=files)`` (see
  ``snapshot.py``), and ``files.read(path, size)`` for the bytes of any file as it was at REF;
- ``check --changed [REF]``: ``find().changed_since(REF)``, the paths below ``root``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime

from valuegate.errors import GitError, UsageError

from .changes import Change, Entry, entries, read_changes, split
from .contents import Contents
from .process import complaint, environment, run

_DIFF = ("--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-relative", "--ignore-submodules=all")
_STAGED = ("--cached", "--ita-invisible-in-index", "-M100%", *_DIFF)


class Repository:
    """A repository with a work tree. ``root`` is its top; paths are below it, with ``/`` between folders."""

    def __init__(self, root: str, git_dir: str, common_dir: str, env: dict[str, str]) -> None:
        self.root = root
        self.git_dir = git_dir
        self.common_dir = common_dir
        self._env = env
        for name, path in (("GIT_DIR", git_dir), ("GIT_WORK_TREE", root)):
            if name in env:  # may be relative to a folder that we leave
                env[name] = path

    def ask(self, *args: str, stdin: bytes = b"", codes: Sequence[int] = (0,)) -> bytes:
        """What git prints; GitError if it ends with another code than these."""
        done = run(args, self.root, self._env, stdin)
        if done.returncode not in codes:
            raise GitError(complaint(args[0], done), fix="Run `git status`: it tells what is wrong.")
        return done.stdout

    def say(self, *args: str) -> str:
        """The one line that git prints; empty if it has nothing to say."""
        done = run(args, self.root, self._env)
        return os.fsdecode(done.stdout).rstrip("\n") if done.returncode == 0 else ""

    def hooks_folder(self) -> str:
        """Where git looks for hooks: the repository's own folder, or what core.hooksPath says."""
        path = os.fsdecode(self.ask("rev-parse", "--git-path", "hooks")).rstrip("\n")
        return os.path.normpath(os.path.join(self.root, path))

    def config(self, key: str) -> str:
        """A value of git's configuration; empty if there is none."""
        return self.say("config", "--get", key)

    def branch(self) -> str:
        """The name of the branch that is checked out, born or not; empty on a detached HEAD."""
        return self.say("symbolic-ref", "--quiet", "--short", "HEAD")

    def author(self) -> str:
        """The name of who makes the next commit; empty if git does not know."""
        return self.say("var", "GIT_AUTHOR_IDENT").rpartition(" <")[0]

    def commit(self, ref: str) -> str:
        """The id of the commit that a REF means. UsageError if there is none."""
        found = self.say("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if not found:
            fix = "Correct the name, or fetch it first: pipelines often clone one commit only."
            raise UsageError(f"there is no commit '{ref}' in this repository", fix=fix)
        return found

    def heads(self) -> list[str]:
        """The commits that the next one continues: HEAD, none before the first, more during a merge."""
        head = self.say("rev-parse", "--verify", "--quiet", "HEAD")
        return [head, *self._merged()] if head else []

    def _merged(self) -> list[str]:
        try:
            with open(os.path.join(self.git_dir, "MERGE_HEAD"), encoding="utf-8") as file:
                return file.read().split()
        except OSError:
            return []

    def is_under_way(self, name: str) -> bool:
        """Does git keep a file or folder of this name, as it does while a merge or a rebase goes on?"""
        return os.path.exists(os.path.join(self.git_dir, name))

    def staged(self, pathspecs: Sequence[str] = (), base: str = "") -> list[Change]:
        """What the index changes against a commit, HEAD if none is named; all of it before the first one.

        A path that is only intended to be added is not there yet. Exact renames are told as such.
        """
        against = base or next(iter(self.heads()), "") or self.nothing()
        return read_changes(self.ask("diff-index", *_STAGED, against, "--", *pathspecs))

    def trailers(self, path: str, name: str) -> tuple[str, list[str]]:
        """Who made the last commit that changed a path, and what its trailers of a name say."""
        wanted = f"--format=%an%n%(trailers:key={name},valueonly,unfold)"
        author, *values = self.say("log", "-1", wanted, "--", f":(top,literal){path}").splitlines() or [""]
        return author, values

    def record(self, path: str, trailers: Sequence[str]) -> None:
        """Add trailers to a commit message in a file, unless they are there."""
        lines = [part for trailer in trailers for part in ("--trailer", trailer)]
        how = ("--in-place", "--where", "end", "--if-exists", "addIfDifferent", "--if-missing", "add")
        self.ask("interpret-trailers", *how, *lines, path)

    def tracked(self, pathspecs: Sequence[str] = ()) -> list[Entry]:
        """Everything in the index that would be in a commit."""
        return entries(self.staged(pathspecs, self.nothing()))

    def mode(self, path: str, ref: str = "") -> str:
        """The mode of one path in a commit, or in the index; empty if it is not there."""
        spec = (f":(top,literal){path}",)
        entries = self.tree(ref, spec) if ref else self.tracked(spec)
        return entries[0].mode if entries else ""

    def tree(self, ref: str, pathspecs: Sequence[str] = ()) -> list[Entry]:
        """Everything in a commit."""
        listed = self.ask("diff-tree", "-r", *_DIFF, self.nothing(), self.commit(ref), "--", *pathspecs)
        return entries(read_changes(listed))

    def changed_since(self, ref: str = "HEAD") -> list[str]:
        """The paths in the work tree that changed since it left REF, new ones that are not ignored too.

        In a pipeline REF is the target branch; HEAD means what is not committed yet.
        """
        changes = self._since(ref, "--no-renames")
        new = self.ask("ls-files", "--others", "--exclude-standard", "-z", "--full-name")
        paths = {change.path for change in changes if change.status != "D"} | set(split(new))
        return sorted(paths)

    def renamed_since(self, ref: str) -> dict[str, str]:
        """The old names of the tracked paths that were renamed since the work tree left REF."""
        return {change.path: change.old for change in self._since(ref, "-M") if change.status == "R"}

    def _since(self, ref: str, renames: str) -> list[Change]:
        if ref == "HEAD" and not self.heads():
            base = self.nothing()
        else:
            base = self.say("merge-base", self.commit(ref), "HEAD")
        if not base:
            fix = "Fetch more of the history: pipelines often clone one commit only."
            raise UsageError(f"'{ref}' and this branch have no commit in common", fix=fix)
        return read_changes(self.ask("diff", *_DIFF, renames, "--no-color", base, "--"))

    def written(self, path: str, line: int) -> tuple[date, str] | None:
        """The day on which a line of a file in the work tree was written, and by whom.

        None if it is not committed yet, or if the file is not in the repository.
        """
        done = run(("blame", "--porcelain", "-L", f"{line},{line}", "--", path), self.root, self._env)
        commit, *rest = os.fsdecode(done.stdout).split("\n")
        said = dict(part.partition(" ")[::2] for part in rest)
        if not commit.split(" ")[0].strip("0") or "author-time" not in said:
            return None
        return datetime.fromtimestamp(int(said["author-time"]), UTC).date(), said.get("author", "")

    def target(self) -> str:
        """The branch that work here is merged into, as far as git can tell.

        The default branch of the remote, its main or master, this repository's own; else HEAD.
        """
        remote = self.config(f"branch.{self.branch()}.remote") or "origin"
        remote = "origin" if remote == "." else remote
        asked = [f"refs/remotes/{remote}/{name}" for name in ("HEAD", "main", "master")]
        asked += ["refs/heads/main", "refs/heads/master"]
        listed = self.ask("for-each-ref", "--format=%(refname) %(symref)", *asked)
        known = dict(line.split(" ", 1) for line in os.fsdecode(listed).splitlines())
        for name in asked:
            if name in known:
                return (known[name] or name).removeprefix("refs/remotes/").removeprefix("refs/heads/")
        return "HEAD"

    def contents(self, ref: str = "") -> Contents:
        """The files of a commit, or of the index, to be read one after the other."""
        return Contents(self.root, self._env, self.commit(ref) if ref else "")

    def nothing(self) -> str:
        """The id of the empty tree, which every repository knows, whatever its hashes are."""
        return os.fsdecode(self.ask("hash-object", "-t", "tree", "--stdin")).strip()


def find(start: str = ".") -> Repository:
    """The repository around a folder, or the one that git's variables name. UsageError if there is none."""
    env = environment()
    asked = ("rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir")
    done = run(asked, start, env)
    if done.returncode:
        message = complaint("rev-parse", done)
        if "not a git repository" in message:
            raise UsageError("this folder is not in a git repository", fix="Go to one, or run `git init`.")
        if "work tree" in message:
            raise UsageError("this repository has no work tree", fix="Run the command in a clone of it.")
        raise GitError(message, fix="Run `git status`: it tells what is wrong.")
    root, git_dir, common = os.fsdecode(done.stdout).split("\n")[:3]
    return Repository(root, git_dir, os.path.normpath(os.path.join(os.path.abspath(start), common)), env)
