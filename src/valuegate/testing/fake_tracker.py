"""The fake in memory as its guard sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from .. import markdown_note
from ..errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    RefusedError,
    SignInError,
    TrackerError,
    UnavailableError,
    WaitError,
)
from ..note import Note
from ..ticket import Ticket
from ..tracker import (
    Comment,
    Event,
    History,
    Person,
    Query,
    Remark,
    Scope,
    Snapshot,
    Way,
)
from .fake import CATEGORIES, FakeSite, Fault, Kept, Remarked

T = TypeVar("T")
_SKEW = timedelta(minutes=2)


class FakeTracker:
    """A site as somebody sees it. Each call may meet a fault of the site."""

    name = "fake"

    def __init__(self, site: FakeSite, account: str, now: Callable[[], datetime]) -> None:
        self.site = site
        self.account = account
        self._now = now

    def me(self) -> Person:
        """Who is signed in."""
        return self._call("me", lambda: self.site.person(self.account))

    def now(self) -> datetime:
        """By the clock of the site."""
        return self._call("now", self.site.time)

    def scope(self) -> Scope:
        """Its statuses; any type, project and label."""
        return self._call("scope", lambda: Scope(tuple(map(self.site.status, CATEGORIES))))

    def fetch(self, key: str) -> Snapshot:
        """The ticket as it is; if stale, as it was before the last change."""
        return self._call("fetch", lambda: self._kept(key).now, lambda: self._kept(key).past[-2:][0], key)

    def history(self, key: str) -> History:
        """Whatever happened."""

        def told() -> History:
            kept = self._kept(key)
            return History(tuple(kept.moves), tuple(kept.labellings), kept.edited)

        def stale() -> History:
            kept = self._kept(key)
            return History(tuple(kept.moves[:-1] or kept.moves), tuple(kept.labellings), kept.edited)

        return self._call("history", told, stale, key)

    def search(self, query: Query) -> Iterator[Snapshot]:
        """By words that all stand in the key or the title."""
        words = query.text.casefold().split()
        last: Snapshot | None = None
        while page := self._page_after(last, query.updated_since):
            last = self._kept(page[-1].ticket.key).now
            for found in page:
                said = f"{found.ticket.key} {found.ticket.title}".casefold().split()
                if all(word in said for word in words):
                    yield found

    def _page_after(self, last: Snapshot | None, since: datetime | None) -> list[Snapshot]:
        def stale() -> list[Snapshot]:
            page = self.site.page_after(last, since)
            return [self._kept(found.ticket.key).past[-2:][0] for found in page]

        return self._call("search", lambda: self.site.page_after(last, since), stale)

    def ways(self, key: str) -> Sequence[Way]:
        """Every other status that is not closed."""

        def told() -> list[Way]:
            here, site = self._kept(key).status, self.site
            free = [site.status(name) for name in CATEGORIES if name not in (here, *site.closed)]
            return [Way(f"to-{each.id}", each, site.demands.get(each.name, ())) for each in free]

        return self._call("ways", told, key=key)

    def move(self, key: str, way: Way, seen: Snapshot) -> None:
        """Move it, if it is as it was seen and the workflow allows it."""

        def act() -> None:
            kept = self._kept(key)
            if kept.now != seen:
                raise ConflictError(f"{key} has changed since it was read", fix="Read it again.")
            name = way.to.name
            if name in self.site.closed:
                raise RefusedError(f"{key} cannot go to {name}: “No way leads to {name}.”")
            if self.site.demands.get(name):
                raise RefusedError(f"{key}: “{self.site.demands[name][0]} is required.”")
            self.site.move(key, name, self.account)

        self._call("move", act, key=key)

    def comments(self, key: str) -> Sequence[Comment]:
        """All comments; if stale, without the last one."""
        return self._call(
            "comments",
            lambda: [self._told(each) for each in self._kept(key).comments],
            lambda: [self._told(each) for each in self._kept(key).comments[:-1]],
            key,
        )

    def upsert_comment(self, key: str, note: Note) -> Comment:
        """Look for ours, make or change one, look again, and take away all but the lowest."""
        text = markdown_note.written(note)
        ours = self._ours(key)
        self._call("write-comment", lambda: self._write_comment(key, ours, text), key=key)
        kept, *others = self._ours(key)
        for other in others:
            self._call("delete-comment", partial(self.site.change_comment, key, other.id, None), key=key)
        return self._told(kept)

    def _write_comment(self, key: str, ours: Sequence[Remarked], text: str) -> None:
        if not ours:
            self.site.comment(key, text, self.account, marked=True)
        elif ours[0].text != text:
            self.site.change_comment(key, ours[0].id, text, self.account)

    def _ours(self, key: str) -> list[Remarked]:
        def found() -> list[Remarked]:
            return [each for each in self._kept(key).comments if self._is_ours(each)]

        return self._call("comments", found, lambda: found()[:-1], key)

    def _is_ours(self, comment: Remarked) -> bool:
        return comment.marked and comment.author == self.account

    def _told(self, each: Remarked) -> Comment:
        editor = self.site.person(each.editor) if each.editor not in ("", each.author) else None
        text = markdown_note.words(each.text)
        return Comment(
            str(each.id), self.site.person(each.author), each.at, text, editor, self._is_ours(each)
        )

    def label(self, key: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Set and take away labels."""

        def act() -> None:
            self._kept(key)
            self.site.label(key, add, remove, self.account)

        self._call("label", act, key=key)

    def text_at(self, key: str, at: datetime) -> Ticket | None:
        """The last text that was there by then."""

        def told() -> Ticket | None:
            kept = self._kept(key)
            texts = [text for since, text in kept.texts if since <= at]
            return kept.told(texts[-1]) if texts else None

        return self._call("text_at", told, key=key)

    def verify(self, headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:
        """By the signature that stands in a header."""
        import hmac

        given = _lower(headers).get("x-signature", "")
        return bool(secret) and hmac.compare_digest(given, hmac.new(secret, body, "sha256").hexdigest())

    def event(self, headers: Mapping[str, str], body: bytes) -> Event | None:
        """The ticket that is named, if one is."""
        import json

        try:
            told = json.loads(body)
        except ValueError:
            return None
        key = told.get("key") if isinstance(told, dict) else None
        return Event(key, _lower(headers).get("x-delivery", "")) if isinstance(key, str) else None

    def diagnose(self) -> Iterator[Remark]:
        """Who we are, and whether its clock is right."""
        try:
            yield Remark("fine", f"signed in as {self.me().shown}")
            skew = self.now() - self._now()
        except TrackerError as error:
            yield Remark("broken", error.message, error.fix or "Try again later.")
            return
        if abs(skew) > _SKEW:
            yield Remark("weak", f"its clock is off by {skew}", "Set its clock.")

    # --- faults -----------------------------------------------------------------------------------------

    def _kept(self, key: str) -> Kept:
        if key not in self.site.tickets:
            raise GoneError(f"there is no ticket {key}", fix="Look for it under its new key.")
        return self.site.tickets[key]

    def _call(
        self, name: str, act: Callable[[], T], stale: Callable[[], T] | None = None, key: str = ""
    ) -> T:
        """One request: it may fail before anything is done, or after."""
        fault = self.site.met(name)
        fault = "forbidden" if (key, name) in self.site.barred else fault
        self._fail(name, fault, key)
        with self.site.lock:
            answer = stale() if fault == "stale" and stale else act()
        if fault == "cut":
            raise UnavailableError("the connection was cut before the answer came", fix="Try again later.")
        return answer

    def _fail(self, name: str, fault: Fault | None, key: str) -> None:
        if fault == "slow":
            self.site.meanwhile()
        elif fault == "down":
            raise UnavailableError("the tracker does not answer", fix="Try again later.")
        elif fault == "too-many":
            until = self.site.time() + timedelta(seconds=30)
            raise WaitError("the tracker was asked too much", until=until)
        elif fault == "gone":
            raise GoneError(f"there is no ticket {key}", fix="Look for it under its new key.")
        elif fault == "signed-out":
            raise SignInError("the tracker does not know us", fix="Sign in again: valuegate login fake")
        elif fault == "forbidden":
            raise ForbiddenError(
                f"the permission for “{name}” is missing", fix="Ask an administrator for it."
            )
        elif fault == "refused" and name == "move":
            raise RefusedError("the workflow forbids it: “Not now.”")


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
