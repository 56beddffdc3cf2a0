"""What a plugin may register. Hooks only register: the engine runs what they give, under its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from .check import Check
    from .reader import Reader
    from .report import Reporter

PROJECT = "valuegate"
"""The entry-point group of plugins, and the name of the markers."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as an implementation of one of the hooks below."""


@hookspec
def register_checks() -> Sequence[Check]:  # type: ignore[empty-body]  # a specification has no body
    """Checks, each with an id that no other plugin uses."""


@hookspec
def register_readers() -> Sequence[Reader]:  # type: ignore[empty-body]  # a specification has no body
    """Readers of further ticket formats."""


@hookspec
def register_reporters() -> Sequence[Reporter]:  # type: ignore[empty-body]  # a specification has no body
    """Reporters: further values of ``--format``."""


@hookspec
def register_presets() -> Mapping[str, str]:  # type: ignore[empty-body]  # a specification has no body
    """Presets by name, as YAML text; a policy names one ``extends: [DISTRIBUTION:NAME]``."""
