"""The names of ``typing`` that the way of a check needs, without the 3 ms that importing it takes.

To a type checker they are the same. To Python they stand for themselves, and no more: nobody here looks into
them but ``get_args``. Where a start does not come by, ``typing`` itself is as good.
"""

from __future__ import annotations

from types import GenericAlias

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO as IO
    from typing import Any as Any
    from typing import BinaryIO as BinaryIO
    from typing import Generic as Generic
    from typing import Literal as Literal
    from typing import Protocol as Protocol
    from typing import Self as Self
    from typing import TypeAlias as TypeAlias
    from typing import TypeVar as TypeVar
    from typing import get_args as get_args
    from typing import overload as overload
    from typing import runtime_checkable as runtime_checkable
else:

    class _Name:
        """Stands for itself, with whatever is put in brackets behind it."""

        def __class_getitem__(cls, items):
            return GenericAlias(cls, items)

    class Any(_Name):
        """Whatever it is."""

    class Literal(_Name):
        """One of some values."""

    class Generic:
        """A base of classes that hold something."""

        def __class_getitem__(cls, _):
            return cls

    class _Contract(type):
        """What is an instance of a protocol: whoever has all of its names, as ``typing`` tells it."""

        def __instancecheck__(cls, one):
            if super().__instancecheck__(one):
                return True
            if Protocol not in cls.__bases__:
                return False
            if "_names" not in vars(cls):
                raise TypeError(f"{cls.__name__} is no runtime_checkable protocol")
            return all(hasattr(one, name) for name in cls._names)

    class Protocol(Generic, metaclass=_Contract):
        """A base of classes that say what others have."""

    class TypeVar:
        """What is held."""

        def __init__(self, *_, **__):
            pass

    IO = BinaryIO = Self = TypeAlias = Any

    def get_args(alias):
        """What stands in brackets."""
        return alias.__args__

    def overload(function):
        """The last one counts."""
        return function

    def runtime_checkable(protocol):
        """``isinstance`` may ask who fulfils it."""
        protocol._names = [name for name in vars(protocol) if not name.startswith("_")]
        return protocol
