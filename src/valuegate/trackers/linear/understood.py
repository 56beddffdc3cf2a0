"""The border behind which answers have the shape of Linear's schema; one that has another is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import isgeneratorfunction
from typing import Any, TypeVar, cast

from ...errors import TrackerError

_Call = TypeVar("_Call", bound=Callable[..., Any])


def understood(call: _Call) -> _Call:
    """A call of the tracker that ends in a TrackerError, and in no other way, if an answer is malformed."""

    @wraps(call)
    def at_once(*said: Any, **named: Any) -> Any:
        with _told():
            return call(*said, **named)

    @wraps(call)
    def one_by_one(*said: Any, **named: Any) -> Iterator[Any]:
        with _told():
            yield from call(*said, **named)

    return cast(_Call, one_by_one if isgeneratorfunction(call) else at_once)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        kind = type(error).__name__
        message = f"what answers does not answer as Linear does ({kind})"
        fix = "Look at trackers.linear.url and at proxies. If both are right, report it, with --debug."
        raise TrackerError(message, fix=fix) from error
