"""Whatever people and the guard do, in whatever order, Linear and the tracker in memory say the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from valuegate.note import Line, Note, Piece
from valuegate.testing.fake_world import FakeWorld
from valuegate.testing.linear import stand_in
from valuegate.testing.linear.world import LinearWorld
from valuegate.testing.world import ANA, BEN, World

TEXT = {"Problem": "Notes are lost."}
TICKET, STATUS, LABEL = st.integers(0, 1), st.integers(0, 3), st.integers(0, 1)
PERSON = st.sampled_from([ANA, BEN])
STEPS = st.one_of(
    st.tuples(st.just("move"), TICKET, STATUS, PERSON),
    st.tuples(st.just("move as guard"), TICKET, STATUS, PERSON),
    st.tuples(st.sampled_from(["add", "remove"]), TICKET, LABEL, PERSON),
    st.tuples(st.sampled_from(["add as guard", "remove as guard"]), TICKET, LABEL, PERSON),
    st.tuples(st.sampled_from(["comment", "upsert", "edit"]), TICKET, st.integers(0, 2), PERSON),
)
Step = tuple[str, int, int, str]
WORDS = ("One.", "*Two* & <b>", "- three")


class Played:
    """A world in which a story is played, with its own words for tickets, statuses and labels."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.keys = [world.make(f"Ticket {n}", TEXT, status=world.statuses.draft) for n in (1, 2)]

    def play(self, step: Step) -> None:
        what, ticket, number, person = step
        world, key = self.world, self.keys[ticket]
        if what.startswith("move"):
            self._move(key, world.statuses[number], person, as_guard="guard" in what)
        elif what in ("add", "remove"):
            world.label(key, **{what: world.labels[number]}, by=person)
        elif what in ("add as guard", "remove as guard"):
            world.tracker.label(key, **{what.partition(" ")[0]: [world.labels[number]]})
        elif what == "upsert":
            world.tracker.upsert_comment(key, Note((Line((Piece(WORDS[number], "quote"),)),)))
        elif what == "comment":
            world.comment(key, f"Remark {number}.", person)
        else:
            world.edit(key, {"Problem": f"Notes are late, {number} of them."}, person)

    def _move(self, key: str, status: str, person: str, *, as_guard: bool) -> None:
        here = self.world.tracker.fetch(key)
        if here.status.name == status:
            return
        if not as_guard:
            self.world.move(key, status, person)
            return
        (way,) = (way for way in self.world.tracker.ways(key) if way.to.name == status)
        self.world.tracker.move(key, way, here)

    def told(self, key: str) -> tuple[object, ...]:
        """What the tracker says of a ticket, but for times, ids and its own words."""
        world = self.world
        now, history = world.tracker.fetch(key), world.again().history(key)
        who = {p.id: i for i, p in enumerate((world.tracker.me(), world.person(ANA), world.person(BEN)))}
        status, label = [*world.statuses].index, [*world.labels].index
        return (
            status(now.status.name),
            sorted(map(label, now.ticket.labels)),
            [block.text for block in now.ticket.blocks if block.kind == "paragraph"],
            [(m.before and status(m.before.name), status(m.after.name)) for m in history.moves],
            [who[move.by.id] if move.by else None for move in history.moves],
            [(label(e.label), e.added, e.by and who[e.by.id]) for e in history.labellings],
            [(c.text, c.ours, c.by and who[c.by.id]) for c in world.tracker.comments(key)],
        )


@settings(max_examples=12)
@given(st.lists(STEPS, max_size=15))
def test_linear_and_the_fake_say_the_same(steps: list[Step]) -> None:
    with stand_in() as there:
        linear = LinearWorld(there)
        played = [Played(FakeWorld()), Played(linear)]
        for one in played:
            for step in steps:
                one.play(step)
        for keys in zip(*(one.keys for one in played), strict=True):
            said = [one.told(key) for one, key in zip(played, keys, strict=True)]
            assert said[0] == said[1]
        linear.close()
