"""The action, the job for GitLab, and what starts a guard: all run here as a runner or a timer runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from git_repository import Done, GitRepository, init
from sample_tickets import POLICY, bad, good

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
JOB: dict[str, Any] = yaml.safe_load((ROOT / "ci" / "valuegate.gitlab-ci.yml").read_text(encoding="utf-8"))[
    "valuegate"
]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
BIN = Path(sys.executable).parent


def schema(name: str) -> Any:
    """A public schema that check-jsonschema brings along."""
    path = files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("file", "name"), [("action.yml", "github-actions"), ("ci/valuegate.gitlab-ci.yml", "gitlab-ci")]
)
def test_the_file_is_valid_by_the_public_schema(file: str, name: str) -> None:
    Draft7Validator(schema(name)).validate(yaml.safe_load((ROOT / file).read_text(encoding="utf-8")))


def test_no_word_from_outside_becomes_part_of_a_script() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        assert step.get("shell", "bash") == "bash"
    assert "$[[" not in str(JOB)


def test_every_input_and_output_is_used_and_no_other() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.(\w+)", text)) == set(ACTION["inputs"])
    written = set(re.findall(r"steps\.judge\.outputs\.(\w+)", text))
    assert written == set(ACTION["outputs"])


def test_sarif_is_uploaded_only_if_asked_for_and_if_there_is_a_report() -> None:
    (upload,) = [step for step in STEPS if "uses" in step]
    assert upload["if"].startswith("inputs.sarif == 'true' && ")
    assert [code for code in "012345" if f'"{code}"' in upload["if"]] == ["0", "1", "3"]
    assert upload["with"]["sarif_file"] == "${{ steps.judge.outputs.sarif }}"


class Runner:
    """Runs the steps of the action as the runner of GitHub does: a shell each, words in the environment."""

    def __init__(self, repo: GitRepository, folder: Path, **github: str) -> None:
        self.repo = repo
        self.temp = folder / "runner"
        self.inputs = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
        self.github = {"action_path": str(ROOT), "base_ref": "", **github}
        self.outputs: dict[str, str] = {}
        self.summary = ""
        (self.temp / "valuegate" / "bin").mkdir(parents=True)
        (self.temp / "valuegate" / "bin" / "valuegate").symlink_to(BIN / "valuegate")

    def value(self, text: str) -> str:
        """An expression, as far as the action uses them."""
        return EXPRESSION.sub(lambda match: self._evaluated(match[1]), text)

    def _evaluated(self, expression: str) -> str:
        found = ""
        for part in expression.split(" || "):
            kind, _, name = part.partition(".")
            known = {"inputs": self.inputs, "github": self.github, "steps": self.outputs}[kind]
            found = found or known.get(name.removeprefix("judge.outputs."), "")
        return found

    def run(self) -> Done:
        """All steps up to the first that fails."""
        done = None
        for step in STEPS:
            if "run" not in step:
                continue  # an action of somebody else
            done = self._step(step)
            if done.code:
                break
        assert done
        return done

    def _step(self, step: dict[str, Any]) -> Done:
        script = self.temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        output, summary = self.temp / "output", self.temp / "summary"
        output.write_text("")
        summary.write_text("")
        env = {name: self.value(value) for name, value in step.get("env", {}).items()}
        env |= {
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
        }
        done = self.repo.run("bash", "--noprofile", "--norc", "-eo", "pipefail", str(script), **env)
        self.log = getattr(self, "log", "") + done.text
        self.outputs |= dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
        self.summary += summary.read_text(encoding="utf-8")
        return done


@pytest.fixture
def change(tmp_path: Path, env: dict[str, str]) -> GitRepository:
    """A shallow clone of a change, as actions/checkout makes it. Its ticket is refused, and one on main."""
    origin = init(tmp_path / "origin", env)
    origin.add("valuegate.yaml", POLICY + "tickets: ['tickets/*.md']\n")
    origin.add("tickets/old.md", bad("SHOP-1", title="Refused before"))
    origin.commit("Old")
    origin.git("switch", "--quiet", "-c", "change")
    origin.add("tickets/new.md", bad("SHOP-2"))
    origin.commit("New")
    clone = init(tmp_path / "clone", env)
    clone.git("remote", "add", "origin", origin.path.as_uri())
    clone.git("fetch", "--quiet", "--depth=1", "origin", "change")
    clone.git("checkout", "--quiet", "--detach", "FETCH_HEAD")
    return clone


def push(change: GitRepository, path: str, text: str) -> None:
    """One more commit of the change."""
    change.add(path, text)
    change.commit()


def test_a_pull_request_is_refused_for_what_it_changes_only(change: GitRepository, tmp_path: Path) -> None:
    runner = Runner(change, tmp_path, base_ref="main")
    done = runner.run()
    assert done.code == 1
    assert runner.outputs["code"] == "1"
    error = r"^::error file=tickets/new\.md,line=14,col=\d+,title=SHOP-2%3A evidence\.authority::"
    assert re.search(error, runner.log, re.MULTILINE)
    assert "old.md" not in runner.log
    assert runner.summary.startswith("<!-- valuegate:report -->\n### ✗ 1 ticket refused\n")
    sarif = json.loads(Path(runner.outputs["sarif"]).read_text(encoding="utf-8"))
    (result,) = sarif["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "tickets/new.md"
    assert json.loads(Path(runner.outputs["json"]).read_text(encoding="utf-8"))["summary"]["failed"] == 1
    assert Path(runner.outputs["markdown"]).read_text(encoding="utf-8") == runner.summary


def test_a_pull_request_whose_tickets_hold_passes(change: GitRepository, tmp_path: Path) -> None:
    push(change, "tickets/new.md", good("SHOP-2"))
    runner = Runner(change, tmp_path, base_ref="main")
    assert runner.run().code == 0
    assert runner.outputs["code"] == "0"
    assert "::error" not in runner.log


def test_a_pull_request_that_touches_no_ticket_passes(change: GitRepository, tmp_path: Path) -> None:
    change.git("rm", "--quiet", "tickets/new.md")
    push(change, "README.md", "Nothing of tickets.\n")
    assert Runner(change, tmp_path, base_ref="main").run().code == 0


def test_a_pull_request_is_judged_by_the_policy_of_its_target(change: GitRepository, tmp_path: Path) -> None:
    push(
        change,
        "valuegate.yaml",
        "version: 1\ngates: {ready: {enters: [Ready], require: []}}\ntickets: ['*.md']\n",
    )
    assert Runner(change, tmp_path, base_ref="main").run().code == 1


def test_without_a_target_everything_is_judged(change: GitRepository, tmp_path: Path) -> None:
    runner = Runner(change, tmp_path)
    assert runner.run().code == 1
    assert "tickets/old.md" in runner.log
    assert "2 tickets" in runner.summary


def test_paths_are_taken_a_line_each_and_never_as_options(change: GitRepository, tmp_path: Path) -> None:
    change.write("a b.md", good("SHOP-3"))
    runner = Runner(change, tmp_path)
    runner.inputs["paths"] = "a b.md\n\ntickets/new.md\n"
    assert runner.run().code == 1
    assert "2 tickets" in runner.summary or "1 of 2 tickets" in runner.summary
    runner.inputs["paths"] = "--version"
    assert runner.run().code == 2
    assert "--version" in runner.log


def test_what_cannot_be_decided_fails_with_its_own_code(change: GitRepository, tmp_path: Path) -> None:
    push(change, "broken.yaml", "version: 1\nnonsense: 1\n")
    runner = Runner(change, tmp_path)
    runner.inputs["config"] = "broken.yaml"
    assert runner.run().code == 3
    assert "nonsense" in runner.summary
    assert json.loads(Path(runner.outputs["sarif"]).read_text(encoding="utf-8"))["runs"][0]["results"] == []


HOSTILE = [
    "main; touch owned",
    "$(touch owned)",
    "`touch owned`",
    '"; touch owned; "',
    "'; touch owned; '",
    "main\ntouch owned",
    "--upload-pack=touch owned",
    "+refs/heads/*:refs/heads/*",
    "${{ github.token }}",
]


@pytest.mark.parametrize("word", HOSTILE)
def test_a_hostile_name_of_a_branch_runs_nothing(change: GitRepository, tmp_path: Path, word: str) -> None:
    runner = Runner(change, tmp_path, base_ref=word)
    assert runner.run().code not in (0, 1)
    assert not list(tmp_path.rglob("owned"))
    assert change.git("branch", "--list") in ("", "* (HEAD detached at FETCH_HEAD)")


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("name", ["paths", "config"])
def test_a_hostile_input_runs_nothing(change: GitRepository, tmp_path: Path, name: str, word: str) -> None:
    runner = Runner(change, tmp_path)
    runner.inputs[name] = word
    assert runner.run().code in (2, 3, 4)
    assert not list(tmp_path.rglob("owned"))


def test_the_install_step_installs_what_the_action_brings(tmp_path: Path, env: dict[str, str]) -> None:
    """Slow: a real environment from the checkout, as on a runner."""
    repo = init(tmp_path / "repo", env)
    runner = Runner(repo, tmp_path)
    (runner.temp / "valuegate" / "bin" / "valuegate").unlink()
    runner.inputs["python"] = sys.executable
    done = runner._step(STEPS[0])
    assert done.code == 0, done.text
    assert done.out.startswith("valuegate ")
    assert not (runner.temp / "valuegate" / "bin" / "valuegate").is_symlink()


def gitlab(repo: GitRepository, part: str = "script", **env: str) -> Done:
    """A script of the job, as a runner of GitLab runs it: a shell that stops at the first failure."""
    script = "set -eo pipefail\n" + "\n".join(JOB[part])
    variables = {name: str(value) for name, value in JOB["variables"].items()}
    path = f"{BIN}{os.pathsep}{repo.env['PATH']}"
    return repo.run("bash", "-c", script, **{**variables, "PATH": path, **env})


def test_a_merge_request_is_refused_for_what_it_changes_only(change: GitRepository) -> None:
    change.git("fetch", "--quiet", "--unshallow", "origin", "change")  # GIT_DEPTH: 0
    done = gitlab(change, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert done.code == 1
    assert "refused  SHOP-2" in done.out
    assert "SHOP-1" not in done.out
    reports = JOB["artifacts"]["reports"]
    (issue,) = json.loads((change.path / reports["codequality"]).read_text(encoding="utf-8"))
    assert issue["location"]["path"] == "tickets/new.md"
    assert "<failure" in (change.path / reports["junit"]).read_text(encoding="utf-8")
    assert "1 ticket refused" in (change.path / JOB["artifacts"]["paths"][0]).read_text(encoding="utf-8")


def test_another_pipeline_of_gitlab_judges_everything_or_the_paths_that_are_named(
    change: GitRepository,
) -> None:
    done = gitlab(change)
    assert done.code == 1
    assert "refused  SHOP-1" in done.out
    named = gitlab(change, VALUEGATE_PATHS="tickets/n*.md")
    assert "SHOP-2" in named.out
    assert "SHOP-1" not in named.out


@pytest.mark.parametrize("word", HOSTILE)
def test_a_hostile_branch_of_gitlab_runs_nothing(change: GitRepository, tmp_path: Path, word: str) -> None:
    assert gitlab(change, CI_MERGE_REQUEST_TARGET_BRANCH_NAME=word).code == 2
    assert not list(tmp_path.rglob("owned"))


def test_a_job_that_does_not_say_what_to_install_installs_nothing(repo: GitRepository) -> None:
    done = gitlab(repo, "before_script")
    assert (done.code, "VALUEGATE" in done.out) == (2, True)


def test_the_job_installs_what_the_variable_says(repo: GitRepository, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    path = f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{repo.env['PATH']}"
    done = gitlab(repo, "before_script", PATH=path, VALUEGATE=str(ROOT))
    assert done.code == 0, done.text
    assert (tmp_path / "venv" / "bin" / "valuegate").is_file()


@pytest.mark.parametrize(
    "text", [*(step["run"] for step in STEPS if "run" in step), *JOB["before_script"], *JOB["script"]]
)
def test_the_scripts_are_scripts(text: str) -> None:
    assert subprocess.run(["bash", "-n"], input=text, text=True, check=False).returncode == 0


def test_the_page_shows_files_that_are_valid_and_names_every_input_and_variable() -> None:
    page = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")
    github, pipeline = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    workflow = yaml.safe_load(github)
    workflow["on"] = workflow.pop(True)  # YAML 1.1 takes it for a yes
    Draft7Validator(schema("github-workflows")).validate(workflow)
    Draft7Validator(schema("gitlab-ci")).validate(yaml.safe_load(pipeline))
    named = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert named == {*ACTION["inputs"], *ACTION["outputs"], *JOB["variables"]} - {"GIT_DEPTH"}


GUARD_PAGE = (ROOT / "docs" / "guard.md").read_text(encoding="utf-8")


def shown(language: str) -> str:
    """The one block of a language that the page of the guard shows."""
    (block,) = re.findall(rf"```{language}\n(.*?)```", GUARD_PAGE, re.DOTALL)
    return str(block)


@pytest.fixture
def served(tmp_path: Path, env: dict[str, str]) -> GitRepository:
    """A folder of tickets with a guard that only looks, and ``.venv`` as the page has it. One is refused."""
    repo = init(tmp_path / "served", env)
    repo.write("valuegate.yaml", f"{POLICY}trackers: {{folder: {{}}}}\n")
    repo.write("tickets/SHOP-2.md", bad("SHOP-2"))
    (repo.path / ".venv").mkdir()
    (repo.path / ".venv" / "bin").symlink_to(BIN)
    return repo


def test_the_line_for_cron_runs_in_the_bare_environment_that_cron_gives(served: GitRepository) -> None:
    line = GUARD_PAGE.split("**cron**")[1].split("```text\n")[1].split("\n")[0]
    assert "%" not in line  # cron would make a line break of it
    *when, command = line.split(maxsplit=5)
    assert when == ["*/5", "*", "*", "*", "*"]
    command = command.replace("/srv/valuegate", f"'{served.path}'")
    done = subprocess.run(["/bin/sh", "-c", command], env={"PATH": "/usr/bin:/bin"}, check=False)
    assert done.returncode == 1
    assert "SHOP-2 Search: does not hold; only recorded" in (served.path / "guard.log").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="apt-get install systemd")
def test_systemd_takes_the_unit_that_the_page_shows(served: GitRepository, tmp_path: Path) -> None:
    unit = shown("ini").replace("/srv/valuegate", str(served.path))
    unit = unit.replace("User=valuegate", "User=root").replace("EnvironmentFile=", "EnvironmentFile=-")
    file = tmp_path / "valuegate-guard.service"
    file.write_text(unit, encoding="utf-8")
    done = served.run("systemd-analyze", "verify", "--recursive-errors=no", str(file))
    assert (done.code, done.text) == (0, "")


def test_the_scheduled_workflow_keeps_the_journal_also_from_a_round_that_refuses(
    served: GitRepository,
) -> None:
    workflow = yaml.safe_load(shown("yml"))
    workflow["on"] = workflow.pop(True)  # YAML 1.1 takes it for a yes
    Draft7Validator(schema("github-workflows")).validate(workflow)
    steps = workflow["jobs"]["guard"]["steps"]
    *_, restore, _, save = steps
    assert (
        restore["with"]["path"] == save["with"]["path"]
    )  # never more: the checkout brings the rest of the folder
    assert save["with"]["key"].startswith(restore["with"]["restore-keys"])
    assert save["if"] == "always()"
    (command,) = [step["run"] for step in steps if "guard run" in step.get("run", "")]
    path = f"{BIN}{os.pathsep}{served.env['PATH']}"
    assert served.run("bash", "-e", "-c", command, PATH=path).code == 0
    assert (served.path / restore["with"]["path"]).is_file()
    served.write("valuegate.yaml", f"{POLICY}trackers: {{jira: {{}}}}\n")
    assert served.run("bash", "-e", "-c", command, PATH=path).code == 1
