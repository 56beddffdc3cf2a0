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
else:

    class _Name:
        """Stands for itself, with whatever is put in brackets behind it."""

        def __class_getitem__(cls, items):
            return GenericAlias(cls, items)

    class Any(_Name):
        """Whatever it is."""

    class Literal(_Name):
        """One of some values."""

    class Protocol:
        """A base of classes that say what others have."""

        def __class_getitem__(cls, _):
            return cls

    class Generic(Protocol):
        """A base of classes that hold something."""

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
