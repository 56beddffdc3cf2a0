"""A discovery gate asks for a question, or for an assumption that may prove wrong."""

from __future__ import annotations

import pytest
from scoring import judge, reason

from valuegate.checks.open_question import OpenQuestion


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Would 5 of 10 tenants send a photo of the leak?", "en", "pass"),
        ("We do not know whether tenants would send a photo.", "en", "pass"),
        ("On ne sait pas si les locataires enverraient une photo.", "fr", "pass"),
        ("Interview five tenants.", "en", "not-open"),
        ("TBD", "en", "placeholder"),
        ("Describe the riskiest assumption here.", "en", "template-text"),
        ("This section is complete.", "en", "placeholder"),
        ("", "en", "missing"),
    ],
)
def test_a_question_or_an_assumption_holds(text: str, lang: str, expected: str) -> None:
    assert reason(judge(OpenQuestion(), text, lang)) == expected
