"""The documentation is true: what it shows is what the commands print, and nothing is left out."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from valuegate import front_matter
from valuegate.cli.app import EXIT_CODES, app
from valuegate.config import load_policy
from valuegate.files import TICKET_SUFFIXES
from valuegate.guard.journal import ACTS
from valuegate.passage import SILENT
from valuegate.plugins import load
from valuegate.reader import MAX_BYTES, MAX_DEPTH
from valuegate.readers.issue_form import MAX_FORM_BYTES
from valuegate.ticket import Source

ROOT = Path(__file__).parent.parent


def _refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


refresh = _refresh()


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", refresh.PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_output_that_a_page_shows_is_what_the_command_prints(page: Path) -> None:
    """Run `make docs` if this fails and the new output is right."""
    text = page.read_text(encoding="utf-8")
    assert refresh.refreshed(text) == text


def test_the_picture_is_what_a_terminal_shows() -> None:
    assert refresh.PICTURE.read_text(encoding="utf-8") == refresh.picture()


def commands(group: click.Group, name: str) -> list[str]:
    """The group and all commands in it, as one calls them."""
    found = [name]
    for child in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), child)
        found += (
            commands(command, f"{name} {child}") if isinstance(command, click.Group) else [f"{name} {child}"]
        )
    return found


def test_every_command_is_documented_with_its_help_and_no_other_is() -> None:
    documented = re.findall(r"^\$ (valuegate.*) --help$", read("docs/cli.md"), re.MULTILINE)
    assert sorted(documented) == sorted(commands(app, "valuegate"))
    headings = re.findall(r"^## (valuegate.*)$", read("docs/cli.md"), re.MULTILINE)
    assert headings == documented


def test_the_exit_codes_are_documented() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", read("docs/exit-codes.md"), re.MULTILINE)
    assert [code for code, _ in rows] == [*(code for code, _ in EXIT_CODES), "130"]


def test_every_act_of_the_journal_is_documented_and_no_other_is() -> None:
    table = read("docs/guard.md").partition("| The journal says |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE) == list(ACTS)


def test_the_readme_shows_output_and_a_policy_that_is_valid(tmp_path: Path) -> None:
    readme = read("README.md")
    assert refresh.BLOCK.search(readme)
    policy = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert policy
    (tmp_path / "valuegate.yaml").write_text(policy[1], encoding="utf-8")
    checks = {name: check.options for name, check in load().checks.items()}
    gates = load_policy(start=str(tmp_path), checks=checks).gates
    assert [gate.name for gate in gates] == ["ready", "done"]


def test_the_readme_names_every_check_that_the_recommended_policy_requires() -> None:
    checks = {name: check.options for name, check in load().checks.items()}
    required = {check for gate in load_policy("examples/valuegate.yaml", start=str(ROOT), checks=checks).gates
                for check in gate.require}  # fmt: skip
    assert set(re.findall(r"^\| `([a-z-]+)` \|", read("README.md"), re.MULTILINE)) == required


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "docs/cli.md",
        "docs/guard.md",
        "docs/policy.md",
        "docs/reports.md",
        "docs/pipelines.md",
        "docs/tickets.md",
    ],
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    base = (ROOT / page).parent
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(page)):
        assert (base / target).exists(), target


def test_the_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


TICKETS = "docs/tickets.md"


def test_every_format_of_tickets_is_documented_and_no_other_is() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", read(TICKETS).partition("## Front matter")[0], re.MULTILINE)
    assert sorted(rows) == sorted(load(()).readers)


def test_the_endings_and_limits_of_tickets_are_as_documented() -> None:
    page = read(TICKETS)
    searched = page.partition("A folder is searched for ")[2].partition(";")[0]
    assert tuple(re.findall(r"`(\.[a-z]+)`", searched)) == TICKET_SUFFIXES
    limits = [MAX_BYTES, front_matter.MAX_BYTES, MAX_FORM_BYTES]
    rows = page.partition("## Limits")[2]
    told = [
        int(size) * {"MiB": 1024**2, "KiB": 1024}[unit] for size, unit in re.findall(r"(\d+) (.iB)", rows)
    ]
    assert told == limits
    assert f"| {MAX_DEPTH} levels |" in rows


def test_of_the_ticket_that_shows_what_does_not_count_one_sentence_is_left() -> None:
    example = re.findall(r"```markdown\n(.*?)```", read(TICKETS), re.DOTALL)[-1]
    ticket = load(()).readers["markdown"].read(Source("example.md", example))
    counts = [block.text for block in ticket.blocks if block.kind not in SILENT and block.text.strip()]
    assert counts == ["Evidence", "Ward 4 lost 41 notes in October: shift log of 3 November 2026."]
