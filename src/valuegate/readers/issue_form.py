"""Reads GitHub's issue forms: the YAML files under ``.github/ISSUE_TEMPLATE`` that tickets are made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from valuegate import yaml_source
from valuegate.errors import TicketError, ValuegateError
from valuegate.reader import BlockBuilder, paragraphs
from valuegate.readers import claims_issue_form
from valuegate.ticket import Block, BlockKind, FormField, Source, Ticket
from valuegate.yaml_source import Document, Path

MAX_FORM_BYTES = 64 * 1024
"""GitHub takes no longer issue; a longer form is not read."""


class IssueFormReader:
    """GitHub's YAML issue forms, as templates."""

    name = "issue-form"

    def claims(self, name: str, text: str) -> int:
        """Sure of YAML files with a ``body``; the ``config.yml`` beside the forms has none."""
        return claims_issue_form(name, text)

    def read(self, source: Source) -> Ticket:
        """The template; TicketError, with its place, for broken YAML or a form of another shape."""
        form = _Form(source, _load(source))
        fields = tuple(form.fields())
        return Ticket(
            source,
            tuple(form.blocks()),
            kind="template",
            title=form.text(("name",)),
            type=form.text(("type",)),
            labels=form.labels(),
            form=fields,
            reader=self.name,
        )


def _load(source: Source) -> Document:
    size = len(source.text.encode())
    if size > MAX_FORM_BYTES:
        raise TicketError(
            f"is {size:,} bytes long; forms are read up to {MAX_FORM_BYTES:,} bytes",
            reason="ticket.too-large",
            fix="Ask for less in the form, or link to the guidance.",
            source=source.name,
        )
    try:
        return yaml_source.load(source.text, name=source.name, max_bytes=MAX_FORM_BYTES)
    except ValuegateError as error:
        raise TicketError(
            error.message, fix=error.fix, source=source.name, line=error.line, column=error.column
        ) from None


class _Form:
    """The parts of a form by their paths in the YAML."""

    def __init__(self, source: Source, document: Document) -> None:
        self.source = source
        self.document = document
        self.elements = [("body", index) for index in range(len(self._list(("body",))))]

    def fields(self) -> Iterator[FormField]:
        """What the form asks for. Its ``markdown`` elements are shown and never submitted: no fields."""
        for path in self.elements:
            kind = self.text((*path, "type"))
            if not kind:
                raise self._wrong((*path, "type"), "an element of the body has no type")
            if kind != "markdown":
                yield self._field(path, kind)

    def blocks(self) -> Iterator[Block]:
        """The form as a person sees it before anything is filled in."""
        for path in self.elements:
            attributes = (*path, "attributes")
            if self._get((*attributes, "label")):
                yield self._block((*attributes, "label"), "heading", 3)
            yield from paragraphs(self._block((*attributes, "description"), "paragraph"))
            yield from paragraphs(self._block((*attributes, "value"), "paragraph"))
            for option in self._options(path):
                yield self._block(option, "item" if option[-1] != "label" else "open-task", 1)

    def labels(self) -> tuple[str, ...]:
        """The labels that the form sets: a list, or one text with commas."""
        if isinstance(self._get(("labels",)), list):
            names = [self.text(("labels", index)) for index in range(len(self._list(("labels",))))]
        else:
            names = self.text(("labels",)).split(",")
        return tuple(name.strip() for name in names if name.strip())

    def text(self, path: Path) -> str:
        """The text at a path, '' if there is none."""
        value = self._get(path)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(path, f"{_dotted(path)} is not a text")
        return value

    def _field(self, path: Path, kind: str) -> FormField:
        attributes = (*path, "attributes")
        name = self.text((*path, "id"))
        label = (*attributes, "label")
        return FormField(
            label=self.text(label).strip() or name,
            kind=kind,
            required=self._required(path),
            value=self._chosen(path) or self.text((*attributes, "value")),
            placeholder=self.text((*attributes, "placeholder")),
            description=self.text((*attributes, "description")),
            span=self.document.place(label),
            id=name,
        )

    def _required(self, path: Path) -> bool:
        """A field is required as a whole, or by one of its check-boxes."""
        boxes = [(*option[:-1], "required") for option in self._options(path) if option[-1] == "label"]
        return any(
            self.text(place).lower() == "true" for place in [(*path, "validations", "required"), *boxes]
        )

    def _chosen(self, path: Path) -> str:
        """The option that a dropdown begins with."""
        default = self.text((*path, "attributes", "default"))
        options = self._options(path)
        chosen = int(default) if default.isdecimal() and len(default) < 6 else len(options)
        return self.text(options[chosen]) if chosen < len(options) else ""

    def _options(self, path: Path) -> list[Path]:
        """Where the texts of the options stand: those of check-boxes have a label of their own."""
        options = (*path, "attributes", "options")
        places: list[Path] = [(*options, index) for index in range(len(self._list(options)))]
        return [(*place, "label") if isinstance(self._get(place), dict) else place for place in places]

    def _block(self, path: Path, kind: BlockKind, level: int = 0) -> Block:
        """A text as a block: each of its lines is found again in the source, where YAML left it whole."""
        at, end = self.document.ranges.get(path, (0, 0))
        at += self.source.text.startswith(('"', "'"), at, end)
        builder = BlockBuilder(kind, level)
        for number, line in enumerate(self.text(path).split("\n")):
            builder.add("\n" if number else "", at)
            found = self.source.text.find(line, at, end)
            if found < 0:  # folded or escaped: the rest is placed where it begins
                end = at
            at = max(found, at)
            builder.add(line, at)
            at = min(at + len(line), len(self.source.text))
        return builder.build(at)

    def _get(self, path: Path) -> Any:
        value: Any = self.document.value
        for number, key in enumerate(path):
            if value is None or value == "":
                return None
            if isinstance(key, int):
                value = value[key]
            elif isinstance(value, dict):
                value = value.get(key)
            else:
                raise self._wrong(path[:number], f"{_dotted(path[:number])} is not a mapping")
        return value

    def _list(self, path: Path) -> list[Any]:
        value = self._get(path) or []
        if not isinstance(value, list):
            raise self._wrong(path, f"{_dotted(path)} is not a list")
        return value

    def _wrong(self, path: Path, message: str) -> TicketError:
        place = self.document.place(path)
        return TicketError(
            f"is no issue form: {message}",
            fix="See GitHub's syntax for issue forms: body is a list of elements with a type and attributes.",
            source=self.source.name,
            line=place.line,
            column=place.column,
        )


def _dotted(path: Path) -> str:
    return ".".join(map(str, path)) or "the file"
