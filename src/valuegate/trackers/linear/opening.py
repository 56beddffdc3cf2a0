"""Opens a workspace: identity, transport, client. The transport is imported and made by the first call."""

from __future__ import annotations

from random import SystemRandom
from time import sleep

from ...credentials import missing
from ...errors import UsageError
from ...tracker import Secret, Setting
from . import HOME, SECRETS
from .client import Client, Transport
from .identity import identity
from .tracker import LinearTracker


class _Signing:
    """What an error about missing secrets names."""

    secrets: tuple[Secret, ...] = SECRETS
    home = HOME


def opened(setting: Setting) -> LinearTracker:
    """A tracker of the options and secrets of a setting, which asks nothing yet."""
    return LinearTracker(Client(lambda: transport(setting), sleep, SystemRandom().random), setting)


def transport(setting: Setting) -> Transport:
    """What carries documents to the address of a setting, with its secrets."""
    ours = identity(setting.secret)
    if ours is None:
        raise missing("linear", _Signing(), setting.options)
    options = setting.options
    if options["transport"] == "linear-py":
        from .linear_py import LinearPyTransport, python_of

        python = python_of(options["python"], setting.root)
        return LinearPyTransport(options["url"], ours, options["timeout"], python)
    try:
        from .http import HttpTransport
    except ImportError:
        fix = "Install it: pip install 'valuegate[linear]'"
        raise UsageError("what speaks to Linear is not installed", fix=fix) from None
    return HttpTransport(options["url"], ours, options["timeout"])
