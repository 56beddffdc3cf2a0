"""The stand-in of Jira Cloud as the world of the contract suite, and as any test wants it."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from valuegate.plugins import load
from valuegate.testing.jira import Issue, JiraServer, Site
from valuegate.testing.world import ANA, BEN, Message, Shown, Statuses, Text, Trouble
from valuegate.tracker import Person, Setting
from valuegate.trackers.jira.client import Client
from valuegate.trackers.jira.tracker import JiraTracker

READERS = load().readers
GUARD = "guard"
TOKENS = {name: f"ATATT-s3cret-of-{name}" for name in (GUARD, ANA, BEN)}
FOREVER = 10**6


class Clock:
    """Time is ours."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def document(text: Text, cloud: bool = True) -> Any:
    """Headings with a paragraph below each, as the edition keeps it."""
    if not cloud:
        return "\n\n".join(f"h2. {heading}\n\n{paragraph}" for heading, paragraph in text.items())
    content = []
    for heading, paragraph in text.items():
        content += [_block("heading", heading, attrs={"level": 2}), _block("paragraph", paragraph)]
    return {"type": "doc", "version": 1, "content": content}


def _block(kind: str, text: str, **said: Any) -> dict[str, Any]:
    return {"type": kind, **said, "content": [{"type": "text", "text": text}]}


def email(name: str) -> str:
    return f"{name}@acme.example"


class JiraWorld:
    """A Cloud site with a project, four statuses, and three people with tokens."""

    statuses = Statuses("Draft", "Ready", "In Progress", "Done")
    labels = ("value-gate", "chore", "needs-research")
    many = 7
    secrets = tuple(TOKENS.values())

    def __init__(self, server: JiraServer, clock: Clock) -> None:
        self.server, self.site, self.clock = server, server.site, clock
        self.slept: list[float] = []
        self.tracker = self.signed_in_as(GUARD)
        self._deliveries = 0

    def setting(self, name: str = GUARD, **options: Any) -> Setting:
        """What a tracker is opened with."""
        secrets = {"token": TOKENS[name], **({"email": email(name)} if self.site.cloud else {})}
        said = {"url": self.server.url, "projects": ["SHOP"], "jql": "", "fields": {}, "max-calls": FOREVER}
        return Setting({**said, **options}, ".", READERS, secrets.get, self.clock)

    def opened(self, name: str = GUARD, **options: Any) -> JiraTracker:
        """A tracker that never really sleeps."""
        setting = self.setting(name, **options)
        return JiraTracker(setting, Client(setting, self.slept.append))

    def again(self) -> JiraTracker:
        return self.opened()

    def signed_in_as(self, name: str) -> JiraTracker:
        return self.opened(name)

    def person(self, name: str) -> Person:
        return self.signed_in_as(name).me()

    def wait(self) -> None:
        self.clock.at += timedelta(minutes=5)

    def make(self, title: str, text: Text, *, status: str, labels: Sequence[str] = (), by: str = ANA) -> str:
        made = self.site.create(
            "SHOP", title, by=by, status=status, labels=labels, description=document(text, self.site.cloud)
        )
        return made.key

    def edit(self, key: str, text: Text, by: str = ANA) -> None:
        self.site.change(self.site.issue(key), by, description=document(text, self.site.cloud))

    def move(self, key: str, status: str, by: str = ANA) -> None:
        self.site.to(self.site.issue(key), status, by)

    def label(self, key: str, add: str = "", remove: str = "", by: str = ANA) -> None:
        self.site.relabel(self.site.issue(key), by, [add] if add else [], [remove] if remove else [])

    def comment(self, key: str, text: str, by: str = ANA) -> None:
        self.site.comment(self.site.issue(key), by, self._said(text))

    def _said(self, text: str) -> Any:
        return (
            {"type": "doc", "version": 1, "content": [_block("paragraph", text)]} if self.site.cloud else text
        )

    def copy_comment(self, key: str, id: str, by: str = "") -> None:
        kept = [{"key": name, "value": value} for name, value in self.site.properties[id].items()]
        self.site.comment(self.site.issue(key), by or GUARD, self._comment(key, id)["body"], kept)

    def edit_comment(self, key: str, id: str, text: str, by: str = ANA) -> bool:
        self.site.mend_comment(self.site.issue(key), self._comment(key, id), by, self._said(text))
        return True

    def _comment(self, key: str, id: str) -> dict[str, Any]:
        (found,) = (each for each in self.site.issue(key).comments if each["id"] == id)
        return found

    def shown(self, key: str, id: str) -> Shown:
        """What a document shows: only marks are links, only nodes are mentions."""
        if not self.site.cloud:
            return shown_of_wiki(self._comment(key, id)["body"])
        words: list[str] = []
        links: list[str] = []
        mentions: list[str] = []
        todo = [self._comment(key, id)["body"]]
        while todo:
            node = todo.pop(0)
            todo[:0] = node.get("content", [])
            words.append(node.get("text", "") if node["type"] == "text" else "\n")
            if node["type"] == "mention":
                mentions.append(node["attrs"]["id"])
            links += [mark["attrs"]["href"] for mark in node.get("marks", ()) if mark["type"] == "link"]
        return Shown("".join(words), tuple(links), tuple(mentions))

    def delete(self, key: str) -> None:
        del self.site.issues[key]

    def forbid(self, status: str) -> bool:
        self.site.closed.add(status)
        return True

    def demand(self, status: str, field: str) -> bool:
        self.site.screens[status] = {
            field.lower(): {"required": True, "name": field, "key": field.lower(), "hasDefaultValue": False,
                            "operations": ["set"], "schema": {"type": field.lower()}}
        }  # fmt: skip
        return True

    def query(self, key: str) -> str:
        return f"key = {key}"

    def message(self, key: str) -> Message:
        self._deliveries += 1
        body = json.dumps({"webhookEvent": "jira:issue_updated", "issue": {"key": key}}).encode()
        signature = "sha256=" + hmac.new(b"hush", body, "sha256").hexdigest()
        delivery = str(self._deliveries)
        headers = {"X-Hub-Signature": signature, "X-Atlassian-Webhook-Identifier": delivery}
        return Message(headers, body, b"hush")

    def trouble(self, trouble: Trouble | None) -> bool:
        self.server.faults.clear()
        quota = {"RateLimit-Reason": "jira-quota-global-based", "Retry-After": "900"}
        met: Mapping[str, dict[str, Any]] = {
            "signed-out": {"status": 401, "times": None},
            "forbidden": {"status": 403, "times": None},
            "too-many": {"status": 429, "times": None, "headers": quota},
            "down": {"status": 503, "times": None},
            "cut": {"cut": True, "after": True, "method": "POST", "path": "/comment"},
        }
        if trouble:
            self.server.fault(**met[trouble])
        return True


_SIGN = re.compile(r"\{anchor:[^}]*\}\s*\Z|\{\*\}|\{color(?::[^}]*)?\}")
"""The markup of ours that jira820 does not know; words of others hold no brace that is not a number."""


def shown_of_wiki(body: str) -> Shown:
    """What wiki markup shows, by the renderer of jira820; a browser shows the signs of numbers."""
    from jira820.render import render_wiki

    page = render_wiki(_SIGN.sub("", body))
    links = re.findall(r'<a [^>]*href="([^"]*)"', page)
    mentions = re.findall(r'<a [^>]*rel="user"[^>]*>', page)
    others = set(re.findall(r"<(\w+)", page)) - {"p", "ul", "li", "h3", "a"}
    return Shown(
        unescape(unescape(re.sub(r"<[^>]+>", " ", page))), (*map(unescape, links), *others), (*mentions,)
    )


@contextmanager
def jira_world(page: int = 3, *, cloud: bool = True) -> Iterator[JiraWorld]:
    """A site of its own, while the context lasts; afterwards no request was a strange one."""
    clock = Clock()
    site = Site(clock, cloud=cloud)
    with JiraServer(site, page) as server:
        for name in (GUARD, ANA, BEN):
            site.add_user(name, name.title(), email(name), TOKENS[name])
        site.add_project("SHOP", "Shop")
        for status, category in zip(JiraWorld.statuses, ("new", "new", "indeterminate", "done"), strict=True):
            site.add_status(status, category)
        site.add_type("Story")
        yield JiraWorld(server, clock)
    assert server.strange == []


def made(world: JiraWorld, **fields: Any) -> Issue:
    """An issue of Ana's, in Draft unless it is said otherwise."""
    return world.site.create("SHOP", fields.pop("summary", "Night notes"), by=ANA,
                             status=fields.pop("status", "Draft"), **fields)  # fmt: skip
