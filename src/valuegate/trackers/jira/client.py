"""The package ``jira``, set up for one site: who we are, which edition it is, and requests with our rules.

Where the package does what it should, its methods are called; where 3.10 falls short (see the tests of its
gaps), its session carries the request of the REST API itself.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from jira import JIRA

from valuegate import __version__
from valuegate.credentials import address, missing, origin
from valuegate.errors import ConflictError, GoneError, RefusedError, UnavailableError
from valuegate.lazily import lazily
from valuegate.tracker import Setting

from . import KIND
from .session import Session
from .translate import Json

_CLOUD = (".atlassian.net", ".jira.com")
_GATEWAY = "https://api.atlassian.com"
"""Where tokens with scopes are for; people open another address."""
_PAGE = 100
_SETTLING = 5
MOST_PAGES = 10_000
"""No list is longer; what seems to be leads in a circle."""


class Client:
    """A signed-in connection to one site. Nothing is sent before something is asked."""

    def __init__(self, setting: Setting, sleep: Callable[[float], None] = time.sleep) -> None:
        self.site = address(KIND, setting.options).rstrip("/")
        self._origin = origin(self.site)
        self._setting = setting
        self._sleep = sleep

    def __repr__(self) -> str:
        return f"<Client of {self.site}>"

    @lazily
    def session(self) -> Session:
        """The session of all requests, with the credentials as the package sets them up."""
        email, token = self._setting.secret("email"), self._setting.secret("token")
        if not token:
            raise missing("jira", KIND, self._setting.options)
        signed: dict[str, Any] = {"basic_auth": (email, token)} if email else {"token_auth": token}
        made = JIRA(self.site, options={"check_update": False}, get_server_info=False, **signed)
        session = Session(self._setting.options.get("max-calls", 5000), self._setting.now, self._sleep)
        session.auth, session.headers = made._session.auth, made._session.headers
        session.headers["User-Agent"] = f"valuegate/{__version__}"
        return session

    @lazily
    def jira(self) -> JIRA:
        """The package's own client of this site, with our session, told which edition it speaks to."""
        found = JIRA(self.site, options=self._options(), get_server_info=False)
        found._session = self.session
        found.deploymentType = "Cloud" if self.is_cloud else "Server"
        return found

    def _options(self) -> dict[str, Any]:
        return {"rest_api_version": "3" if self.is_cloud else "2", "check_update": False}

    @lazily
    def is_cloud(self) -> bool:
        """Cloud, or Data Center? By the name of the host, or else by what the server says of itself."""
        if self._origin.endswith(_CLOUD) or self._origin == _GATEWAY:
            return True
        try:
            info = self._call("GET", f"{self.site}/rest/api/3/serverInfo")
        except (GoneError, RefusedError):  # Data Center has no version 3
            return False
        return isinstance(info, Mapping) and info.get("deploymentType") == "Cloud"

    @lazily
    def pages_at(self) -> str:
        """The address below which people open issues."""
        if self._origin != _GATEWAY:
            return self.site
        info = self.jira.server_info()
        return str(info.get("displayUrl") or info.get("baseUrl") or self.site).rstrip("/")

    def ask(self, path: str, **query: Any) -> Any:
        """Read something. ``path`` is below the REST API of this edition."""
        return self._call("GET", self._url(path), params=query)

    def look(self, path: str, body: Mapping[str, Any]) -> Any:
        """Read something that is asked for in a body."""
        return self._call("POST", self._url(path), body=body, safe=True)

    def write(
        self, method: str, path: str, needs: str, body: Mapping[str, Any] | None = None, *, safe: bool
    ) -> Any:
        """Change something; ``safe``: doing it twice does the same as doing it once."""
        return self._call(method, self._url(path), body=body, safe=safe, needs=needs)

    def pages(self, path: str, items: str, **query: Any) -> list[Json]:
        """All items of a list, page by page to its end, as it was at one moment."""
        for _ in range(_SETTLING):
            found = self._read(path, items, query)
            if found is not None:
                return found
        raise ConflictError(f"{path} changes faster than it can be read", fix="Try again later.")

    def _read(self, path: str, items: str, query: Mapping[str, Any]) -> list[Json] | None:
        """The pages, each from the last item of the one before on; None where something went meanwhile.

        Without that, the list would move up by one, and the item that comes next would be missed.
        """
        found: list[Json] = []
        for _ in range(MOST_PAGES):
            at = max(len(found) - 1, 0)
            page = self.ask(path, startAt=at, maxResults=_PAGE, **query)
            new = page.get(items, [])
            if found:
                if not new or new[0].get("id") != found[-1].get("id"):
                    return None
                del new[0]
            found += new
            if len(found) >= page.get("total", len(found) + bool(new)) or page.get("isLast"):
                return found
            if not new or page.get("startAt", at) != at:
                break
        raise circle(path)

    def now(self) -> datetime:
        """What time it is there, as far as its answers said so."""
        clock = self._setting.now
        return clock() + self.session.ahead

    def _url(self, path: str) -> str:
        return f"{self.site}/rest/api/{3 if self.is_cloud else 2}/{path}"

    def _call(self, method: str, url: str, *, body: Mapping[str, Any] | None = None, **said: Any) -> Any:
        if body is not None:
            said["data"] = json.dumps(body)
        response = self.session.request(method, url, **said)
        return response.json() if response.content.strip() else None


def circle(path: str) -> UnavailableError:
    """The error of a list that does not end."""
    fix = "Try again later; a proxy that keeps old answers may be the cause."
    return UnavailableError(f"Jira gave the same page of {path} again, or none after it", fix=fix)
