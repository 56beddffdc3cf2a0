"""What a start loads, keeps and leaves behind. Never timed: what is not there costs nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import TICKET, TODAY, valuegate_process

from valuegate import cli

ROOT = Path(__file__).parent.parent.parent
FRONT_MATTER = "---\nkey: SHOP-12\nstatus: Ready\nlabels: [a, b]\n---\n"
POLICY = "version: 1\nextends: [valuegate:recommended]\nchecks: {review-date: {max-days: 200}}\n"

DENIED = frozenset(
    """
    argparse ast asyncio click concurrent copy dataclasses decimal difflib dis email fractions
    gettext hashlib html http importlib.metadata importlib.resources inspect json jsonschema
    linecache locale logging multiprocessing pathlib pickle platform pluggy random referencing
    selectors shutil signal socket ssl string subprocess tempfile textwrap threading tokenize
    tomllib traceback typing unittest urllib uuid xml yaml zipfile
    """.split()  # noqa: SIM905  a list would take fifty lines
)
"""What no start of `check` on one Markdown ticket may import, once there is something kept."""

DENIED_OURS = frozenset(
    f"valuegate.{name}"
    for name in """
    adf_document base config.faults config.layers config.schema githook guard html_blocks json_lines
    json_source opening overrides readers.adf readers.issue_form readers.jira_wiki reporters.html
    reporters.json scaffold template testing tracker wiki_markup
    """.split()  # noqa: SIM905  as above
)

EARLY = ("_data", "byte_code", "cache", "cli", "patterns", "typed")
"""What is loaded before kept code can be found."""

WATCHED = """
import json, os, re, re._compiler, sys
from importlib.machinery import SourceFileLoader
before = set(sys.modules)
compiled = []
compile_anew = re._compiler.compile
def watched(pattern, flags=0):
    compiled.append(pattern)
    return compile_anew(pattern, flags)
re._compiler.compile = watched
def tell(code):
    held = {value.pattern for module in list(sys.modules.values())
            for value in list(getattr(module, "__dict__", {}).values()) if isinstance(value, re.Pattern)}
    packs = sys.modules.get("valuegate.language")
    sys.stderr.write(json.dumps({
        "code": code,
        "modules": sorted(set(sys.modules) - before),
        "compiled": [str(pattern) for pattern in compiled if pattern in held],
        "found": sorted(name for name, module in list(sys.modules.items()) if name.startswith("valuegate.")
                        and type(module.__spec__.loader) is SourceFileLoader),
        "news": sorted(packs.load("en").news) if packs else [],
    }))
    end(code)
end, os._exit = os._exit, tell
sys.argv = ["valuegate", *sys.argv[1:]]
from valuegate.cli import main
main()
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A policy and a ticket with front matter."""
    (tmp_path / "valuegate.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "one.md").write_text(FRONT_MATTER + TICKET, encoding="utf-8")
    return tmp_path


def start(folder: Path, *args: str, **environment: str) -> dict[str, Any]:
    """What a new process did to answer: its modules, the patterns it compiled, what it had to work out."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("COV_", "COVERAGE"))}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *args],
        cwd=folder,
        env={**clean, "XDG_CACHE_HOME": str(folder / "cache"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    told: dict[str, Any] = json.loads(done.stderr)
    return told


def loaded(told: dict[str, Any], denied: frozenset[str]) -> list[str]:
    prefixes = {name: [".".join(name.split(".")[:end]) for end in (1, 2, 3)] for name in told["modules"]}
    return sorted(name for name, parts in prefixes.items() if not denied.isdisjoint(parts))


GUARDED = (
    "trackers: {linear: {teams: [ENG]}}\nguard: {mode: revert, since: 2026-12-01, labels: {failing: no}}\n"
)


@pytest.mark.parametrize("policy", [POLICY, POLICY + GUARDED], ids=["plain", "with a tracker"])
def test_a_second_start_loads_parses_and_compiles_nothing_that_is_kept(repository: Path, policy: str) -> None:
    (repository / "valuegate.yaml").write_text(policy, encoding="utf-8")
    first = start(repository, "check", "one.md", "--today", TODAY)
    second = start(repository, "check", "one.md", "--today", TODAY)
    assert first["code"] == second["code"] == 0
    assert {"tomllib", "yaml", "jsonschema"} <= set(first["modules"]), "else there is nothing to keep"
    assert loaded(second, DENIED) == []
    assert loaded(second, DENIED_OURS) == []
    assert [name for name in second["modules"] if name.startswith("valuegate.trackers.")] == []
    assert second["compiled"] == []
    assert second["news"] == []
    assert second["found"] == [f"valuegate.{name}" for name in EARLY]


def test_what_a_command_of_a_tracker_loads_is_kept_apart_from_what_a_check_reads(repository: Path) -> None:
    (repository / "valuegate.yaml").write_text(POLICY + GUARDED, encoding="utf-8")
    environment = {"XDG_CACHE_HOME": str(repository / "cache"), "HOME": str(repository)}
    for words in (["whoami", "linear"], ["check", "one.md", "--today", TODAY]):
        command = [sys.executable, "-c", "from valuegate.cli import main; main()", *words]
        subprocess.run(command, cwd=repository, env=environment, capture_output=True, check=False)
    (folder,) = (repository / "cache" / "valuegate").iterdir()
    code = {path.name: path.read_bytes() for path in folder.glob("code-*")}
    assert {name for name, data in code.items() if b"valuegate.trackers.linear" in data} == {"code-other"}
    assert {name for name, data in code.items() if b"valuegate.judging" in data} == {"code-check"}


def test_without_a_policy_file_the_same_holds(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(TICKET, encoding="utf-8")
    told = [start(tmp_path, "check", "one.md", "--today", TODAY) for _ in range(2)]
    assert loaded(told[1], DENIED | DENIED_OURS) == []


def test_the_version_needs_next_to_nothing(tmp_path: Path) -> None:
    told = start(tmp_path, "--version")
    assert told["code"] == 0
    ours = [name for name in told["modules"] if name.startswith("valuegate.")]
    assert len(ours) < 8
    assert loaded(told, DENIED | frozenset(("typing", "datetime", "valuegate.engine"))) == []


@pytest.mark.parametrize(
    ("args", "environment"),
    [(["--no-cache"], {}), ([], {"VALUEGATE_NO_CACHE": "1"})],
    ids=["option", "variable"],
)
def test_without_the_cache_nothing_is_kept(
    repository: Path, args: list[str], environment: dict[str, str]
) -> None:
    told = start(repository, "check", "one.md", "--today", TODAY, *args, **environment)
    assert told["code"] == 0
    assert not (repository / "cache").exists()


def test_what_is_kept_holds_nothing_of_a_ticket(repository: Path) -> None:
    for _ in range(2):
        start(repository, "check", "one.md", "--today", TODAY)
    kept = [path.read_bytes() for path in (repository / "cache").rglob("*") if path.is_file()]
    assert len(kept) >= 3
    words = (b"SHOP-12", b"re-enter each note", b"ward 4", b"41 lost notes")
    assert not [word for word in words if any(word in data for data in kept)]


def test_a_spoilt_cache_changes_no_verdict(repository: Path) -> None:
    wanted = valuegate_process("check", "--today", TODAY, "--format", "json", str(repository / "one.md"))
    environment = {"XDG_CACHE_HOME": str(repository / "cache")}
    start(repository, "check", "one.md", "--today", TODAY)
    for path in (repository / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-7] + b"\0\0\0\0\0\0\0")
    again = valuegate_process(
        "check", "--today", TODAY, "--format", "json", str(repository / "one.md"), env=environment
    )
    assert again == wanted


def test_verdicts_are_the_same_to_the_byte_with_and_without_the_cache(tmp_path: Path) -> None:
    environment = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    tickets = [str(ROOT / "examples" / "tickets"), str(ROOT / "tests" / "corpus" / "grown" / "tickets")]
    line = ["check", "--today", TODAY, "--why", *tickets]
    without = valuegate_process(*line, "--no-cache", env=environment)
    first, second = (valuegate_process(*line, env=environment) for _ in range(2))
    assert without.code == 1
    assert first == without
    assert second == without


# --- the end of the process ---------------------------------------------------------------------------


class Left(Exception):  # noqa: N818  it is no error
    """The process would have ended here, at once."""


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(code: int) -> None:
        raise Left(code)

    monkeypatch.setattr(os, "_exit", leave)
    for name in ("coverage", "pluggy"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    for asked in ("gettrace", "getprofile"):
        monkeypatch.setattr(sys, asked, lambda: None)


@pytest.mark.usefixtures("_at_once")
def test_the_process_ends_at_once_with_its_code() -> None:
    with pytest.raises(Left) as left:
        cli._leave(3)
    assert left.value.args == (3,)


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("name", ["gettrace", "getprofile"])
def test_not_under_a_debugger_a_profiler_or_coverage(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(sys, name, lambda: print)
    with pytest.raises(SystemExit) as ended:
        cli._leave(3)
    assert ended.value.code == 3


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize("name", ["coverage", "pluggy"])
def test_not_with_foreign_code_that_may_have_work_left(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, sys)
    with pytest.raises(SystemExit):
        cli._leave(0)


@pytest.mark.usefixtures("_at_once")
def test_output_that_cannot_be_written_is_left_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def flush(self) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    with pytest.raises(SystemExit):
        cli._leave(1)


def test_a_command_of_a_tracker_ends_as_it_should_with_all_its_libraries_loaded(tmp_path: Path) -> None:
    policy = "version: 1\nextends: [valuegate:recommended]\ntrackers: {linear: {}}\n"
    (tmp_path / "valuegate.yaml").write_text(policy, encoding="utf-8")
    env = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    command = [sys.executable, "-c", "from valuegate.cli import main; main()", "whoami", "linear"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
