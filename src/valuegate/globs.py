"""Globs over paths with forward slashes: ``**`` crosses folders, ``*`` and ``?`` do not."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)
_SIMPLE = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@lru_cache(maxsize=256)
def compiled(glob: str) -> re.Pattern[str]:
    """A glob as a regular expression for whole paths."""
    return re.compile("".join(_piece(piece) for piece in _PIECE.findall(glob.removeprefix("./"))))


def _piece(glob: str) -> str:
    if glob.startswith("[") and len(glob) > 2:
        inside = glob[1:-1].replace("\\", r"\\").replace("[", r"\[")
        found = f"[^/{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
        return found if _is_pattern(found) else re.escape(glob)
    return _SIMPLE.get(glob) or re.escape(glob)


def _is_pattern(text: str) -> bool:
    """Not a range that runs backwards (``[z-a]``): a shell takes such brackets as they stand."""
    try:
        re.compile(text)
    except re.error:
        return False
    return True
