"""What an answer of Jira means for whoever asked: typed errors, and how long to wait before asking again.

Pure: no connection and no clock. The words of Jira itself are kept, all of them: a validator says what it
wants in ``errorMessages``, a screen in ``errors``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from valuegate.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    RefusedError,
    SignInError,
    TrackerError,
    UnavailableError,
    WaitError,
)
from valuegate.records import NamedTuple

LONGEST_WAIT = 60.0
"""Nobody waits longer for an answer, in seconds: what takes longer is told to the caller."""

_TRIES = 4
_DAY = 86_400.0
_FIRST_WAIT = 1.0
_QUOTA = ("jira-quota-global-based", "jira-quota-tenant-based")


class Answer(NamedTuple):
    """One answer over HTTP. The names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def fine(self) -> bool:
        """Did it work?"""
        return 200 <= self.status < 300

    @property
    def is_anonymous(self) -> bool:
        """Was the sign-in turned down, and answered as to somebody unknown: with less, or with nothing?"""
        return "AUTHENTICATED_FAILED" in self.headers.get("x-seraph-loginreason", "")

    @property
    def is_json(self) -> bool:
        """Is it data, and not a page for people?"""
        return "json" in self.headers.get("content-type", "")

    def json(self) -> Any:
        """What it holds; None where there is nothing. UnavailableError if that is no JSON."""
        if not self.body.strip():
            return None
        if self.is_json:
            try:
                return json.loads(self.body)
            except ValueError:
                raise UnavailableError("Jira sent data that cannot be read", fix="Try again later.") from None
        raise UnavailableError(
            "a page for people came in place of data",
            fix="A sign-in page or a proxy stands before Jira: let /rest through, or mend the address.",
        )


def words(answer: Answer) -> str:
    """What Jira says of it, all of it, in its own words."""
    if not answer.is_json:
        return ""
    try:
        said = json.loads(answer.body)
    except ValueError:
        return ""
    return " ".join(dict.fromkeys(_said(said))) if isinstance(said, dict) else ""


def _said(said: Mapping[str, Any]) -> Iterator[str]:
    messages = said.get("errorMessages")
    yield from map(str, messages if isinstance(messages, list) else ())
    errors = said.get("errors")
    for field, message in errors.items() if isinstance(errors, dict) else ():
        yield f"{field}: {message}"
    for key in ("message", "errorMessage"):
        if isinstance(said.get(key), str):
            yield said[key]


def error_of(answer: Answer, what: str, needs: str, now: datetime) -> TrackerError:
    """The error that an answer is. ``what`` was asked, and which permission that ``needs``."""
    said, status = words(answer), answer.status
    because = f": {said}" if said else ""
    if 300 <= status < 400:
        fix = "Write the address to which it leads into the policy; nothing was sent there."
        return UnavailableError(f"Jira answered {what} by leading elsewhere", fix=fix)
    if status == 401 or answer.is_anonymous or _denied(answer):
        fix = "Sign in again: valuegate login jira."
        if _denied(answer):
            fix = "Sign in once in a browser, where it asks for more than a password; then try again."
        return SignInError(f"Jira does not know us{because or _denied(answer)}", fix=fix)
    if status == 403:
        fix = f"Give the account the permission “{needs}” in this project."
        return ForbiddenError(f"Jira does not allow {what}{because}", fix=fix)
    if status in (404, 410):
        fix = "Look whether it exists, and whether the account has “Browse Projects” there."
        return GoneError(f"{what}: Jira has nothing there, or nothing for us{because}", fix=fix)
    if status == 409:
        return ConflictError(f"somebody else changed it at the same time{because}", fix="Read it again.")
    if status == 429:
        message = f"Jira wants fewer requests{_reason(answer)}"
        return WaitError(message, until=until(answer, now), fix="Wait until then, and try again.")
    if 400 <= status < 500:
        return RefusedError(said or f"Jira refuses {what} (HTTP {status})")
    return UnavailableError(f"Jira failed at {what} (HTTP {status}){because}", fix="Try again later.")


def _denied(answer: Answer) -> str:
    """Data Center says in a header that too many sign-ins failed."""
    denied = answer.headers.get("x-authentication-denied-reason", "")
    return f": {denied}" if denied else ""


def _reason(answer: Answer) -> str:
    reason = answer.headers.get("ratelimit-reason", "")
    return f" ({reason})" if reason else ""


def until(answer: Answer, now: datetime) -> datetime | None:
    """When to ask again, as the answer says; a quota without a time ends with the hour."""
    said = (answer.headers.get(name, "") for name in ("retry-after", "x-ratelimit-reset"))
    for seconds in (_seconds(value, now) for value in said):
        if seconds is not None:
            return now + timedelta(seconds=min(max(seconds, 0.0), _DAY))
    if _is_quota(answer):
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return None


def _seconds(value: str, now: datetime) -> float | None:
    """A time to wait: seconds, which may have a fraction, or one of two ways to write a date."""
    for read in (float, lambda text: _left(datetime.fromisoformat(text), now),
                 lambda text: _left(parsedate_to_datetime(text), now)):  # fmt: skip
        try:
            seconds = read(value)
        except (ValueError, TypeError, OverflowError):
            continue
        return None if seconds != seconds else seconds  # not a number
    return None


def _left(then: datetime, now: datetime) -> float:
    """A date without a zone raises TypeError."""
    return (then - now).total_seconds()


def _is_quota(answer: Answer) -> bool:
    return answer.headers.get("ratelimit-reason", "") in _QUOTA


def pause(answer: Answer | None, attempt: int, safe: bool, now: datetime, chance: float) -> float | None:
    """How long to wait before the next attempt, in seconds; None: there is none.

    No answer at all is None: it was cut, and a write may have been done, so only what is ``safe`` to repeat
    is repeated. With 429 nothing was done. ``chance`` (0 to 1) spreads those who wait for the same thing.
    """
    if attempt >= _TRIES or (answer and (answer.is_anonymous or _is_quota(answer))):
        return None
    if not (answer and answer.status == 429) and not (safe and (answer is None or answer.status >= 500)):
        return None
    asked = until(answer, now) if answer else None
    least = (asked - now).total_seconds() if asked else 0.0
    if least > LONGEST_WAIT:
        return None
    own: float = _FIRST_WAIT * 2 ** (attempt - 1)
    return least + own * chance if asked else own * (0.5 + chance / 2)
