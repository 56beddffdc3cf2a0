from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegate.guard.masks import MASK, masked, redacted

SECRETS = [
    "ghp_" + "a1B2" * 9,
    "xoxb-" + "123456789012-abcdefghij",
    "AKIA" + "ABCDEFGHIJKLMNOP",
    "glpat-" + "abcdefghij1234567890",
    "lin_api_" + "abcDEF123456",
    "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0" + ".c2lnbmF0dXJl",
    "kX3" + "9aZ_Qw" * 7,
]


@pytest.mark.parametrize("secret", SECRETS)
def test_what_looks_like_a_secret_is_masked(secret: str) -> None:
    assert masked(f"We log {secret} each night.") == f"We log {MASK} each night."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("password: hunter22", f"password: {MASK}"),
        ("the password is hunter22", f"the password is {MASK}"),
        ("mot de passe : s3cr3t-long", f"mot de passe : {MASK}"),
        ("Authorization: Basic12345678", f"Authorization: {MASK}"),
        ("API key = 12345678", f"API key = {MASK}"),
        ("https://ana:hunter22@example.org/x", f"https://{MASK}@example.org/x"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", MASK),
    ],
)
def test_what_is_called_a_secret_is_masked(said: str, told: str) -> None:
    assert masked(said) == told


@pytest.mark.parametrize(
    "text",
    [
        "Night nurses re-enter each note by hand at shift change, and lose one in ten.",
        "Users forget their password and call support 41 times a week.",
        "https://files.vets.example/exports/2026-11-03-vaccinations",
        "The secret of success is a reminder.",
        "Le jeton expire : 12 fois par jour",
        "Commit 3f2a9c1d8b7e6f5a4c3b2d1e0f9a8b7c6d5e4f3a is at fault",
        "internationalization-of-the-administration-of-pharmacies",
    ],
)
def test_an_argument_is_left_alone(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ask h.haddad@acme.example", "ask •••"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189 refused", "IBAN ••• refused"),
        ("card 4970 1234 5678 9012", "card •••"),
        ("account 12345678", "account •••"),
        ("call +33 6 12 34 56 78 or 06 12 34 56 78", "call ••• or •••"),
        ("from 10.0.12.7", "from •••"),
        ("12 bis rue de la Paix, Paris", "•••, Paris"),
        ("at 221 Baker Street", "at •••"),
        ("Mme Haddad et M. Roux", "Mme ••• et M. •••"),
        ("[~accountid:557:1] and @ana", "••• and •••"),
        ("https://dovetail.com/p/greens?u=ana#x", "https://dovetail.com/p/•••"),
    ],
)
def test_what_leaves_the_team_names_nobody(text: str, left: str) -> None:
    assert redacted(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Lost notes a week: from 12 to 2.",
        "Orders: 1 250 000 -> 1 400 000 by 2026-11-23",
        "41 of 1,250 tickets, 3-6 Nov 2026 (HELP-2204, HELP-2231), version 4.10.2",
        "Shift log of ward 4, 12 000 lines, 2026-10-01 to 2026-10-31",
        "https://dovetail.com/p",
    ],
)
def test_what_a_metric_and_its_evidence_need_stays(text: str) -> None:
    assert redacted(text) == text


def test_people_whom_the_tracker_knows_are_masked_by_each_of_their_names() -> None:
    assert redacted("ana said so, and Ana Blanc too; banana", ["Ana Blanc", "Ana", "Blanc"]) == (
        "••• said so, and ••• too; banana"
    )


@given(st.text(max_size=300))
def test_redaction_ends_and_never_raises(text: str) -> None:
    redacted(text, ["Ana"])
