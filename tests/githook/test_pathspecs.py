"""Whatever a glob of the policy finds, its pathspec finds too: else a ticket would pass unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from git_repository import GitRepository, init, scrubbed
from valuegate.files import find_files, named_file
from valuegate.githook.git import Repository, find
from valuegate.githook.pathspecs import pathspecs
from valuegate.policy import Gate, Policy

PATHS = [
    "a.md",
    "b.txt",
    "été.md",
    "x[1].md",
    "back\\slash.md",
    "tickets/a.md",
    "tickets/ab.md",
    "tickets/sub folder/été à.md",
    "tickets/sub/deep/c.wiki",
    "tickets/.hidden/d.md",
    "tickets/.e.md",
    "tickets/node_modules/p/readme.md",
    "tickets/photo.png",
    ".github/ISSUE_TEMPLATE/idea.yml",
    ".github/ISSUE_TEMPLATE/config.yml",
    "docs/proposals/one.md",
    "docs/proposals/[draft]/two.md",
    "docs/a*b.md",
]
GLOBS = [
    "tickets/**/*.md",
    ".github/ISSUE_TEMPLATE/*",
    "**/*.md",
    "**",
    "*",
    "./tickets/*.md",
    "tickets/a?.md",
    "?t?.md",
    "x[[]1].md",
    "[!b]*.md",
    "back\\slash.md",
    "docs/**b.md",
    "docs/a**b/*.md",
    "tick*/**",
    "docs/../tickets/*.md",
    "docs/proposals/[draft]/*.md",
]
PIECES = ["**/", "**", "*", "?", "/", "[a-z]", "[!a]", "[", "]", "\\", "é", "tickets", "docs", ".md", "a"]
PIECE = st.sampled_from(PIECES)
ANY_GLOB = st.lists(PIECE, min_size=1, max_size=7).map(lambda parts: "".join(parts).lstrip("/") or "*")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitRepository]:
    """A repository with all the paths, and that as the current folder."""
    folder = tmp_path_factory.mktemp("tree")
    with pytest.MonkeyPatch.context() as patch:
        env = scrubbed(folder)
        for name, value in env.items():
            patch.setenv(name, value)
        repo = init(folder / "dépôt", env)
        for path in PATHS:
            repo.add(path, "x")
        patch.chdir(repo.path)
        yield repo


def found(repo: Repository, glob: str, root: Path) -> set[str]:
    policy = Policy((Gate("ready", ()),), tickets=(glob,), root=str(root))
    return {entry.path for entry in repo.tracked(pathspecs(policy, repo))}


@given(st.one_of(st.sampled_from(GLOBS), ANY_GLOB))
@example("tickets/**/*.md")
@settings(max_examples=150)
def test_a_pathspec_finds_whatever_its_glob_finds(tree: GitRepository, glob: str) -> None:
    named = {path for path in PATHS if named_file(path, [glob], [])}
    assert named == {file.path for file in find_files((), [glob])}
    assert named <= found(find(), glob, tree.path)


@pytest.mark.parametrize("glob", ["tickets/**/*.md", "docs/proposals/*.md", "tickets/a.md"])
def test_a_usual_glob_finds_nothing_else(tree: GitRepository, glob: str) -> None:
    hidden = {"tickets/.hidden/d.md", "tickets/.e.md", "tickets/node_modules/p/readme.md"}
    named = {path for path in PATHS if named_file(path, [glob], [])}
    assert found(find(), glob, tree.path) - hidden == named


def test_globs_are_relative_to_the_policy(tree: GitRepository) -> None:
    assert found(find(), "*.md", tree.path / "tickets") == {"tickets/.e.md", "tickets/a.md", "tickets/ab.md"}
    assert found(find(), "../docs/a*.md", tree.path / "tickets") == {"docs/a*b.md"}
    assert found(find(), "dépôt/tickets/*b.md", tree.path.parent) == {"tickets/ab.md"}
    assert found(find(), "**/ab.md", tree.path.parent) == set(PATHS)
    assert named_file("docs/a*b.md", ["../docs/a*.md"], [], "tickets")
    assert not named_file("a.md", ["*.md"], [], "tickets")


def test_a_template_is_one_even_if_it_is_among_the_tickets_too(tree: GitRepository) -> None:
    both = named_file("tickets/a.md", ["tickets/*.md"], ["tickets/a.md"])
    assert both
    assert both.template
    form = named_file(".github/ISSUE_TEMPLATE/idea.yml", [".github/ISSUE_TEMPLATE/*"], [])
    assert form
    assert form.template
