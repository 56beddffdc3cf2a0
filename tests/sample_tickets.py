"""A ticket that holds, one that is refused, and a policy that asks for what both have."""

from __future__ import annotations

_HEAD = "---\nkey: {key}\nstatus: {status}\nentered: 2026-11-23\n---\n# {title}\n\n"
_GOOD = """\
## Problem

Night nurses re-enter each note by hand at shift change, and lose one in ten.

## Evidence

{evidence}

## Metric

Lost notes a week: from 12 to 2.

## Review date

2027-03-15
"""


def good(key: str = "SHOP-1", status: str = "Ready", title: str = "Notes") -> str:
    """A ticket that holds."""
    evidence = "Shift log of ward 4, October 2026: 41 lost notes."
    return (_HEAD + _GOOD).format(key=key, status=status, title=title, evidence=evidence)


def bad(key: str = "SHOP-2", status: str = "Ready", title: str = "Search") -> str:
    """A ticket that is refused for its evidence alone."""
    return (_HEAD + _GOOD).format(key=key, status=status, title=title, evidence="The CEO wants it.")


POLICY = "version: 1\nextends: [valuegate:recommended]\n"
