"""``valuegate ticket``: one ticket of a tracker: what is known of it, and moving it if the gate allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from heapq import merge

import click

from valuegate.errors import RefusedError
from valuegate.finding import Verdict
from valuegate.guard.judge import judge_move
from valuegate.guard.people import may_decide
from valuegate.naming import fold
from valuegate.policy import Policy
from valuegate.report import EXIT_PASSED, EXIT_REFUSED, EXIT_UNDECIDED
from valuegate.terminal import Pen, safe
from valuegate.tracker import Comment, History, Person, Snapshot, Status, Tracker, Way

from .command import command as new_command
from .options import config_option
from .output import lines, pen, table
from .tracking import is_called, named, placed, report, status_of, tracked


@click.group("ticket")
def command() -> None:
    """Look at one ticket of the tracker, label it, or move it: the gate is asked first."""


@new_command(
    "show", examples=(("valuegate ticket show SHOP-12", "where it is, how it came there, what is read"),)
)
@click.argument("key")
@config_option
def show_command(key: str, config: str | None) -> None:
    """Show a ticket as the tracker gives it: its status, what happened to it, and where it can go."""
    found, paper = tracked(config), pen()
    tracker = found.tracker
    now, history = tracker.fetch(key), tracker.history(key)
    lines(paper.lines(named(now.ticket), 0, ("bold",)))
    lines(table([*_facts(now)], paper, indent=2))
    lines(["", paper.paint("What happened", "bold"), *table([*_events(history)], paper, indent=2)])
    lines(_ways(tracker.ways(key), paper))
    lines(_remarks(tracker.comments(key), paper))


@new_command(
    "move",
    examples=(
        ("valuegate ticket move SHOP-12 Ready", "if it holds; else it stays, and you read what is missing"),
        ("valuegate ticket move SHOP-12 Ready --anyway", "without asking; the guard may send it back"),
    ),
)
@click.argument("key")
@click.argument("status")
@click.option("--anyway", is_flag=True, help="Move it, whatever the gate says; the guard may send it back.")
@config_option
def move_command(key: str, status: str, anyway: bool, config: str | None) -> int:
    """Move a ticket to a status, if the gate there lets it in.

    It is judged as if it entered today. If it does not hold, it stays where it is, and what is missing is
    printed. For an exception that counts, somebody of waivers.people writes a waiver as a comment.
    """
    found, paper = tracked(config, for_person=True), pen()
    tracker = found.tracker
    now = tracker.fetch(key)
    if is_called(now.status, status):
        lines(paper.lines(f"{named(now.ticket)} is in {now.status.name} already"))
        return EXIT_PASSED
    leading = [way for way in tracker.ways(key) if is_called(way.to, status)]
    goal = leading[0].to if leading else status_of(status, tracker.scope())
    verdicts = judge_move(found.run(), now, goal, tracker.history(key), partial(tracker.comments, key))
    report(verdicts, found)
    code = _code(verdicts)
    if code and not anyway:
        lines(paper.lines(f"{key} stays in {now.status.name}.", 0, ("bold",)))
        return code
    tracker.move(key, _way(leading, tracker, now, goal), now)
    lines(paper.lines(f"{named(now.ticket)}: {now.status.name} → {goal.name}", 0, ("bold",)))
    lines(paper.lines("It does not hold: the guard looks at it as at any other ticket.") if code else ())
    return EXIT_PASSED


@new_command(
    "label",
    examples=(
        ("valuegate ticket label SHOP-12 value-gate-contested", "you see it differently than the guard"),
        ("valuegate ticket label SHOP-12 value-gate-overturned", "you decide that it may stay"),
        ("valuegate ticket label SHOP-12 chore --remove", "take a label away"),
    ),
)
@click.argument("key")
@click.argument("labels", metavar="LABEL...", nargs=-1, required=True)
@click.option("--remove", is_flag=True, help="Take them away.")
@config_option
def label_command(key: str, labels: tuple[str, ...], remove: bool, config: str | None) -> None:
    """Set labels on a ticket, or take them away, in your name.

    Contests, decisions and exemptions count by who set their label; what stands in a saved file nobody set.
    """
    found, paper = tracked(config, for_person=True), pen()
    has = {fold(label): label for label in found.tracker.fetch(key).ticket.labels}
    if remove:
        changed = [has[fold(label)] for label in labels if fold(label) in has]
        found.tracker.label(key, remove=changed)
    else:
        changed = [label for label in labels if fold(label) not in has]
        found.tracker.label(key, add=changed)
    now, me = found.tracker.fetch(key), found.tracker.me()
    done = f"{'took away' if remove else 'set'} {', '.join(changed) or 'nothing'}"
    lines(paper.lines(f"{named(now.ticket)}: {_name(me)} {done}", 0, ("bold",)))
    lines(paper.lines(f"It has {', '.join(now.ticket.labels) or 'no label'}."))
    if not (changed or remove):
        lines(paper.lines("To set a label in your name that is there already, take it away first: --remove."))
    if not may_decide(me, found.policy) and _decisive(changed, found.policy):
        lines(paper.lines(f"The guard counts it as no decision: waivers.people does not name {_name(me)}."))


for each in (show_command, move_command, label_command):
    command.add_command(each)


def _decisive(labels: Sequence[str], policy: Policy) -> bool:
    """Would any of these exempt or decide, if the right person set it?"""
    exempting = (label for gate in policy.gates for label in gate.except_.labels)
    deciding = {fold(label) for label in (policy.guard.labels.overturned, *exempting)}
    return any(fold(label) in deciding for label in labels)


def _code(verdicts: Sequence[Verdict]) -> int:
    outcomes = {verdict.outcome for verdict in verdicts}
    if "undecided" in outcomes:
        return EXIT_UNDECIDED
    return EXIT_REFUSED if "failed" in outcomes else EXIT_PASSED


def _way(leading: Sequence[Way], tracker: Tracker, now: Snapshot, goal: Status) -> Way:
    """The way to a status. RefusedError, with the ways that there are, if the workflow has none."""
    if not leading:
        known = ", ".join(way.to.name for way in tracker.ways(now.ticket.key)) or "nowhere"
        message = f"no way leads from {now.status.name} to {goal.name}"
        raise RefusedError(message, fix=f"From here it can go to: {known}.", source=now.ticket.key)
    way = min(leading, key=lambda way: len(way.needs))
    if way.needs:
        message = f"the way to {goal.name} asks for fields first: {', '.join(way.needs)}"
        raise RefusedError(message, fix="Fill them in in the tracker.", source=now.ticket.key)
    return way


def _facts(now: Snapshot) -> Iterator[list[str]]:
    """What is known of it, each with its name."""
    ticket = now.ticket
    said = {
        "status": placed(now) + (", archived" if now.archived else ""),
        "type": ticket.type,
        "project": ticket.project,
        "labels": ", ".join(ticket.labels),
        "author": ticket.author,
        "owner": ticket.owner,
        "updated": _time(now.updated),
        "address": ticket.url,
        "fields": ", ".join(ticket.fields),
        "headings": ", ".join(section.label for section in ticket.sections if section.label),
        "text": f"cannot be read: {now.unreadable.message}" if now.unreadable else "",
    }
    for name, value in said.items():
        if value:
            yield [name, value]


def _events(history: History) -> Iterator[list[str]]:
    """What happened to it, oldest first: when, what, who."""
    moves = ((move.at, _moved(move.before, move.after), move.by) for move in history.moves)
    labels = (
        (each.at, f"label {each.label} {'set' if each.added else 'taken away'}", each.by)
        for each in history.labellings
    )
    for at, what, by in merge(moves, labels, key=lambda event: event[0]):
        yield [_time(at), safe(what), _name(by)]
    if history.edited:
        yield [_time(history.edited), "text changed last", ""]


def _moved(before: Status | None, after: Status) -> str:
    return f"{before.name} → {after.name}" if before else f"created in {after.name}"


def _ways(ways: Sequence[Way], pen: Pen) -> Iterator[str]:
    yield from ["", pen.paint("Where it can go", "bold")]
    for way in ways:
        needs = f", which asks for: {', '.join(way.needs)}" if way.needs else ""
        yield from pen.lines(f"{way.to.name}{needs}", 2, hang=2)
    if not ways:
        yield "  Nowhere, as far as the workflow says."


def _remarks(comments: Sequence[Comment], pen: Pen) -> Iterator[str]:
    """The comment of the guard; what people say is in the tracker."""
    for comment in comments:
        if comment.ours:
            yield from ["", pen.paint("What the guard says there", "bold")]
            for line in comment.text.splitlines():
                yield from pen.lines(line, 2, ("cyan",), hang=2)


def _name(person: Person | None) -> str:
    return (person.shown or person.id) if person else "nobody that the tracker names"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
