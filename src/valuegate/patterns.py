"""Regular expressions that need not be compiled at every start: a hundred of them take 40 ms.

``re`` remembers what it compiled. Before anything else is imported, the compiled forms of the last start are
put into that memory, so that ``re.compile`` finds them, in whatever module. They were made by this very
Python (the stamp of the cache says so), and its engine checks each before it takes it. Where the inner parts
of ``re`` are not as known, nothing is done, and it compiles as ever.
"""

from __future__ import annotations

import re
import sys
from array import array
from typing import Any

from . import cache

_NAME = "patterns"


def preload() -> None:
    """Let ``re`` know what the last start compiled; at the end of this one, keep what was new."""
    kept = cache.read(_NAME, b"")
    try:
        modules = _remember(kept) if kept else frozenset()
    except (AttributeError, ImportError, KeyError, RuntimeError, TypeError, ValueError):
        return
    cache.later(lambda: _keep(modules))


def _remember(kept: Any) -> frozenset[str]:
    """Put the kept forms into the memory of ``re``; the modules whose patterns they are."""
    import _sre  # type: ignore[import-not-found]  # the engine of re, which no stub describes

    modules, forms = kept
    memory: dict[Any, Any] = re._cache  # type: ignore[attr-defined]
    for pattern, given, flags, code, groups, names, numbers in forms:
        memory[type(pattern), pattern, given] = _sre.compile(
            pattern, flags, list(memoryview(code).cast("I")), groups, names, numbers
        )
    return frozenset(modules)


def _keep(known: frozenset[str]) -> None:
    """Keep the patterns that modules hold, and never one that was made from somebody's text."""
    modules = frozenset(name for name, module in sys.modules.items() if _patterns(module))
    if modules <= known:
        return
    try:
        forms = _forms([pattern for name in modules for pattern in _patterns(sys.modules[name])])
    except (AttributeError, ImportError, TypeError):
        return
    cache.write(_NAME, b"", (modules, forms))


def _patterns(module: Any) -> list[re.Pattern[Any]]:
    return [value for value in getattr(module, "__dict__", {}).values() if isinstance(value, re.Pattern)]


def _forms(patterns: list[re.Pattern[Any]]) -> list[tuple[Any, ...]]:
    """What the engine of ``re`` needs to make each of these patterns anew."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    held = set(map(id, patterns))
    memory: dict[Any, Any] = re._cache  # type: ignore[attr-defined]
    forms: list[tuple[Any, ...]] = []
    for (_, pattern, given), compiled in list(memory.items()):
        if id(compiled) not in held:
            continue
        tree = _parser.parse(pattern, given)
        code = array("I", _compiler._code(tree, given))
        names = dict(tree.state.groupdict)
        by_number = {number: name for name, number in names.items()}
        numbers = tuple(by_number.get(number) for number in range(tree.state.groups))
        flags = given | tree.state.flags
        forms.append((pattern, given, flags, code.tobytes(), tree.state.groups - 1, names, numbers))
    return forms
