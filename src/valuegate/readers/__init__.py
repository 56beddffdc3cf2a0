"""The built-in readers, registered through the same hook as anybody's. Each is imported when it reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module

from ..hookspecs import hookimpl
from ..reader import Reader
from ..ticket import Source, Ticket

_OBJECT = re.compile(r'\s*\{\s*"')
_FORM_BODY = re.compile(r"^body[ \t]*:", re.MULTILINE)
_WIKI_SIGNS = re.compile(
    r"""
    ^[ \t]*h[1-6]\.[ \t\u00a0]
  | \{(?:panel|noformat|code)(?::[^{}\n]{0,200})?\}
  | \[[^\[\]|\n]{1,300}\|[ ]?(?:https?://|mailto:)
  | ^\*[^\s*][^*\n]{0,60}(?::[ \u00a0\u202f]?\*|\*[ \u00a0\u202f]?:)(?=\s|$)
    """,
    re.VERBOSE | re.MULTILINE,
)
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")


def claims_markdown(name: str, _: str) -> int:
    """Sure of its own file names; whatever else is there, it can read somehow."""
    return 60 if name.lower().endswith(_MARKDOWN_NAMES) else 10


def claims_issue_form(name: str, text: str) -> int:
    """Sure of YAML files with a ``body``; the ``config.yml`` beside the forms has none."""
    name = name.lower()
    chooser = name.rpartition("/")[2] in ("config.yml", "config.yaml")
    return 90 if name.endswith((".yml", ".yaml")) and not chooser and _FORM_BODY.search(text) else 0


def claims_jira_wiki(name: str, text: str) -> int:
    """Sure of ``.wiki`` and ``.jira``; else of headings, macros, links or bold labels of the markup."""
    name = name.lower()
    if name.endswith((".wiki", ".jira")):
        return 70
    other = name.endswith((".md", ".markdown", ".json", ".yml", ".yaml"))
    return 55 if not other and _WIKI_SIGNS.search(text) else 0


def claims_adf(name: str, text: str) -> int:
    """Sure of ``.json`` (broken JSON needs a clear error), and of what looks like a document or issue."""
    if name.lower().endswith((".json", ".adf")):
        return 80
    looks = _OBJECT.match(text) and (('"type"' in text and '"doc"' in text) or '"fields"' in text)
    return 80 if looks else 0


class BuiltIn:
    """A reader of valuegate: what it claims is known at once, the reader itself when it reads."""

    def __init__(self, name: str, made_by: str, claims: Callable[[str, str], int]) -> None:
        self.name = name
        self._claims = claims
        self._made_by = made_by
        self._reader: Reader | None = None

    def claims(self, name: str, text: str) -> int:
        """How sure it is that this is its format."""
        return self._claims(name, text)

    def read(self, source: Source) -> Ticket:
        """The ticket; TicketError if it cannot be read."""
        if self._reader is None:
            module = import_module(f"{__name__}.{self.name.replace('-', '_')}")
            reader: Reader = getattr(module, self._made_by)()
            self._reader = reader
        return self._reader.read(source)


@hookimpl
def register_readers() -> Sequence[Reader]:
    """One reader for each format; the one that claims a text most surely reads it."""
    return (
        BuiltIn("markdown", "MarkdownReader", claims_markdown),
        BuiltIn("issue-form", "IssueFormReader", claims_issue_form),
        BuiltIn("jira-wiki", "JiraWikiReader", claims_jira_wiki),
        BuiltIn("adf", "AdfReader", claims_adf),
    )
