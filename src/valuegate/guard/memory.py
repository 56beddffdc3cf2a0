"""What a guard must know of its last runs: how far it read, since when it knows a policy, what is still due.

All of it can be lost: the guard then looks at more than it needs to, and acts no other way.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .journal import Journal, written

_FIRST_PAUSE = timedelta(minutes=5)
_LONGEST_PAUSE = timedelta(hours=24)


class Memory:
    """The memory of a guard of one tracker, in the file of its journal."""

    def __init__(self, journal: Journal, tracker: str) -> None:
        self._base = journal.base
        self._now = journal.clock
        self._tracker = tracker

    @property
    def cursor(self) -> datetime | None:
        """Up to where the changes of the tracker were read, by its clock; None at the beginning."""
        return self._time(f"cursor {self._tracker}")

    def advance(self, at: datetime) -> None:
        """What changed before this is done with. Only for the end of a run; the cursor never goes back."""
        if not self.cursor or at > self.cursor:
            self._set(f"cursor {self._tracker}", written(at))

    def start_over(self) -> None:
        """Forget how far was read and what was seen: the next run looks at everything."""
        self._base.execute("delete from fact where name = ?", [f"cursor {self._tracker}"])
        self._base.execute("delete from ticket where tracker = ?", [self._tracker])

    def policy_since(self, fingerprint: str) -> datetime | None:
        """Since when a policy judges here; None if it is the first one: nothing was judged by another."""
        name = f"policy {self._tracker} {fingerprint}"
        self._base.execute("insert or ignore into fact values (?, ?)", [name, written(self._now())])
        mine = self._time(name)
        assert mine  # noqa: S101  it has just been written
        others = "select count(*) from fact where name like ? and value < ?"
        (earlier,) = self._base.execute(others, [f"policy {self._tracker} %", written(mine)]).fetchone()
        return mine if earlier else None

    def seen(self, key: str) -> str:
        """What ``see`` noted last of a ticket; empty if it never did."""
        found = self._base.execute(
            "select seen from ticket where tracker = ? and key = ?", [self._tracker, key]
        ).fetchone()
        return found[0] if found else ""

    def see(self, key: str, state: str) -> None:
        """Note in which state a ticket was settled; whatever was due of it is done."""
        sql = (
            "insert into ticket (tracker, key, seen) values (?, ?, ?)"
            " on conflict do update set seen = excluded.seen, due = '', tries = 0"
        )
        self._base.execute(sql, [self._tracker, key, state])

    def put_off(self, key: str, state: str = "") -> datetime:
        """Look at a ticket again later: after a pause that doubles each time."""
        tries = self.tries(key)
        due: datetime = self._now() + min(_FIRST_PAUSE * 2 ** min(tries, 20), _LONGEST_PAUSE)
        sql = (
            "insert into ticket (tracker, key, seen, due, tries) values (?, ?, ?, ?, ?)"
            " on conflict do update set seen = excluded.seen, due = excluded.due, tries = excluded.tries"
        )
        self._base.execute(sql, [self._tracker, key, state, written(due), tries + 1])
        return due

    def tries(self, key: str) -> int:
        """How often a ticket was put off since it was settled last."""
        found = self._base.execute(
            "select tries from ticket where tracker = ? and key = ?", [self._tracker, key]
        ).fetchone()
        return int(found[0]) if found else 0

    def due(self) -> list[str]:
        """The tickets that were put off until now, or by a clock that was ahead."""
        sql = (
            "select key from ticket where tracker = ? and due != '' and (due <= ? or due > ?)"
            " order by due, key"
        )
        now = self._now()
        found = self._base.execute(sql, [self._tracker, written(now), written(now + _LONGEST_PAUSE)])
        return [key for (key,) in found]

    def waiting(self) -> list[tuple[str, int, datetime]]:
        """The tickets that were put off, how often, and until when; the oldest trouble first."""
        sql = "select key, tries, due from ticket where tracker = ? and due != '' order by tries desc, key"
        found = self._base.execute(sql, [self._tracker])
        return [(key, tries, datetime.fromisoformat(due)) for key, tries, due in found]

    def _set(self, name: str, value: str) -> None:
        self._base.execute(
            "insert into fact values (?, ?) on conflict do update set value = excluded.value", [name, value]
        )

    def _time(self, name: str) -> datetime | None:
        found = self._base.execute("select value from fact where name = ?", [name]).fetchone()
        return datetime.fromisoformat(found[0]) if found else None
