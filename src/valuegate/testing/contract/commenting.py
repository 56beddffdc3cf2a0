"""The one comment of the guard."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from threading import Thread

import pytest

from ...note import Line, Note, Piece, PieceKind
from ...tracker import Comment
from ..world import ANA, BEN, World
from .needs import aware, draft, note, said

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<!-- valuegate --> <!-- /valuegate -->",
    "ask @ana, @all and [~ben] or [~accountid:5b10]",
    "[click](https://evil.example) [click|https://evil.example] https://evil.example www.evil.example",
    "![pixel](https://evil.example/p.png) !https://evil.example/p.png!",
    "*bold* **bold** _it_ ~~gone~~ `code` {code} {{mono}} {color:red}red{color}",
    "# heading",
    "h1. heading",
    "- item",
    "1. item",
    "> quote",
    "----",
    "bq. quote",
    "|| a || b ||",
    "| a | b |",
    "```",
    '{"type": "mention", "attrs": {"id": "5b10"}}',
    "SHOP-1 #12 !3 :emoji: $x$ \\(x\\) &amp; &lt;b&gt;",
)
"""Words that would be markup, a mention or a link if nobody made them inert."""


def ours(comments: Iterable[Comment]) -> list[Comment]:
    """Those of the guard."""
    return [each for each in comments if each.ours]


def letters(text: str) -> str:
    """A text without white space, which each markup treats in its own way."""
    return "".join(text.split())


def lowest(id: str) -> tuple[int, str]:
    """The order of ids: numbers by their value, other ids of one length by their letters."""
    return len(id), id


class Commenting:
    """``comments``, ``upsert_comment``."""

    def test_all_comments_are_told_oldest_first(self, world: World) -> None:
        key = draft(world)
        for number in range(world.many):
            world.wait()
            world.comment(key, f"Remark {number}.", (ANA, BEN)[number % 2])
        told = world.tracker.comments(key)
        assert [each.text for each in told] == [f"Remark {number}." for number in range(world.many)]
        assert all(one.at <= two.at for one, two in pairwise(told))
        assert all(aware(each.at) for each in told)
        assert len({each.id for each in told}) == world.many
        assert [each.by and each.by.id for each in told[:2]] == [
            world.person(ANA).id,
            world.person(BEN).id,
        ]
        assert ours(told) == []

    def test_a_comment_says_what_the_note_says(self, world: World) -> None:
        key = draft(world)
        meant = Note(
            (
                Line((Piece("This ticket does not hold yet"),), "heading"),
                Line((Piece("2 of 4 checks: "), Piece("evidence", "strong"), Piece(" and metric."))),
                Line((Piece("“the CEO wants it”", "quote"), Piece(" is no fact."))),
                Line((Piece("Say what was counted."),), "item"),
                Line((Piece("Say how much."),), "item"),
                Line((Piece("valuegate "), Piece("explains", "link", "https://example.org/a?b=c"))),
                Line((Piece("Set the label value-gate-contested to disagree."),), "fine-print"),
            )
        )
        made = world.tracker.upsert_comment(key, meant)
        shown = world.shown(key, made.id)
        assert letters(shown.text) == letters(meant.text)
        assert shown.links == ("https://example.org/a?b=c",)
        assert shown.mentions == ()
        assert letters(made.text) == letters(meant.text)
        assert made == world.tracker.comments(key)[0]

    def test_a_comment_of_ours_is_ours(self, world: World) -> None:
        key = draft(world)
        made = world.tracker.upsert_comment(key, note())
        assert made.ours
        assert made.by
        assert made.by.id == world.tracker.me().id
        assert made.edited_by is None
        assert [each.id for each in ours(world.again().comments(key))] == [made.id]

    def test_there_is_one_comment_however_often(self, world: World) -> None:
        key = draft(world)
        world.comment(key, "Why is that so?")
        first = world.tracker.upsert_comment(key, note("One."))
        world.wait()
        second = world.again().upsert_comment(key, note("Two."))
        told = world.tracker.comments(key)
        assert first.id == second.id
        assert [each.ours for each in told] == [False, True]
        assert told[1].text == second.text == "Two."

    def test_what_is_said_already_is_not_written_again(self, world: World) -> None:
        key = draft(world)
        first = world.tracker.upsert_comment(key, note("One.", "Two."))
        before = said(world.tracker.fetch(key))
        world.wait()
        assert world.again().upsert_comment(key, note("One.", "Two.")) == first
        assert said(world.tracker.fetch(key)) == before

    def test_two_at_once_leave_one_comment(self, world: World) -> None:
        key = draft(world)
        failed: list[BaseException] = []

        def say(number: int) -> None:
            try:
                world.again().upsert_comment(key, note(f"From {number}."))
            except BaseException as error:  # a thread raises nothing to who waits for it
                failed.append(error)

        threads = [Thread(target=say, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert len(ours(world.tracker.comments(key))) == 1

    def test_of_two_that_were_made_at_once_the_lowest_id_stays(self, world: World) -> None:
        key = draft(world)
        first = world.tracker.upsert_comment(key, note("One."))
        world.wait()
        world.copy_comment(key, first.id)
        both = [each.id for each in ours(world.tracker.comments(key))]
        assert len(both) == 2
        kept = world.again().upsert_comment(key, note("Two."))
        assert [each.id for each in ours(world.tracker.comments(key))] == [min(both, key=lowest)]
        assert kept.id == min(both, key=lowest)
        assert kept.text == "Two."

    def test_a_comment_of_somebody_else_with_our_marker_is_not_ours(self, world: World) -> None:
        key = draft(world)
        first = world.tracker.upsert_comment(key, note("One."))
        world.copy_comment(key, first.id, BEN)
        assert [each.id for each in ours(world.tracker.comments(key))] == [first.id]
        world.tracker.upsert_comment(key, note("Two."))
        assert sorted(each.text for each in world.tracker.comments(key)) == ["One.", "Two."]

    def test_a_comment_of_our_account_without_the_marker_is_not_ours(self, world: World) -> None:
        key = draft(world)
        made = world.tracker.upsert_comment(key, note("One."))
        theirs = world.signed_in_as(BEN).comments(key)
        assert [(each.id, each.ours) for each in theirs] == [(made.id, False)]

    def test_another_guard_has_a_comment_of_its_own(self, world: World) -> None:
        key = draft(world)
        world.tracker.upsert_comment(key, note("One."))
        world.signed_in_as(BEN).upsert_comment(key, note("Two."))
        world.tracker.upsert_comment(key, note("Three."))
        assert sorted(each.text for each in world.tracker.comments(key)) == ["Three.", "Two."]

    def test_what_somebody_wrote_into_our_comment_is_told_and_written_over(self, world: World) -> None:
        key = draft(world)
        made = world.tracker.upsert_comment(key, note("One."))
        if not world.edit_comment(key, made.id, "All is well.", BEN):
            pytest.skip("nobody can edit comments of others in this tracker")
        (edited,) = (each for each in world.tracker.comments(key) if each.id == made.id)
        assert edited.text == "All is well."
        assert edited.edited_by is None or edited.edited_by.id == world.person(BEN).id
        world.tracker.upsert_comment(key, note("One."))
        (mine,) = ours(world.tracker.comments(key))
        assert mine.text == "One."
        assert mine.edited_by is None

    @pytest.mark.parametrize("words", HOSTILE)
    @pytest.mark.parametrize("kind", ["quote", "plain", "strong"])
    def test_what_a_ticket_spells_stays_words(self, world: World, words: str, kind: PieceKind) -> None:
        key = draft(world)
        piece = Piece(words, kind)
        meant = Note((Line((piece,)), Line((Piece("It says: "), piece)), Line((piece,), "item")))
        made = world.tracker.upsert_comment(key, meant)
        shown = world.shown(key, made.id)
        assert letters(shown.text) == letters(meant.text)
        assert shown.links == shown.mentions == ()
        (mine,) = ours(world.tracker.comments(key))
        assert mine.id == made.id

    def test_the_label_of_a_link_stays_words(self, world: World) -> None:
        key = draft(world)
        meant = Note((Line((Piece("a](https://evil.example) [b", "link", "https://example.org/(x) y"),)),))
        shown = world.shown(key, world.tracker.upsert_comment(key, meant).id)
        assert letters(shown.text) == letters(meant.text)
        (link,) = shown.links
        assert link.startswith("https://example.org/")

    def test_a_long_comment_is_written_whole(self, world: World) -> None:
        key = draft(world)
        meant = note(*(f"Line {number}: é, “quoted”, 日本, 🙂." for number in range(200)))
        made = world.tracker.upsert_comment(key, meant)
        assert letters(world.shown(key, made.id).text) == letters(meant.text)
        assert world.tracker.upsert_comment(key, meant) == made
