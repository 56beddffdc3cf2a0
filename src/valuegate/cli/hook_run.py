"""What git's hooks start: judges what is staged, or what a message names, and says so in a few lines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from valuegate.config import find as find_policy
from valuegate.config.disk import DISK, Files
from valuegate.errors import PolicyError, UsageError
from valuegate.files import File
from valuegate.finding import Verdict
from valuegate.githook import git, message, notes, skips, staged
from valuegate.githook.git import Repository
from valuegate.githook.judged import Hook, Judged
from valuegate.githook.skips import ALL, TRAILER, VARIABLE, Skips
from valuegate.githook.snapshot import Snapshot
from valuegate.judging import Judge
from valuegate.policy import Policy
from valuegate.records import NamedTuple
from valuegate.report import EXIT_NOTHING, EXIT_PASSED, EXIT_REFUSED, Head, Style, Totals
from valuegate.reporters.text import TextReporter, counts
from valuegate.terminal import Pen

from .output import lines, pen
from .reports import Reports, Wanted
from .session import Setting, base_for, registry_for, setting_for
from .settings import settings


class Asked(NamedTuple):
    """What the command line asks of a run of the hook."""

    stage: str
    paths: tuple[str, ...]
    only: str | None
    today: date
    config: str | None
    shim: bool
    base: str | None = None


class Work(NamedTuple):
    """What a run of the hook works with."""

    asked: Asked
    repository: Repository
    setting: Setting
    hook: Hook

    @property
    def policy(self) -> Policy:
        """The policy that judges."""
        return self.setting.policy


def run(asked: Asked) -> int:
    """Run one stage of the hook in the repository around the current folder; the exit code."""
    repository = git.find()
    if asked.stage.endswith("-msg"):
        _refuse_no_message(asked)
    paths = tuple(os.path.relpath(path, repository.root) for path in asked.paths)
    with base_for(asked.base) as base, Snapshot(repository) as snapshot:
        # pre-commit and prek put what is to be judged into the work tree, and name it
        named: Files = DISK if asked.stage == "pre-commit" and paths else snapshot
        files = base.files if base else named
        config = policy_path(asked.config, repository, files)
        os.chdir(repository.root)
        asked = asked._replace(paths=paths, config=config or None)
        said = skips.read(os.environ.get(VARIABLE, ""), repository.author())
        registry = registry_for(asked.config, files)
        try:
            setting = setting_for(asked.config, registry, base, files)
        except PolicyError as error:
            return _without_policy(error, asked, said, repository)
        return _run(asked, repository, setting, snapshot)


def _refuse_no_message(asked: Asked) -> None:
    fix = "Git names the file of the message to its hooks."
    if not asked.paths:
        raise UsageError(f"{asked.stage} needs the file of the message", fix=fix)
    if not os.path.isfile(asked.paths[0]):
        raise UsageError(f"there is no file '{asked.paths[0]}'", fix=fix)


def policy_path(config: str | None, repository: Repository, files: Files = DISK) -> str:
    """The policy as seen from the top of the repository; empty if a preset serves."""
    found = os.path.abspath(config) if config else find_policy(".", files)
    return os.path.relpath(found, repository.root) if found else ""


def _run(asked: Asked, repository: Repository, setting: Setting, snapshot: Snapshot) -> int:
    known = sorted(setting.registry.checks)
    said = skips.read(os.environ.get(VARIABLE, ""), repository.author(), known)
    if asked.shim:
        notes.refresh(setting.policy, repository, asked.config or "")
    hook = Hook(Judge(setting.run(asked.today)), snapshot, said)
    return _STAGES[asked.stage](Work(asked, repository, setting, hook))


def _without_policy(error: PolicyError, asked: Asked, said: Skips, repository: Repository) -> int:
    """Nothing can be judged: nothing is committed, unless all is skipped."""
    if not said.everything:
        with _reports() as reports:
            reports.start(Head(asked.today, error.source))
            reports.add([error])
            return reports.end()
    if asked.stage == "prepare-commit-msg":
        repository.record(asked.paths[0], said.trailers([ALL]))
    else:
        lines(pen().lines(f"! nothing is judged: {said.reason}", hang=2))
    return EXIT_PASSED


def _pre_commit(work: Work) -> int:
    return _report(work, _staged(work)) or EXIT_PASSED


def _everything(work: Work) -> int:
    """Every tracked ticket, as in a pipeline: skips count only if the policy says so."""
    found = staged.tracked(work.repository, work.policy)
    judged = work.hook.staged(each for each in found if _is_wanted(each.file, work))
    if work.policy.hook.skips == "allow":
        judged = (_as_recorded(each, work) for each in judged)
    code = _report(work, judged)
    return EXIT_NOTHING if code is None else code


def _prepare(work: Work) -> int:
    """Record in the message what the staged tickets needed skipped."""
    _record(work)
    return EXIT_PASSED


def _commit_msg(work: Work) -> int:
    """Judge the tickets that the message names; what is skipped stands in it, whatever the editor did."""
    rules, repository = work.policy.hook, work.repository
    text = message.read(work.asked.paths[0], repository)
    if rules.keys and not message.passes(text, repository.author(), rules, repository):
        named = message.named(text, rules, repository)
        if rules.require_key and not named.keys:
            settings().code = EXIT_REFUSED  # whether or not anybody reads why
            lines(_keyless(rules.keys[0], pen()))
            return EXIT_REFUSED
        found = message.tickets_of(named.keys, repository, work.policy)
        code = _report(work, work.hook.named(found, named.keys))
        if code:
            return code
    _record(work)
    return EXIT_PASSED


_STAGES = {
    ALL: _everything,
    "pre-commit": _pre_commit,
    "prepare-commit-msg": _prepare,
    "commit-msg": _commit_msg,
}


def _staged(work: Work) -> Iterator[Judged]:
    """The verdicts on what the commit brings, or on the files that pre-commit names."""
    if work.asked.stage == "pre-commit" and work.asked.paths:
        files = staged.named(work.asked.paths, work.policy)
        return work.hook.files(file for file in files if _is_wanted(file, work))
    found = staged.changed(work.repository, work.policy)
    return work.hook.staged(each for each in found if _is_wanted(each.file, work))


def _is_wanted(file: File, work: Work) -> bool:
    return work.asked.only is None or file.template == (work.asked.only == "templates")


def _as_recorded(judged: Judged, work: Work) -> Judged:
    """A refused verdict with the skips that the last commit of its file recorded."""
    if not isinstance(judged, Verdict) or not judged.refused:
        return judged
    person, trailers = work.repository.trailers(judged.source, TRAILER)
    for said in skips.recorded(trailers, person):
        judged = skips.waived(judged, said, work.asked.today)
    return judged


def _record(work: Work) -> None:
    """Write what was skipped into the message."""
    said = work.hook.said
    if not said.checks:
        return
    for _ in _staged(work):
        pass  # the hook notes what it skips
    trailers = said.trailers(check for checks in work.hook.skipped.values() for check in checks)
    if trailers:
        work.repository.record(work.asked.paths[0], trailers)


def _reports(*, quiet: bool = True) -> Reports:
    paper = pen()
    return Reports([Wanted(TextReporter(), "")], Style(paper.width, paper.color, quiet=quiet))


def _report(work: Work, judged: Iterable[Judged]) -> int | None:
    """Print what is refused, and how it goes on; the exit code, None if there was nothing to judge."""
    refused: dict[str, str] = {}
    drafts: list[str] = []
    quiet = work.asked.stage != ALL
    with _reports(quiet=quiet) as reports:
        run = work.hook.judge.run
        reports.start(Head(work.asked.today, work.policy.source, run.checks, work.setting.notes))
        reports.add(work.setting.errors)
        for each in judged:
            reports.add([each])
            if isinstance(each, Verdict) and each.standing == "not yet":
                drafts.append(each.source)
            if isinstance(each, Verdict) and each.refused:
                refused |= {finding.check: finding.reason for finding in each.findings if finding.refuses}
        code = reports.end()
    if quiet:
        lines(_told(work.hook, pen()))
        lines(_drafts(drafts, pen()))
        lines(_further(reports.totals, refused, pen()))
    return None if code == EXIT_NOTHING else code


def _told(hook: Hook, pen: Pen) -> Iterator[str]:
    """What was skipped, where, and why."""
    for source, checks in hook.skipped.items():
        text = f"! skipped {', '.join(checks)} of {source}: {hook.said.reason}"
        yield from pen.lines(text, hang=2, tones=("yellow",))


def _drafts(sources: Sequence[str], pen: Pen) -> Iterator[str]:
    """Advice on drafts, quietly: they can be committed as they are."""
    if len(sources) == 1:
        yield from pen.lines(f"○ {sources[0]} is a draft, and could not enter yet", hang=2, tones=("dim",))
    elif sources:
        yield pen.paint(f"○ {len(sources)} drafts could not enter yet", "dim")


def _further(totals: Totals, refused: Mapping[str, str], pen: Pen) -> Iterator[str]:
    """One line if all is well; else why, and how to commit all the same."""
    if not totals.exit_code:
        yield pen.paint(f"✓ valuegate: {counts(totals)}", "dim")
    if refused:
        yield ""
        yield from pen.lines(f"Why: valuegate explain {next(iter(refused.values()))}", hang=5)
        skip = f"{VARIABLE}='{','.join(refused)}:your reason' git commit …"
        yield from pen.lines(f"To commit all the same, with a trace in the message: {skip}", hang=2)


def _keyless(key: str, pen: Pen) -> Iterator[str]:
    yield from pen.lines("✗ the message names no ticket, and neither does the branch", hang=2, tones=("red",))
    yield from pen.lines(f"→ Name it, for example: “{key}-12 Search forgives typing errors”", 2, hang=2)
