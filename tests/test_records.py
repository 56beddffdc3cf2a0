"""Records are what typing.NamedTuple makes, made faster."""

from __future__ import annotations

import ast
import copy
import pickle
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from valuegate import records

PACKAGE = Path(__file__).parent.parent / "src" / "valuegate"


def classes(base: Any) -> tuple[Any, Any]:
    """The same two records, by one or the other base."""

    class Point(base):  # type: ignore[misc]  # either base
        """A point."""

        x: int
        y: int = 0
        label: str | None = None

        @property
        def far(self) -> bool:
            """Is it?"""
            return bool(self.x > 9)

        @classmethod
        def of(cls, text: str) -> Point:
            return cls(*map(int, text.split()))

    class Nothing(base):  # type: ignore[misc]  # either base
        """No fields."""

    return Point, Nothing


Ours, Nothing = classes(records.NamedTuple)
Theirs, _ = classes(typing.NamedTuple)


class Kept(records.NamedTuple):
    """At the top of a module, as pickle wants it."""

    name: str
    tags: tuple[str, ...] = ()


ACTIONS: dict[str, Callable[[Any], Any]] = {
    "in order": lambda point: point(1, 2, "a"),
    "with defaults": lambda point: point(1),
    "named": lambda point: point(y=2, x=1),
    "both": lambda point: point(1, label="a"),
    "a field": lambda point: (point(1, 2).x, point(1, 2).y),
    "a property": lambda point: point(10).far,
    "a class method": lambda point: point.of("3 4"),
    "replaced": lambda point: point(1, 2)._replace(label="b"),
    "made": lambda point: point._make([1, 2, "c"]),
    "as a dict": lambda point: point(1)._asdict(),
    "as text": lambda point: repr(point(1, label="é")),
    "compared": lambda point: (point(1) == (1, 0, None), point(1) < point(2), hash(point(1))),
    "unpacked": lambda point: [*point(1, 2)],
    "fields": lambda point: (point._fields, point._field_defaults, point.__match_args__, point.__doc__),
    "annotations": lambda point: list(point.__annotations__),
    "by tuple": lambda point: tuple.__new__(point, (1, 2, 3)),
    "no dict": lambda point: hasattr(point(1), "__dict__"),
    "copied": lambda point: copy.copy(point(1)),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_record_does_what_a_named_tuple_does(action: str) -> None:
    assert ACTIONS[action](Ours) == ACTIONS[action](Theirs)


def test_its_type_is_kept() -> None:
    for made in (Ours(1), Ours._make([1, 2, 3]), Ours(1)._replace(x=2), copy.copy(Ours(1)), Ours.of("1 2")):
        assert type(made) is Ours
    assert isinstance(Ours(1), tuple)
    assert repr(Nothing()) == "Nothing()"
    assert pickle.loads(pickle.dumps(Kept("a"))) == Kept("a", ())
    match Ours(1, 2):
        case Ours(1, y):
            assert y == 2


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda point: point(), TypeError),
        (lambda point: point(1, 2, 3, 4), TypeError),
        (lambda point: point(1, z=2), TypeError),
        (lambda point: point(1, x=2), TypeError),
        (lambda point: point(1)._replace(z=1), (TypeError, ValueError)),  # as the version of Python says
        (lambda point: point._make([]), TypeError),
        (lambda point: setattr(point(1), "x", 2), AttributeError),
        (lambda point: setattr(point(1), "z", 2), AttributeError),
    ],
)
def test_what_a_named_tuple_refuses_a_record_refuses(
    wrong: Callable[[Any], Any], error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    for point in (Ours, Theirs):
        with pytest.raises(error):
            wrong(point)


def test_a_field_without_a_default_cannot_stand_behind_one_with_a_default() -> None:
    with pytest.raises(TypeError, match="Odd: a field without a default"):

        class Odd(records.NamedTuple):
            a: int = 1
            b: int  # type: ignore[misc]  # that is tested


def test_no_module_makes_named_tuples_in_the_slow_way() -> None:
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = [
            node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "typing"
        ]
        names = {alias.name for node in found for alias in node.names}
        assert "NamedTuple" not in names or path.name == "records.py", path
