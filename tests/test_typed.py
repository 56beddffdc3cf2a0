"""The names that stand in for those of typing do what this package asks of them."""

from __future__ import annotations

import typing
from collections.abc import Mapping

import pytest

from valuegate import finding, ticket, typed
from valuegate.check import Check
from valuegate.checks.problem import Problem
from valuegate.reader import Reader


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


def test_a_plugin_may_ask_whether_something_is_a_check() -> None:
    class Own(Problem):
        pass

    assert isinstance(Problem(), Check)
    assert isinstance(Own(), Check)
    assert not isinstance(object(), Check)


def test_who_derives_from_a_protocol_is_one_and_others_are_not() -> None:
    class Half(Check):
        id = "half"

    assert isinstance(Half(), Half)  # type: ignore[abstract]  # mypy sees that it fulfils no more than half
    assert isinstance(Half(), Check)  # type: ignore[abstract]
    assert not isinstance(Problem(), Half)


def test_a_protocol_that_is_not_meant_to_be_asked_says_so() -> None:
    with pytest.raises(TypeError, match="Reader is no runtime_checkable protocol"):
        isinstance(object(), Reader)  # type: ignore[misc]  # mypy refuses it as well
