"""What an audit has judged so far, in a file: one that was interrupted goes on where it was.

The first line says what is audited; each other one has a ticket, when it had last changed, and the verdicts
on it. The file holds words of tickets, so only its owner can read it; it goes when the audit has ended.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import IO, Any, Self

from ..errors import UsageError, ValuegateError
from ..finding import Finding, Ground, Judgement, Verdict, Waiver
from ..tracker import Snapshot
from .journal import written


class Audited:
    """The file of an audit. ``about`` says what decides its verdicts, ``day`` the day of the judgement."""

    def __init__(self, path: str, about: Mapping[str, str], day: date, *, resume: bool = False) -> None:
        self.day = day
        self._path = path
        self._about = dict(about)
        self._goes_on = resume and os.path.exists(path)
        self._places: dict[str, tuple[str, int]] = {}

    def __enter__(self) -> Self:
        how = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | (0 if self._goes_on else os.O_TRUNC)
        try:
            os.makedirs(os.path.dirname(os.path.abspath(self._path)), exist_ok=True)
            self._file = open(os.open(self._path, how, 0o600), "r+b")  # __exit__ closes it
        except OSError as error:
            fix = "It lies beside guard.journal of the policy."
            raise ValuegateError(f"the file of the audit cannot be used: {error}", fix=fix) from None
        try:
            self._begin(self._file)
        except BaseException:  # nobody else closes it, whatever came
            self._file.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _begin(self, file: IO[bytes]) -> None:
        if self._goes_on:
            self._read(file)
        else:
            file.write(_line({**self._about, "day": self.day.isoformat()}))

    def _read(self, file: IO[bytes]) -> None:
        """Note where each ticket stands; a last line that was cut off is written over."""
        try:
            head = json.loads(file.readline())
            self.day = date.fromisoformat(head.pop("day"))
        except (ValueError, KeyError, AttributeError):
            head = None
        if head != self._about:
            message = "the audit that was begun is another one, or the policy has changed since"
            raise UsageError(message, fix="Begin anew: leave out --resume.", source=self._path)
        place = file.tell()
        for line in iter(file.readline, b""):
            if not line.endswith(b"\n"):
                break
            key, updated, _ = json.loads(line)
            self._places[key] = (updated, place)
            place = file.tell()
        file.seek(place)
        file.truncate()

    def find(self, now: Snapshot) -> list[Verdict] | None:
        """The verdicts on a ticket that has not changed since it was judged; None if it must be."""
        updated, place = self._places.get(now.ticket.key, ("", 0))
        if updated != written(now.updated):
            return None
        end = self._file.seek(0, os.SEEK_END)
        self._file.seek(place)
        verdicts = json.loads(self._file.readline())[2]
        self._file.seek(end)
        return [_verdict(*values) for values in verdicts]

    def add(self, now: Snapshot, verdicts: Sequence[Verdict]) -> None:
        """Keep the verdicts on a ticket."""
        self._file.write(_line([now.ticket.key, written(now.updated), verdicts]))
        self._file.flush()

    def end(self) -> None:
        """The audit has ended: nothing is to be gone on with."""
        with suppress(OSError):  # what it still says is a day old tomorrow
            os.unlink(self._path)


def _line(values: Any) -> bytes:
    return json.dumps(values, default=str).encode() + b"\n"


def _verdict(*values: Any) -> Verdict:
    """A verdict from its values: records are lists in JSON."""
    *first, judgements, findings = values
    found = Verdict(*first)
    return found._replace(
        day=date.fromisoformat(values[Verdict._fields.index("day")]),
        judgements={name: _judgement(*judgement) for name, judgement in judgements.items()},
        findings=tuple(_finding(*finding) for finding in findings),
    )


def _judgement(*values: Any) -> Judgement:
    found = Judgement(*values)
    return found._replace(
        grounds=tuple(Ground(*ground) for ground in found.grounds),
        findings=tuple(_finding(*finding) for finding in found.findings),
    )


def _finding(*values: Any) -> Finding:
    found = Finding(*values)
    if found.waived_by is None:
        return found
    waiver = Waiver(*found.waived_by)
    return found._replace(waived_by=waiver._replace(until=date.fromisoformat(str(waiver.until))))
