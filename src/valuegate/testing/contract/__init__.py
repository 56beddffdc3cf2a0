"""The contract suite of trackers, for pytest: it holds a tracker to what ``valuegate.tracker`` says.

A test module derives a class from ``TrackerContract`` and gives it a fixture ``world``; each test then runs
on a world of its own. ``docs/trackers/writing.md`` has an example.
"""

from __future__ import annotations

import pytest

for _name in ("commenting", "moving", "reading", "searching", "telling", "troubles"):
    pytest.register_assert_rewrite(f"{__name__}.{_name}")

# what follows says more when it fails, if it is rewritten first: so no import of it stands above (E402)
from ..world import World  # noqa: E402
from .commenting import Commenting  # noqa: E402
from .moving import Moving  # noqa: E402
from .reading import Reading  # noqa: E402
from .searching import Searching  # noqa: E402
from .telling import Telling  # noqa: E402
from .troubles import Troubles  # noqa: E402

__all__ = ["TrackerContract"]


class TrackerContract(Reading, Searching, Moving, Commenting, Telling, Troubles):
    """Every promise of the contract."""

    @pytest.fixture
    def world(self) -> World:
        """A tracker to be tested. Each subclass gives its own."""
        raise NotImplementedError(f"{type(self).__name__} gives no fixture 'world'")
