"""What each operation does, over a site: from the parts of a path, the query and the body to an answer."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any

from . import comments
from .call import LOST, Answer, Call, page_of
from .jql import select
from .operations import Operation
from .site import PERMISSIONS, Issue, Json, Refusal


def answer(operation: Operation, call: Call) -> Answer:
    """Do it."""
    return _DOES[operation.name](call)


def _server_info(call: Call) -> Answer:
    return 200, {
        "baseUrl": call.site.url,
        "buildDate": "2026-03-26T22:20:59.000+0000",
        "buildNumber": 100290,
        "deploymentType": "Cloud" if call.site.cloud else "Server",
        "serverTime": call.site.stamp(),
        "serverTimeZone": "Etc/UTC",
        "serverTitle": "Jira",
        "version": "1001.0.0-SNAPSHOT",
        "versionNumbers": [1001, 0, 0],
    }


def _permissions(call: Call) -> Answer:
    names = call.query.get("permissions", "").split(",")
    unknown = [name for name in names if name not in PERMISSIONS]
    if unknown:
        raise Refusal(400, f"Unrecognized permission: {unknown[0]}")
    held = {
        name: {"id": str(number), "key": name, "name": PERMISSIONS[name], "type": "PROJECT",
               "description": "", "havePermission": name not in call.site.lacking[call.account]}
        for number, name in enumerate(names)
    }  # fmt: skip
    return 200, {"permissions": held}


def _project(call: Call) -> Answer:
    call.need("BROWSE_PROJECTS", 404, "No project could be found.")
    if call.parts[0] not in call.site.projects:
        raise Refusal(404, f"No project could be found with key '{call.parts[0]}'.")
    return 200, call.site.projects[call.parts[0]]


def _statuses(call: Call) -> Answer:
    _project(call)
    statuses = list(call.site.statuses.values())
    types = call.site.types.values()
    return 200, [{"id": t["id"], "name": t["name"], "self": f"{call.site.url}/rest/api/3/issueType/{t['id']}",
                  "subtask": False, "statuses": statuses} for t in types]  # fmt: skip


def _issue(call: Call) -> Answer:
    issue, expand = call.issue, call.query.get("expand", "").split(",")
    found = _told(call, issue, call.query.get("fields", "*all").split(","))
    if "changelog" in expand:
        histories = issue.changes[::-1][: call.page] if call.site.cloud else issue.changes
        found["changelog"] = {"startAt": 0, "maxResults": len(histories), "total": len(issue.changes),
                              "histories": histories}  # fmt: skip
    return 200, found


def _told(call: Call, issue: Issue, wanted: Sequence[str]) -> Json:
    fields = issue.fields
    shown = {name: value for name, value in fields.items() if "*all" in wanted or name in wanted}
    url = f"{call.site.url}/rest/api/3/issue/{issue.id}"
    return {"expand": "names,changelog", "id": issue.id, "key": issue.key, "self": url, "fields": shown}


def _edit(call: Call) -> Answer:
    issue = call.issue
    call.need("EDIT_ISSUES")
    changes = call.body["update"]["labels"]
    spaced = [label for change in changes for label in change.values() if label.split() != [label]]
    if spaced:
        raise Refusal(400, labels=f"The label '{spaced[0]}' contains spaces which is invalid.")
    add = [change["add"] for change in changes if "add" in change]
    remove = [change["remove"] for change in changes if "remove" in change]
    call.site.relabel(issue, call.account, add, remove)
    return 204, None


def _changelog(call: Call) -> Answer:
    return 200, page_of(call, call.issue.changes, "values")


def _transitions(call: Call) -> Answer:
    found = call.site.transitions(call.issue)
    if "TRANSITION_ISSUES" in call.site.lacking[call.account]:
        found = []
    if "transitions.fields" not in call.query.get("expand", ""):
        found = [{name: value for name, value in each.items() if name != "fields"} for each in found]
    return 200, {"expand": "transitions", "transitions": found}


def _transition(call: Call) -> Answer:
    issue = call.issue
    call.need("TRANSITION_ISSUES", 400, "You do not have permission to transition this issue.")
    call.site.transition(issue, call.body["transition"]["id"], call.account)
    return 204, None


def _search(call: Call) -> Answer:
    issues = select(call.site, call.body["jql"])
    if "BROWSE_PROJECTS" in call.site.lacking[call.account]:
        issues = []
    after = _read_token(call.body["nextPageToken"]) if "nextPageToken" in call.body else None
    rest = [issue for issue in issues if after is None or _place(issue) > after]
    shown = rest[: min(call.body.get("maxResults", 50), call.page)]
    wanted = call.body.get("fields", ["id"])
    found: Json = {
        "issues": [_told(call, issue, wanted) for issue in shown],
        "isLast": len(rest) == len(shown),
    }
    return 200, found if found["isLast"] else {**found, "nextPageToken": _token(_place(shown[-1]))}


def _count(call: Call) -> Answer:
    hidden = "BROWSE_PROJECTS" in call.site.lacking[call.account]
    return 200, {"count": 0 if hidden else len(select(call.site, call.body["jql"]))}


def _search_by_number(call: Call) -> Answer:
    """Data Center: pages by number."""
    found = select(call.site, call.query["jql"])
    if "BROWSE_PROJECTS" in call.site.lacking[call.account]:
        found = []
    wanted = call.query.get("fields", "*all").split(",")
    return 200, page_of(call, [_told(call, issue, wanted) for issue in found], "issues")


def _place(issue: Issue) -> list[Any]:
    """Where an issue stands in the order that valuegate asks for."""
    return [issue.fields["updated"], issue.key.rpartition("-")[0], int(issue.key.rpartition("-")[2])]


def _token(place: Any) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode()


def _read_token(token: str) -> Any:
    try:
        return json.loads(urlsafe_b64decode(token))
    except ValueError:
        raise Refusal(400, "The provided next page token is invalid.") from None


def _issues(call: Call) -> Answer:
    """Many issues; those that are not there, or not for us, are left out."""
    call.need("BROWSE_PROJECTS", 404, LOST)
    known = [call.site.moved.get(key, key) for key in call.body["issueIdsOrKeys"]]
    wanted = call.body.get("fields", ["*all"])
    found = [_told(call, call.site.issues[key], wanted) for key in known if key in call.site.issues]
    return 200, {"issues": found, "issueErrors": []}


def _logs(call: Call) -> Answer:
    """All changes of many issues, oldest first, the page going on where it was cut."""
    issues = [call.site.issue(key) for key in call.body["issueIdsOrKeys"]]
    wanted = set(call.body.get("fieldIds", ()))
    flat = [
        (issue, change)
        for issue in issues
        for change in issue.changes
        if not wanted or any(item["fieldId"] in wanted for item in change["items"])
    ]
    start = _read_token(call.body["nextPageToken"]) if "nextPageToken" in call.body else 0
    end = start + min(call.body.get("maxResults", 1000), 10 * call.page)
    logs: dict[str, list[Json]] = {}
    for issue, change in flat[start:end]:
        logs.setdefault(issue.id, []).append(change)
    found: Json = {"issueChangeLogs": [{"issueId": id_, "changeHistories": log} for id_, log in logs.items()]}
    return 200, {**found, "nextPageToken": _token(end)} if end < len(flat) else found


_DOES: dict[str, Callable[[Call], Answer]] = {
    "GET search": _search_by_number,
    "GET serverInfo": _server_info,
    "GET myself": lambda call: (200, call.site.users[call.account]),
    "GET field": lambda call: (200, call.site.fields),
    "GET mypermissions": _permissions,
    "GET project/{projectIdOrKey}": _project,
    "GET project/{projectIdOrKey}/statuses": _statuses,
    "GET issue/{issueIdOrKey}": _issue,
    "PUT issue/{issueIdOrKey}": _edit,
    "GET issue/{issueIdOrKey}/changelog": _changelog,
    "GET issue/{issueIdOrKey}/transitions": _transitions,
    "POST issue/{issueIdOrKey}/transitions": _transition,
    "GET issue/{issueIdOrKey}/comment": comments.listed,
    "POST issue/{issueIdOrKey}/comment": comments.add,
    "PUT issue/{issueIdOrKey}/comment/{id}": comments.mend,
    "DELETE issue/{issueIdOrKey}/comment/{id}": comments.delete,
    "POST comment/list": comments.by_id,
    "POST search/jql": _search,
    "POST search/approximate-count": _count,
    "POST issue/bulkfetch": _issues,
    "POST changelog/bulkfetch": _logs,
}
