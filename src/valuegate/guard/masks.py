"""What looks like a secret in a ticket is not repeated in a comment: it would be mailed to everybody.

What leaves the team as an example also loses people, addresses and numbers of accounts. A net for the shapes
that are known, not a proof that nothing secret or personal is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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


_SHORT = 2
"""A name of so few letters is also a word."""

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_LINK = re.compile(r"(https?://[^\s/?#)\]>]{1,253}(?:/[^\s/?#)\]>]{1,40}(?![^\s/?#)\]>]))?+)[/?#][^\s)\]>]*")
_NUMBER = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,3})?\b"  # an IBAN
    r"|(?<![\w.,-])(?:\d{4}[ -]){3}\d{1,7}\b"  # a card
    r"|(?<![\w.,/-])\d{8,}(?![\w/-])"  # an account
    r"|(?<!\w)\+\d[\d .()/-]{7,20}\d"  # a telephone
    r"|(?<![\w.,/-])0\d(?:[ .-]?\d\d){4}(?![\w/-])"
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w)"  # a machine
)
_STREET = re.compile(
    r"\b\d{1,5}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|bd|place|chemin|allée|quai|impasse)\b"
    r"[^,.;\n]{2,60}"
    r"|\b\d{1,5} (?:[A-Z][\w'’-]{1,30} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square)\b"
)
_MENTION = re.compile(r"\[~[^\]\s]{1,200}\]|(?<![\w.@/])@\w[\w.-]{0,60}")
_TITLED = re.compile(
    r"(\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|M|Mme|Mlle|Pr)\b\.? )[A-ZÀ-Ý][\w'’-]{0,40}(?: [A-ZÀ-Ý][\w'’-]{0,40})?"
)


def redacted(text: str, people: Iterable[str] = ()) -> str:
    """A text without secrets, people, addresses and numbers of accounts; ``people`` are names that are known.

    Of a link its site and the first word of its path stay: they tell a survey from a mock-up.
    """
    text = _LINK.sub(rf"\1/{MASK}", masked(text))
    for shape in (_ADDRESS, _NUMBER, _STREET, _MENTION):
        text = shape.sub(MASK, text)
    known = sorted({name for name in people if len(name) > _SHORT}, key=len, reverse=True)
    if known:
        text = re.sub(rf"\b(?:{'|'.join(map(re.escape, known))})\b", MASK, text, flags=re.IGNORECASE)
    return _TITLED.sub(rf"\1{MASK}", text)
