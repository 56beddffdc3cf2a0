"""The house: every module has a room in the layers, and some doors are the only ones."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "valuegate"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def rooms() -> set[str]:
    """Everything directly in the package that can be imported."""
    folders = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    return folders | {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}


def test_every_module_has_a_room_and_no_room_is_empty() -> None:
    """`lint-imports` holds the imports to the layers; here a new module is told in a fast test."""
    (layers,) = [each for each in SETTINGS["contracts"] if each["type"] == "layers"]
    named = {name.strip() for layer in layers["layers"] for name in layer.replace("|", ":").split(":")}
    assert named == rooms()
    assert layers["exhaustive"] is True


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize(
    ("library", "doors"),
    [
        ("click", ("cli/",)),
        ("pluggy", ("plugins.py", "hookspecs.py")),
        ("subprocess", ("githook/process.py", "trackers/linear/linear_py.py")),
        ("gql", ("trackers/linear/http.py",)),
        ("httpx", ("trackers/linear/http.py",)),
        ("socket", ()),
        ("urllib.request", ()),
    ],
)
def test_a_library_comes_in_through_its_own_door_only(library: str, doors: tuple[str, ...]) -> None:
    users = [name for name, tree in sources() if library in imported(tree)]
    assert [name for name in users if not name.startswith(doors or ("nowhere",))] == []


def test_only_the_command_line_prints_and_reads_the_clock() -> None:
    for name, tree in sources():
        if name.startswith("cli/"):
            continue
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        assert not [f for f in calls if isinstance(f, ast.Name) and f.id == "print"], name
        clocks = [f for f in calls if isinstance(f, ast.Attribute) and f.attr in ("today", "now", "utcnow")]
        assert not [
            f for f in clocks if isinstance(f.value, ast.Name) and f.value.id in ("datetime", "date")
        ], name


def test_processes_are_started_where_it_is_allowed_only() -> None:
    """Git by one module, and forks of this process by another; the ways of `os` are no import to forbid."""
    starters = re.compile(r"fork(pty)?|system|popen|posix_spawnp?|exec.*|spawn.*")
    found = set()
    for name, tree in sources():
        uses = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        of_os = [use.attr for use in uses if isinstance(use.value, ast.Name) and use.value.id == "os"]
        if any(map(starters.fullmatch, of_os)):
            found.add(name)
    assert found == {"pool.py"}


SILENCE = re.compile(r"#\s*(noqa\b(:\s*[A-Z0-9, ]+)?|type: ignore\b(\[[a-z, -]+\])?)")
"""What tells a tool to say nothing."""
SWALLOW = re.compile(r"\s*(with (contextlib\.)?suppress\(|except (BaseException|Exception)\b|except\b.*:$)")
"""What lets an error pass unseen, or may."""


def unreasoned(text: str) -> Iterator[str]:
    """The silences of a module with no reason on the line, nor on the comment or silence right above it."""
    above, told = "", False
    for line in text.splitlines():
        silent = SILENCE.search(line)
        reason = line[line.find("  # ") :] if "  # " in line else ""
        told = (
            bool(re.search(r"\w", SILENCE.sub("", reason)))
            or above.startswith("#")
            or (told and bool(silent))
        )
        if silent and not told:
            yield line.strip()
        above = line.strip()


def swallowed(text: str) -> Iterator[str]:
    """The errors that a module lets pass with no comment: any at all, or by ``pass`` or ``suppress``."""
    lines = [*text.splitlines(), ""]
    for line, below in pairwise(lines):
        quiet = (
            "suppress(" in line
            or below.strip().startswith("pass")
            or re.search(r"\b(Base)?Exception\b", line)
        )
        if SWALLOW.match(line) and quiet and "#" not in line + below:
            yield line.strip()


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks", "docs"])
def test_every_silence_has_its_reason_beside_it(folder: str) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob("*.py"))}
    assert {
        str(path.relative_to(ROOT)): found
        for path, text in texts.items()
        if (found := [*unreasoned(text), *swallowed(text)])
    } == {}
