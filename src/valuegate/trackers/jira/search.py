"""Which issues are looked at, in JQL, and all pages of them: none is missed while others change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil

from valuegate.errors import RefusedError
from valuegate.tracker import Query

from .client import MOST_PAGES, Client, circle
from .translate import Json

PAGE = 100
_OVERLAP = 10
_ORDER = re.compile(r"\border\s+by\b", re.IGNORECASE)


def jql(projects: Sequence[str], limits: Sequence[str], query: Query, now: datetime) -> str:
    """The query: only these projects, whatever else it says; the longest unchanged first.

    The time is said as minutes ago: a date would be one in the time zone of the account.
    """
    keys = ", ".join([f'"{key}"' for key in projects])
    parts = [f"project in ({keys})"]
    parts += [f"({_whole(part)})" for part in (*limits, query.text) if part.strip()]
    if query.updated_since:
        minutes = max(ceil((now - query.updated_since).total_seconds() / 60), 0) + 1
        parts.append(f'updated >= "-{minutes}m"')
    return f"{' AND '.join(parts)} ORDER BY updated ASC, key ASC"


def _whole(part: str) -> str:
    """A condition that can stand in brackets and stays there."""
    depth, quote, escaped = 0, "", False
    for char in part:
        if quote:
            quote, escaped = ("" if char == quote and not escaped else quote), char == "\\" and not escaped
        elif char in "\"'":
            quote = char
        else:
            depth += (char == "(") - (char == ")")
            if depth < 0:
                break
    if depth or quote or _ORDER.search(part):
        message = f"“{part}” is no condition of JQL that can stand beside others"
        raise RefusedError(message, fix="Close its brackets and quotes, and leave out ORDER BY.")
    return part


def count(client: Client, words: str) -> int:
    """About how many issues a query finds, without its pages."""
    if client.is_cloud:
        return int(client.look("search/approximate-count", {"jql": words})["count"])
    return int(client.ask("search", jql=words, fields="key", maxResults=1)["total"])


def by_token(client: Client, body: Json) -> Iterator[Json]:
    """Cloud: each page names the next one by a token, and the last one names none."""
    seen: set[str] = set()
    token: str | None = None
    while True:
        page = client.look("search/jql", {**body, **({"nextPageToken": token} if token else {})})
        yield from page.get("issues", ())
        token = page.get("nextPageToken")
        if page.get("isLast", not token):
            return
        if not token or token in seen:
            raise circle("search/jql")
        seen.add(token)


def by_number(client: Client, body: Json) -> Iterator[Json]:
    """Data Center: pages by number. An issue that changes goes to the end, and all behind it move up.

    So each page begins a little before the end of the last one. Where they do not meet, it goes back.
    """
    seen: dict[str, str] = {}
    before: list[tuple[str, str]] = []
    at = 0
    for _ in range(MOST_PAGES):
        page = client.ask("search", **{**body, "startAt": at})
        issues = page.get("issues", [])
        states = [(issue["key"], _version(issue)) for issue in issues]
        if states and states == before:
            break
        new = [issue for issue, (key, state) in zip(issues, states, strict=True) if seen.get(key) != state]
        if at and len(new) == len(issues) > 0:
            at, before = max(at - PAGE, 0), states
            continue
        yield from new
        seen.update(states)
        end = at + len(issues)
        if not issues or end >= page.get("total", end + 1):
            return
        at, before = max(end - _OVERLAP, at + 1), states
    raise circle("search")


def _version(issue: Json) -> str:
    return str(issue.get("fields", {}).get("updated"))
