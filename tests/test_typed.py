"""The names that stand in for those of typing do what this package asks of them."""

from __future__ import annotations

import typing
from collections.abc import Mapping

from valuegate import finding, ticket, typed


def test_values_in_brackets_are_found_again() -> None:
    for alias in (finding.Standing, ticket.Category):
        assert typed.get_args(alias) == typing.get_args(alias)
    assert typed.get_args(typed.Literal["a", "b"]) == ("a", "b")


def test_names_stand_in_aliases_and_unions() -> None:
    alias = Mapping[str, typed.Any] | typed.Literal["a"] | typed.Any | None
    assert type(None) in alias.__args__


def test_a_class_that_says_what_others_have_is_a_class_like_any() -> None:
    T = typed.TypeVar("T")

    class Held(typed.Generic[T]):
        pass

    class Holds(Held[int]):
        pass

    assert Holds.__mro__[1] is Held
