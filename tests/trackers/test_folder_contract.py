"""The folder holds the contract of trackers."""

from __future__ import annotations

from pathlib import Path

import pytest
from folder_world import FolderWorld

from valuegate.testing.contract import TrackerContract


class TestFolderHoldsTheContract(TrackerContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> FolderWorld:
        return FolderWorld(tmp_path)
