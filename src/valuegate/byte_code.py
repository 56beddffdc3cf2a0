"""The byte code of this package in one file: to find, open and check a hundred of them takes 8 ms.

The stamp of the cache vouches for it: each source file is as it was, by size and time, which is what Python
asks, too, before it takes a byte-code file. A module whose code is not kept is found as ever.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, SourceFileLoader

from . import cache

TYPE_CHECKING = False  # typing takes 3 ms to say so
if TYPE_CHECKING:
    from types import CodeType

    _Code = tuple[str, str | None, bytes]
    """The file of a module, where Python has its code, and that code."""

_PACKAGE_FILE = "__init__.py"


class _Loader(SourceFileLoader):
    """As Python's own, but that the code need not be looked for."""

    def __init__(self, name: str, kept: dict[str, _Code]) -> None:
        super().__init__(name, kept[name][0])
        self.kept = kept

    def get_code(self, fullname: str) -> CodeType:
        """What is kept."""
        code: CodeType = cache.unpack(self.kept[fullname][2])
        return code


class _Finder:
    """Finds the modules whose code is kept."""

    def __init__(self, kept: dict[str, _Code]) -> None:
        self.kept = kept

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """What Python asks each of its finders."""
        if name not in self.kept:
            return None
        file, cached, _code = self.kept[name]
        spec = ModuleSpec(name, _Loader(name, self.kept), origin=file)
        spec.cached, spec.has_location = cached, True
        if file.endswith(_PACKAGE_FILE):
            spec.submodule_search_locations = [file[: -len(_PACKAGE_FILE) - 1]]
        return spec


def preload(command: str) -> None:
    """Use the code that earlier starts of a command loaded; at the end of this one, keep what was new."""
    name = f"code-{command}"
    kept: dict[str, _Code] = cache.read(name, b"") or {}
    sys.meta_path.insert(0, _Finder(kept))
    cache.later(lambda: _keep(name, kept))


def _keep(name: str, kept: dict[str, _Code]) -> None:
    specs = [module.__spec__ for each, module in [*sys.modules.items()] if _ours(each) and each not in kept]
    news = {spec.name: code for spec in specs if spec and (code := _code(spec))}
    if news:
        cache.write(name, b"", {**kept, **news})


def _ours(module: str) -> bool:
    return module.startswith(f"{__package__}.")


def _code(spec: ModuleSpec) -> _Code | None:
    """The code of a module, if Python's own loader found it in a file for which the stamp vouches."""
    if type(spec.loader) is not SourceFileLoader or not cache.vouches(spec.loader.path):
        return None
    return spec.loader.path, spec.cached, cache.pack(spec.loader.get_code(spec.name))
