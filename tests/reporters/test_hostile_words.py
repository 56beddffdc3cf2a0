"""Hostile words stay words in every format: no markup, command, escape or mention, no change of direction."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import hostile_words as hostile
import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reporter_github import commands

from valuegate.finding import EXCERPT_LENGTH
from valuegate.markup import markdown
from valuegate.plugins import load
from valuegate.report import Style
from valuegate.terminal import COMMAND, UNSAFE

REPORTERS = dict(load().reporters)
REFERENCE = re.compile(r"(?<!&)[@#!~%$](?=\w)|://|\bwww\.|\bGH-\d|:[\w+-]+:|\b(?=\w*\d)[0-9a-f]{7,40}\b|\[\w")
"""What GitHub and GitLab make a link or a mention of, as far as a text without markup can be one."""


def test_the_table_runs_through_every_format() -> None:
    assert set(STRUCTURES) == set(REPORTERS)


class _Tags(HTMLParser):
    """The elements of a page with the names of their attributes, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = tuple(sorted(name for name, _ in attrs if name != "lang"))
        links = tuple(value or "" for name, value in attrs if name in ("href", "src", "style"))
        self.found.append((tag, *names, *links))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))


def _html(text: str) -> Any:
    tags = _Tags()
    tags.feed(text)
    return tags.found


def _xml(text: str) -> Any:
    return [(each.tag, sorted(each.attrib)) for each in ElementTree.fromstring(text.encode()).iter()]


def _shape(value: Any) -> Any:
    """The keys and types of a value."""
    if isinstance(value, dict):
        return {name: _shape(part) for name, part in value.items()}
    return [_shape(part) for part in value] if isinstance(value, list) else type(value).__name__


def _json(text: str) -> Any:
    return _shape(json.loads(text))


def _json_lines(text: str) -> Any:
    return [_json(line) for line in text.splitlines()]


def _commands(text: str) -> Any:
    return [(command.level, *command.properties) for command in commands(text)]


def _markdown(text: str) -> Any:
    extensions = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
    return _html(pyromark.html(text, options=extensions | pyromark.Options.ENABLE_FOOTNOTES))


def _lines(text: str) -> Any:
    """Text for people has no structure but its paragraphs."""
    return len(re.findall(r"^\S", text, re.MULTILINE))


def _paragraphs(text: str) -> Any:
    return len(text.split("\n\n"))


STRUCTURES: dict[str, Callable[[str], Any]] = {
    "text": _lines,
    "summary": _paragraphs,
    "html": _html,
    "markdown": _markdown,
    "json": _json,
    "jsonl": _json_lines,
    "sarif": _json,
    "junit": _xml,
    "github": _commands,
    "gitlab": _json,
}


@cache
def made(name: str, text: str) -> str:
    return hostile.report(REPORTERS[name], text)


def each_word(function: Any) -> Any:
    return pytest.mark.parametrize("word", hostile.WORDS)(
        pytest.mark.parametrize("name", sorted(REPORTERS))(function)
    )


@each_word
def test_the_structure_is_that_of_plain_words(name: str, word: str) -> None:
    if name == "markdown" and word.startswith("length"):
        pytest.skip("a comment leaves out what it has no room for")
    structure = STRUCTURES[name]
    assert structure(made(name, hostile.WORDS[word])) == structure(made(name, hostile.PLAIN))


@each_word
def test_nothing_acts_on_a_terminal_or_turns_the_direction(name: str, word: str) -> None:
    text = made(name, hostile.WORDS[word])
    assert not UNSAFE.search(text.replace("\n", ""))
    text.encode("utf-8")


@each_word
def test_a_pipeline_finds_no_command_that_is_not_ours(name: str, word: str) -> None:
    text = made(name, hostile.WORDS[word])
    if name == "github":
        text = re.sub(r"^::(?:error|warning|notice) [^:]*::", "", text, flags=re.MULTILINE)
    assert not COMMAND.search(text)


@pytest.mark.parametrize("word", hostile.WORDS)
def test_a_comment_mentions_nobody_and_links_nowhere(word: str) -> None:
    tags = _Tags()
    tags.feed(pyromark.html(made("markdown", hostile.WORDS[word])))
    assert not REFERENCE.search(tags.text)
    assert not re.search(r"^\s*/\w", made("markdown", hostile.WORDS[word]), re.MULTILINE), "a quick action"
    assert not [tag for tag in tags.found if tag[0] in ("a", "img", "script")]


@pytest.mark.parametrize("word", [word for word in hostile.WORDS if word.startswith("length")])
@pytest.mark.parametrize("name", ["text", "html", "markdown", "junit"])
def test_people_are_shown_at_most_a_line_of_it(name: str, word: str) -> None:
    """Where a path, a waiver or an error of the run is this long, it is shown: those are not cut."""
    reporter, text = REPORTERS[name], hostile.WORDS[word]
    verdict = hostile.verdicts(text)[0]._replace(source="a.md", judgements={})
    shown = hostile.render(reporter, hostile.samples.HEAD, [verdict], (), Style(width=100))
    assert len(re.sub(r"<(style|script)>.*?</\1>", "", shown, flags=re.DOTALL)) < 60 * EXCERPT_LENGTH


@pytest.mark.parametrize("word", hostile.WORDS)
def test_what_markdown_shows_is_the_text(word: str) -> None:
    """Seen by a person it is the same: only an invisible space is more."""
    text = hostile.WORDS[word]
    tags = _Tags()
    tags.feed(pyromark.html(f"“{markdown(text)}”"))
    shown = tags.text.replace("\u200b", "").strip()
    assert shown == f"“{hostile.safe(text)}”"


def test_files_with_hostile_names_and_words_are_reported_in_every_format(tmp_path: Path) -> None:
    """From the disk to the report, through everything between."""
    from valuegate.cli.app import app

    folder = tmp_path / "tickets"
    folder.mkdir()
    words = [word for word in hostile.WORDS.values() if len(word) < 200 and word.isprintable()]
    for number, word in enumerate(words):
        name = word.replace("/", "∕")[:60]
        parts = (f"# {word}", "## Problem", word, "## Evidence", f"The CEO wants {word}.", f"## {word}", word)
        text = "\n\n".join(parts) + "\n"
        (folder / f"{number} {name}.md").write_text(text, encoding="utf-8")
    asked = [f"--format={name}={tmp_path / name}" for name in REPORTERS]
    code = app.main(["check", str(folder), "--today", "2026-11-23", *asked], standalone_mode=False)
    assert code == 1
    for name in REPORTERS:
        text = (tmp_path / name).read_text(encoding="utf-8")
        STRUCTURES[name](text)
        assert not UNSAFE.search(text.replace("\n", ""))
    assert len(json.loads((tmp_path / "json").read_text(encoding="utf-8"))["verdicts"]) == len(words)


SIGNS = "@#!~%$&[]()<>*_`|\\/:.-+=^'\"{}ab1 \n\t\u200b\u202e"


@given(st.text(st.sampled_from(SIGNS) | st.characters(), max_size=40))
def test_no_text_at_all_becomes_markdown_or_a_reference(text: str) -> None:
    found, plain = _Tags(), _Tags()
    for tags, words in ((found, markdown(text)), (plain, hostile.PLAIN)):
        tags.feed(pyromark.html(f"- **who** {words}  \n  → {words}\n\n<b>{words}</b> · {words}\n"))
    assert found.found == plain.found
    assert not REFERENCE.search(found.text)
