"""The statuses of a folder, and where tickets may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from valuegate.errors import PolicyError, ValuegateError
from valuegate.naming import fold, suggestion
from valuegate.tracker import Category, Status


class Workflow:
    """What the policy says of both. PolicyError if the moves name a status that is not there."""

    def __init__(self, statuses: Mapping[str, Category], moves: Mapping[str, Sequence[str]]) -> None:
        _hold_to(moves, list(statuses))
        self.statuses = tuple(Status(fold(name), name, category) for name, category in statuses.items())
        self._known = {status.id: status for status in self.statuses}
        self._moves = {fold(name): [fold(to) for to in then] for name, then in moves.items()}

    def named(self, name: str) -> Status:
        """The status of a name, which may mean nothing; a ticket that names none is in the first."""
        return self._known.get(fold(name)) or (Status(fold(name), name) if name else self.statuses[0])

    def ways(self, status: Status) -> list[Status]:
        """Where a ticket may go."""
        allowed = self._moves.get(status.id)
        free = self.statuses if allowed is None else [self._known[id] for id in allowed]
        return [each for each in free if each.id != status.id]


def _hold_to(moves: Mapping[str, Sequence[str]], names: Sequence[str]) -> None:
    """Each status of the moves must be one of these."""
    known = {fold(name) for name in names}
    said = dict.fromkeys([*moves, *(to for then in moves.values() for to in then)])
    faults = [
        ValuegateError(
            f"trackers.folder.moves: there is no status '{name}' among trackers.folder.statuses",
            fix=suggestion(name, names),
        )
        for name in said
        if fold(name) not in known
    ]
    if faults:
        raise PolicyError(faults)
