"""First files: a policy, a ticket template and tickets, written from the texts in this folder.

A language is a file here too: its front matter names the template, its headings ask and hold no answer.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from valuegate.errors import UsageError

_FOLDER = os.path.dirname(os.path.abspath(__file__))
_MAX_SLUG = 60


def languages() -> tuple[str, ...]:
    """The languages in which a ticket can begin."""
    return tuple(sorted(name[:-3] for name in os.listdir(_FOLDER) if name.endswith(".md")))


def template(lang: str) -> str:
    """The ticket template for GitHub or GitLab, with its front matter."""
    return _read(f"{lang}.md")


def ticket(lang: str, title: str, day: date) -> str:
    """A ticket with this title. It has no status: the first gate judges it, and refuses it as it is."""
    front = f"title: {json.dumps(title, ensure_ascii=False)}\ncreated: {day.isoformat()}"
    return f"---\n{front}\n---\n{_body(lang)}"


def untitled(lang: str) -> str:
    """What a ticket is called as long as nobody has named it."""
    found = re.search(r"^name: (.+)$", template(lang), re.MULTILINE)
    return found.group(1) if found else "Ticket"


def policy(lang: str, schema: str) -> str:
    """A first policy: the recommended one, with what a team changes first."""
    others = [code for code in languages() if code != lang]
    return _read("valuegate.yaml").format(schema=schema, languages=", ".join([lang, *others]))


def template_path(root: str, lang: str) -> str:
    """Where the template of a repository belongs: where its tracker looks for it."""
    gitlab = any(os.path.exists(os.path.join(root, name)) for name in (".gitlab", ".gitlab-ci.yml"))
    folder = ".gitlab/issue_templates" if gitlab else ".github/ISSUE_TEMPLATE"
    return f"{folder}/{slug(untitled(lang))}.md"


def folder_of(globs: Sequence[str]) -> str:
    """The folder in which the first of some globs looks for tickets."""
    glob = globs[0] if globs else "tickets/*"
    return re.split(r"[*?\[]", glob, maxsplit=1)[0].rpartition("/")[0]


def slug(title: str) -> str:
    """A title as a file name: lower case, no accents, hyphens, at most 60 characters."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", "-", bare.lower()).strip("-")
    if len(words) > _MAX_SLUG:
        words = words[: _MAX_SLUG + 1].rpartition("-")[0] or words[:_MAX_SLUG]
    return words or "ticket"


def write_new(path: str, text: str) -> bool:
    """Write a file that is not there yet; False, and nothing changed, if it is."""
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        if os.path.lexists(path):
            return False
        raise UsageError(f"'{path}' cannot be written: {error.strerror}", fix="Check its folder.") from error
    return True


def _body(lang: str) -> str:
    return template(lang).split("---\n", 2)[2]


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()
