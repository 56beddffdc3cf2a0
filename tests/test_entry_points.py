"""The plugins of an environment are found without importlib.metadata, and are the same that it finds."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin_sites import importable
from valuegate import entry_points
from valuegate.entry_points import EntryPoint, UnsureError, ask, find, scan

ROOT = Path(__file__).parent.parent
POINTS = "[console_scripts]\nacme = acme:main\n\n[valuegate]\n# ours\nacme = acme.plugin:Plugin [extra]\n"
ACME = EntryPoint("acme", "acme.plugin:Plugin [extra]", "Acme.Legal", "1.2")
ODD = EntryPoint("acme", "acme.plugin:Plugin [extra]", "?", "?")


@pytest.fixture(autouse=True)
def _no_foreign_finder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests may have loaded one (keyring brings its own), and it stays for the life of a process."""
    own = [finder for finder in sys.meta_path if not type(finder).__module__.startswith("importlib_metadata")]
    monkeypatch.setattr(sys, "meta_path", own)


def dist(site: Path, folder: str, *, points: str = POINTS, metadata: str = "METADATA") -> Path:
    info = site / folder
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    (info / metadata).write_text(
        "Metadata-Version: 2.1\nName: Acme.Legal\nVersion: 1.2\nSummary: name: x\n\nName: body\n",
        encoding="utf-8",
    )
    return info


def wheel(site: Path) -> None:
    dist(site, "acme_legal-1.2.dist-info")


def egg_info(site: Path) -> None:
    dist(site, "acme_legal.egg-info", metadata="PKG-INFO")


def egg_info_with_version(site: Path) -> None:
    dist(site, "Acme.Legal-1.2-py3.11.egg-info", metadata="PKG-INFO")


def old_egg_info_file(site: Path) -> None:
    (site / "acme_legal-1.2.egg-info").write_text("Name: acme-legal\nVersion: 1.2\n", encoding="utf-8")


def two_versions(site: Path) -> None:
    wheel(site)
    dist(site, "acme_legal-1.1.dist-info", points="[valuegate]\nolder = acme\n")


def other_groups(site: Path) -> None:
    dist(
        site, "acme_legal-1.2.dist-info", points="[valuegate.other]\nacme = acme\n[console_scripts]\na = b\n"
    )


def no_entry_points(site: Path) -> None:
    wheel(site)
    (site / "acme_legal-1.2.dist-info" / "entry_points.txt").unlink()


def windows_line_ends(site: Path) -> None:
    info = dist(site, "acme_legal-1.2.dist-info")
    for name in ("entry_points.txt", "METADATA"):
        (info / name).write_bytes((info / name).read_bytes().replace(b"\n", b"\r\n"))


def folders_of_other_kinds(site: Path) -> None:
    wheel(site)
    (site / "notes.dist-info.txt").write_text("x", encoding="utf-8")
    (site / "empty-1.dist-info").mkdir()


LAYOUTS: dict[Callable[[Path], None], list[EntryPoint] | None] = {
    wheel: [ACME],
    egg_info: [ACME],
    egg_info_with_version: [ACME],
    old_egg_info_file: [],
    two_versions: None,  # which of them counts is for importlib.metadata to say
    other_groups: [],
    no_entry_points: [],
    windows_line_ends: [ACME],
    folders_of_other_kinds: [ACME],
}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_the_path_is_read_as_importlib_metadata_reads_it(
    layout: Callable[[Path], None], tmp_path: Path
) -> None:
    layout(tmp_path)
    with importable(tmp_path):
        assert sorted(scan()) == sorted(ask()) == find()
        wanted = LAYOUTS[layout]
        assert wanted is None or find() == wanted


def test_the_first_folder_on_the_path_wins(tmp_path: Path) -> None:
    dist(tmp_path / "later", "acme_legal-1.1.dist-info", points="[valuegate]\nolder = acme\n")
    wheel(tmp_path / "sooner")
    with importable(tmp_path / "later"), importable(tmp_path / "sooner"):
        assert sorted(scan()) == sorted(ask()) == [ACME]


def test_a_folder_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    wheel(tmp_path)
    with importable(tmp_path), importable(tmp_path / "gone"):
        assert sorted(scan()) == sorted(ask()) == [ACME]


def unsure(site: Path) -> Path:
    with pytest.raises(UnsureError):
        scan()
    assert find() == sorted(ask())
    return site


def test_an_archive_on_the_path_is_left_to_importlib_metadata(tmp_path: Path) -> None:
    wheel(tmp_path / "site")
    archive = tmp_path / "site.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in (tmp_path / "site").rglob("*"):
            file.write(path, path.relative_to(tmp_path / "site"))
    with importable(archive):
        unsure(archive)
        assert find() == [ACME]


def test_an_egg_is_left_to_importlib_metadata(tmp_path: Path) -> None:
    egg = tmp_path / "acme_legal-1.2-py3.11.egg"
    dist(egg, "EGG-INFO", metadata="PKG-INFO")
    with importable(egg):
        unsure(egg)
        assert find() == [ACME]


@pytest.mark.parametrize("name", ["acme_legal-1.2.DIST-INFO", "-1.2.dist-info"])
def test_a_name_that_no_installer_writes_is_left_to_importlib_metadata(tmp_path: Path, name: str) -> None:
    dist(tmp_path, name)
    with importable(tmp_path):
        unsure(tmp_path)


@pytest.mark.parametrize(
    "headers", ["", "Version: 1\n", "Name: a\nName: b\nVersion: 1\n", "name: a\nversion: 1\n"]
)
def test_odd_metadata_is_left_to_importlib_metadata(tmp_path: Path, headers: str) -> None:
    info = dist(tmp_path, "acme_legal-1.2.dist-info")
    (info / "METADATA").write_text(headers, encoding="utf-8")
    with importable(tmp_path):
        unsure(tmp_path)


def test_a_finder_that_knows_distributions_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        @staticmethod
        def find_distributions(*_: object) -> list[object]:
            return []

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    unsure(ROOT)


words = st.text(st.sampled_from("ab[]=#: \tvaluegate\n\r\f\x1c"), max_size=12)


@given(st.lists(words | st.sampled_from(["[valuegate]", "a = b", "[x]", " # [valuegate]"]), max_size=8))
def test_any_entry_points_file_is_read_alike_or_left_alone(lines: list[str]) -> None:
    from importlib.metadata import EntryPoints

    text = "\n".join(lines)
    try:
        ours = sorted(entry_points._section(text)) if "[valuegate]" in text else []
    except UnsureError:
        return
    try:
        theirs = EntryPoints._from_text_for(text, None)  # type: ignore[attr-defined]  # private
    except TypeError:  # a line without "=" in a section that is not ours
        return
    assert ours == sorted((point.name, point.value) for point in theirs if point.group == "valuegate")


SAME = """
import sys
sys.path.insert(0, sys.argv[1])  # valuegate itself: it needs nothing else for this
from valuegate.entry_points import ask, scan
assert sorted(scan()) == sorted(ask()), (scan(), ask())
print(sorted(point.name for point in scan()))
"""


def names(python: str | Path, **environment: str) -> str:
    """What is announced in a new process, as the path and the ask agree."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [python, "-c", SAME, str(ROOT / "src")],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_user_site_and_pythonpath_count(tmp_path: Path) -> None:
    base = getattr(sys, "_base_executable", sys.executable)
    asked = [base, "-c", "import site; print(site.getusersitepackages())"]
    environment = {**os.environ, "PYTHONUSERBASE": str(tmp_path / "user")}
    user_site = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout
    dist(Path(user_site.strip()), "one-1.dist-info", points="[valuegate]\none = one\n")
    dist(tmp_path / "path", "two-1.dist-info", points="[valuegate]\ntwo = two\n")
    found = names(base, PYTHONUSERBASE=str(tmp_path / "user"), PYTHONPATH=str(tmp_path / "path"))
    assert found == "['one', 'two']"


def test_what_an_editable_install_leaves_and_what_a_pth_file_adds_count(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    dist(site, "two-1.dist-info", points="[valuegate]\ntwo = two\n")  # the code itself lies elsewhere
    dist(tmp_path / "more", "one-1.dist-info", points="[valuegate]\none = one\n")
    for name in ("source", "more"):
        (site / f"{name}.pth").write_text(f"{tmp_path / name}\n", encoding="utf-8")
    dist(tmp_path / "source", "three.egg-info", points="[valuegate]\nthree = x\n", metadata="PKG-INFO")
    assert names(tmp_path / "venv" / "bin" / "python") == "['one', 'three', 'two']"
