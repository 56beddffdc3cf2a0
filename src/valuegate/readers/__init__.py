"""The built-in readers, registered through the same hook as anybody's."""

from __future__ import annotations

from collections.abc import Sequence

from ..hookspecs import hookimpl
from ..reader import Reader


@hookimpl
def register_readers() -> Sequence[Reader]:
    """One reader for each format; the one that claims a text most surely reads it."""
    from .adf import AdfReader
    from .issue_form import IssueFormReader
    from .jira_wiki import JiraWikiReader
    from .markdown import MarkdownReader

    return (MarkdownReader(), IssueFormReader(), JiraWikiReader(), AdfReader())
