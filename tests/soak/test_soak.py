"""A short soak; ``benchmarks/soak.py`` runs long ones, and prints what came of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from arenas import FolderArena
from soaking import soak


@pytest.mark.parametrize("shared", [True, False])
def test_whatever_happens_every_ticket_comes_to_rest_with_a_reason(tmp_path: Path, shared: bool) -> None:
    soaked = soak(
        FolderArena(tmp_path), tmp_path, tickets=30, seconds=6, kills=3, seed=int(shared), shared=shared
    )
    assert soaked.broken == []
    assert soaked.acts["moved"] > 0
    assert soaked.inside > 0
