"""What `valuegate.yaml` says, once read: gates, and which of them judges which entry of which ticket.

Nothing here reads a file or a clock; ``config`` makes a Policy, the engine asks these functions.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date

from .errors import UsageError
from .globs import compiled
from .naming import fold, suggestion
from .records import NamedTuple
from .ticket import Category, Ticket
from .typed import Any, Literal

Options = Mapping[str, Mapping[str, Any]]
"""Check id → option → value."""

CATEGORY = "category:"
"""What stands before a category, where a gate names one in place of a status."""


class Exceptions(NamedTuple):
    """Which tickets a gate leaves alone: those with any of these labels, types, projects or teams."""

    labels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


class Gate(NamedTuple):
    """A gate guards the entry into some statuses with some checks.

    ``enters`` holds names of statuses, and categories of them (``category:started``). ``types`` and
    ``projects`` say whom it judges (empty: all); ``teams`` are projects by another word. ``require`` may
    refuse, ``advise`` only reports. ``options`` are the options of checks that hold at this gate alone, over
    those of the policy.
    """

    name: str
    enters: tuple[str, ...]
    types: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    except_: Exceptions = Exceptions()
    require: tuple[str, ...] = ()
    advise: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = {}


class GateOverride(NamedTuple):
    """What an override says of a gate; None is said of nothing."""

    require: tuple[str, ...] | None = None
    advise: tuple[str, ...] | None = None
    options: Mapping[str, Mapping[str, Any]] = {}


class Override(NamedTuple):
    """What holds for the tickets that one of the globs ``paths`` matches: options of checks, and gates."""

    paths: tuple[str, ...]
    checks: Mapping[str, Mapping[str, Any]] = {}
    gates: Mapping[str, GateOverride] = {}


class Waivers(NamedTuple):
    """Who may waive which checks, and how many days after the entry at most. None: anybody, any check."""

    people: tuple[str, ...] | None = None
    max_days: int = 365
    checks: tuple[str, ...] | None = None


class Hook(NamedTuple):
    """What the git hook asks of a commit, by which keys it knows a ticket, and whose messages pass."""

    keys: tuple[str, ...] = ()
    branch: bool = True
    require_key: bool = False
    bots: tuple[str, ...] = ()
    skips: Literal["allow", "refuse"] = "refuse"


class GuardLabels(NamedTuple):
    """The labels by which the guard and people talk: it does not hold; look again; it was looked at."""

    failing: str = "value-gate"
    contested: str = "value-gate-contested"
    overturned: str = "value-gate-overturned"


class Guard(NamedTuple):
    """How the guard acts in a tracker. ``docs/guard.md`` says what each key does.

    ``tracker`` names one of ``Policy.trackers``; empty: the policy names none. ``since`` is the first day
    whose entries may be moved; None only where nothing is moved. ``fallback`` is the status for a ticket that
    was never outside all gates. ``journal`` is seen from the root of the policy.
    """

    tracker: str = ""
    mode: Literal["observe", "warn", "revert"] = "observe"
    since: date | None = None
    fallback: str = ""
    max_moves_per_run: int = 10
    max_moves_per_ticket: int = 3
    finished: Literal["leave", "move"] = "leave"
    labels: GuardLabels = GuardLabels()
    contact: str = ""
    journal: str = ".valuegate/journal.sqlite"
    retention_days: int = 365
    people: Literal["pseudonyms", "names"] = "pseudonyms"


class Origin(NamedTuple):
    """A value of the resolved policy, and where it was said: ``valuegate.yaml:7``, a preset, ``default``."""

    value: Any
    where: str


class Policy(NamedTuple):
    """The resolved policy: presets and files merged, every value typed.

    ``source`` is the file (as a person would name it) or the preset that serves; globs are relative to
    the folder ``root``. ``files`` are all files that were read, lowest first. ``origins`` has each leaf
    value by its path of keys. ``baseline`` is the file of tickets that are not judged until they change.
    ``lock`` names the keys that no policy may change that extends this one. ``trackers`` are the options of
    each tracker, as said; their defaults are in the schema of its kind.
    """

    gates: tuple[Gate, ...]
    languages: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = {}
    tickets: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    waivers: Waivers = Waivers()
    baseline: str = ""
    overrides: tuple[Override, ...] = ()
    hook: Hook = Hook()
    lock: tuple[str, ...] = ()
    trackers: Mapping[str, Mapping[str, Any]] = {}
    guard: Guard = Guard()
    plugins_require: tuple[str, ...] = ()
    plugins_disable: tuple[str, ...] = ()
    source: str = ""
    root: str = ""
    files: tuple[str, ...] = ()
    origins: Mapping[tuple[str, ...], Origin] = {}

    def gate(self, name: str) -> Gate:
        """The gate of a name, written as statuses may be (``Ready`` for ``ready``). Raises UsageError."""
        for gate in self.gates:
            if fold(gate.name) == fold(name):
                return gate
        names = [gate.name for gate in self.gates]
        raise UsageError(
            f"there is no gate '{name}' in {self.source or 'the policy'}", fix=suggestion(name, names)
        )

    def below(self, path: str) -> str:
        """A path as seen from ``root``, with forward slashes."""
        return os.path.relpath(path, self.root or ".").replace(os.sep, "/")

    def overriding(self, path: str) -> tuple[int, ...]:
        """Which overrides count for a ticket file, by its path below ``root``: their places in the list."""
        return tuple(
            number
            for number, override in enumerate(self.overrides)
            if any(compiled(glob).fullmatch(path) for glob in override.paths)
        )

    def options_at(self, gate: Gate, check: str) -> dict[str, Any]:
        """The options of a check at a gate: those of the policy, and over them those of the gate."""
        return {**self.options.get(check, {}), **gate.options.get(check, {})}


def merged(under: Options, over: Options) -> Options:
    """Options of checks, option by option; those of ``over`` win."""
    return {**under, **{check: {**under.get(check, {}), **options} for check, options in over.items()}}


class Selection(NamedTuple):
    """A gate that judges a ticket. Not ``binding``: it advises and never refuses."""

    gate: Gate
    binding: bool


def gates_for(policy: Policy, ticket: Ticket, forced: str | None = None) -> list[Selection]:
    """The gates that judge a ticket: those that hold its status, or the one that is forced.

    A ticket without a status is judged by the first gate. A status in no gate (a draft) gets the first
    gate as advice. Raises UsageError if there is no gate of the forced name.
    """
    if forced is not None:
        return [Selection(policy.gate(forced), binding=True)]
    if not fold(ticket.status) and not ticket.category:
        return [Selection(policy.gates[0], binding=True)]
    entered = [Selection(gate, binding=True) for gate in policy.gates if holds(gate, ticket)]
    return entered or [Selection(policy.gates[0], binding=False)]


def holds(gate: Gate, ticket: Ticket) -> bool:
    """Is the ticket in a status that this gate guards?"""
    return guards(gate, ticket.status, ticket.category)


def guards(gate: Gate, status: str, category: Category = "") -> bool:
    """Does the gate guard a status of this name, or of this category?"""
    return _among(status, gate.enters) or (category != "" and CATEGORY + category in gate.enters)


def exempt_by(gate: Gate, ticket: Ticket) -> str | None:
    """The rule of the policy that exempts a ticket from a gate, in words; None if it is judged.

    A ticket that names no type (or project) is judged: else leaving it out would be a way round the gate.
    """
    project = ticket.project or ticket.key.rpartition("-")[0]
    for label in ticket.labels:
        if _among(label, gate.except_.labels):
            return f"except.labels: {label}"
    if _among(ticket.type, gate.except_.types):
        return f"except.types: {ticket.type}"
    for rule, names in (("projects", gate.except_.projects), ("teams", gate.except_.teams)):
        if _among(project, names):
            return f"except.{rule}: {project}"
    rule = "projects" if gate.projects else "teams"
    places = (*gate.projects, *gate.teams)
    return _left_out("types", ticket.type, gate.types) or _left_out(rule, project, places)


def day_of_entry(gate: Gate, ticket: Ticket, today: date) -> date:
    """The day for which a gate judges: that of the ticket's entry into the gated status, else today.

    ``entered`` speaks of the present status, so it counts only while that status is the gate's own.
    """
    entered = iso_day(ticket.dates.get("entered", "")) if holds(gate, ticket) else None
    return entered if entered and entered <= today else today


def _among(word: str, names: Iterable[str]) -> bool:
    folded = fold(word)
    return bool(folded) and any(folded == fold(name) for name in names)


def _left_out(rule: str, value: str, names: tuple[str, ...]) -> str | None:
    if not names or not fold(value) or _among(value, names):
        return None
    return f"{rule}: {value} is not among {', '.join(names)}"


def iso_day(text: str) -> date | None:
    """The day of ``2026-11-23`` or ``2026-11-23T09:30:00Z``, as written, in the zone of who wrote it."""
    day, rest = text.strip()[:10], text.strip()[10:11]
    if rest not in ("", "T", "t", " ") or len(day) != 10:
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None
