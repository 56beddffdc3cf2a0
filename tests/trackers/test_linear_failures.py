"""What Linear says of failures, and what the guard is told of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from valuegate.errors import (
    ForbiddenError,
    GoneError,
    RefusedError,
    SignInError,
    TrackerError,
    UnavailableError,
    WaitError,
)
from valuegate.trackers.linear.failures import Reply, failure


def error(code: str, message: str = "It failed", **said: Any) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code, **said}}


@pytest.mark.parametrize(
    ("status", "told", "kind"),
    [
        (400, error("RATELIMITED"), WaitError),
        (200, {"message": "x", "extensions": {"type": "ratelimited"}}, WaitError),
        (429, error("SOMETHING"), WaitError),
        (401, error("AUTHENTICATION_ERROR"), SignInError),
        (200, {"message": "x", "extensions": {"type": "authentication error"}}, SignInError),
        (403, error("FORBIDDEN"), ForbiddenError),
        (200, error("FEATURE_NOT_ACCESSIBLE"), ForbiddenError),
        (200, error("INPUT_ERROR", "Entity not found: Issue"), GoneError),
        (400, error("INPUT_ERROR"), RefusedError),
        (200, error("USER_ERROR"), RefusedError),
        (200, error("USAGE_LIMIT_EXCEEDED"), RefusedError),
        (400, error("GRAPHQL_VALIDATION_FAILED"), TrackerError),
        (400, error("INPUT_ERROR", "Query too complex"), TrackerError),
        (200, error("INTERNAL_SERVER_ERROR"), UnavailableError),
        (200, error("LOCK_TIMEOUT"), UnavailableError),
        (200, {"message": "x"}, UnavailableError),
        (200, {"message": None, "extensions": "odd"}, UnavailableError),
    ],
)
def test_an_error_is_known_by_its_code(status: int, told: dict[str, Any], kind: type[TrackerError]) -> None:
    found = failure(Reply(status, {}, {"issue": {}}, [told]))
    assert type(found) is kind
    assert found.message


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, TrackerError),
        (307, TrackerError),
        (401, SignInError),
        (403, ForbiddenError),
        (404, TrackerError),
        (429, WaitError),
        (500, UnavailableError),
        (503, UnavailableError),
    ],
)
def test_without_a_word_of_graphql_the_status_of_http_counts(status: int, kind: type[TrackerError]) -> None:
    found = failure(Reply(status))
    assert type(found) is kind
    assert str(status) in found.message or kind is WaitError


def test_data_is_no_failure() -> None:
    assert failure(Reply(200, {}, {})) is None
    assert failure(Reply(0, {}, {"viewer": {}})) is None


def test_a_failure_is_told_in_the_words_for_people_and_cut() -> None:
    told = error("INPUT_ERROR", "Argument Validation Error", userPresentableMessage="Say  what\nis meant.")
    found = failure(Reply(200, {}, None, [told]))
    assert found
    assert found.message == "Linear refuses: Say what is meant."
    long = failure(Reply(200, {}, None, [error("INPUT_ERROR", "x" * 5000)]))
    assert long
    assert len(long.message) < 400


def budget(name: str, left: str, reset: str) -> dict[str, str]:
    return {f"x-ratelimit-{name}-remaining": left, f"x-ratelimit-{name}-reset": reset}


LATE = "1795852800000"  # 2026-11-28 08:00 UTC, in milliseconds


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        (
            {**budget("requests", "0", LATE), **budget("complexity", "7", "1")},
            datetime(2026, 11, 28, 8, tzinfo=UTC),
        ),
        (
            {**budget("requests", "9", "1"), **budget("complexity", "0", LATE)},
            datetime(2026, 11, 28, 8, tzinfo=UTC),
        ),
        (budget("endpoint-requests", "0", LATE), datetime(2026, 11, 28, 8, tzinfo=UTC)),
        (budget("requests", "0", "soon"), None),
        (budget("requests", "0", "1e300"), None),
        (budget("requests", "0", "nan"), None),
        (budget("requests", "0", "-1"), None),
        ({}, None),
    ],
)
def test_a_wait_ends_when_the_empty_budget_is_full_again(
    headers: dict[str, str], until: datetime | None
) -> None:
    found = failure(Reply(400, headers, None, [error("RATELIMITED")]))
    assert isinstance(found, WaitError)
    assert found.until == until
