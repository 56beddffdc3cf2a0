"""A short soak; ``benchmarks/soak.py`` runs long ones, and prints what came of them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from arenas import FolderArena, JiraArena, LinearArena
from soaking import soak

from jira_world import jira_world
from valuegate.testing.linear import stand_in
from valuegate.testing.linear.world import LinearWorld


@pytest.mark.parametrize("shared", [True, False])
def test_whatever_happens_every_ticket_comes_to_rest_with_a_reason(tmp_path: Path, shared: bool) -> None:
    soaked = soak(
        FolderArena(tmp_path), tmp_path, tickets=30, seconds=6, kills=3, seed=int(shared), shared=shared
    )
    assert soaked.broken == []
    assert soaked.acts["moved"] > 0
    assert soaked.inside > 0


@pytest.mark.parametrize("cloud", [True, False])
def test_the_same_holds_in_jira(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cloud: bool) -> None:
    with jira_world(page=100, cloud=cloud) as world:
        arena = JiraArena(world)
        for name, value in arena.environment.items():
            monkeypatch.setenv(name, value)
        soaked = soak(arena, tmp_path, tickets=20, seconds=5, kills=2, seed=5, shared=cloud)
    assert soaked.broken == []
    assert soaked.acts["moved"] + soaked.acts["warned"] > 0


def test_the_same_holds_in_linear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stand_in() as there:
        arena = LinearArena(there)
        for name, value in arena.environment.items():
            monkeypatch.setenv(name, value)
        soaked = soak(arena, tmp_path, tickets=20, seconds=8, kills=1, seed=3, shared=True)
        cast(LinearWorld, arena.world).close()
    assert soaked.broken == []
    assert soaked.acts["moved"] + soaked.acts["warned"] > 0
