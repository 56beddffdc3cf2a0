"""A guard of its own for each test that asks for one: a pytest plugin.

A second ``conftest.py`` would be a second module of that name, with which mypy does not begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from guarded_site import Guarded


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    """A tracker in memory with a guard that sends back."""
    from guarded_site import Guarded  # loads the registry, which most tests have no use for

    with closing(Guarded(tmp_path, mode="revert")) as guarded:
        yield guarded
