"""The session of the package ``jira``, made safe to leave alone: every request goes through it.

Its own repeats a POST whose answer was lost, waits through a quota and loses half of what a validator says.
This one has time limits, follows no redirect, repeats only what is safe to repeat, counts what it sends, and
speaks in our errors. It writes no log, and what it raises holds no header.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from jira.resilientsession import ResilientSession

from valuegate.errors import UnavailableError, WaitError

from .answers import Answer, error_of, pause

TIMEOUT = (10.0, 30.0)
"""Seconds to connect, and between two pieces of an answer."""

_HOUR = timedelta(hours=1)


class Session(ResilientSession):
    """A session with rules. ``calls`` counts every attempt."""

    def __init__(self, limit: int, now: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        super().__init__(timeout=TIMEOUT, max_retries=0)
        self.calls = 0
        self.ahead = timedelta(0)
        """How far the clock of Jira is ahead of ours, by its last answer."""
        self._limit = limit
        self._sent: deque[datetime] = deque()
        self._clock = now
        self._sleep = sleep

    def __repr__(self) -> str:
        return f"<Session of {self.calls} calls>"

    def request(  # type: ignore[override]  # it has a parameter of its own there, too
        self,
        method: str,
        url: str | bytes,
        *,
        safe: bool | None = None,
        needs: str = "Browse Projects",
        **said: Any,
    ) -> requests.Response:
        """One request, repeated where that is ``safe`` (as reading is) and may help; else a TrackerError."""
        safe = method.upper() in ("GET", "HEAD") if safe is None else safe
        attempt = 1
        while True:
            response = self._attempt(method, url, said)
            answer = _answer(response) if isinstance(response, requests.Response) else None
            if answer and answer.fine and not answer.is_anonymous:
                assert isinstance(response, requests.Response)  # noqa: S101 - for the type checker
                answer.json()  # a page for people is no answer
                return response
            now = self._clock()
            wait = pause(answer, attempt, safe, now, random.random())  # noqa: S311 - no secret hangs on it
            if wait is None or isinstance(response, requests.exceptions.SSLError):
                what = f"{method.upper()} {_path(str(url))}"
                raise error_of(answer, what, needs, now) if answer else _unreachable(response, what)
            self._sleep(wait)
            attempt += 1

    def _attempt(self, method: str, url: str | bytes, said: dict[str, Any]) -> requests.Response | Exception:
        """Send it once: the answer, or why there is none."""
        self._spend()
        prepared = self._jira_prepare(**said)
        prepared.update(timeout=TIMEOUT, allow_redirects=False)
        try:
            response = requests.Session.request(self, method, url, **prepared)
        except (requests.RequestException, OSError) as error:
            return error
        self._look_at_clock(response)
        return response

    def _spend(self) -> None:
        """Count a request. WaitError if the hour has seen as many as the policy allows."""
        now = self._clock()
        while self._sent and self._sent[0] <= now - _HOUR:
            self._sent.popleft()
        if len(self._sent) >= self._limit:
            message = f"{self._limit:,} requests were sent within an hour, as many as the policy allows"
            fix = "Wait, or raise trackers.jira.max-calls in the policy."
            raise WaitError(message, until=self._sent[0] + _HOUR, fix=fix)
        self._sent.append(now)
        self.calls += 1

    def _look_at_clock(self, response: requests.Response) -> None:
        try:
            there = parsedate_to_datetime(response.headers.get("Date", ""))
        except (ValueError, TypeError):
            return
        if there.tzinfo:
            self.ahead = there - self._clock()


def _path(url: str) -> str:
    """What people need of an address: neither the host, which they know, nor the query, which is long."""
    return f"/{url.partition('://')[2].partition('/')[2].partition('?')[0]}"


def _answer(response: requests.Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, response.content)


def _unreachable(error: Any, what: str) -> UnavailableError:
    """No answer: by what kind of failure, and never in the words of a library, which may hold an address."""
    if isinstance(error, requests.exceptions.SSLError):
        fix = "Behind a company's proxy, name its certificates: REQUESTS_CA_BUNDLE=/path/to/them.pem"
        return UnavailableError(f"the certificate of Jira is not trusted ({what})", fix=fix)
    if isinstance(error, requests.exceptions.ProxyError):
        return UnavailableError("the proxy does not let us through", fix="Look at HTTPS_PROXY and NO_PROXY.")
    if isinstance(error, requests.exceptions.Timeout):
        return UnavailableError(f"Jira did not answer in time ({what})", fix="Try again later.")
    fix = "Look at the address and the connection."
    fix += "" if what.startswith("GET ") else " What was being written may have been done."
    return UnavailableError(f"the connection to Jira broke ({what})", fix=fix)
