"""What the operations on comments do: who may write, mend and delete which, and what is told of them."""

from __future__ import annotations

from .call import LOST, Answer, Call, page_of
from .documents import refuse_unless_document
from .site import Issue, Json, Refusal, Site


def listed(call: Call) -> Answer:
    """Those of an issue, page by page."""
    if call.query.get("orderBy", "created") != "created":
        raise Refusal(400, "orderBy can be created only.")
    return 200, page_of(call, call.issue.comments, "comments")


def add(call: Call) -> Answer:
    """One more."""
    issue = call.issue
    call.need("ADD_COMMENTS")
    _look_at(call)
    properties = call.body.get("properties", ())
    return 201, call.site.comment(issue, call.account, call.body["body"], properties)


def _look_at(call: Call) -> None:
    """Refusal for the body of a comment that cannot be."""
    if call.site.cloud:
        refuse_unless_document(call.body["body"])


def _own(call: Call, permission: str, what: str) -> tuple[Issue, Json]:
    issue = call.issue
    found = next((each for each in issue.comments if each["id"] == call.parts[1]), None)
    if found is None:
        raise Refusal(404, f"Can not find a comment for the id: {call.parts[1]}.")
    refused = f"You do not have the permission to {what} this comment."
    if found["author"] is not call.site.users[call.account]:
        raise Refusal(400, refused)
    call.need(permission, 400, refused)
    return issue, found


def mend(call: Call) -> Answer:
    """Other words in one of our own."""
    issue, found = _own(call, "EDIT_OWN_COMMENTS", "edit")
    _look_at(call)
    properties = call.body.get("properties", ())
    return 200, call.site.mend_comment(issue, found, call.account, call.body["body"], properties)


def delete(call: Call) -> Answer:
    """One of our own less."""
    issue, found = _own(call, "DELETE_OWN_COMMENTS", "delete")
    issue.comments.remove(found)
    return 204, None


def by_id(call: Call) -> Answer:
    """Comments of any issue, with their properties; those that are not there are left out."""
    call.need("BROWSE_PROJECTS", 404, LOST)
    wanted = {str(id_) for id_ in call.body["ids"]}
    found = [each for issue in call.site.issues.values() for each in issue.comments if each["id"] in wanted]
    if "properties" in call.query.get("expand", ""):
        found = [{**each, "properties": _told_properties(call.site, each)} for each in found]
    size = len(found)
    return 200, {"startAt": 0, "maxResults": size, "total": size, "isLast": True, "values": found}


def _told_properties(site: Site, comment: Json) -> list[Json]:
    return [{"key": key, "value": value} for key, value in site.properties[comment["id"]].items()]
