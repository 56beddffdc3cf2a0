"""Messages that Jira sends: who signed them, and which ticket they are about."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from valuegate.tracker import Event

_METHODS = ("sha256", "sha384", "sha512")
"""How a message may be signed; the header says which, and weaker ones prove nothing."""


def verify(headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:
    """Was this message signed with this secret?"""
    method, _, signature = _header(headers, "X-Hub-Signature").partition("=")
    if method not in _METHODS or not secret:
        return False
    wanted = hmac.new(secret, body, getattr(hashlib, method)).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.strip().lower().encode())


def event(headers: Mapping[str, str], body: bytes) -> Event | None:
    """The issue that a message is about. Data Center names no delivery, so equal messages are one."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    issue = said.get("issue") if isinstance(said, dict) else None
    key = issue.get("key") if isinstance(issue, dict) else None
    if not isinstance(key, str) or not key:
        return None
    delivery = _header(headers, "X-Atlassian-Webhook-Identifier")
    return Event(key, delivery or hashlib.sha256(body).hexdigest())


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")
