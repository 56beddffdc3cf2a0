"""The short way: the command lines that are called all day, understood without click, which takes 25 ms.

Only ``--version``, ``check`` with the plainest of its options, and what the shim of the git hook calls.
Whatever else is there, right or wrong, is for click, which has all the options, the help and the errors. A
property test holds both to the same reading.
"""

from __future__ import annotations

import sys

from valuegate import __version__

from .settings import NAME, Settings, write

TYPE_CHECKING = False  # typing takes 9 ms to say so
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import Any

VALUES = {
    "--gate": "gate",
    "--reader": "reader",
    "--config": "config",
    "--today": "today",
    "--format": "formats",
}
FLAGS = {"--why": "why", "--quiet": "quiet", "-q": "quiet", "--template": "template"}
"""Options of ``check``, and what each says in a request."""

SHIM = ("hook", "run", "--shim")
"""How the words begin that hooks/valuegate-hook calls."""

IGNORED = ("--no-cache",)
"""What was heeded before anything was loaded."""


def understand(args: Sequence[str]) -> Callable[[Settings], int] | None:
    """What these words ask for, ready to be done; None if that is for click to say."""
    if list(args) == ["--version"]:
        return _say_version
    if tuple(args[:3]) == SHIM:
        return _read_hook(args[3:])
    said = read_check(args[1:]) if args and args[0] == "check" else None
    return None if said is None else lambda settings: _check(said, settings)


def _read_hook(words: Sequence[str]) -> Callable[[Settings], int] | None:
    """``[--config=FILE] STAGE -- FILE…``, as the shim writes it."""
    config, *rest = words if words and words[0].startswith("--config=") else ("", *words)
    stage, dashes, *paths = (*rest, "", "")[: max(len(rest), 2)]
    if dashes != "--" or stage.startswith("-"):
        return None

    def work(_: Settings) -> int:
        from .hook_run import Asked, run
        from .interrupt import Interrupts

        where, today = config.removeprefix("--config=") or None, read_day(None)
        assert today  # noqa: S101 - it is one
        with Interrupts() as interrupts:
            code = run(Asked(stage, tuple(paths), None, today, where, True))
            interrupts.look()
            return code

    return work


def _say_version(_: Settings) -> int:
    write(f"{version()}\n")
    return 0


def version() -> str:
    """Which valuegate this is, and which Python runs it."""
    return f"{NAME} {__version__} (Python {sys.version.split()[0]})"


def _check(said: dict[str, Any], settings: Settings) -> int:
    from .judge import Request, check

    if said.pop("no_color"):
        settings.color = "never"
    return check(Request(**said))


def read_check(words: Sequence[str]) -> dict[str, Any] | None:
    """What the words behind ``check`` say, by the names of a request; None if any of them is not plain."""
    said: dict[str, Any] = {"paths": [], "formats": [], "today": None, "no_color": False}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if not word or (
            word.startswith("-") and word != "-" and not _option(said, name, equals, value, rest)
        ):
            return None
        if word == "-" or not word.startswith("-"):
            said["paths"].append(word)
    today = read_day(said["today"])
    if today is None:
        return None
    formats = tuple(said["formats"]) or ("text",)
    return {**said, "paths": tuple(said["paths"]), "formats": formats, "today": today}


def _option(said: dict[str, Any], name: str, equals: str, value: str, rest: Any) -> bool:
    """Note what one option says; False if it is none of ours, or says it in an unusual way."""
    if not equals and name in IGNORED:
        return True
    if not equals and name == "--no-color":
        said["no_color"] = True
        return True
    if not equals and name in FLAGS:
        said[FLAGS[name]] = True
        return True
    if name not in VALUES:
        return False
    value = value if equals else next(rest, "")
    if not value or (not equals and value.startswith("-")):
        return False
    if name == "--format":
        said["formats"].append(value)
    else:
        said[VALUES[name]] = value
    return True


def read_day(value: str | None) -> date | None:
    """The day that an option names, else today: here alone the clock is read. None for what is no day."""
    from datetime import date

    if value is None:
        return date.today()
    try:
        return date.fromisoformat(value) if len(value) == len("YYYY-MM-DD") else None
    except ValueError:
        return None
