"""Which files a person means: paths, folders, globs, and what lies in the way of a walk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from valuegate.errors import UsageError
from valuegate.files import File, find_files, is_template
from valuegate.globs import compiled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the test stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("x", encoding="utf-8")


def names(*paths: str, globs: tuple[str, ...] = (), root: str = ".") -> list[str]:
    return [file.path for file in find_files(paths, globs, root)]


def test_a_named_file_is_taken_whatever_its_suffix(folder: Path) -> None:
    put("note.story")
    assert names("note.story") == ["note.story"]


def test_a_folder_gives_the_files_that_look_like_tickets(folder: Path) -> None:
    put(
        "t/b.md",
        "t/a.txt",
        "t/deep/c.wiki",
        "t/d.jira",
        "t/e.json",
        "t/f.markdown",
        "t/photo.png",
        "t/ci.yml",
    )
    assert names("t") == ["t/a.txt", "t/b.md", "t/d.jira", "t/deep/c.wiki", "t/e.json", "t/f.markdown"]


def test_a_walk_leaves_hidden_folders_and_foreign_packages_alone(folder: Path) -> None:
    put("a.md", ".hidden.md", ".git/b.md", "node_modules/p/readme.md", "sub/.venv/c.md")
    assert names(".") == ["a.md"]


def test_forms_are_yaml_only_where_trackers_keep_them_and_their_configuration_is_none(folder: Path) -> None:
    put(".github/ISSUE_TEMPLATE/idea.yml", ".github/ISSUE_TEMPLATE/config.yml", ".github/workflows/ci.yml")
    assert find_files([".github"]) == [File(".github/ISSUE_TEMPLATE/idea.yml", template=True)]


def test_a_glob_finds_files_in_a_stable_order(folder: Path) -> None:
    put("t/2.md", "t/1.md", "t/x/3.md", "other/4.md", "t/5.txt")
    assert names("t/**/*.md") == ["t/1.md", "t/2.md", "t/x/3.md"]
    assert names("t/*.md") == ["t/1.md", "t/2.md"]
    assert names("t/[!1].md", "t/?.txt") == ["t/2.md", "t/5.txt"]
    assert names("**/[12].md") == ["t/1.md", "t/2.md"]


def test_a_glob_that_names_no_suffix_finds_only_what_looks_like_a_ticket(folder: Path) -> None:
    put("t/1.md", "t/picture.png", "t/x/2.txt")
    assert names("t/*") == ["t/1.md"]
    assert names("t/**") == ["t/1.md", "t/x/2.txt"]
    assert names("t/*.png") == ["t/picture.png"]


def test_globs_of_a_policy_are_relative_to_its_folder(folder: Path) -> None:
    put("repo[1]/tickets/a.md", "repo[1]/ISSUE_TEMPLATE/b.yml")
    globs = ("tickets/**/*.md", "ISSUE_TEMPLATE/*", "./absent/*.md")
    found = ["repo[1]/ISSUE_TEMPLATE/b.yml", "repo[1]/tickets/a.md"]
    assert names(globs=globs, root="repo[1]") == found
    put("plain.md")
    assert names(globs=(str(folder / "plain.md"),)) == [str(folder / "plain.md")]


def test_a_bracket_that_never_closes_is_only_a_character(folder: Path) -> None:
    put("t/a[b.md", "t/c.md")
    assert names("t/a[*.md") == ["t/a[b.md"]


def test_each_file_is_judged_once_however_many_ways_lead_to_it(folder: Path) -> None:
    put("t/a.md")
    os.symlink("t/a.md", "linked.md")
    assert names("t/a.md", "t", "./t/*.md", "linked.md", globs=("t/*",)) == ["linked.md"]


def test_links_that_go_in_circles_end(folder: Path) -> None:
    put("t/a.md")
    os.symlink("..", "t/up")
    os.symlink(".", "t/here")
    assert names("t") == ["t/a.md"]
    assert names("t/**/*.md") == ["t/a.md"]


def test_a_linked_folder_is_walked(folder: Path) -> None:
    put("elsewhere/a.md")
    Path("t").mkdir()
    os.symlink("../elsewhere", "t/linked")
    assert names("t") == ["t/linked/a.md"]


def test_a_path_that_is_not_there_is_wrong_usage_with_the_nearest_name(folder: Path) -> None:
    put("tickets/night.md")
    with pytest.raises(UsageError, match=r"there is no file or folder 'tickets/nihgt\.md'") as raised:
        find_files(["tickets/nihgt.md"])
    assert raised.value.fix == "Did you mean 'tickets/night.md'?"
    with pytest.raises(UsageError) as raised:
        find_files(["tickets/zzz"])
    assert raised.value.fix == "Correct the path."
    with pytest.raises(UsageError) as raised:
        find_files(["no/such/file.md"])
    assert raised.value.fix == "There is no folder 'no/such' either."


def test_an_empty_folder_or_glob_gives_nothing(folder: Path) -> None:
    assert names(str(folder), "*.md", "absent/**/*.md") == []


@pytest.mark.parametrize(
    ("path", "template"),
    [
        (".github/ISSUE_TEMPLATE/bug.md", True),
        (".gitlab/issue_templates/Idea.md", True),
        (".github/issue_template.md", True),
        ("tickets/issue_templates.md", False),
        ("tickets/a.md", False),
    ],
)
def test_a_template_is_known_by_where_it_lies(path: str, template: bool) -> None:
    assert is_template(path) is template


def test_a_template_is_known_from_within_its_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(".github/ISSUE_TEMPLATE/bug.md")
    monkeypatch.chdir(".github/ISSUE_TEMPLATE")
    assert find_files(["bug.md"]) == [File("bug.md", template=True)]


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("./a/**", "a/b/c.md", True),
        ("a/*", "a/b/c.md", False),
        ("a/[!b].md", "a/c.md", True),
        ("a/[!b].md", "a/b.md", False),
        ("a[z-a].md", "a[z-a].md", True),
        ("a.md", "aXmd", False),
    ],
)
def test_a_glob_is_what_a_shell_takes_it_for(glob: str, path: str, matches: bool) -> None:
    assert bool(compiled(glob).fullmatch(path)) == matches
