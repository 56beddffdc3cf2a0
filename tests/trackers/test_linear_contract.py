"""Linear keeps what every tracker promises, as far as the stand-in can tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from valuegate.testing.contract import TrackerContract
from valuegate.testing.linear import stand_in
from valuegate.testing.linear.world import LinearWorld


class TestLinearHoldsTheContract(TrackerContract):
    @pytest.fixture
    def world(self) -> Iterator[LinearWorld]:
        with stand_in() as there:
            found = LinearWorld(there)
            yield found
            found.close()
