"""Webhooks of Linear."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.tracker import Event
from valuegate.trackers.linear.webhook import event, verify

HEADERS = {"Linear-Delivery": "d-1", "Linear-Event": "Issue"}


def body(kind: object, data: object) -> bytes:
    return json.dumps({"action": "update", "type": kind, "data": data}).encode()


@pytest.mark.parametrize(
    ("kind", "data", "key"),
    [
        ("Issue", {"id": "i-1", "identifier": "ENG-1"}, "ENG-1"),
        ("Issue", {"id": "i-1"}, "i-1"),
        ("Comment", {"id": "c-1", "issueId": "i-1", "issue": {"identifier": "ENG-1"}}, "ENG-1"),
        ("Comment", {"id": "c-1", "issueId": "i-1"}, "i-1"),
        ("Attachment", {"id": "a-1", "issueId": "i-1"}, "i-1"),
        ("Project", {"id": "p-1"}, None),
        ("Comment", {"id": "c-1", "projectUpdateId": "p-1"}, None),
        ("Issue", {"id": 7}, None),
        (None, {"id": "i-1"}, None),
        ("Issue", None, None),
    ],
)
def test_a_message_leads_to_its_issue(kind: object, data: object, key: str | None) -> None:
    assert event(HEADERS, body(kind, data)) == (Event(key, "d-1") if key else None)


def test_the_signature_is_of_the_bytes_and_its_case_does_not_count() -> None:
    sent = body("Issue", {"id": "i-1"})
    signature = hmac.new(b"secret", sent, sha256).hexdigest()
    assert verify({"linear-signature": signature.upper()}, sent, b"secret")
    assert not verify({"Linear-Signature": f"sha256={signature}"}, sent, b"secret")
    assert not verify({"Linear-Signature": "é"}, sent, b"secret")
    assert not verify({"Linear-Signature": hmac.new(b"", sent, sha256).hexdigest()}, sent, b"")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["type", "data", "id", "issue"]), inner),
)


@given(JSON | st.fixed_dictionaries({"type": st.sampled_from(["Issue", "Comment"]), "data": JSON}))
def test_whatever_comes_is_read_or_about_nothing(sent: Any) -> None:
    found = event({}, json.dumps(sent).encode())
    assert found is None or isinstance(found.key, str)


@given(st.binary())
def test_bytes_that_are_no_message_are_about_nothing(sent: bytes) -> None:
    assert event({}, sent) is None
