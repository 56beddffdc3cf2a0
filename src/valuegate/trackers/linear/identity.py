"""As whom we speak to Linear: with somebody's key or token, or as an app that fetches its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import SignInError
from ...records import NamedTuple

_API_KEY = "lin_api_"
_EARLY = 60
"""A token is renewed as many seconds before it ends."""


class TokenRequest(NamedTuple):
    """What is sent to get a token: a form, to the server that answers questions, too."""

    url: str
    form: Mapping[str, str]


class Identity:
    """A secret, and the header that it makes. Nothing of it is shown."""

    def __init__(self, secret: str, client_id: str = "") -> None:
        self.secret = secret
        self._client_id = client_id
        self._token = "" if client_id else secret
        self._ends: float | None = None

    @property
    def is_app(self) -> bool:
        """Does it fetch its tokens itself?"""
        return bool(self._client_id)

    @property
    def header(self) -> str:
        """The value of the header Authorization: keys stand alone."""
        return self._token if self._token.startswith(_API_KEY) else f"Bearer {self._token}"

    def needs_token(self, clock: float) -> bool:
        """Must a token be fetched first?"""
        return not self._token or (self._ends is not None and clock >= self._ends)

    def token_request(self, url: str) -> TokenRequest:
        """How to get a token, of the server whose API is at this address."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self.secret,
            "scope": "read,write",
        }
        return TokenRequest(f"{url.rpartition('/')[0]}/oauth/token", form)

    def take_token(self, answer: object, clock: float) -> None:
        """Use the token of an answer from now on."""
        given: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
        token, lasts = given.get("access_token"), given.get("expires_in")
        if not isinstance(token, str) or not token:
            raise SignInError(
                "Linear answers without a token", fix="Check trackers.linear.url in the policy."
            )
        self._token = token
        self._ends = clock + max(lasts - _EARLY, _EARLY) if isinstance(lasts, (int, float)) else None

    def forget_token(self) -> bool:
        """Give up a token that was refused. False if there is no way to another one."""
        if not self._client_id:
            return False
        self._token = ""
        return True


def identity(secret: Callable[[str], str | None]) -> Identity | None:
    """The identity that the secrets make; None if they make none. An app goes before a person."""
    client, key = secret("client-id"), secret("client-secret")
    if client and key:
        return Identity(key, client)
    token = secret("token")
    return Identity(token.strip()) if token and token.strip() else None
