"""What is kept for the next start is a copy of what can be redone: any doubt about it is a miss."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate import cache, language, patterns
from valuegate.language import Pack

VALUE = {"a": (1, 2.5, None, True), "é": [frozenset({"x"}), b"bytes"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    cache.turn_on(str(tmp_path / "base"))
    yield tmp_path / "base"
    cache.turn_off()
    cache._state.stamp = b""


def kept(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


def test_what_was_written_is_read_again(folder: Path) -> None:
    cache.write("thing", b"key", VALUE)
    assert cache.read("thing", b"key") == VALUE
    assert (kept(folder).stat().st_mode & 0o777, kept(folder).parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_another_key_or_name_is_a_miss(folder: Path) -> None:
    cache.write("thing", b"key", VALUE)
    assert (cache.read("thing", b"other"), cache.read("nothing", b"key")) == (None, None)


def test_nothing_is_read_or_written_unless_the_command_says_so(folder: Path) -> None:
    cache.write("thing", b"key", VALUE)
    cache.turn_off()
    assert cache.read("thing", b"key") is None
    cache.write("more", b"key", VALUE)
    cache.later(lambda: pytest.fail("nothing is put off where nothing is kept"))
    cache.finish()
    assert kept(folder).name == "thing"


@given(st.data())
def test_bytes_that_changed_are_a_miss_wherever_they_changed(data: st.DataObject) -> None:
    cache.write("thing", b"key", VALUE)
    path = Path(cache._state.folder, "thing")
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = data.draw(st.sampled_from([whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]]))
    path.write_bytes(broken)
    assert cache.read("thing", b"key") is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners to compare")
def test_a_file_that_others_own_or_may_write_to_is_a_miss(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write("thing", b"key", VALUE)
    kept(folder).chmod(0o620)
    assert cache.read("thing", b"key") is None
    kept(folder).chmod(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert cache.read("thing", b"key") is None


def test_a_link_is_not_written_through(folder: Path, tmp_path: Path) -> None:
    cache.write("thing", b"key", VALUE)
    target = tmp_path / "precious"
    target.write_text("mine", encoding="utf-8")
    half = Path(cache._state.folder, f"other.{os.getpid()}")
    half.symlink_to(target)
    cache.write("other", b"key", VALUE)
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache.turn_on(str(tmp_path / "file" / "base"))
    cache.write("thing", b"key", VALUE)
    assert cache.read("thing", b"key") is None


def test_what_cannot_be_kept_leaves_nothing_behind(folder: Path) -> None:
    cache.write("thing", b"key", object())
    assert not folder.exists()


def test_any_change_to_the_installation_is_a_miss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "valuegate"
    (package / "text").mkdir(parents=True)
    (package / "text" / "words.py").write_text("a", encoding="utf-8")
    monkeypatch.setattr(cache, "_PACKAGE", str(package))
    cache.write("thing", b"key", VALUE)
    assert cache.read("thing", b"key") == VALUE
    cache._state.stamp = b""
    (package / "text" / "words.py").write_text("ab", encoding="utf-8")
    assert cache.read("thing", b"key") is None


def test_two_installations_do_not_share_and_old_ones_are_cleared_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write("thing", b"key", VALUE)
    old = Path(cache._state.folder)
    os.utime(old, (0, 0))
    monkeypatch.setattr(cache, "_PACKAGE", str(folder))
    cache.turn_on(str(folder))
    cache.write("thing", b"key", VALUE)
    assert [path.name for path in folder.iterdir()] == [Path(cache._state.folder).name] != [old.name]


# --- language packs -----------------------------------------------------------------------------------


def loaded(path: Path) -> Pack:
    language.load.cache_clear()
    return language.load(str(path))


def pack_file(folder: Path, words: str = '"ward note"') -> Path:
    path = folder / "own.toml"
    path.write_text(f'code = "xx"\nname = "X"\n[words.signs]\nsign = [{words}]\n', encoding="utf-8")
    return path


@pytest.fixture
def _fresh() -> Iterator[None]:
    yield
    language.load.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_a_pack_of_ones_own_is_read_and_cut_into_words_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack_file(tmp_path)
    first = loaded(path).index("signs")
    cache.finish()
    monkeypatch.setattr(language, "words_in", lambda _: pytest.fail("cut again"))
    monkeypatch.setattr(language, "_parse", lambda *_: pytest.fail("read again"))
    again = loaded(path)
    assert (again.code, again.index("signs")) == ("xx", first)
    assert first == {"ward": [(("ward", "note"), frozenset({"sign"}))]}


@pytest.mark.usefixtures("_fresh")
def test_a_pack_that_changed_is_read_anew(tmp_path: Path) -> None:
    path = pack_file(tmp_path)
    loaded(path).index("signs")
    cache.finish()
    before = path.stat()
    pack_file(tmp_path, '"ward nite"')
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # as long, and as old
    assert [words for words, _ in loaded(path).index("signs")["ward"]] == [("ward", "nite")]


@pytest.mark.usefixtures("_fresh")
def test_what_a_later_start_works_out_is_kept_beside_the_rest(tmp_path: Path) -> None:
    path = pack_file(tmp_path)
    for part in ("signs", "others"):
        loaded(path).index(part)
        cache.finish()
    assert {"index signs", "index others"} <= loaded(path).kept.keys()


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize("code", language.installed())
def test_a_kept_pack_says_what_the_file_says(code: str) -> None:
    def parts(pack: Pack) -> list[object]:
        tables = [pack.table(name) for name in plain.data]
        indexes = [pack.index(name) for name in plain.table("words")]
        return [*tables, *indexes, pack.topics, pack.minor, pack.vocabulary, pack.label_words, pack.reasons]

    language.load.cache_clear()
    plain = language.load(code)
    wanted = parts(plain)
    cache.finish()
    language.load.cache_clear()
    again = language.load(code)
    assert parts(again) == wanted
    assert again.kept.keys() >= {"topics", "minor", "vocabulary"}


# --- regular expressions ------------------------------------------------------------------------------

ODD = re.compile(
    r"(?P<odd>[\u00e0-\u017f\ud800-\udfff]{2,7})|\bé(?=x)\s(?:a|b)*?", re.IGNORECASE | re.VERBOSE
)
WITHOUT_FLAGS = re.compile("nobody gave (any) flags")
OF_BYTES = re.compile(rb"[\x80-\xff]+(a)(?P<b>b)", re.DOTALL)


def test_kept_patterns_are_those_that_python_compiles() -> None:
    patterns.preload("check")
    cache.finish()
    _, forms = cache.read("patterns-check", b"")
    before = {form[0]: re.compile(form[0], form[1]) for form in forms}
    assert {ODD.pattern, OF_BYTES.pattern} <= before.keys()
    re.purge()
    patterns.preload("check")
    memory = re._cache  # type: ignore[attr-defined]  # no stub tells of it
    assert len(memory) == len(forms) > 9
    for pattern, flags, *_ in forms:
        found = memory[type(pattern), pattern, flags]
        assert re.compile(pattern, flags) is found
        assert (found, found.groups, found.groupindex) == (
            before[pattern],
            before[pattern].groups,
            before[pattern].groupindex,
        )
    re.purge()


def test_a_pattern_that_was_first_used_without_flags_keeps_no_other_from_being_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    re.purge()
    re.sub(WITHOUT_FLAGS.pattern, "", "")
    monkeypatch.setitem(globals(), "WITHOUT_FLAGS", re.compile(WITHOUT_FLAGS.pattern))
    patterns.preload("check")
    cache.finish()
    _, forms = cache.read("patterns-check", b"")
    assert WITHOUT_FLAGS.pattern in {form[0] for form in forms}


def test_a_pattern_made_from_somebodys_text_is_not_kept() -> None:
    re.compile("from a ticket that nobody else may read")
    patterns.preload("check")
    cache.finish()
    _, forms = cache.read("patterns-check", b"")
    assert not [form for form in forms if "from a ticket" in str(form[0])]


def test_forms_that_this_engine_does_not_take_are_passed_over() -> None:
    cache.write("patterns-check", b"", (frozenset(), [("a", 0, 32, b"\xff" * 16, 0, {}, ())]))
    patterns.preload("check")
    assert re.compile("a").fullmatch("a")
