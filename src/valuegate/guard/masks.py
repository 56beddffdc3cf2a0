"""What looks like a secret in a ticket is not repeated in a comment: it would be mailed to everybody.

A net for the shapes that are known, not a proof that nothing secret is left.
"""

from __future__ import annotations

import re

MASK = "•••"

_SECRET = re.compile(
    r"-----BEGIN [A-Z ]{3,40}-----.*"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"  # a signed token
    r"|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk-|lin_(?:api|oauth)_|ATATT|AKIA|ASIA|AIza)"
    r"[\w.-]{10,}"
    r"|(?<=://)[^\s/@:]{1,100}:[^\s/@]{1,100}(?=@)"  # name and password in an address
    r"|(?<![\w/])(?=[A-Za-z+/=_-]{0,60}\d)(?=[\d+/=_a-z-]{0,60}[A-Z])[\w+/-]{32,}={0,2}",
    re.DOTALL,
)
_NAMED = re.compile(
    r"(\b(?:pass(?:word|phrase|wd)?|mot de passe|secret|token|api[ _-]?key|clé (?:d.)?api"
    r"|bearer|authorization)\b\s*(?:[:=]\s*|\bis\s+|\best\s+|(?<=[Bb]earer)\s))(\S{6,})",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """A text in which whatever looks like a secret is a mask."""
    return _SECRET.sub(MASK, _NAMED.sub(lambda found: found[1] + MASK, text))
