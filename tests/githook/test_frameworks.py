"""The hooks for pre-commit and prek: what their patterns look at, and both tools as people use them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hooked import POLICY, bad, good

from git_repository import Done, GitRepository, init, scrubbed
from valuegate.files import TEMPLATE_SUFFIXES, TICKET_SUFFIXES, is_template

ROOT = Path(__file__).parents[2]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
PATTERNS = yaml.safe_load(Path(__file__).with_name("hook_patterns.yaml").read_text("utf-8"))
PROVIDED = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "src", "schemas", "hooks")
OFFLINE = re.compile(
    r"no matching distribution|name resolution|error sending request|connection (?:refused|error|reset)|"
    r"network is unreachable|max retries|could not connect|failed to (?:fetch|download)|dns error",
    re.IGNORECASE,
)


def looks_at(hook: dict[str, Any], path: str) -> bool:
    """As both tools choose their files."""
    return bool(re.search(hook["files"], path)) and not re.search(hook.get("exclude", "^$"), path)


def examples(which: str) -> list[tuple[str, str]]:
    return [(name, path) for name, each in PATTERNS.items() for path in each[which]]


class TestPatterns:
    @pytest.mark.parametrize(
        ("hook", "path"), [(n, p) for n, each in PATTERNS.items() for p in each["looks_at"]]
    )
    def test_what_may_be_a_ticket_is_looked_at(self, hook: str, path: str) -> None:
        assert looks_at(HOOKS[hook], path)

    @pytest.mark.parametrize(
        ("hook", "path"), [(n, p) for n, each in PATTERNS.items() for p in each["leaves"]]
    )
    def test_what_cannot_be_one_is_left(self, hook: str, path: str) -> None:
        assert not looks_at(HOOKS[hook], path)

    def test_every_hook_with_a_pattern_has_examples(self) -> None:
        assert set(PATTERNS) == {name for name, hook in HOOKS.items() if "files" in hook}
        assert set(HOOKS) == {"valuegate", "valuegate-templates", "valuegate-commit-msg"}

    @pytest.mark.parametrize("suffix", TEMPLATE_SUFFIXES)
    def test_the_suffixes_are_those_of_tickets_and_templates(self, suffix: str) -> None:
        assert looks_at(HOOKS["valuegate"], f"tickets/a{suffix}") == (suffix in TICKET_SUFFIXES)
        assert looks_at(HOOKS["valuegate-templates"], f".github/ISSUE_TEMPLATE/a{suffix}")

    def test_templates_are_what_lies_where_trackers_keep_them(self) -> None:
        for path in PATTERNS["valuegate-templates"]["looks_at"]:
            assert is_template(path), path

    def test_the_docs_name_every_hook(self) -> None:
        docs = (ROOT / "docs" / "hooks.md").read_text("utf-8")
        assert set(re.findall(r"- id: ([a-z-]+)", docs)) == set(HOOKS)


class Tool:
    """pre-commit or prek, from the package index, in a folder of its own."""

    def __init__(self, name: str, folder: Path, provider: GitRepository) -> None:
        self.name = name
        self.folder = folder
        self.provider = provider
        self.command = str(folder / "venv" / "bin" / name)
        homes = {"PRE_COMMIT_HOME": "pre-commit", "PREK_HOME": "prek", "XDG_CACHE_HOME": "cache"}
        self.env = {variable: str(folder / home) for variable, home in homes.items()}
        self.env["HOME"] = os.environ.get("HOME", str(folder))  # how the index is reached may be said there

    def get(self) -> None:
        subprocess.run([sys.executable, "-m", "venv", self.folder / "venv"], check=True)
        done = subprocess.run(
            [self.folder / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet", self.name],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
            pytest.skip(f"{self.name} cannot be had from the package index: {last}")

    def run(self, repo: GitRepository, *args: str) -> Done:
        return repo.run(self.command, *args, **self.env)

    def commit(self, repo: GitRepository, message: str = "Tickets", **env: str) -> Done:
        return repo.try_git("commit", "-m", message, **{**self.env, **env})


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    """This project, as a repository that offers hooks."""
    folder = tmp_path_factory.mktemp("provider")
    repo = init(folder / "valuegate", scrubbed(folder))
    for name in PROVIDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, repo.path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, repo.path / name)
    repo.git("add", ".")
    repo.commit("All of it")
    return repo


@pytest.fixture(scope="module", params=["pre-commit", "prek"])
def tool(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, provider: GitRepository
) -> Tool:
    found = Tool(request.param, tmp_path_factory.mktemp(request.param), provider)
    found.get()
    return found


@pytest.fixture
def configured(repo: GitRepository, tool: Tool) -> GitRepository:
    """A repository that uses all three hooks, as docs/hooks.md says."""
    ids = ", ".join(f"{{id: {name}}}" for name in HOOKS)
    rev = tool.provider.git("rev-parse", "HEAD")
    repo.add(
        ".pre-commit-config.yaml",
        f"repos: [{{repo: {tool.provider.path}, rev: {rev}, hooks: [{ids}]}}]\n",
    )
    repo.add("valuegate.yaml", f"{POLICY}hook: {{keys: [SHOP]}}\n")
    repo.commit()
    done = tool.run(repo, "install", "--hook-type", "pre-commit", "--hook-type", "commit-msg")
    assert done.code == 0, done.text
    return repo


def skip_offline(done: Done) -> Done:
    """Both tools build an environment for the hooks from the package index, when they first run."""
    if done.code and "refused" not in done.text and OFFLINE.search(done.text):
        pytest.skip(f"the index cannot be reached: {done.text.strip().splitlines()[-1]}")
    return done


def test_try_repo_judges_the_tickets_of_a_repository(tool: Tool, repo: GitRepository) -> None:
    repo.add("tickets/été à venir.md", bad())
    done = skip_offline(tool.run(repo, "try-repo", str(tool.provider.path), "valuegate", "--all-files"))
    assert done.code == 1
    assert re.search(r"tickets/été à venir.md:\d+:\d+ +evidence.authority", done.text)


def test_commits_are_judged(tool: Tool, configured: GitRepository) -> None:
    configured.add("tickets/a.md", bad("SHOP-2"))
    assert skip_offline(tool.commit(configured)).code == 1

    configured.add("tickets/a.md", good("SHOP-1"))
    configured.write("tickets/a.md", bad("SHOP-1"))  # edited since: both tools put it aside
    assert tool.commit(configured).code == 0
    configured.git("checkout", "--quiet", "--", ".")

    configured.add(".github/ISSUE_TEMPLATE/idea.md", "## Problem\n")
    done = tool.commit(configured)
    assert done.code == 1
    assert "valuegate (templates)" in done.text
    configured.git("rm", "--quiet", "-f", ".github/ISSUE_TEMPLATE/idea.md")

    configured.add("README.md", bad())  # no ticket by the policy
    assert tool.commit(configured, "SHOP-1 notes").code == 0

    configured.add("tickets/b.md", bad("SHOP-2"))
    done = tool.commit(configured, "SHOP-2 search", VALUEGATE_SKIP="evidence:the study comes on Friday")
    assert done.code == 0, done.text
    trace = "Value-Gate-Skipped: evidence: the study comes on Friday"
    assert configured.git("log", "-1", "--format=%B").endswith(trace)

    configured.add("x.txt", "x")
    done = tool.commit(configured, "SHOP-2 search")
    assert done.code == 1
    assert "valuegate (message)" in done.text
