"""Changing one entry of front matter: what stands around it stays, and the reader reads what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate import front_matter
from valuegate.errors import RefusedError, TicketError
from valuegate.ticket import Source
from valuegate.trackers.folder.front import Front

LINES = st.sampled_from(
    [
        "key: SHOP-12",
        "# a remark",
        "",
        "title: 'Night: notes'",
        "owner: ana # who else",
        "due: 2026-12-01",
        "links:\n  - https://example.org/#status",
        "notes: |\n  status: no status\n\n  labels: none",
        "more: {status: Draft, labels: [x]}",
        "étiquette: x",
    ]
)
STATUSES = st.sampled_from(
    [
        "status: Draft",
        "status: 'In Progress' # now",
        "Status:",
        "state: ~",
        "status: >-\n  In\n  Progress",
        '"status": Draft',
    ]
)
LABELS = st.sampled_from(
    [
        "labels: [a, b]  # two",
        "labels: a, b",
        "tags:\n  - a\n  - b # why",
        "labels:\n# above\n- 'a'\n\n- b",
        "labels: [a,\n  b]",
        "labels:",
        "labels: []",
    ]
)
NAMES = st.sampled_from(["Ready", "In Progress", "Prêt", "a: b", "yes", "#1", "2", "- x", "[y]", "'", "\\"])


@st.composite
def tickets(draw: st.DrawFn) -> str:
    """Front matter with any of these lines, each once, in any order, and some body."""
    lines = draw(st.lists(LINES, unique=True, max_size=6))
    lines += draw(st.lists(STATUSES, max_size=1)) + draw(st.lists(LABELS, max_size=1))
    lines = draw(st.permutations(lines))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = "\n".join(["---", "first: 1", *lines, "---", "", "# Night notes", "", "status: Draft", ""])
    return text.replace("\n", end)


def read(text: str) -> front_matter.FrontMatter:
    return front_matter.read(Source("SHOP-12.md", text))


@given(tickets(), NAMES)
def test_a_status_is_read_back_and_all_else_is_as_it_was(text: str, status: str) -> None:
    before, after = read(text), Front(Source("SHOP-12.md", text)).with_status(status)
    now = read(after)
    assert now.attributes == {**before.attributes, "status": " ".join(status.split())}
    assert (now.dates, now.fields.keys()) == (before.dates, before.fields.keys())
    assert after[now.end :] == text[before.end :]
    assert [field.text for field in now.fields.values()] == [field.text for field in before.fields.values()]


@given(tickets(), st.lists(st.sampled_from(["a", "b", "value-gate", "Prêt", "a: b", "'"]), unique=True))
def test_labels_are_read_back_and_all_else_is_as_it_was(text: str, labels: list[str]) -> None:
    before, after = read(text), Front(Source("SHOP-12.md", text)).with_labels(labels)
    now = read(after)
    assert now.attributes == {**before.attributes, "labels": tuple(labels)}
    assert (now.dates, now.fields.keys()) == (before.dates, before.fields.keys())
    assert after[now.end :] == text[before.end :]


@given(tickets(), NAMES, st.lists(st.sampled_from(["c", "d"]), unique=True))
def test_a_status_and_labels_are_no_part_of_the_text(text: str, status: str, labels: list[str]) -> None:
    front = Front(Source("SHOP-12.md", text))
    moved = Front(Source("SHOP-12.md", front.with_status(status)))
    labelled = Front(Source("SHOP-12.md", moved.with_labels(labels)))
    assert front.digest() == moved.digest() == labelled.digest()
    edited = Front(Source("SHOP-12.md", f"{text}More.\n"))
    assert edited.digest() != front.digest()


@pytest.mark.parametrize("text", ["No front matter\n", "---\nkey: [\n---\n", "---\n{key: a}\n---\n"])
def test_what_cannot_be_changed_is_refused(text: str) -> None:
    with pytest.raises((RefusedError, TicketError)):
        Front(Source("SHOP-12.md", text))
