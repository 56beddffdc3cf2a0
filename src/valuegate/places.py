"""How a finding is found again by whoever reads a report: the address of its file, and its fingerprint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .errors import ValuegateError
from .finding import Finding, Verdict

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def address(source: str) -> str:
    """A source as a relative reference of a URI, percent-encoded."""
    return "".join(char if char in _UNRESERVED else _encoded(char) for char in source)


def _encoded(char: str) -> str:
    """The bytes of a character; of a name that is no UTF-8 the bytes that the disk has."""
    errors = "surrogateescape" if "\udc80" <= char <= "\udcff" else "surrogatepass"
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", errors))


def told(message: str, fix: str, check: str = "") -> str:
    """What is wrong and how to mend it as one text, for formats with one place for both."""
    lead = f"{check}: " if check and message[:1].islower() else ""
    end = "" if message.endswith((".", "!", "?", "…", "”", ":")) or not fix else "."
    return f"{lead}{message}{end} {fix}".strip()


def place(error: ValuegateError) -> str:
    """``file:line:column`` of an error, as far as it is known."""
    return ":".join(str(part) for part in (error.source, error.line, error.column) if part)


def fingerprints(verdict: Verdict) -> Iterator[tuple[Finding, str]]:
    """Each finding with what stays the same when lines move: which ticket, reason, words, and how often."""
    from hashlib import sha256  # only reports for trackers need it

    streamed = verdict.source.startswith("-#")  # the number of a line of standard input names nobody
    who = verdict.key if streamed and verdict.key else verdict.source
    seen: Counter[tuple[str, str]] = Counter()
    for finding in verdict.findings:
        what = (finding.reason, finding.excerpt)
        parts = (who, verdict.gate, *what, str(seen[what]))
        seen[what] += 1
        yield finding, sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
