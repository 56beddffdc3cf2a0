"""The reporters that valuegate brings: what ``--format`` can name."""

from __future__ import annotations

from collections.abc import Sequence

from valuegate.hookspecs import hookimpl

from ..typed import TYPE_CHECKING

if TYPE_CHECKING:
    from valuegate.report import Head, Reporter, Style, Writer

NAMES = ("text", "summary", "html", "markdown", "json", "jsonl", "sarif", "junit", "github", "gitlab")
"""In the order of the help. Each is a module here with one class whose name ends with Reporter."""


class BuiltIn:
    """A reporter that is imported when it is chosen: most runs need one of them."""

    def __init__(self, name: str) -> None:
        self.name = name

    def start(self, head: Head, style: Style) -> Writer:
        """Begin a report in this format."""
        return self.load().start(head, style)

    def load(self) -> Reporter:
        """The reporter itself."""
        from importlib import import_module

        module = import_module(f"{__name__}.{self.name}")
        (made,) = (each for name, each in vars(module).items() if name.endswith("Reporter"))
        reporter: Reporter = made()
        return reporter


@hookimpl
def register_reporters() -> Sequence[Reporter]:
    """Text and a page for people, the rest for programs."""
    return [BuiltIn(name) for name in NAMES]
