"""Real plugins: the packages under tests/plugins, built as wheels and installed where a test can see them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

PLUGINS = Path(__file__).parent / "plugins"
NAMES = sorted(path.parent.name for path in PLUGINS.glob("*/pyproject.toml"))

_BUILD = """
import os, sys
from hatchling.build import build_wheel
for folder in sys.argv[2:]:
    os.chdir(folder)
    build_wheel(sys.argv[1])
"""


def build_wheels(target: Path) -> None:
    """Build every plugin, without a network: the build backend is installed."""
    folders = [str(PLUGINS / name) for name in NAMES]
    subprocess.run([sys.executable, "-c", _BUILD, str(target), *folders], check=True, capture_output=True)


def install(wheels: Path, names: tuple[str, ...], site: Path) -> Path:
    """Unpack some wheels into a folder, which is all that installing a pure wheel does."""
    for name in names:
        (wheel,) = wheels.glob(f"{name.replace('-', '_')}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    return site


@contextlib.contextmanager
def importable(site: Path) -> Iterator[None]:
    """Put a folder on the path, and forget afterwards what was imported from it."""
    before = set(sys.modules)
    sys.path.insert(0, str(site))
    try:
        yield
    finally:
        sys.path.remove(str(site))
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None) or ""
            if origin.startswith(str(site) + os.sep):
                del sys.modules[name]
