"""Messages of Jira: who signed them, and which issue they are about."""

from __future__ import annotations

import hmac
import json

import pytest

from valuegate.tracker import Event
from valuegate.trackers.jira.webhook import event, verify

SECRET = b"It's a Secret to Everybody"
BODY = b"Hello World!"
SIGNATURE = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
"""What Atlassian publishes for these two."""


def test_the_signature_that_atlassian_publishes_is_right() -> None:
    assert verify({"X-Hub-Signature": SIGNATURE}, BODY, SECRET)
    assert verify({"x-hub-signature": SIGNATURE.upper().replace("SHA256", "sha256")}, BODY, SECRET)


@pytest.mark.parametrize("method", ["sha384", "sha512"])
def test_another_method_that_is_strong_counts_by_its_name(method: str) -> None:
    signature = hmac.new(SECRET, BODY, method).hexdigest()
    assert verify({"X-Hub-Signature": f"{method}={signature}"}, BODY, SECRET)
    assert not verify({"X-Hub-Signature": f"sha256={signature}"}, BODY, SECRET)


@pytest.mark.parametrize("method", ["sha1", "md5", "shake_128", "", "__class__"])
def test_a_weak_method_proves_nothing(method: str) -> None:
    signature = hmac.new(SECRET, BODY, "sha1").hexdigest()
    assert not verify({"X-Hub-Signature": f"{method}={signature}"}, BODY, SECRET)


@pytest.mark.parametrize("headers", [{}, {"X-Hub-Signature": ""}, {"X-Hub-Signature": "sha256="},
                                     {"X-Hub-Signature": SIGNATURE[:-1]}, {"X-Hub-Signature": "sha256=é"},
                                     {"X-Signature": SIGNATURE}])  # fmt: skip
def test_what_is_not_signed_is_not_believed(headers: dict[str, str]) -> None:
    assert not verify(headers, BODY, SECRET)
    assert not verify({"X-Hub-Signature": SIGNATURE}, BODY, b"")


def test_a_message_names_its_issue_and_its_delivery() -> None:
    said = {"webhookEvent": "jira:issue_updated", "issue": {"id": "1", "key": "SHOP-12"}}
    body = json.dumps(said).encode()
    assert event({"x-atlassian-webhook-identifier": "d1"}, body) == Event("SHOP-12", "d1")


def test_data_center_names_no_delivery_so_equal_messages_are_one() -> None:
    one, two = (json.dumps({"timestamp": at, "issue": {"key": "SHOP-12"}}).encode() for at in (1, 2))
    assert event({}, one) == event({}, one)
    assert event({}, one) != event({}, two)


@pytest.mark.parametrize("said", [b"", b"[]", b'{"issue": 3}', b'{"issue": {"key": ""}}', b"{" * 100_000])
def test_a_message_about_no_issue_is_about_none(said: bytes) -> None:
    assert event({}, said) is None
