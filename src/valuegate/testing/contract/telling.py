"""What a tracker tells by itself: messages, and how it is."""

from __future__ import annotations

import pytest

from ...errors import TrackerError
from ..world import Message, Trouble, World
from .needs import ERRORS, draft, met


def message_about(world: World, key: str) -> Message:
    """What the tracker sends; the test is skipped if it sends nothing."""
    found = world.message(key)
    if found is None:
        pytest.skip("this tracker sends no messages")
    return found


class Telling:
    """``verify``, ``event``, ``diagnose``."""

    def test_a_message_is_known_by_its_signature(self, world: World) -> None:
        headers, body, secret = message_about(world, draft(world))
        verify = world.tracker.verify
        assert verify(headers, body, secret)
        assert verify({name.lower(): value for name, value in headers.items()}, body, secret)
        assert not verify(headers, body, secret + b"x")
        assert not verify(headers, body, b"")
        assert not verify(headers, body + b" ", secret)
        assert not verify({}, body, secret)

    def test_a_message_says_which_ticket_to_look_at(self, world: World) -> None:
        key = draft(world)
        message = message_about(world, key)
        event = world.tracker.event(message.headers, message.body)
        assert event
        assert event.key == key
        assert event == world.again().event(message.headers, message.body)
        other = message_about(world, key)
        later = world.tracker.event(other.headers, other.body)
        assert later
        assert later.delivery != event.delivery

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"7", b"{}", b"\xff\xfe", b'{"key": 7}'])
    def test_a_message_about_no_ticket_is_about_none(self, world: World, body: bytes) -> None:
        message = message_about(world, draft(world))
        assert world.tracker.event(message.headers, body) is None

    def test_a_tracker_that_sends_nothing_says_so(self, world: World) -> None:
        if world.message(draft(world)) is not None:
            pytest.skip("this tracker sends messages")
        with pytest.raises(TrackerError):
            world.tracker.verify({}, b"", b"secret")
        with pytest.raises(TrackerError):
            world.tracker.event({}, b"")

    def test_where_all_is_well_nothing_is_broken(self, world: World) -> None:
        draft(world)
        remarks = list(world.tracker.diagnose())
        assert remarks
        assert [each for each in remarks if each.level == "broken"] == []

    def test_each_weakness_comes_with_its_mend(self, world: World) -> None:
        for remark in world.tracker.diagnose():
            assert remark.message
            assert remark.fix or remark.level == "fine"

    @pytest.mark.parametrize("trouble", ERRORS)
    def test_what_goes_wrong_is_told_and_raises_nothing(self, world: World, trouble: Trouble) -> None:
        met(world, trouble)
        remarks = list(world.tracker.diagnose())
        found = [remark for remark in remarks if remark.level != "fine"]
        assert found
        assert all(remark.fix for remark in found)
        said = " ".join(f"{remark.message} {remark.fix}" for remark in remarks)
        assert not [secret for secret in world.secrets if secret in said]
