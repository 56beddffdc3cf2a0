"""What a ticket spells stays words: in markup, in JSON, and in the log of a pipeline."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.inert import json_text
from valuegate.markup import markup
from valuegate.terminal import COMMAND, UNSAFE, safe, wrap

COMMANDS = ["::error::x", "  ::add-mask::e", "##[group]x", "a ##vso[task.setvariable variable=p]x", "###[x]"]


@pytest.mark.parametrize("text", COMMANDS)
def test_a_pipeline_finds_no_command(text: str) -> None:
    for made in (safe(text), markup(text), json_text([text]), json_text({"a": text}, 2)):
        assert not COMMAND.search(made)


def test_what_is_no_command_stays_as_it_is() -> None:
    text = "std::vector, 10::20, ## heading, [link], C#[x]"
    assert safe(text) == text


def test_a_word_is_not_cut_before_what_looks_like_a_command() -> None:
    for width in range(20, 40):
        for text in ("x" * 20 + "::stop-commands::word" * 9, ":" * 100):
            lines = wrap(text, width)
            assert not [line for line in lines if line.startswith("::") or len(line) > width]


@given(st.text(st.characters()) | st.sampled_from(COMMANDS), st.sampled_from([None, 2]))
def test_json_loses_nothing(text: str, indent: int | None) -> None:
    made = json_text({text: [text]}, indent)
    assert json.loads(made) == {text: [text]}
    assert not UNSAFE.search(made.replace("\n", ""))
    assert not COMMAND.search(made)
    made.encode("utf-8")
