"""The files and presets that a policy is made of: found, read once each, and merged.

Every fault is collected with its place, so that one run tells a person everything that is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from valuegate import yaml_source
from valuegate.errors import ValuegateError
from valuegate.naming import suggestion
from valuegate.policy import Origin
from valuegate.records import NamedTuple
from valuegate.ticket import Span
from valuegate.yaml_source import Document

from .disk import DISK, LIMIT, NO_FILE, Files
from .tree import overlay

DEPTH = 50
"""Keys and lists are nested at most this deep."""

MAX_LAYERS = 32
"""At most this many files and presets take part: what is read stays bounded, whatever they extend."""

BUILT_IN = "valuegate:"

_PRESETS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "presets")


class Layer(NamedTuple):
    """One file or preset, as read. ``path`` is empty for a preset."""

    name: str
    path: str
    document: Document
    text: str

    @property
    def built_in(self) -> bool:
        """Does it ship with the package?"""
        return not self.path and self.name.startswith(BUILT_IN)

    def place(self, *path: str | int) -> Span:
        """Where a value stands; if that is not known, where the nearest thing around it does."""
        return self.document.place(path)

    def key_place(self, *path: str | int) -> Span:
        """Where a key stands, in place of its value."""
        return self.document.keys.get(path) or self.place(*path)

    def where(self, *path: str) -> str:
        """Where a value was said, for people: ``valuegate.yaml:7``, or the name of the preset."""
        return f"{self.name}:{self.key_place(*path).line}" if self.path else self.name


class Layers:
    """A policy and all that it extends, lowest first; ``problems`` say what could not be read."""

    def __init__(self, start: str, presets: Mapping[str, str], files: Files = DISK) -> None:
        self.problems: list[ValuegateError] = []
        self._start = start
        self._files = files
        self._presets = presets
        self._read: dict[str, Layer | None] = {}
        self._open: dict[str, str] = {}
        self._extended: dict[str, list[str]] = {}

    def __iter__(self) -> Iterator[Layer]:
        return (layer for layer in self._read.values() if layer)

    @property
    def texts(self) -> dict[str, str]:
        """What each file said, by its path, lowest first."""
        return {layer.path: layer.text for layer in self if layer.path}

    @property
    def paths(self) -> tuple[str, ...]:
        """The files among the layers, lowest first."""
        return tuple(self.texts)

    def basis(self, layer: Layer) -> list[Layer]:
        """A layer and all that it extends, lowest first, as if nothing else took part."""
        found: dict[str, Layer | None] = {}

        def visit(identity: str) -> None:
            for below in self._extended.get(identity, ()):
                if below not in found:
                    visit(below)
            found[identity] = self._read.get(identity)

        visit(next(identity for identity, each in self._read.items() if each is layer))
        return [each for each in found.values() if each]

    def add_file(self, name: str) -> None:
        """Add a file, by its name as seen from the start folder, and what it extends."""
        path = os.path.join(self._start, name)
        self._add(self._files.identity(path), name, path, lambda: _read_file(path, name, self._files))

    def add_preset(self, name: str) -> None:
        """Add a preset of the package (``valuegate:NAME``) or of a plugin, and what it extends."""
        self._add(name, name, "", lambda: _read_preset(name, self._presets))

    def _add(self, identity: str, name: str, path: str, read: Callable[[], str]) -> None:
        if identity in self._open:
            chain = " → ".join([*self._open.values(), name])
            raise ValuegateError(f"policies extend each other in a circle: {chain}", fix="Take this one out.")
        if self._open:
            self._extended.setdefault(next(reversed(self._open)), []).append(identity)
        if identity in self._read:
            return
        if len(self._read) + len(self._open) >= MAX_LAYERS:
            raise ValuegateError(
                f"more than {MAX_LAYERS} files and presets extend each other", fix="Merge some of them."
            )
        self._open[identity] = name
        try:
            # a layer counts as read even if it is broken: two that extend it tell of it once
            self._read[identity] = self._load(name, path, read)
        finally:
            del self._open[identity]

    def _load(self, name: str, path: str, read: Callable[[], str]) -> Layer | None:
        text = read()
        try:
            document = yaml_source.load(text, name=name, max_bytes=LIMIT, max_depth=DEPTH)
        except ValuegateError as fault:
            self.problems.append(fault)
            return None
        layer = Layer(name, path, document, text)
        for index, reference in _references(document.value):
            try:
                self._extend(layer, reference)
            except ValuegateError as fault:
                self.problems.append(located(fault, name, layer.place("extends", index)))
        return layer

    def _extend(self, layer: Layer, reference: str) -> None:
        if not reference.startswith(("./", "../")):
            self.add_preset(reference)
        elif layer.path:
            self.add_file(os.path.normpath(os.path.join(os.path.dirname(layer.name), reference)))
        else:
            raise ValuegateError(
                f"a preset cannot extend the file '{shown(reference)}'", fix="Extend a preset."
            )


def located(fault: ValuegateError, source: str, place: tuple[int, int] = (1, 1)) -> ValuegateError:
    """The fault, at a place of a source, unless it knows its own."""
    if fault.source:
        return fault
    line, column = place
    return ValuegateError(fault.message, fix=fault.fix, source=source, line=line, column=column)


def shown(value: Any) -> str:
    """A word of the file as a message may repeat it: short, and with no control characters."""
    text = "".join(char if char.isprintable() else "�" for char in str(value)[:61])
    return text if len(text) <= 60 else text[:59] + "…"


def preset_names(presets: Mapping[str, str]) -> list[str]:
    """What a policy may extend: the presets that ship with the package, then those of plugins."""
    own = sorted(name[:-5] for name in os.listdir(_PRESETS) if name.endswith(".yaml"))
    foreign = sorted(name for name in presets if not name.startswith(BUILT_IN))
    return [*(BUILT_IN + name for name in own), *foreign]


def merge(layers: list[tuple[Layer, dict[str, Any]]], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """One tree of keys with an Origin for each leaf: mappings merge, anything else replaces."""
    merged: dict[str, Any] = {key: Origin(value, "default") for key, value in defaults.items()}
    for layer, values in layers:
        own = layer is layers[-1][0]
        # what a layer extends is already merged, and says nothing about the layers above it
        said = values if own else {key: value for key, value in values.items() if key != "extends"}
        over = _leaves(said, layer)
        if "lock" in merged and "lock" in over:
            over["lock"] = _together(merged["lock"], over["lock"])
        overlay(merged, over)
    _name_empty(merged.get("trackers"), layers)
    return merged


def _name_empty(trackers: Any, layers: list[tuple[Layer, dict[str, Any]]]) -> None:
    """A tracker without options is there all the same: it needs an Origin, as a value does."""
    for name, said in trackers.items() if isinstance(trackers, dict) else ():
        if said == {}:
            owner = next(layer for layer, _ in reversed(layers) if ("trackers", name) in layer.document.keys)
            trackers[name] = Origin({}, owner.where("trackers", name))


def _together(one: Any, two: Any) -> Any:
    """The locks of two layers: no list of locks replaces another."""
    if not all(isinstance(each, Origin) and isinstance(each.value, list) for each in (one, two)):
        return two  # the schema tells of it
    return Origin(
        [*one.value, *(path for path in two.value if path not in one.value)], f"{one.where}, {two.where}"
    )


def _leaves(values: Mapping[str, Any], layer: Layer, path: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        key: _leaves(value, layer, (*path, key))
        if isinstance(value, dict)
        else Origin(value, layer.where(*path, key))
        for key, value in values.items()
    }


def _references(value: Any) -> list[tuple[int, str]]:
    """What a document extends, by position; an ill-formed value is told by the schema, not here."""
    extends = value.get("extends") if isinstance(value, dict) else None
    items = extends if isinstance(extends, list) else []
    return [(index, item) for index, item in enumerate(items) if item and isinstance(item, str)]


def _read_file(path: str, name: str, files: Files) -> str:
    try:
        data = files.read(path, LIMIT + 1)
    except OSError as error:
        raise ValuegateError(
            f"'{name}' cannot be read: {error.strerror}", fix="Check its permissions."
        ) from error
    if data is None:
        fix = NO_FILE if files.exists(path) else "Correct the path, or create the file."
        raise ValuegateError(f"there is no file '{shown(name)}'", fix=fix)
    if len(data) > LIMIT:
        large = f"the file is larger than {LIMIT // 1024} KiB"
        raise ValuegateError(large, fix="Split it with `extends`.", source=name, line=1, column=1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValuegateError(
            "the file is not UTF-8 text", fix="Save it as UTF-8.", source=name, line=line, column=1
        ) from error


def _read_preset(name: str, presets: Mapping[str, str]) -> str:
    known = preset_names(presets)
    if name not in known:
        is_file = name.endswith((".yaml", ".yml"))
        fix = f"Write a file as './{shown(name)}'." if is_file else suggestion(name, known)
        raise ValuegateError(f"there is no preset '{shown(name)}'", fix=fix)
    if not name.startswith(BUILT_IN):
        return _text_of(name, presets[name])
    with open(os.path.join(_PRESETS, f"{name.removeprefix(BUILT_IN)}.yaml"), encoding="utf-8") as file:
        return file.read()


def _text_of(name: str, given: object) -> str:
    """What a plugin gives as a preset: foreign code, whose types nobody has checked."""
    if not isinstance(given, str):
        raise ValuegateError(f"the preset '{name}' is not text", fix="Report it to the author of the plugin.")
    return given
