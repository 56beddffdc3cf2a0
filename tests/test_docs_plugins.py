"""What the pages on plugins and templates show is what is tested, and nothing is left out."""

from __future__ import annotations

import inspect
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from fake_checks import Filled, register_checks
from valuegate import check, hookspecs
from valuegate.engine import Plan
from valuegate.language import load, load_all
from valuegate.readers.issue_form import IssueFormReader
from valuegate.readers.markdown import MarkdownReader
from valuegate.template import judge_template
from valuegate.ticket import Source

ROOT = Path(__file__).parent.parent
PLUGINS = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
TEMPLATES = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "tests" / "plugins" / "acme-plain-words"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def rows(text: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_example_is_the_plugin_that_the_tests_install() -> None:
    check, reporter = blocks(PLUGINS, "python")
    assert check == (EXAMPLE / "acme_plain_words.py").read_text(encoding="utf-8")
    assert reporter in (EXAMPLE.parent / "acme-formats" / "acme_formats.py").read_text(encoding="utf-8")
    assert blocks(PLUGINS, "toml") == [(EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")]


def test_the_policy_of_the_example_names_the_example() -> None:
    (policy,) = blocks(PLUGINS, "yaml")
    assert yaml.safe_load(policy)["plugins"]["require"] == [EXAMPLE.name]


def test_every_hook_is_documented_as_it_is_and_no_other_is() -> None:
    specified = []
    for name, hook in vars(hookspecs).items():
        if name.startswith("register_"):
            signature = inspect.signature(hook)
            said = (inspect.getdoc(hook) or "").replace("``", "`")
            specified.append([f"`{name}()`", f"`{signature.return_annotation}`", said])
            assert not signature.parameters
    assert rows(PLUGINS, "Hooks") == specified


def test_every_attribute_of_a_check_is_documented_and_no_other_is() -> None:
    members = {name for name in vars(check.Check) if not name.startswith("_")}
    assert {name.strip("`") for name, _ in rows(PLUGINS, "Checks")} == members


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_reason_of_templates_has_its_heading_and_the_other_way_round(code: str) -> None:
    headings = re.findall(r"^### (.*)$", TEMPLATES, re.MULTILINE)
    reasons = {name.removeprefix("template.") for name in load(code).reasons if name.startswith("template.")}
    assert set(headings) == reasons


def test_the_templates_that_hold_do_hold() -> None:
    checks = {check.id: check for check in register_checks()}
    plan = Plan("ready", checks, [name for name in checks if name != "impact"], load_all(("en", "fr")))
    form = IssueFormReader().read(Source("form.yml", *blocks(TEMPLATES, "yaml")))
    file = MarkdownReader().read(Source("file.md", *blocks(TEMPLATES, "markdown")))
    for template in (form, file._replace(kind="template")):
        verdict = judge_template(template, plan, date(2026, 11, 23))
        assert (verdict.outcome, verdict.findings) == ("passed", ())
    assert isinstance(checks["problem"], Filled)
