"""What went wrong at Linear, as the error that says what the caller can do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ...errors import (
    ForbiddenError,
    GoneError,
    RefusedError,
    SignInError,
    TrackerError,
    UnavailableError,
    WaitError,
)
from ...records import NamedTuple

_LONGEST = 300
_COUNT = re.compile(r"([0-9]{1,13})(?:\.[0-9]*)?")
_BUDGETS = ("requests", "complexity", "endpoint-requests")
"""What Linear counts, as its headers name it."""

SIGN_IN = (
    "Make a new API key (Settings > Security & access), and run: valuegate login linear, or set "
    "VALUEGATE_LINEAR_TOKEN."
)
LATER = "Try again later. https://linearstatus.com says how Linear is."


class Reply(NamedTuple):
    """What came back: the status of HTTP (0 if that is not told), headers in lower case, data and errors."""

    status: int
    headers: Mapping[str, str] = {}
    data: Mapping[str, Any] | None = None
    errors: Sequence[Mapping[str, Any]] = ()


def failure(reply: Reply, about: str = "") -> TrackerError | None:
    """The error that a reply is; None if it is none. Data beside errors is not used: it may lack anything.

    ``about`` is the id of what was asked for.
    """
    if reply.errors:
        return _told(reply, reply.errors[0], about)
    if reply.status in (0, 200) and reply.data is not None:
        return None
    return _of_status(reply)


def _told(reply: Reply, error: Mapping[str, Any], about: str) -> TrackerError:
    """By what Linear says of an error; its ``code`` is the same for all clients, its ``type`` is older."""
    said = error.get("extensions")
    extensions: Mapping[str, Any] = said if isinstance(said, dict) else {}
    code = str(extensions.get("code") or extensions.get("type") or "").upper().replace(" ", "_")
    words = _words(extensions.get("userPresentableMessage") or error.get("message") or "")
    if code == "RATELIMITED" or reply.status == 429:
        return _wait(reply)
    if str(error.get("message", "")).startswith("Entity not found"):
        return GoneError(f"Linear has no {about or 'such thing'}, or we may not see it")
    if code == "AUTHENTICATION_ERROR" or reply.status == 401:
        return SignInError(f"Linear does not know us: {words}", fix=SIGN_IN)
    if "too complex" in str(error.get("message", "")).lower():
        return TrackerError("Linear finds that too much is asked at once", fix="Update valuegate.")
    if code in ("FORBIDDEN", "FEATURE_NOT_ACCESSIBLE") or reply.status == 403:
        fix = "Give the account access to the team, or a role or a key that may do this."
        return ForbiddenError(f"Linear does not let us do this: {words}", fix=fix)
    if code in ("INPUT_ERROR", "INVALID_INPUT", "USER_ERROR", "USAGE_LIMIT_EXCEEDED"):
        return RefusedError(f"Linear refuses: {words}")
    if code in ("GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_USER_INPUT", "GRAPHQL_ERROR"):
        return TrackerError(f"Linear does not understand valuegate: {words}", fix="Update valuegate.")
    return UnavailableError(f"Linear failed: {words or 'it does not say why'}", fix=LATER)


def _of_status(reply: Reply) -> TrackerError:
    """Without a word of GraphQL, the status of HTTP is all there is."""
    status = reply.status
    if status == 429:
        return _wait(reply)
    if status == 401:
        return SignInError("Linear does not know us (HTTP 401)", fix=SIGN_IN)
    if status == 403:
        return ForbiddenError("Linear does not let us in (HTTP 403)", fix="Ask its administrator.")
    if 300 <= status < 400:
        message = f"the address answers with another one (HTTP {status}); nothing was sent there"
        return TrackerError(message, fix="Set the address of the API itself in trackers.linear.url.")
    if status >= 500:
        return UnavailableError(f"Linear fails (HTTP {status})", fix=LATER)
    message = f"what answers is not the API of Linear (HTTP {status})"
    return TrackerError(message, fix="Look at trackers.linear.url in the policy, and at proxies.")


def _wait(reply: Reply) -> WaitError:
    """Until the budget that is used up is full again. Linear gives times in milliseconds."""
    resets = [(name, _number(reply, name, "reset")) for name in _BUDGETS]
    empty = [(name, reset) for name, reset in resets if reset and not _number(reply, name, "remaining")]
    name, reset = max(empty, key=lambda each: each[1] or 0, default=("requests", None))
    until = datetime.fromtimestamp(reset / 1000, UTC) if reset else None
    of = "complexity" if name == "complexity" else "requests"
    return WaitError(f"the hour's budget of {of} at Linear is used up", until=until)


def left(reply: Reply, budget: str) -> int | None:
    """How much of a budget is left, as the headers of an answer say."""
    return _number(reply, budget, "remaining")


def _number(reply: Reply, budget: str, part: str) -> int | None:
    """A number of a header, before the year 5000; None if there is none."""
    found = _COUNT.fullmatch(reply.headers.get(f"x-ratelimit-{budget}-{part}", ""))
    return int(found[1]) if found else None


def _words(text: object) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
