"""Many issues at once, as Cloud gives them: their creation and state, and all changes that count."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .client import Client, circle
from .translate import Json

_COUNT = ("status", "labels", "summary", "description")
"""The changes that a history is made of, besides those of mapped fields."""

_MOST_FIELDS = 10
_MOST = 1000


def issues_and_logs(
    client: Client, keys: Sequence[str], mapped: Collection[str]
) -> tuple[Sequence[Json], Mapping[str, list[Json]]]:
    """The issues that are there (with creation and status), and their changes by the ids of the issues.

    The changes are read after the issues: who moves one in between is in both.
    """
    body = {"issueIdsOrKeys": keys, "fields": ["created", "creator", "status"]}
    issues = client.look("issue/bulkfetch", body).get("issues", ())
    return issues, _logs(client, [str(issue["id"]) for issue in issues], mapped)


def _logs(client: Client, ids: Sequence[str], mapped: Collection[str]) -> dict[str, list[Json]]:
    asked: dict[str, object] = {"issueIdsOrKeys": ids, "maxResults": _MOST}
    wanted = [*_COUNT, *sorted(name for name in mapped if name.startswith("customfield_"))]
    if len(wanted) <= _MOST_FIELDS:
        asked["fieldIds"] = wanted
    found: dict[str, list[Json]] = {}
    seen: set[str] = set()
    while ids:
        page = client.look("changelog/bulkfetch", asked)
        for log in page.get("issueChangeLogs", ()):
            found.setdefault(str(log.get("issueId")), []).extend(log.get("changeHistories", ()))
        token = page.get("nextPageToken")
        if not token:
            break
        if token in seen:
            raise circle("changelog/bulkfetch")
        seen.add(token)
        asked["nextPageToken"] = token
    return found
