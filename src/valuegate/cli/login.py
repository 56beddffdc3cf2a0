"""``valuegate login``: sign in to a tracker. The keyring of the system keeps the secret, and no file does."""

from __future__ import annotations

import sys

import click

from valuegate import credentials
from valuegate.errors import UsageError
from valuegate.opening import setting_of
from valuegate.tracker import Person, SignIn

from .command import command as new_command
from .options import config_option
from .output import NAME, lines
from .session import clock, policy_for, registry_for
from .signing import kind_to_sign_in, place


@new_command(
    "login",
    examples=(
        ("valuegate login jira", "to the address in the policy; asks without showing"),
        ("valuegate login linear --token-stdin < token", "in a script"),
    ),
)
@click.argument("tracker")
@click.option("--url", metavar="URL", help="The address of the tracker; else the one in the policy.")
@click.option(
    "--email", metavar="ADDRESS", help="The address of the account (Jira Cloud), instead of asking."
)
@click.option("--token-stdin", is_flag=True, help="Read the token from standard input.")
@config_option
def command(tracker: str, url: str | None, email: str | None, token_stdin: bool, config: str | None) -> None:
    """Sign in to a tracker, and keep the secret in the keyring of the system, for this address alone.

    It is tried first: what does not work is not kept. Where no keyring is, the error says which variables of
    the environment to set instead.
    """
    registry = registry_for(config)
    policy = policy_for(config, registry)
    kind, signing = kind_to_sign_in(tracker, registry)
    where = place(kind, signing, policy, url)
    given = _given(signing, email, token_stdin)
    if not given:
        raise UsageError("no secret was given, so nothing was kept")
    me = kind.open(setting_of(kind, policy, registry, clock, url=where, given=given)).me()
    credentials.keep(kind.name, signing, where, given)
    lines([f"signed in to {credentials.origin(where)} as {_shown(me)}", *_hints(kind.name, signing)])


def _given(kind: SignIn, email: str | None, token_stdin: bool) -> dict[str, str]:
    """The secrets, from options, standard input or a person; none that is left empty."""
    if email is not None and "email" not in [secret.name for secret in credentials.asked(kind)]:
        raise UsageError("this tracker asks for no e-mail", fix="Leave out --email.")
    found: dict[str, str] = {}
    for secret in credentials.asked(kind):
        if secret.hidden and token_stdin:
            value = sys.stdin.readline()
        elif not secret.hidden and (email is not None or token_stdin):
            value = email or ""
        else:
            value = _ask(secret.question, secret.hidden)
        if value.strip():
            found[secret.name] = value.strip()
    return found


def _ask(question: str, hidden: bool) -> str:
    if not _can_be_asked():
        raise UsageError("nobody can be asked here", fix="Give the token on standard input: --token-stdin.")
    answer: str = click.prompt(question, default="", hide_input=hidden, show_default=False, err=True)
    return answer


def _can_be_asked() -> bool:
    return sys.stdin.isatty()


def _shown(person: Person) -> str:
    return f"{person.shown} ({person.id})" if person.shown else person.id


def _hints(name: str, kind: SignIn) -> list[str]:
    """What counts more than what was kept now."""
    set_ = credentials.in_environment(name, kind)
    return [f"{', '.join(set_)} in the environment wins over it"] if set_ else [f"Next: {NAME} whoami {name}"]
