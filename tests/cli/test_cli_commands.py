"""The other commands: explain, checks, init, new, policy, plugins, completion, and what all share."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from command_line import Result, valuegate_process

import valuegate as package
from git_repository import GitRepository
from valuegate import _data, plugins, scaffold
from valuegate.cli.app import COMMANDS, app
from valuegate.config import load_policy
from valuegate.hookspecs import hookimpl
from valuegate.language import load

Call = Callable[..., Result]


class ForeignCheck:
    """A check of a plugin, with words of its own."""

    id = "cost"
    question = "What does it cost?"
    reasons = ("unknown",)
    options: Mapping[str, dict[str, object]] = {
        "limit": {"type": "integer", "default": 9, "description": "At most."},
        "unit": {"type": "string", "default": "EUR", "description": "In which currency."},
        "since": {"type": "string", "default": None, "description": "From which day on."},
    }
    texts: Mapping[str, dict[str, object]] = {}

    def judge(self, case: object, context: object) -> object:
        return None


class Plugin:
    """What a distribution of somebody else registers."""

    @staticmethod
    @hookimpl
    def register_checks() -> list[ForeignCheck]:
        return [ForeignCheck()]


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed plugin that registers a check, and one that cannot be loaded."""
    points = [
        plugins.EntryPoint("cost", f"{__name__}:Plugin", "acme-cost", "2.1"),
        plugins.EntryPoint("broken", "no.such.module", "acme-broken", "1.0"),
    ]
    monkeypatch.setattr(plugins, "installed", lambda: points)


def test_the_version_is_that_of_the_package(valuegate: Call) -> None:
    result = valuegate("--version")
    assert result.code == 0
    assert result.out.startswith(f"valuegate {package.__version__} (Python ")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_helps_with_examples(valuegate: Call, name: str) -> None:
    command = importlib.import_module(f"valuegate.cli.{COMMANDS[name].module}").command
    result = valuegate(name, "--help")
    assert result.code == 0
    assert command.name == name
    if not isinstance(command, click.Group):  # of these each command has its own
        assert f"valuegate {name}" in result.out.split("Examples:")[1]
    assert valuegate(name, "-h").out == result.out


def test_the_help_lists_every_command_and_exit_code(valuegate: Call) -> None:
    text = valuegate("--help").out
    assert all(f"  {name} " in text for name in COMMANDS)
    assert all(f"  {code}  " in text for code in range(5))


def test_a_bare_command_line_helps(valuegate: Call) -> None:
    result = valuegate()
    assert "Judge tickets:" in result.out + result.err


def test_explain_tells_of_a_check_its_question_reasons_and_options(valuegate: Call) -> None:
    result = valuegate("explain", "review-date")
    check = plugins.load().checks["review-date"]
    assert result.code == 0
    assert check.question in " ".join(result.out.split())
    assert all(f"review-date.{reason}" in result.out for reason in check.reasons)
    assert all(option in result.out for option in check.options)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_explain_tells_of_every_reason_how_to_mend_it(valuegate: Call, lang: str) -> None:
    for reason in load(lang).reasons:
        result = valuegate("explain", reason, "--lang", lang)
        assert result.code == 0, reason
        assert "How to mend it" in result.out, reason
        assert not re.search(r"\{\w+\}", result.out), reason


def test_explain_speaks_of_checks_of_plugins(valuegate: Call, plugged: None) -> None:
    out = valuegate("explain", "cost").out
    assert "What does it cost?" in out
    assert "limit" in out
    assert "EUR" in out
    assert "not set" in out
    assert "cost.unknown" in valuegate("explain", "cost.unknown").out


def test_checks_lists_each_with_its_question(valuegate: Call, plugged: None) -> None:
    out = " ".join(valuegate("checks").out.split())
    for check in plugins.load().checks.values():
        assert f"{check.id} {len(check.reasons)} reasons {check.question}" in out
    assert "Plugin: acme-cost." in out


def test_plugins_tells_what_each_registered_and_what_failed(valuegate: Call, plugged: None) -> None:
    result = valuegate("plugins")
    assert result.code == 3
    assert "cost  acme-cost 2.1" in result.out
    assert "check cost" in result.out
    assert "check problem" in result.out
    assert "plugin 'broken' of acme-broken 1.0 could not be loaded" in result.out


def test_plugins_without_a_fault_is_a_success(valuegate: Call) -> None:
    assert valuegate("plugins").code == 0


def test_a_plugin_that_the_policy_disables_breaks_nothing(
    valuegate: Call, folder: Path, plugged: None
) -> None:
    text = "version: 1\nextends: [valuegate:recommended]\nplugins: {disable: [acme-broken]}\n"
    (folder / "valuegate.yaml").write_text(text, encoding="utf-8")
    assert valuegate("plugins").code == 0


def test_a_check_that_is_missing_is_told_with_the_plugin_that_failed(
    valuegate: Call, folder: Path, plugged: None
) -> None:
    text = "version: 1\ngates: {ready: {enters: [Ready], require: [absent]}}\n"
    (folder / "valuegate.yaml").write_text(text, encoding="utf-8")
    result = valuegate("policy", "validate")
    assert result.code == 3
    assert "acme-broken" in result.err
    assert "'absent'" in result.err


def test_init_writes_a_valid_policy_with_its_schema_and_a_template(valuegate: Call, folder: Path) -> None:
    result = valuegate("init", "--lang", "fr")
    assert result.code == 0
    assert "wrote valuegate.yaml" in result.out
    first = (folder / "valuegate.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=.valuegate/policy.schema.json"
    schema = json.loads((folder / ".valuegate/policy.schema.json").read_text(encoding="utf-8"))
    assert schema["title"] == "valuegate policy"
    assert (folder / ".github/ISSUE_TEMPLATE/ticket-produit.md").is_file()
    validate = valuegate("policy", "validate")
    assert validate.code == 0
    assert "valuegate.yaml is valid." in validate.out


def test_the_template_that_init_writes_asks_for_all_that_the_gate_requires(valuegate: Call) -> None:
    valuegate("init")
    result = valuegate("check")
    assert result.code == 0, result.out


def test_init_never_overwrites_and_says_what_it_left_alone(valuegate: Call, folder: Path) -> None:
    (folder / "valuegate.yaml").write_text("mine", encoding="utf-8")
    result = valuegate("init")
    assert result.code == 0
    assert "left valuegate.yaml alone" in result.out
    assert (folder / "valuegate.yaml").read_text(encoding="utf-8") == "mine"


def test_after_init_git_takes_up_all_but_what_the_guard_notes_of_people(
    valuegate: Call, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.path)
    valuegate("init")
    with (repo.path / "valuegate.yaml").open("a", encoding="utf-8") as policy:
        policy.write("trackers: {folder: {}}\n")
    repo.write("tickets/SHOP-1.md", "---\nstatus: Ready\n---\nSearch with AI\n")
    assert valuegate("guard", "run").code == 1
    repo.git("add", "--all")
    assert (repo.path / ".valuegate/journal.sqlite").is_file()
    assert repo.git("ls-files", ".valuegate").splitlines() == [
        ".valuegate/.gitignore",
        ".valuegate/policy.schema.json",
    ]


def test_init_puts_the_template_where_gitlab_looks_for_it(valuegate: Call, folder: Path) -> None:
    (folder / ".gitlab-ci.yml").write_text("", encoding="utf-8")
    valuegate("init")
    assert (folder / ".gitlab/issue_templates/product-ticket.md").is_file()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_new_ticket_fails_the_gate_until_it_is_filled_in(valuegate: Call, folder: Path, lang: str) -> None:
    result = valuegate("new", "Éviter les “doublons”: l'été", "--lang", lang)
    assert result.code == 0
    path = "tickets/eviter-les-doublons-l-ete.md"
    assert f"valuegate check {path}" in result.out
    judged = valuegate("check", path, "--format", "json")
    (verdict,) = json.loads(judged.out)["verdicts"]
    assert judged.code == 1
    assert verdict["title"] == "Éviter les “doublons”: l'été"
    required = ("problem", "evidence", "metric", "review-date")
    assert [verdict["checks"][check]["outcome"] for check in required] == ["failed"] * 4


def test_new_never_overwrites(valuegate: Call, folder: Path) -> None:
    assert valuegate("new", "A title").code == 0
    (folder / "tickets/a-title.md").write_text("mine", encoding="utf-8")
    result = valuegate("new", "a title!")
    assert result.code == 2
    assert "is already there" in result.err
    assert (folder / "tickets/a-title.md").read_text(encoding="utf-8") == "mine"


def test_new_writes_where_the_policy_looks_in_its_first_language(valuegate: Call, folder: Path) -> None:
    text = 'version: 1\nextends: [valuegate:recommended]\nlanguages: [fr]\ntickets: ["docs/idées/*.md"]\n'
    (folder / "valuegate.yaml").write_text(text, encoding="utf-8")
    assert "wrote docs/idées/ticket-produit.md" in valuegate("new").out
    assert "## Problème" in (folder / "docs/idées/ticket-produit.md").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_told(valuegate: Call, folder: Path) -> None:
    (folder / "tickets").write_text("a file", encoding="utf-8")
    result = valuegate("new", "A title")
    assert result.code == 2
    assert "'tickets/a-title.md' cannot be written" in result.err


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Où sont les œufs ?", "ou-sont-les-œufs"),
        ("../../etc/passwd", "etc-passwd"),
        ("???", "ticket"),
        ("退貨 flow", "退貨-flow"),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("w" * 90, "w" * 60),
    ],
)
def test_a_slug_is_a_safe_file_name(title: str, slug: str) -> None:
    assert scaffold.slug(title) == slug


def test_what_a_first_policy_keeps_in_comments_is_valid_once_it_is_taken_out_of_them(
    valuegate: Call, folder: Path
) -> None:
    valuegate("init")
    path = folder / "valuegate.yaml"
    text = re.sub(r"^# ( *[a-z]+:)", r"\1", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    assert valuegate("policy", "validate").code == 0
    keys = {
        path[0]
        for path in load_policy(
            checks={name: check.options for name, check in plugins.load().checks.items()},
            trackers=plugins.load().trackers,
        ).origins
    }
    assert {"gates", "waivers", "trackers", "guard"} <= keys


def test_policy_show_says_where_each_value_comes_from(valuegate: Call, folder: Path) -> None:
    text = "version: 1\nextends: [valuegate:recommended]\ngates:\n  ready:\n    enters: [Go]\n"
    (folder / "valuegate.yaml").write_text(text, encoding="utf-8")
    result = valuegate("policy", "show")
    rows = [" ".join(line.split()) for line in result.out.splitlines()]
    assert "enters: [Go] # valuegate.yaml:5" in rows
    assert any(row.startswith("require: [") and row.endswith("# valuegate:recommended") for row in rows)
    assert any(row.startswith('tickets: ["') and row.endswith("# default") for row in rows)


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        ("observe", "guard observes in linear"),
        ("warn", "guard warns in linear"),
        ("revert", "guard reverts in linear, entries since 2026-12-01"),
    ],
)
def test_policy_validate_says_what_the_guard_does(
    valuegate: Call, folder: Path, mode: str, line: str
) -> None:
    text = "version: 1\nextends: [valuegate:recommended]\ntrackers: {linear: {}}\n"
    guard = f"guard: {{mode: {mode}, since: 2026-12-01}}\n"
    (folder / "valuegate.yaml").write_text(text + guard, encoding="utf-8")
    assert line in valuegate("policy", "validate").out.splitlines()


def test_policy_show_says_what_is_locked_and_by_whom(valuegate: Call, folder: Path) -> None:
    house = "version: 1\nlock: [guard, checks.metric]\nguard: {mode: warn, labels: {failing: no-case}}\n"
    (folder / "house.yaml").write_text(house, encoding="utf-8")
    text = "version: 1\nextends: [valuegate:recommended, ./house.yaml]\nguard: {contact: ana}\n"
    (folder / "valuegate.yaml").write_text(text.replace("guard: {contact: ana}\n", ""), encoding="utf-8")
    result = valuegate("policy", "show")
    rows = [" ".join(line.split()) for line in result.out.splitlines()]
    assert 'lock: [guard, "checks.metric"] # house.yaml:2' in rows
    assert "mode: warn # house.yaml:3, locked" in rows
    assert "failing: no-case # house.yaml:3, locked" in rows
    (folder / "valuegate.yaml").write_text(text, encoding="utf-8")
    result = valuegate("policy", "show")
    assert result.code == 3
    assert "guard.contact is locked by house.yaml:2" in result.out + result.err


GUARD = """\
version: 1
extends: [valuegate:recommended]
lock: [gates.ready.require]
guard: {mode: revert, since: 2026-12-01, fallback: To do, labels: {failing: "no: case"}, contact: "#quality"}
"""
OVERRIDES = """\
version: 1
extends: [valuegate:recommended]
overrides:
  - paths: ["tickets/legacy/**"]
    checks: {review-date: {max-days: 730}}
    gates: {ready: {require: [problem, review-date], advise: [evidence]}}
"""


def test_policy_show_says_what_holds_for_one_ticket_and_by_which_override(
    valuegate: Call, folder: Path
) -> None:
    (folder / "valuegate.yaml").write_text(OVERRIDES, encoding="utf-8")

    def shown(path: str) -> list[str]:
        return [" ".join(line.split()) for line in valuegate("policy", "show", path).out.splitlines()]

    rows = shown("tickets/legacy/a.md")
    assert "require: [problem, review-date] # overrides[0], valuegate.yaml:3" in rows
    assert "advise: [evidence] # overrides[0], valuegate.yaml:3" in rows
    assert "max-days: 730 # overrides[0], valuegate.yaml:3" in rows
    assert [row.partition(" #")[0] for row in rows].count("gates:") == 1
    assert "max-days: 365 # valuegate:recommended" in shown("tickets/a.md")


def test_policy_validate_says_what_the_gates_ask_of_one_ticket(valuegate: Call, folder: Path) -> None:
    (folder / "valuegate.yaml").write_text(OVERRIDES, encoding="utf-8")
    legacy = "gate ready requires problem, review-date to enter Ready"
    assert legacy in valuegate("policy", "validate", "tickets/legacy/a.md").out
    assert legacy not in valuegate("policy", "validate", "tickets/a.md").out


@pytest.mark.parametrize("command", ["show", "validate"])
def test_the_file_of_a_policy_command_may_be_another_policy(
    valuegate: Call, folder: Path, command: str
) -> None:
    (folder / "house.yaml").write_text("version: 1\nextends: [valuegate:strict]\n", encoding="utf-8")
    done = valuegate("policy", command, "house.yaml")
    assert (done.code, "house.yaml" in done.out) == (0, True)
    both = valuegate("policy", command, "house.yaml", "--config", "valuegate.yaml")
    assert (both.code, "house.yaml and valuegate.yaml are both policies" in both.err) == (2, True)
    (folder / "house.yaml").write_text("extends: [valuegate:strikt]\n", encoding="utf-8")
    wrong = valuegate("policy", command, "house.yaml")
    assert (wrong.code, "house.yaml:" in wrong.err) == (3, True)


@pytest.mark.parametrize("command", ["show", "validate"])
def test_a_form_is_a_ticket_to_the_commands_of_the_policy(
    valuegate: Call, folder: Path, command: str
) -> None:
    (folder / "valuegate.yaml").write_text(OVERRIDES, encoding="utf-8")
    (folder / "form.yml").write_text("name: Idea\nbody: []\n", encoding="utf-8")
    assert "valuegate.yaml" in valuegate("policy", command, "form.yml").out


@pytest.mark.parametrize("text", ["", OVERRIDES, GUARD])
def test_what_policy_show_prints_is_the_policy(valuegate: Call, folder: Path, text: str) -> None:
    """Its lines are YAML: written to a file, they resolve to the same values."""
    if text:
        (folder / "valuegate.yaml").write_text(text, encoding="utf-8")
    shown = valuegate("policy", "show").out
    (folder / "again.yaml").write_text(shown, encoding="utf-8")
    checks = {name: check.options for name, check in plugins.load().checks.items()}
    first, again = load_policy(checks=checks), load_policy("again.yaml", checks=checks)
    assert again.gates == first.gates
    assert again.options == first.options
    assert again.overrides == first.overrides
    assert (again.guard, again.lock) == (first.guard, first.lock)
    assert (again.languages, again.tickets, again.templates) == (
        first.languages,
        first.tickets,
        first.templates,
    )


def test_policy_schema_knows_the_registered_trackers(valuegate: Call) -> None:
    schema = json.loads(valuegate("policy", "schema").out)
    assert set(schema["$defs"]["trackers"]["properties"]) == set(plugins.load().trackers)


def test_policy_schema_knows_the_installed_checks(valuegate: Call, plugged: None) -> None:
    schema = json.loads(valuegate("policy", "schema").out)
    assert "cost" in schema["$defs"]["checks"]["items"]["enum"]
    assert valuegate("policy", "schema", "--path").out.strip() == _data.path("schemas", "policy.schema.json")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(valuegate: Call, shell: str) -> None:
    result = valuegate("completion", shell)
    assert result.code == 0
    assert f"_VALUEGATE_COMPLETE={shell}_complete" in result.out


@pytest.mark.parametrize(
    ("words", "wanted"), [("valuegate po", "policy"), ("valuegate explain problem.m", "problem.missing")]
)
def test_a_shell_completes_commands_and_ids(folder: Path, words: str, wanted: str) -> None:
    env = {"_VALUEGATE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert wanted in valuegate_process(env=env).out


def test_completion_is_answered_before_any_command_runs(
    valuegate: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_VALUEGATE_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "valuegate explain review-date.pa")
    monkeypatch.setenv("COMP_CWORD", "2")
    result = valuegate()
    assert (result.code, "review-date.past" in result.out) == (0, True)


def test_commands_are_loaded_when_they_are_called() -> None:
    """``--version`` and ``check`` do not pay for what they do not use."""
    code = (
        "import sys\nfrom valuegate.cli import run\nrun(['--version'])\n"
        "heavy = ('jsonschema', 'yaml', 'valuegate.engine', 'importlib.metadata')\n"
        "print(*[name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == [""]


def test_the_group_knows_its_commands() -> None:
    context = click.Context(app)
    assert app.list_commands(context) == list(COMMANDS)
    assert app.get_command(context, "absent") is None
