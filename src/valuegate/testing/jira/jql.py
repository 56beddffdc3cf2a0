"""As much of JQL as valuegate writes: comparisons, AND, OR, brackets, ORDER BY."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from .site import Issue, Refusal, Site

Test = Callable[[Issue], bool]

_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(!=|>=|<=|[=<>(),~])|([^\s=<>!(),"~]+))')
_MINUTES = re.compile(r"-(\d+)m")


def select(site: Site, text: str) -> list[Issue]:
    """The issues that a query finds, in its order. Refusal for what is no JQL, or has no bound."""
    reader = _Reader(site, text)
    test = reader.either()
    order = reader.order()
    if not reader.bound:
        raise Refusal(400, "Unbounded JQL queries are not allowed here. Please add a search restriction.")
    found = [issue for issue in site.issues.values() if test(issue)]
    for name, descending in reversed(order):
        found.sort(key=lambda issue: _key(issue, name), reverse=descending)
    return found


def _key(issue: Issue, name: str) -> Any:
    if name == "key":
        project, _, number = issue.key.rpartition("-")
        return project, int(number)
    return issue.fields[name]


class _Reader:
    """Reads a query from left to right."""

    def __init__(self, site: Site, text: str) -> None:
        self.site = site
        self.tokens: list[tuple[str, bool]] = []
        self.bound = False
        at = 0
        while at < len(text.rstrip()):
            token = _TOKEN.match(text, at)
            if not token:
                raise Refusal(400, f"Error in the JQL Query: at character {at}.")
            self.tokens.append((token[1].replace('\\"', '"'), True) if token[1] is not None else
                               (token[2] or token[3], False))  # fmt: skip
            at = token.end()

    def next(self, *words: str) -> bool:
        """Take the next token, if it is one of these words."""
        if self.tokens and not self.tokens[0][1] and self.tokens[0][0].lower() in words:
            self.tokens.pop(0)
            return True
        return False

    def take(self) -> str:
        if not self.tokens:
            raise Refusal(400, "Error in the JQL Query: it ends too early.")
        return self.tokens.pop(0)[0]

    def either(self) -> Test:
        tests = [self.both()]
        while self.next("or"):
            tests.append(self.both())
        return lambda issue: any(test(issue) for test in tests)

    def both(self) -> Test:
        tests = [self.one()]
        while self.next("and"):
            tests.append(self.one())
        return lambda issue: all(test(issue) for test in tests)

    def one(self) -> Test:
        if self.next("("):
            inner = self.either()
            if not self.next(")"):
                raise Refusal(400, "Error in the JQL Query: Expecting ')'.")
            return inner
        name, sign = self.take().lower(), self.take().lower()
        values = self.values() if sign == "in" else [self.take()]
        self.bound = True
        return self.compare(name, sign, values)

    def values(self) -> list[str]:
        if not self.next("("):
            raise Refusal(400, "Error in the JQL Query: Expecting '('.")
        found = [self.take()]
        while self.next(","):
            found.append(self.take())
        if not self.next(")"):
            raise Refusal(400, "Error in the JQL Query: Expecting ')'.")
        return found

    def compare(self, name: str, sign: str, values: Sequence[str]) -> Test:
        if name == "updated" and sign == ">=":
            minutes = _MINUTES.fullmatch(values[0])
            if not minutes:
                raise Refusal(400, f"Date value '{values[0]}' for field 'updated' is invalid.")
            since = self.site.clock() - timedelta(minutes=int(minutes[1]))
            return lambda issue: datetime.fromisoformat(issue.fields["updated"]) >= since
        read = _READ.get(name)
        if read is None:
            raise Refusal(400, f"Field '{name}' does not exist or you do not have permission to view it.")
        wanted = {value.lower() for value in values}
        if sign == "!=":
            return lambda issue: not wanted & read(issue)
        if sign in ("=", "in"):
            return lambda issue: bool(wanted & read(issue))
        raise Refusal(400, f"The operator '{sign}' is not supported by the '{name}' field.")

    def order(self) -> list[tuple[str, bool]]:
        found: list[tuple[str, bool]] = []
        if self.next("order"):
            self.next("by")
            while True:
                found.append((self.take().lower(), self.next("desc")))
                self.next("asc")
                if not self.next(","):
                    break
        if self.tokens:
            raise Refusal(400, f"Error in the JQL Query: '{self.tokens[0][0]}' is not expected here.")
        return found


_READ: dict[str, Callable[[Issue], set[str]]] = {
    "key": lambda issue: {issue.key.lower()},
    "project": lambda issue: {issue.fields["project"]["key"].lower()},
    "status": lambda issue: {issue.fields["status"]["name"].lower()},
    "statuscategory": lambda issue: {issue.fields["status"]["statusCategory"]["name"].lower()},
    "issuetype": lambda issue: {issue.fields["issuetype"]["name"].lower()},
    "labels": lambda issue: {label.lower() for label in issue.fields["labels"]},
}
