"""Changing one entry of front matter; all else stays as it is, byte for byte."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from valuegate import front_matter, yaml_source
from valuegate.errors import RefusedError, ValuegateError
from valuegate.ticket import Source
from valuegate.yaml_source import Document

from .record import scalar

_ITEM = re.compile(r"([ \t]*-[ \t]+)")
_REMARK = re.compile(r"[ \t]+#[^\r\n\"'\]]*\Z")


class Front:
    """The front matter of a ticket, and where its entries stand. RefusedError if it cannot be changed."""

    def __init__(self, source: Source) -> None:
        place = front_matter.find(source.text)
        if place is None:
            raise _refused(source, "it has no front matter", "Begin the file with front matter.")
        self._source = source
        self._text = source.text
        self._start, self._stop, _ = place
        text = self._text[self._start : self._stop]
        try:
            self._document: Document = yaml_source.load(
                text, name=source.name, first_line=2, max_bytes=front_matter.MAX_BYTES
            )
        except ValuegateError as error:
            raise _refused(source, f"its front matter {error.message}", error.fix) from None
        value = self._document.value
        if text.lstrip().startswith("{") or not isinstance(value, dict | None):
            raise _refused(source, "its front matter is in braces", "Write one `key: value` a line.")
        self._names = list(value or ())
        self._line_end = "\r\n" if self._text[: self._start].endswith("\r\n") else self._text[self._start - 1]

    def with_status(self, status: str) -> str:
        """The text of the file, in another status: one line is changed, or a line more is there."""
        name = self._name("status")
        if name is None:
            return self._with_line(f"status: {scalar(status)}")
        start, end = self._value(name)
        said = self._document.value[name] if isinstance(self._document.value, dict) else ""
        if isinstance(said, str) and start < end and "\n" not in self._text[start:end]:
            return self._text[:start] + scalar(status) + self._text[end:]
        return self._in_place_of(name, [f"{name}: {scalar(status)}"])

    def with_labels(self, labels: Sequence[str]) -> str:
        """The text of the file, with these labels, in the style in which they were written."""
        name = self._name("labels")
        flow = f"[{', '.join(map(scalar, labels))}]"
        if name is None:
            return self._with_line(f"labels: {flow}")
        start, end = self.lines(name)
        first, *more = self._text[start:end].rstrip("\r\n").splitlines()
        if not labels or not any(map(_ITEM.match, more)):
            remark = _REMARK.search(first)
            return self._in_place_of(name, [f"{name}: {flow}{remark[0] if remark and not more else ''}"])
        return self._in_place_of(name, [first, *self._items(more, labels)])

    def lines(self, name: str) -> tuple[int, int]:
        """The lines of an entry: where they begin and end in the text."""
        starts = sorted(start for path, (start, _) in self._document.key_ranges.items() if len(path) == 1)
        start = self._document.key_ranges[(name,)][0]
        end = next((each for each in starts if each > start), self._stop - self._start)
        body = self._text[self._start : self._start + end]
        while True:  # remarks and empty lines above the next entry belong to that one
            line_start = max(body.rstrip("\r\n").rfind("\n"), body.rstrip("\r\n").rfind("\r")) + 1
            line = body[line_start:].strip()
            if line_start <= start or (line and not line.startswith("#")):
                return self._start + start, self._start + len(body)
            body = body[:line_start]

    def digest(self) -> str:
        """A word for all of the text but the status and the labels."""
        text, cut = self._text, []
        for attribute in ("status", "labels"):
            name = self._name(attribute)
            cut += [self.lines(name)] if name is not None else []
        for start, end in sorted(cut, reverse=True):
            text = text[:start] + text[end:]
        return digest(text.encode("utf-8", "surrogatepass"))

    def _name(self, attribute: str) -> str | None:
        """How the entry of an attribute is called here."""
        return next((name for name in self._names if front_matter.attribute_of(name) == attribute), None)

    def _value(self, name: str) -> tuple[int, int]:
        start, end = self._document.ranges[(name,)]
        return self._start + start, self._start + end

    def _with_line(self, line: str) -> str:
        return self._text[: self._stop] + line + self._line_end + self._text[self._stop :]

    def _in_place_of(self, name: str, lines: Sequence[str]) -> str:
        start, end = self.lines(name)
        return self._text[:start] + "".join(line + self._line_end for line in lines) + self._text[end:]

    def _items(self, lines: Sequence[str], labels: Sequence[str]) -> list[str]:
        """The lines of a list: those of labels that stay as they are, and a new one for each new label."""
        before = next((match[1] for line in lines if (match := _ITEM.match(line))), "  - ")
        known = {self._label(line): line for line in lines if _ITEM.match(line)}
        return [known.get(label, f"{before}{scalar(label)}") for label in labels]

    def _label(self, line: str) -> str:
        value = yaml_source.load(line.strip(), name=self._source.name, max_bytes=len(line.encode())).value
        return value[0] if isinstance(value, list) and isinstance(value[0], str) else ""


def digest(data: bytes) -> str:
    """A word for some bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def _refused(source: Source, why: str, fix: str) -> RefusedError:
    return RefusedError(f"{source.name} cannot be changed: {why}", fix=fix)
