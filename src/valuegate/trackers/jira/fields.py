"""The fields that the policy maps, found among those of the site: by id, or by a name that only one has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from valuegate.errors import RefusedError
from valuegate.naming import nearest

from .translate import Json


def resolved(wanted: Mapping[str, str], there: Iterable[Json]) -> dict[str, str]:
    """Label of the policy by the id of its field. RefusedError for a name that nothing or too much has."""
    fields = [field for field in there if field.get("id")]
    found: dict[str, str] = {}
    for label, name in wanted.items():
        id_ = _id(name, fields)
        if id_ in found:
            message = f"“{found[id_]}” and “{label}” are mapped to the same field of Jira, {id_}"
            raise RefusedError(message, fix="Leave one of them out of trackers.jira.fields.")
        found[id_] = label
    return found


def _id(name: str, fields: list[Json]) -> str:
    ids = [str(field["id"]) for field in fields]
    if name in ids:
        return name
    found = [str(field["id"]) for field in fields if str(field.get("name", "")).casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        fix = f"Write the id of the one that is meant under trackers.jira.fields: {', '.join(found)}."
        raise RefusedError(f"{len(found)} fields of Jira are called “{name}”", fix=fix)
    close = nearest(name, [str(field["name"]) for field in fields if field.get("name")])
    fix = (
        f"Did you mean “{close}”?" if close else "Write its name as Jira shows it, or its id (customfield_…)."
    )
    raise RefusedError(f"no field of Jira is called “{name}”", fix=fix)
