"""Pieces that wait for the end of a report keep within their bound, and the worst stay."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from valuegate.finding import STANDINGS, Standing
from valuegate.shelf import Shelf

pieces = st.lists(st.tuples(st.sampled_from(STANDINGS), st.integers(0, 9)))


def shelf(room: int, *added: tuple[Standing, int]) -> Shelf[str]:
    made: Shelf[str] = Shelf(room)
    for number, (standing, size) in enumerate(added):
        made.add(standing, f"{standing} {number}", size)
    return made


def test_the_worst_come_first_and_equals_in_their_order() -> None:
    made = shelf(9, ("passed", 1), ("refused", 1), ("exempt", 1), ("refused", 1), ("undecided", 1))
    assert list(made) == ["undecided 4", "refused 1", "refused 3", "passed 0", "exempt 2"]
    assert made.gone == 0


def test_where_there_is_no_room_what_matters_least_goes() -> None:
    made = shelf(2, ("refused", 1), ("passed", 1), ("refused", 1), ("passed", 1))
    assert list(made) == ["refused 0", "refused 2"]
    assert made.gone == 2


@given(st.integers(0, 20), pieces)
def test_the_bound_holds_and_all_is_counted(room: int, added: list[tuple[Standing, int]]) -> None:
    made = shelf(room, *added)
    sizes = [size for _, size in added]
    kept = [int(piece.rpartition(" ")[2]) for piece in made]
    assert sum(sizes[number] for number in kept) <= room
    assert len(kept) + made.gone == len(added)
