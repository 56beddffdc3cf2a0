"""Named tuples whose classes cost a start 15 µs each, and not 250: there are a hundred of them.

``typing.NamedTuple`` compiles every annotation and a constructor for each class. These have the same fields,
methods and types (to a type checker they are the same), and one constructor for all.
"""

from __future__ import annotations

from operator import itemgetter

from .typed import TYPE_CHECKING, Any

try:
    from _collections import _tuplegetter as _getter  # type: ignore[import-not-found]  # no stub has it
except ImportError:  # what collections does, too, where its faster half is not there

    def _getter(index: int, doc: str) -> property:
        return property(itemgetter(index), doc=doc)


class _Record(tuple[Any, ...]):
    """What all records can do."""

    __slots__ = ()

    _fields: tuple[str, ...] = ()
    _field_defaults: dict[str, Any] = {}  # noqa: RUF012  the name and the kind of typing.NamedTuple

    def __new__(cls, *values: Any, **named: Any) -> _Record:
        """A record of values in order, of named ones, and of defaults."""
        if named or len(values) != len(cls._fields):
            values = cls._filled(values, named)
        return tuple.__new__(cls, values)

    @classmethod
    def _filled(cls, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        missing = len(cls._fields) - len(values)
        if not named and 0 < missing <= len(cls._field_defaults):  # nearly always
            return values + tuple(cls._field_defaults.values())[-missing:]
        open_fields = cls._fields[len(values) :]
        unknown = named.keys() - set(open_fields)
        if unknown or len(values) > len(cls._fields):
            raise TypeError(f"{cls.__name__} takes {cls._fields}, not {sorted(unknown) or len(values)}")
        try:
            defaults = cls._field_defaults
            return values + tuple([named[f] if f in named else defaults[f] for f in open_fields])
        except KeyError as missing:
            raise TypeError(f"{cls.__name__} lacks {missing}") from None

    @classmethod
    def _make(cls, values: Any) -> Any:
        return cls(*values)

    def _replace(self, **named: Any) -> Any:
        made = tuple.__new__(type(self), map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"{type(self).__name__} has no {sorted(named)}")
        return made

    __replace__ = _replace

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({said})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Kind(type):
    """Makes the classes: each name with an annotation is a field, and what it is set to is its default."""

    def __new__(cls, name: str, bases: tuple[type, ...], names: dict[str, Any]) -> type:
        if not bases:
            return super().__new__(cls, name, bases, names)
        fields = tuple(names.get("__annotations__", ()))
        defaults = {field: names.pop(field) for field in fields if field in names}
        if list(fields[len(fields) - len(defaults) :]) != list(defaults):
            raise TypeError(f"{name}: a field without a default stands behind one that has a default")
        names.update(__slots__=(), _fields=fields, _field_defaults=defaults, __match_args__=fields)
        for index, field in enumerate(fields):
            names[field] = _getter(index, f"Field {index}.")
        return type(name, (_Record,), names)


if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: TID251  what a type checker sees
else:

    class NamedTuple(metaclass=_Kind):
        """The base class of records."""
