"""How time grows with size: a ratio within one run, as a clock measures the machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
FLOOR = 0.03
"""Seconds of the processor. What takes less is not measured but disturbed."""


def grows_at_most(times: float, run: Callable[[T], object], small: T, large: T) -> None:
    """Fails if `large` takes more `times` as long as `small`, in each of three pairs, as others disturb.

    With four times the input, 4 is linear and 16 a square.
    """
    ratios: list[float] = []
    while not ratios or min(ratios) > times:
        assert len(ratios) < 3, f"{ratios} times as long: {repr(large)[-60:]}"
        ratios.append(seconds(run, large) / max(seconds(run, small), FLOOR))


def seconds(run: Callable[[T], object], value: T) -> float:
    """What it takes of the processor."""
    start = time.process_time()
    run(value)
    return time.process_time() - start
