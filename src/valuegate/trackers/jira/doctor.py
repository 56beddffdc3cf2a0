"""What ``doctor`` finds in Jira: edition, permissions, fields, ways back, clocks. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from valuegate.errors import SignInError, TrackerError
from valuegate.tracker import Remark, Setting

from .client import Client
from .translate import Json

if TYPE_CHECKING:
    from .tracker import JiraTracker

PERMISSIONS = {
    "BROWSE_PROJECTS": ("Browse Projects", "broken", "nothing can be read"),
    "EDIT_ISSUES": ("Edit Issues", "broken", "labels cannot be set"),
    "ADD_COMMENTS": ("Add Comments", "broken", "nobody is told why"),
    "EDIT_OWN_COMMENTS": ("Edit Own Comments", "weak", "a comment stays as it was first written"),
    "DELETE_OWN_COMMENTS": ("Delete Own Comments", "weak", "a comment that was made twice stays twice"),
    "TRANSITION_ISSUES": ("Transition Issues", "weak", "the guard can warn, and move nothing"),
}
"""Key → name as people see it, what its absence is, and what it costs."""

_SKEW = timedelta(seconds=60)


def remarks(tracker: JiraTracker, client: Client, setting: Setting) -> Iterator[Remark]:
    """Everything, worst or not; an error becomes a remark, and what hangs on it is left out."""
    try:
        me = tracker.me()
    except TrackerError as error:
        yield Remark("broken", str(error), error.fix)
        return
    edition = "Cloud" if client.is_cloud else "Data Center"
    yield Remark("fine", f"Jira {edition} at {client.site}, signed in as {me.shown or me.id}")
    yield _clock(client)
    yield _names(tracker)
    for key in setting.options.get("projects", ()):
        try:
            yield from _project(tracker, client, key)
        except SignInError:
            raise
        except TrackerError as error:
            yield Remark("broken", f"{key}: {error}", error.fix)


def _clock(client: Client) -> Remark:
    ahead = client.session.ahead
    if abs(ahead) <= _SKEW:
        return Remark("fine", "its clock and ours say the same")
    seconds = int(ahead.total_seconds())
    fix = "Set the clock of this machine by NTP: days of entry hang on it."
    return Remark("weak", f"its clock is {seconds:+,} seconds from ours", fix)


def _names(tracker: JiraTracker) -> Remark:
    try:
        found = tracker.mapped()
    except TrackerError as error:
        return Remark("broken", str(error), error.fix)
    if not found:
        return Remark("fine", "no custom field is mapped: the description argues")
    return Remark("fine", "mapped fields: " + ", ".join(f"{label} ({id_})" for id_, label in found.items()))


def _project(tracker: JiraTracker, client: Client, key: str) -> Iterator[Remark]:
    project: Json = client.jira.project(key).raw
    if project.get("archived"):
        yield Remark("weak", f"{key} is archived: nothing in it can change", "Take it out of the policy.")
    if project.get("simplified") or project.get("style") == "next-gen":
        fix = "Write statuses as category:started in the gates, or name those of this project."
        yield Remark("weak", f"{key} is team-managed: its statuses and fields are its own", fix)
    if project.get("projectTypeKey") == "service_desk":
        yield Remark("fine", f"{key} is a service project: comments of the guard are internal")
    yield from _permissions(client, key)
    yield from _ways_back(tracker, client, key)


def _permissions(client: Client, key: str) -> Iterator[Remark]:
    asked = client.ask("mypermissions", projectKey=key, permissions=",".join(PERMISSIONS))
    held: dict[str, Any] = asked.get("permissions", {})
    lacking = [name for name in PERMISSIONS if not held.get(name, {}).get("havePermission")]
    for name in lacking:
        shown, level, cost = PERMISSIONS[name]
        fix = f"Give the account “{shown}” in the permission scheme of {key}."
        yield Remark("broken" if level == "broken" else "weak", f"{key}: without “{shown}” {cost}", fix)
    if not lacking:
        yield Remark("fine", f"{key}: all permissions that the guard needs")


def _ways_back(tracker: JiraTracker, client: Client, key: str) -> Iterator[Remark]:
    """Of one issue in work: can it go back to where work has not begun?"""
    found = _one_in_work(client, key)
    if not found:
        yield Remark("fine", f"{key}: no issue is in work, so no way back was looked at")
        return
    back = [way for way in tracker.ways(found) if way.to.category in ("unstarted", "backlog")]
    if not back:
        fix = "Add a transition from work back to a status of the category To Do."
        yield Remark("weak", f"{key}: {found} has no way back from its status", fix)
    elif all(way.needs for way in back):
        needs = ", ".join(back[0].needs)
        fix = "Take the fields off the screen of that transition, or give them a default."
        yield Remark("weak", f"{key}: every way back of {found} asks for {needs}", fix)
    else:
        yield Remark("fine", f"{key}: {found} can go back to {next(w for w in back if not w.needs).to.name}")


def _one_in_work(client: Client, key: str) -> str:
    words = f'project = "{key}" AND statusCategory = "In Progress" ORDER BY updated DESC'
    if client.is_cloud:
        page = client.look("search/jql", {"jql": words, "fields": ["status"], "maxResults": 1})
    else:
        page = client.ask("search", jql=words, fields="status", maxResults=1)
    issues = page.get("issues") or [{}]
    return str(issues[0].get("key", ""))
