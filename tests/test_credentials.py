"""Secrets of trackers: where they come from, and where they never go."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest

from keyrings import Deaf, Locked, Memory
from valuegate import credentials
from valuegate.credentials import origin, secrets_for
from valuegate.errors import SignInError, UsageError
from valuegate.tracker import Secret

SITE = "https://acme.example"


class Kind:
    """A kind of tracker with an address of each team's own."""

    name = "acme"
    home = ""
    secrets = (
        Secret("email", "E-mail", hidden=False),
        Secret("api-key", "Key"),
        Secret("bearer", "", asked=False),
    )


class HostedKind(Kind):
    """One that everybody has at the same place."""

    home = "https://api.acme.example"


@pytest.fixture(autouse=True)
def memory() -> Iterator[Memory]:
    before, fresh = keyring.get_keyring(), Memory()
    keyring.set_keyring(fresh)
    yield fresh
    keyring.set_keyring(before)


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://Acme.Example/jira/", "https://acme.example"),
        ("https://acme.example:443", "https://acme.example"),
        ("https://acme.example:8443/x", "https://acme.example:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://acme.example.", "https://acme.example"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, there: str) -> None:
    assert origin(url) == there


@pytest.mark.parametrize(
    "url",
    [
        "http://acme.example",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "https://acme.example@evil.example",
        "https://user:pass@acme.example",
        "https://acme.example\\@evil.example",
        "https://acme.example?x=1",
        "https://acmé.example",
        "ftp://acme.example",
        "acme.example",
        "https://",
        "",
        "https://acme.example\n",
    ],
)
def test_secrets_never_go_to_what_is_not_plainly_an_encrypted_address(url: str) -> None:
    with pytest.raises(SignInError) as error:
        origin(url)
    assert error.value.fix


def test_the_environment_wins_over_the_keyring_and_the_two_are_never_mixed(memory: Memory) -> None:
    credentials.keep("acme", Kind(), SITE, {"email": "old@acme.example", "api-key": "old"})
    environ = {"VALUEGATE_ACME_API_KEY": "new", "VALUEGATE_ACME_URL": f"{SITE}/anything"}
    secret = secrets_for("acme", Kind(), {"url": SITE}, environ)
    assert (secret("api-key"), secret("email"), secret("bearer")) == ("new", None, None)


def test_a_secret_of_the_environment_needs_the_address_that_it_is_for() -> None:
    with pytest.raises(SignInError, match="VALUEGATE_ACME_URL does not say") as error:
        secrets_for("acme", Kind(), {"url": SITE}, {"VALUEGATE_ACME_API_KEY": "s3cret"})
    assert "s3cret" not in f"{error.value!r}{error.value.fix}"


@pytest.mark.parametrize("kind", [Kind(), HostedKind()])
def test_a_policy_that_names_another_origin_is_refused_before_anything_is_sent(kind: Kind) -> None:
    environ = {"VALUEGATE_ACME_BEARER": "s3cret", "VALUEGATE_ACME_URL": "https://acme.example"}
    with pytest.raises(SignInError, match=r"names https://evil\.example:8443") as error:
        secrets_for("acme", kind, {"url": "https://evil.example:8443"}, environ)
    assert "Nothing was sent" in error.value.fix
    assert "s3cret" not in f"{error.value!r}{error.value.fix}"


def test_where_everybody_has_the_same_address_no_other_is_needed() -> None:
    secret = secrets_for("acme", HostedKind(), {}, {"VALUEGATE_ACME_API_KEY": "key"})
    assert secret("api-key") == "key"
    with pytest.raises(SignInError, match=r"names https://evil\.example"):
        secrets_for("acme", HostedKind(), {"url": "https://evil.example"}, {"VALUEGATE_ACME_API_KEY": "key"})


def test_the_keyring_gives_the_secrets_of_the_origin_and_of_no_other(memory: Memory) -> None:
    credentials.keep("acme", Kind(), f"{SITE}/jira", {"email": "a@acme.example", "api-key": "key"})
    assert secrets_for("acme", Kind(), {"url": f"{SITE}/"}, {})("api-key") == "key"
    assert secrets_for("acme", Kind(), {"url": "https://other.example"}, {})("api-key") is None
    assert secrets_for("acme", Kind(), {"url": f"{SITE}:8443"}, {})("api-key") is None
    assert secrets_for("other", Kind(), {"url": SITE}, {})("api-key") is None


def test_what_was_kept_is_forgotten_for_good(memory: Memory) -> None:
    credentials.keep("acme", Kind(), SITE, {"email": "a@acme.example", "api-key": "key"})
    assert credentials.forget("acme", Kind(), SITE)
    assert memory.kept == {}
    assert not credentials.forget("acme", Kind(), SITE)


@pytest.mark.parametrize("broken", [Deaf, Locked])
def test_where_no_keyring_works_variables_are_named_and_no_secret_is(broken: type[Memory]) -> None:
    keyring.set_keyring(broken())
    with pytest.raises(UsageError, match="no keyring works") as error:
        credentials.keep("acme", Kind(), SITE, {"api-key": "s3cret"})
    assert "VALUEGATE_ACME_API_KEY" in error.value.fix
    assert "VALUEGATE_ACME_URL" in error.value.fix
    assert "s3cret" not in f"{error.value!r}{error.value.fix}{error.value.__context__}{error.value.__cause__}"
    assert secrets_for("acme", Kind(), {"url": SITE}, {})("api-key") is None


def test_a_kind_without_secrets_is_given_none() -> None:
    assert secrets_for("folder", object(), {}, {"VALUEGATE_FOLDER_TOKEN": "x"})("token") is None


def test_who_is_not_signed_in_is_told_how() -> None:
    error = credentials.missing("acme", Kind(), {"url": SITE})
    assert str(error) == "nobody is signed in to https://acme.example"
    assert "valuegate login acme" in error.fix
    assert "VALUEGATE_ACME_EMAIL and VALUEGATE_ACME_API_KEY, with VALUEGATE_ACME_URL" in error.fix


def test_a_tracker_whose_address_nobody_names_is_told_where_to_name_it() -> None:
    with pytest.raises(SignInError, match="nothing says where acme is") as caught:
        secrets_for("acme", Kind(), {})
    assert caught.value.fix == "Name it in the policy: trackers: {acme: {url: …}}."
