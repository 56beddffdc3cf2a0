"""Puts the shims where git looks for hooks, and takes them out: what was there before comes back."""

from __future__ import annotations

import os
from collections.abc import Sequence

from valuegate.errors import UsageError
from valuegate.records import NamedTuple

from . import notes, shim
from .git import Repository
from .shim import Shim

STAGES = ("pre-commit", "prepare-commit-msg", "commit-msg")
"""Of git's hooks those that valuegate has a part in, in the order in which git calls them."""

BEFORE = ".before-valuegate"
"""What an earlier hook is called while ours stands in its place."""

_MADE = "valuegate-hooks-folder"
"""A note in the git folder that the folder of hooks was not there before."""


class Place(NamedTuple):
    """What stands in the place of one hook: our shim or none, something else or nothing, an earlier hook."""

    stage: str
    path: str
    shim: Shim | None
    foreign: bool
    before: bool


def look(repository: Repository, stages: Sequence[str] = STAGES) -> list[Place]:
    """What there is in the places of some hooks."""
    folder = repository.hooks_folder()
    return [_look(stage, os.path.join(folder, stage)) for stage in stages]


def _look(stage: str, path: str) -> Place:
    mine = shim.read(path) if not os.path.islink(path) else None
    return Place(stage, path, mine, mine is None and os.path.lexists(path), os.path.lexists(path + BEFORE))


def install(repository: Repository, stages: Sequence[str], config: str = "") -> list[Place]:
    """Install the shims of some stages; what was in their places. An earlier hook is kept, and called."""
    places = look(repository, stages)
    folder = repository.hooks_folder()
    _refuse_husky(folder)
    for place in places:
        if place.foreign and place.before:
            raise _two_hooks(place)
    try:
        if not os.path.isdir(folder):
            os.makedirs(folder)
            notes.write(os.path.join(repository.common_dir, _MADE), os.fsencode(folder))
        for place in places:
            _put_in(place, config)
    except OSError as error:
        raise _unwritable(folder, error) from None
    return places


def _put_in(place: Place, config: str) -> None:
    text = shim.render(place.stage, config).encode("utf-8", "surrogateescape")
    if place.foreign:
        os.rename(place.path, place.path + BEFORE)
    notes.write(place.path, text, 0o777)


def uninstall(repository: Repository, stages: Sequence[str]) -> list[Place]:
    """Take the shims of some stages out, and put back what was there before; what was in their places."""
    places = look(repository, stages)
    for place in places:
        if place.shim and place.shim.edited:
            fix = "Take your lines out of it, or remove it yourself" + (
                f", and rename {place.path}{BEFORE} to {place.path}." if place.before else "."
            )
            raise UsageError(f"{place.path} was changed by hand since it was installed", fix=fix)
    try:
        for place in places:
            if place.shim:
                _take_out(place)
        if not any(place.shim for place in look(repository)):
            notes.remove(repository)
            _remove_folder(repository)
    except OSError as error:
        raise _unwritable(repository.hooks_folder(), error) from None
    return places


def _take_out(place: Place) -> None:
    if place.before:
        os.replace(place.path + BEFORE, place.path)
    else:
        os.unlink(place.path)


def _remove_folder(repository: Repository) -> None:
    """The folder of hooks goes if it was not there before, and nobody has put anything into it since."""
    note = os.path.join(repository.common_dir, _MADE)
    if not os.path.exists(note):
        return
    with open(note, "rb") as file:
        folder = os.fsdecode(file.read())
    os.unlink(note)
    if os.path.isdir(folder) and not os.listdir(folder):
        os.rmdir(folder)


def _unwritable(folder: str, error: OSError) -> UsageError:
    fix = "Check its permissions, and what core.hooksPath says."
    return UsageError(f"the hooks in {folder} cannot be written: {error.strerror}", fix=fix)


def _two_hooks(place: Place) -> UsageError:
    """Another tool has put its hook over ours, which had put itself over an earlier one."""
    kept = place.path + BEFORE
    return UsageError(
        f"{place.path} is not valuegate's, and {kept} is there too",
        fix="Remove the one that you do not need: valuegate can keep one earlier hook.",
    )


def _refuse_husky(folder: str) -> None:
    """Husky's folder is written anew whenever packages are installed, and its scripts look at their names."""
    if os.path.basename(folder) == "_" and os.path.basename(os.path.dirname(folder)) == ".husky":
        raise UsageError(
            "husky keeps the hooks of this repository, and writes them anew",
            fix="Add the line `valuegate hook run pre-commit` to .husky/pre-commit.",
        )
