"""Where secrets of trackers come from: the environment, or the keyring of the system. No file holds any.

A secret is for one origin (scheme, host and port). Whoever changes the policy of a repository must not be
able to send it elsewhere: one of the environment needs the address beside it, and one of the keyring lies
under its origin.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .errors import SignInError, UsageError
from .tracker import Secret, SignIn

_URL = re.compile(
    r"(https?)://([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?(?:/[^\s?#\\]*)?", re.IGNORECASE
)
_LOOPBACK = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]")
_PORTS = {"https": "443", "http": "80"}


def origin(url: str) -> str:
    """Scheme, host and port of an address. SignInError if secrets must not go there."""
    found = _URL.fullmatch(url)
    if not found:
        fix = "Write it as https://example.atlassian.net, without a name or a password in it."
        raise SignInError(f"“{url}” is no address of a tracker", fix=fix)
    scheme, host = found[1].lower(), found[2].lower().rstrip(".")
    if scheme == "http" and not _LOOPBACK.fullmatch(host):
        fix = f"Write https://{host}: secrets are sent over encrypted connections only."
        raise SignInError(f"“{url}” is not encrypted", fix=fix)
    port = found[3] or _PORTS[scheme]
    return f"{scheme}://{host}" if port == _PORTS[scheme] else f"{scheme}://{host}:{int(port)}"


def address(kind: SignIn, options: Mapping[str, Any]) -> str:
    """Where a tracker is: as the policy says, or where everybody's is."""
    return str(options.get("url") or kind.home)


def variable(kind: str, name: str) -> str:
    """The variable of the environment that holds a secret, or the address (``url``) that it is for."""
    return f"VALUEGATE_{kind}_{name}".upper().replace("-", "_")


def secrets_for(
    name: str, kind: object, options: Mapping[str, Any], environ: Mapping[str, str] | None = None
) -> Callable[[str], str | None]:
    """What gives the secrets of a kind of tracker, each by its name: ``Setting.secret``.

    SignInError, before anything is sent, if the options name another address than the secrets are for.
    """
    if not isinstance(kind, SignIn) or not kind.secrets:
        return lambda _: None
    environ = os.environ if environ is None else environ
    if not address(kind, options):
        fix = f"Name it in the policy: trackers: {{{name}: {{url: …}}}}."
        raise SignInError(f"nothing says where {name} is", fix=fix)
    there = origin(address(kind, options))
    said = {each.name: environ.get(variable(name, each.name)) for each in kind.secrets}
    if any(said.values()):
        _hold_to(there, name, kind, environ, next(key for key, value in said.items() if value))
        return lambda secret: said.get(secret) or None
    asked = {each.name for each in kind.secrets if each.asked}
    return cache(lambda secret: _from_keyring(name, there, secret) if secret in asked else None)


def _hold_to(there: str, name: str, kind: SignIn, environ: Mapping[str, str], secret: str) -> None:
    """A secret of the environment goes to the address that the environment names, or to the home of all."""
    url = variable(name, "url")
    meant = environ.get(url) or kind.home
    if not meant:
        message = f"{variable(name, secret)} is set, and {url} does not say which address it is for"
        raise SignInError(message, fix=f"Set {url} to the address of the tracker, for example {there}.")
    if origin(meant) != there:
        message = f"the policy names {there}, and the secret of the environment is for {origin(meant)}"
        fix = f"Nothing was sent. Mend the address in the policy, or set {url} if it is meant."
        raise SignInError(message, fix=fix)


def missing(name: str, kind: SignIn, options: Mapping[str, Any]) -> SignInError:
    """The error of an adapter that was given no secret."""
    needed = " and ".join(variable(name, each.name) for each in kind.secrets if each.asked)
    url = "" if kind.home else f", with {variable(name, 'url')}"
    return SignInError(
        f"nobody is signed in to {origin(address(kind, options))}",
        fix=f"Run: valuegate login {name}. Where no keyring is: set {needed}{url}.",
    )


def keep(name: str, kind: SignIn, url: str, given: Mapping[str, str]) -> None:
    """Put secrets into the keyring, in place of all that were there for this origin.

    UsageError, which says what to do instead, where that does not work.
    """
    keyring, there, why = _keyring(), origin(url), "it does not keep what it is given"
    try:
        for secret, value in given.items():
            keyring.set_password(_service(name, there), secret, value)
        for old in {each.name for each in kind.secrets} - given.keys():
            _drop(keyring, name, there, old)
    except Exception as error:  # back ends are foreign code, and their errors may hold the secret  # noqa: BLE001
        why = type(error).__name__
    if any(_from_keyring(name, there, secret) != value for secret, value in given.items()):
        raise _no_keyring(name, kind, why)


def forget(name: str, kind: SignIn, url: str) -> bool:
    """Take the secrets of an origin out of the keyring. Was there any?"""
    keyring, there = _keyring(), origin(url)
    found = [_drop(keyring, name, there, secret.name) for secret in kind.secrets]
    return any(found)


def _drop(keyring: Any, name: str, there: str, secret: str) -> bool:
    """Take one secret out of the keyring, if it is there."""
    if _from_keyring(name, there, secret) is None:
        return False
    keyring.delete_password(_service(name, there), secret)
    return True


def in_environment(name: str, kind: SignIn) -> list[str]:
    """The variables of the environment that hold a secret: they count more than the keyring."""
    names = [variable(name, secret.name) for secret in kind.secrets]
    return [each for each in names if os.environ.get(each)]


def asked(kind: SignIn) -> tuple[Secret, ...]:
    """What a person who signs in is asked for."""
    return tuple(secret for secret in kind.secrets if secret.asked)


def _service(name: str, there: str) -> str:
    return f"valuegate {name} {there}"


def _from_keyring(name: str, there: str, secret: str) -> str | None:
    """A secret of the keyring; None where there is none, or no keyring that works."""
    try:
        import keyring  # an extra, and 40 ms

        found: str | None = keyring.get_password(_service(name, there), secret)
    except Exception:  # no keyring at all, or a back end, which is foreign code  # noqa: BLE001
        return None
    return found


def _keyring() -> Any:
    try:
        import keyring
    except ImportError:
        fix = "Install it: pip install 'valuegate[keyring]', or use variables of the environment."
        raise UsageError("the package keyring is not installed", fix=fix) from None
    return keyring


def _no_keyring(name: str, kind: SignIn, why: str) -> UsageError:
    needed = ", ".join(variable(name, each.name) for each in kind.secrets if each.asked)
    fix = (
        f"Set {needed} and {variable(name, 'url')} in the environment instead; nothing is written to a file."
    )
    return UsageError(f"no keyring works on this machine ({why})", fix=fix)
