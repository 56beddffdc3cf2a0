from __future__ import annotations

import pytest

from valuegate.guard.masks import MASK, masked

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
