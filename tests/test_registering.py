"""Details of registering, with plugins that are modules of this test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fake_checks import Filled
from plugin_sites import importable
from valuegate import entry_points, hookspecs, plugins
from valuegate.hookspecs import hookimpl
from valuegate.plugins import EntryPoint, Registry
from valuegate.tracker import Setting, Tracker


def hook(name: str, *items: Any, **options: Any) -> Callable[[], Any]:
    def register() -> Any:
        return items[0] if name == "register_presets" else items

    register.__name__ = name
    marked: Callable[[], Any] = hookimpl(**options)(register)
    return marked


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Registry]:
    """Load one plugin that consists of these functions."""

    def put(*functions: Callable[[], Any], value: str = "inline_plugin") -> Registry:
        module = SimpleNamespace(__name__="inline_plugin", **{f.__name__: f for f in functions})
        module.part = SimpleNamespace(plugin=module)
        monkeypatch.setitem(sys.modules, "inline_plugin", module)
        monkeypatch.setattr(plugins, "BUILT_IN", ())
        return plugins.load([EntryPoint("inline", value, "acme-inline", "9")])

    return put


def only_error(registry: Registry) -> str:
    (error,) = registry.errors
    return error.message.removeprefix("plugin 'inline' of acme-inline 9 ")


class Lacking:
    id = "lacking"
    question = "?"


class Loose(Filled):
    def __init__(self) -> None:
        super().__init__("loose", {"words": {"type": "array"}})


class Desk:
    """A kind of tracker that nobody opens."""

    name = "desk"

    def __init__(self, **options: Any) -> None:
        self.options = options

    def open(self, setting: Setting) -> Tracker:
        raise AssertionError("nobody asked for it")


@pytest.mark.parametrize(
    ("hooks", "what"),
    [
        (
            [hook("register_checks", Filled)],
            "failed in register_checks (TypeError: Filled is a class; register an instance of it)",
        ),
        (
            [hook("register_checks", object())],
            "failed in register_checks (AttributeError: 'object' object has no",
        ),
        (
            [hook("register_checks", Filled("Big Words"))],
            "failed in register_checks (ValueError: check id 'Big Words' is not lower case words joined by",
        ),
        (
            [hook("register_checks", Filled("waiver"))],
            "failed in register_checks (ValueError: check id 'waiver' is taken: reports say it where no",
        ),
        (
            [hook("register_checks", Lacking())],
            "failed in register_checks (TypeError: check 'lacking' has no reasons, options, texts, judge)",
        ),
        (
            [hook("register_checks", Loose())],
            "failed in register_checks (TypeError: option 'words' of check 'loose' has no default or no",
        ),
        (
            [hook("register_readers", SimpleNamespace(name="odd"))],
            "failed in register_readers (TypeError: reader 'odd' has no claims, read)",
        ),
        (
            [hook("register_reporters", SimpleNamespace(name=7))],
            "failed in register_reporters (ValueError: reporter id 7 is not",
        ),
        (
            [hook("register_trackers", SimpleNamespace(name="odd", options={}))],
            "failed in register_trackers (TypeError: tracker 'odd' has no open)",
        ),
        (
            [hook("register_trackers", Desk(option={"type": "string"}))],
            "failed in register_trackers (TypeError: option 'option' of tracker 'desk' has no description)",
        ),
        (
            [hook("register_trackers", Desk(), Desk())],
            "registers the tracker 'desk' a second time: acme-inline 9 and acme-inline 9 both give it",
        ),
        (
            [hook("register_presets", {"a b": ""})],
            "failed in register_presets (TypeError: preset 'a b' is not",
        ),
        (
            [hook("register_presets", {"house": 1})],
            "failed in register_presets (TypeError: preset 'house' is not",
        ),
        (
            [hook("register_presets", 7)],
            "failed in register_presets (TypeError: 'int' object is not iterable)",
        ),
        (
            [hook("register_checks", Filled("one"), Filled("one"))],
            "registers the check 'one' a second time: acme-inline 9 and acme-inline 9 both give it",
        ),
    ],
)
def test_what_cannot_work_is_refused_when_it_registers(
    plugin: Callable[..., Registry], hooks: list[Callable[[], Any]], what: str
) -> None:
    assert only_error(plugin(*hooks)).startswith(what)


def test_an_optional_hook_of_another_version_is_left_alone(plugin: Callable[..., Registry]) -> None:
    registry = plugin(hook("register_dashboards", optionalhook=True), hook("register_checks", Filled("one")))
    assert registry.errors == []
    assert list(registry.checks) == ["one"]


def test_a_kind_of_tracker_is_registered_and_not_opened(plugin: Callable[..., Registry]) -> None:
    desk = Desk(site={"type": "string", "description": "Where it is."})
    registry = plugin(hook("register_trackers", desk))
    assert registry.errors == []
    assert registry.trackers == {"desk": desk}
    assert registry.plugins[0].gives == ("tracker desk",)


def test_a_plugin_may_be_an_object_inside_a_module(plugin: Callable[..., Registry]) -> None:
    registry = plugin(hook("register_checks", Filled("one")), value="inline_plugin:part.plugin [extra]")
    assert list(registry.checks) == ["one"]


def test_an_entry_point_to_nothing_is_an_error(plugin: Callable[..., Registry]) -> None:
    assert "could not be loaded (AttributeError" in only_error(plugin(value="inline_plugin:nothing"))


def test_every_hook_is_loaded_and_every_loaded_hook_is_specified() -> None:
    specified = {name for name in vars(hookspecs) if name.startswith("register_")}
    assert specified == plugins.HOOKS.keys()


@pytest.mark.parametrize(
    ("metadata", "name", "version"),
    [("Metadata-Version: 2.1\nName: lost\nVersion: 1\n", "lost", "1"), ("", "?", "?")],
)
def test_a_distribution_that_lost_its_metadata_is_still_found(
    tmp_path: Path, metadata: str, name: str, version: str
) -> None:
    info = tmp_path / "lost-1.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[valuegate]\nlost = lost_module\n", encoding="utf-8")
    if metadata:
        (info / "METADATA").write_text(metadata, encoding="utf-8")
    with importable(tmp_path):
        assert EntryPoint("lost", "lost_module", name, version) in plugins.installed()


def test_metadata_that_cannot_be_read_is_no_reason_to_stop() -> None:
    class Broken:
        @property
        def name(self) -> str:
            raise KeyError("Name")

    assert entry_points._told(Broken(), "name") == "?"
