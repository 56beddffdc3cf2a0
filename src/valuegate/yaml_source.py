"""YAML, read safely: bounded before the parser, every scalar a text, every value with its place.

Built from the events of PyYAML and never by its loaders. They recurse (the C one was seen to crash the
process at 20,000 levels), type the words people write (`no`, `2027-02-30`) and let the last of two equal
keys win. Here the depth is capped while events come in, and nothing is recursive.
"""

from __future__ import annotations

from collections.abc import Iterator

from .errors import ValuegateError
from .lazily import lazily
from .plain_yaml import NULLS, Path, Range, Value, read_plain
from .ticket import Source, Span
from .typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

__all__ = ["Document", "Path", "Value", "load"]


_QUOTE_IT = "Put the value in quotes."
_FIXES = (  # part of what PyYAML says → how to mend it
    ("mapping values", "Put the value in quotes: a colon and a space in it start a new key."),
    ("cannot start any token", "Indent with spaces, and quote a value that starts with @, ` or %."),
    ("escape", "Write a backslash in double quotes twice, or use single quotes."),
    ("quoted scalar", "Close the quote."),
    ("flow", "Close the bracket, or put the value in quotes."),
    ("alias", _QUOTE_IT),
    ("anchor", _QUOTE_IT),
    ("tag", _QUOTE_IT),
    ("block", "Indent all keys and items of one level alike."),
    ("simple key", "Write a colon and a space after the key."),
)


class Document:
    """A YAML document: its value, and where each part of it stands.

    ``quoted`` holds the paths of the scalars that were written in quotes or as a block. ``ranges`` gives
    the offsets (start, end) of scalars in the text, and where collections start; ``key_ranges`` those of
    keys; ``places`` and ``keys`` give the same as lines and columns.
    """

    def __init__(self, source: Source, first_line: int) -> None:
        self.value: Value = None
        self.quoted: set[Path] = set()
        self.ranges: dict[Path, Range] = {}
        self.key_ranges: dict[Path, Range] = {}
        self._source = source
        self._first_line = first_line

    @lazily
    def places(self) -> dict[Path, Span]:
        """Where each value begins."""
        return {path: self.span(start) for path, (start, _) in self.ranges.items()}

    @lazily
    def keys(self) -> dict[Path, Span]:
        """Where the key of each entry of a mapping begins, by the path of its value."""
        return {path: self.span(start) for path, (start, _) in self.key_ranges.items()}

    def place(self, path: Path) -> Span:
        """Where a value begins; of what is not there, the place of the nearest thing around it."""
        while path and path not in self.ranges:
            path = path[:-1]
        return self.places.get(path) or Span(self._first_line, 1)

    def fault(self, message: str, fix: str, offset: int) -> ValuegateError:
        """An error at an offset of the text."""
        line, column = self.span(offset)
        return ValuegateError(message, fix=fix, source=self._source.name, line=line, column=column)

    def span(self, offset: int) -> Span:
        """The line and column, in the file, of an offset of the text."""
        line, column = self._source.span(offset)
        return Span(line + self._first_line - 1, column)


def load(text: str, *, name: str, max_bytes: int, first_line: int = 1, max_depth: int = 50) -> Document:
    """The document in ``text``, which begins in line ``first_line`` of the file ``name``.

    Raises one ValuegateError, with its place and its mend, for anything else than a single document of
    plain mappings, lists and scalars within the limits.
    """
    document = Document(Source(name, text), first_line)
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if size > max_bytes:
        raise document.fault(
            f"holds {size:,} bytes of YAML; up to {max_bytes:,} are read", "Make it shorter.", 0
        )
    plain = read_plain(text)
    if plain:
        document.value, document.quoted, document.ranges, document.key_ranges = plain
    else:
        builder = _Builder(document, max_depth)
        for event in _events(text, document, max_depth):
            builder.take(event)
    return document


def _events(text: str, document: Document, max_depth: int) -> Iterator[yaml.Event]:
    import yaml

    try:
        yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):  # newer parsers have a limit of their own, and look ahead
            raise _too_deep(document, max_depth, error.problem_mark) from None
        raise _syntax_fault(error, document) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        code = error.character if isinstance(error, yaml.reader.ReaderError) else ord(text[error.start])
        raise document.fault(
            f"holds the character U+{code:04X}, which YAML does not allow",
            "Delete the character.",
            max(0, text.find(chr(code))),
        ) from None


def _too_deep(document: Document, max_depth: int, mark: Any) -> ValuegateError:
    message = f"is nested deeper than {max_depth} levels"
    return document.fault(message, "Flatten the structure.", mark.index if mark else 0)


def _syntax_fault(error: yaml.MarkedYAMLError, document: Document) -> ValuegateError:
    """What PyYAML found, where it began (an unclosed quote is only noticed at the end of the file)."""
    said = f"{error.context or ''} {error.problem or ''}".strip()
    unclosed = "escape" not in said and ("quoted scalar" in said or "flow" in said)
    mark: Any = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    fix = next((fix for part, fix in _FIXES if part in said), "Check the indentation and the quotes here.")
    return document.fault(f"is not valid YAML: {error.problem}", fix, mark.index if mark else 0)


class _Builder:
    """Makes the values of a document from parser events, with a stack of its own."""

    def __init__(self, document: Document, max_depth: int) -> None:
        self.document = document
        self.max_depth = max_depth
        self._open: list[tuple[Path, list[Value] | dict[str, Value]]] = []
        self._key: str | None = None
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """One event of the parser."""
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._start(event, {} if kind == "MappingStartEvent" else [])
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
        elif kind == "AliasEvent":
            raise self._fault(
                event, "uses an alias (*), which is not read", "Write the value out, or quote it."
            )
        elif kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise self._fault(event, "holds more than one YAML document", "Keep only one document.")

    def _scalar(self, event: Any) -> None:
        self._refuse_extras(event)
        plain = event.style in (None, "")
        text: str = "" if plain and event.value in NULLS else event.value
        if self._open and self._key is None and isinstance(self._open[-1][1], dict):
            self._name(event)
            return
        path = self._put(text, event)
        if not plain:
            self.document.quoted.add(path)

    def _name(self, event: Any) -> None:
        """A scalar where a key is expected."""
        path, mapping = self._open[-1]
        key: str = event.value
        here = (*path, key)
        if key in mapping:
            first = self.document.span(self.document.key_ranges[here][0]).line
            raise self._fault(
                event, f"has the key '{_short(key)}' twice (first in line {first})", "Keep one of the two."
            )
        self._key = key
        self.document.key_ranges[here] = (event.start_mark.index, event.end_mark.index)

    def _start(self, event: Any, value: list[Value] | dict[str, Value]) -> None:
        self._refuse_extras(event)
        if self._open and self._key is None and isinstance(self._open[-1][1], dict):
            raise self._fault(event, "has a key that is not a plain text", "Quote it, braces and all.")
        if len(self._open) >= self.max_depth:
            raise _too_deep(self.document, self.max_depth, event.start_mark)
        path = self._put(value, event)
        self._open.append((path, value))
        self._key = None

    def _put(self, value: Value, event: Any) -> Path:
        """Hang a value where it belongs; its path."""
        path: Path = ()
        if not self._open:
            self.document.value = value
        else:
            path, parent = self._open[-1]
            if isinstance(parent, list):
                path = (*path, len(parent))
                parent.append(value)
            else:
                assert self._key is not None  # noqa: S101 - YAML alternates keys and values
                path = (*path, self._key)
                parent[self._key] = value
                self._key = None
        self.document.ranges[path] = (event.start_mark.index, event.end_mark.index)
        return path

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._fault(event, "uses an anchor (&), which is not read", _QUOTE_IT)
        if event.tag is not None:
            raise self._fault(event, f"uses the tag '{_short(event.tag)}', which is not read", _QUOTE_IT)

    def _fault(self, event: Any, message: str, fix: str) -> ValuegateError:
        return self.document.fault(message, fix, event.start_mark.index)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
