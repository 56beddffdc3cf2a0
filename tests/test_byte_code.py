"""Byte code that is kept does what the source says: it counts only for the very files it was made of."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path

import pytest

from valuegate import byte_code, cache, guard, testing

ROOT = Path(__file__).parent.parent


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[byte_code._Finder]:
    """A finder of all that is loaded here."""
    before = sys.meta_path[:]
    cache.turn_on(str(tmp_path / "base"))
    byte_code.preload("check")
    cache.finish()
    yield byte_code._Finder(cache.read("code-check", b""))
    sys.meta_path[:] = before
    cache.turn_off()


def test_a_module_looks_the_same_to_whoever_asks_for_its_place(kept: byte_code._Finder) -> None:
    def seen(spec: ModuleSpec | None) -> list[object]:
        assert spec is not None
        return [spec.name, spec.origin, spec.cached, spec.has_location, spec.submodule_search_locations]

    def code(spec: ModuleSpec | None) -> object:
        assert spec is not None
        assert isinstance(spec.loader, SourceFileLoader)
        return spec.loader.get_code(spec.name)

    assert len(kept.kept) > 5
    for name in kept.kept:
        spec, own = kept.find_spec(name, None, None), sys.modules[name].__spec__
        assert seen(spec) == seen(own)
        assert code(spec) == code(own)


def test_only_what_the_stamp_vouches_for_is_kept(kept: byte_code._Finder) -> None:
    apart = (guard.__name__, testing.__name__, pytest.__name__)
    assert cache.__name__ in kept.kept
    assert not [name for name in kept.kept if name.startswith(apart)]


def test_an_edit_in_a_checkout_counts_at_the_next_start(tmp_path: Path) -> None:
    for folder in ("src/valuegate", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "one.md").write_text("# Nobody filled this in\n", encoding="utf-8")
    line = [sys.executable, "-c", "from valuegate.cli import main; main()", "check", "one.md"]
    folders = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(tmp_path / "src")}

    def code() -> int:
        done = subprocess.run(
            line, cwd=tmp_path, env={**os.environ, **folders}, capture_output=True, check=False
        )
        return done.returncode

    assert [code(), code()] == [1, 1]
    with (tmp_path / "src" / "valuegate" / "checks" / "problem.py").open("a", encoding="utf-8") as file:
        file.write("raise RuntimeError\n")
    assert code() == 3
