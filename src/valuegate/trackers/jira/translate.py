"""What Jira says, in our words: pure functions from its JSON to tickets, histories, ways and comments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from valuegate.errors import UnavailableError
from valuegate.tracker import Category, History, Labelling, Move, Named, Person, Status, Way

Json = Mapping[str, Any]

_CATEGORIES: Mapping[str, Category] = {"new": "unstarted", "indeterminate": "started", "done": "completed"}
_TEXTS = ("summary", "description")
_MILLISECONDS = 100_000_000_000
"""A number of seconds is below, one of milliseconds above, in any year that matters."""


def moment(value: Any) -> datetime:
    """A time of Jira, in UTC: a text with its zone, or a number since 1970."""
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise UnavailableError(f"Jira gave {value!r} in place of a time") from None


def person(raw: Any) -> Person | None:
    """Somebody, by what nobody can choose to be another's.

    That is the account id of Cloud, with its confirmed address where it is shown; in Data Center the key and
    the user name, and no address, which people may write themselves.
    """
    if not isinstance(raw, Mapping):
        return None
    account, shown = _text(raw.get("accountId")), _text(raw.get("displayName"))
    if account:
        names = [account, _text(raw.get("emailAddress"))]
    else:
        names = [_text(raw.get("key")), _text(raw.get("name"))]
    names = [name for name in dict.fromkeys(names) if name]
    return Person(names[0], tuple(names), shown) if names else None


def status(raw: Any) -> Status:
    """A status with its meaning, as far as Jira says it."""
    raw = raw if isinstance(raw, Mapping) else {}
    group = raw.get("statusCategory")
    key = _text(group.get("key")) if isinstance(group, Mapping) else ""
    return Status(_text(raw.get("id")), _text(raw.get("name")), _CATEGORIES.get(key, ""))


def named(raw: Json) -> Named:
    """A type or a project, by its id and name."""
    return Named(_text(raw.get("id")), _text(raw.get("name")))


def history(issue: Json, logs: Iterable[Json], known: Mapping[str, Status], texts: Iterable[str]) -> History:
    """What happened to an issue. ``known`` are the statuses by id, ``texts`` the ids of fields that argue.

    ``issue`` has its creation and present status; ``logs`` are all changes, in any order.
    """
    ordered = _ordered(logs)
    moves = [move for log in ordered for move in _moves(log, known)]
    fields = issue.get("fields", {})
    first = moves[0].before if moves and moves[0].before else status(fields.get("status"))
    created = moment(fields.get("created"))
    creation = Move("created", created, person(fields.get("creator")), None, first)
    argued = {*_TEXTS, *texts}
    edits = [moment(log.get("created")) for log in ordered if any(_field(i) in argued for i in _items(log))]
    labellings = [each for log in ordered for each in _labellings(log)]
    return History((creation, *moves), tuple(labellings), edits[-1] if edits else created)


def _moves(log: Json, known: Mapping[str, Status]) -> Iterator[Move]:
    items = [item for item in _items(log) if _field(item) == "status"]
    for number, item in enumerate(items):
        id_ = _text(log.get("id")) + (f".{number}" if number else "")
        before, after = (_past(item, side, known) for side in ("from", "to"))
        yield Move(id_, moment(log.get("created")), person(log.get("author")), before, after)


def _past(item: Json, side: str, known: Mapping[str, Status]) -> Status:
    """A status of the past: by its present name, if it is still there."""
    id_ = _text(item.get(side))
    return known.get(id_) or Status(id_, _text(item.get("fromString" if side == "from" else "toString")))


def _labellings(log: Json) -> Iterator[Labelling]:
    for item in _items(log):
        if _field(item) != "labels":
            continue
        before, after = (set(_text(item.get(key)).split()) for key in ("fromString", "toString"))
        for label in sorted(before ^ after):
            id_ = f"{_text(log.get('id'))}:{label}"
            at, by = moment(log.get("created")), person(log.get("author"))
            yield Labelling(id_, at, by, label, label in after)


def text_of(value: Any, field: Collection[str], logs: Iterable[Json], at: datetime) -> Any:
    """The value that a text had at a time: the present one, or what the next change replaced.

    ``field`` are the id and the name of the field: a change in Data Center says its name.
    """
    later = [log for log in _ordered(logs) if moment(log.get("created")) > at]
    changes = [item for log in later for item in _items(log) if _field(item) in field]
    return (changes[0].get("fromString") or "") if changes else value


def _ordered(logs: Iterable[Json]) -> list[Json]:
    """Changes, oldest first."""
    return sorted(logs, key=lambda log: (moment(log.get("created")), _number(log.get("id"))))


def ways(transitions: Sequence[Json], filled: Collection[str] = ()) -> Sequence[Way]:
    """The moves that the workflow allows, each with the fields that its screen wants.

    Those that are ``filled`` in already stay as they are, and stand in nobody's way.
    """
    found = [each for each in transitions if each.get("isAvailable", True)]
    return [Way(_text(each.get("id")), status(each.get("to")), _needs(each, filled)) for each in found]


def required(transitions: Sequence[Json]) -> set[str]:
    """The ids of all fields that some transition wants."""
    return {name for each in transitions for name, _ in _wanted(each)}


def _needs(transition: Json, filled: Collection[str]) -> tuple[str, ...]:
    return tuple(
        _text(field.get("name")) or name for name, field in _wanted(transition) if name not in filled
    )


def _wanted(transition: Json) -> Iterator[tuple[str, Json]]:
    fields = transition.get("fields")
    for name, field in (fields if isinstance(fields, Mapping) else {}).items():
        if field.get("required") and not field.get("hasDefaultValue"):
            yield name, field


def _items(log: Json) -> Sequence[Json]:
    found = log.get("items")
    return found if isinstance(found, list) else ()


def by_name(name: str) -> str:
    """A custom field in a change that does not say its id: Data Center. It may be called as one of Jira's."""
    return f"custom {name}"


def _field(item: Json) -> str:
    """The field that changed: by its id, which is its name for those of Jira itself."""
    name = _text(item.get("field"))
    return _text(item.get("fieldId")) or (by_name(name) if item.get("fieldtype") == "custom" else name)


def _number(value: Any) -> int:
    text = _text(value)
    return int(text) if text.isdecimal() else 0


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)
