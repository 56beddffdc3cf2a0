"""A request that was let in, and what every answer is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...records import NamedTuple
from .site import PERMISSIONS, Issue, Json, Refusal, Site

LOST = "Issue does not exist or you do not have permission to see it."


class Call(NamedTuple):
    """A request that was let in: as whom, with what."""

    site: Site
    account: str
    parts: Sequence[str]
    query: Mapping[str, str]
    body: Json
    page: int
    """So many items are on a page at most."""

    def need(self, permission: str, status: int = 403, message: str = "") -> None:
        """Refusal if the account lacks a permission."""
        if permission in self.site.lacking[self.account]:
            raise Refusal(status, message or f"You lack the permission {PERMISSIONS[permission]}.")

    @property
    def issue(self) -> Issue:
        """The issue that the path names, if the account may see it."""
        self.need("BROWSE_PROJECTS", 404, LOST)
        return self.site.issue(self.parts[0])


Answer = tuple[int, Any]


def page_of(call: Call, items: Sequence[Any], name: str) -> Json:
    """The part of a list that was asked for, by the number where it begins."""
    start = int(call.query.get("startAt", "0"))
    size = min(int(call.query.get("maxResults", "50")), call.page)
    shown = items[start : start + size]
    found = {"startAt": start, "maxResults": size, "total": len(items), name: shown}
    return {**found, "isLast": start + len(shown) >= len(items)} if name == "values" else found
