"""Webhooks of Linear: is one signed, and which issue is it about?"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from ...tracker import Event


def verify(headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:
    """Linear signs the bytes as they come; the header is their HMAC with SHA-256, in hexadecimal digits.

    How old it is does not count: Linear tries again after hours. An event only says where to look.
    """
    signature = _header(headers, "linear-signature")
    expected = hmac.new(secret, body, sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(expected.encode(), signature.strip().lower().encode())


def event(headers: Mapping[str, str], body: bytes) -> Event | None:
    """The issue that changed, was made, commented on or got a card; None of anything else."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or not isinstance(message.get("data"), dict):
        return None
    key = _issue(message["type"] if isinstance(message.get("type"), str) else "", message["data"])
    return Event(key, _header(headers, "linear-delivery")) if key else None


def _issue(kind: str, data: Mapping[str, Any]) -> str:
    """The identifier of the issue, else its id, which Linear takes as well."""
    if kind == "Issue":
        found = data.get("identifier") or data.get("id")
    elif kind in ("Comment", "Attachment"):
        of = data.get("issue")
        found = of.get("identifier") if isinstance(of, dict) else None
        found = found or data.get("issueId")
    else:
        found = None
    return found if isinstance(found, str) else ""


def _header(headers: Mapping[str, str], name: str) -> str:
    """A header, however its name is spelt."""
    return next((value for key, value in headers.items() if key.lower() == name), "")
