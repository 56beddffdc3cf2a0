"""A page that stands alone: its style and script are inside, and its policy lets nothing else run or load."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ..markup import LINE, Markup, joined, markup

_FOLDER = os.path.dirname(os.path.abspath(__file__))
_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
<script>{script}</script>
</body>
</html>
"""


def document(title: str, body: Iterable[Markup]) -> str:
    """A whole page."""
    style, script = _read("report.css"), _read("report.js")
    return _PAGE.format(
        policy=_policy(style, script),
        title=markup(title),
        style=style,
        body=joined(body, LINE),
        script=script,
    )


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _policy(style: str, script: str) -> str:
    """What the page may do: this style, this script, and nothing that came with a ticket."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def _digest(text: str) -> str:
    from base64 import b64encode  # only this page is hashed
    from hashlib import sha256

    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
