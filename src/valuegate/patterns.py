"""Regular expressions that need not be compiled at every start: a hundred of them take 40 ms.

``re`` remembers what it compiled. Before anything else is imported, the compiled forms of the last start are
put into that memory, so that ``re.compile`` finds them, in whatever module. They were made by this very
Python (the stamp of the cache says so), and its engine checks each before it takes it. Where the inner parts
of ``re`` are not as known, nothing is done, and it compiles as ever.
"""

from __future__ import annotations

import re
import sys

from . import cache
from .typed import Any

_Form = tuple[Any, ...]
"""The pattern, the flags that were given and those that hold, the code, and its groups."""


def preload(command: str) -> None:
    """Let ``re`` know what earlier starts of a command compiled; at the end, keep what was new."""
    name = f"patterns-{command}"
    modules, forms = cache.read(name, b"") or (frozenset(), [])
    try:
        _remember(forms)
    except (AttributeError, ImportError, KeyError, RuntimeError, TypeError, ValueError):
        return
    cache.later(lambda: _keep(name, modules, forms))


def _remember(forms: list[_Form]) -> None:
    """Put compiled forms into the memory of ``re``."""
    import _sre  # type: ignore[import-not-found]  # the engine of re, which no stub describes

    memory: dict[Any, Any] = re._cache  # type: ignore[attr-defined]  # no stub tells of it
    for pattern, given, flags, code, groups, names, numbers in forms:
        memory[type(pattern), pattern, given] = _sre.compile(
            pattern, flags, list(memoryview(code).cast("I")), groups, names, numbers
        )


def _keep(name: str, known: frozenset[str], forms: list[_Form]) -> None:
    """Keep the patterns that modules hold, and never one that was made from somebody's text."""
    if known.issuperset(sys.modules):
        return
    modules = known.union(sys.modules)
    loaded = [*sys.modules.values()]  # some load more when they are looked at
    patterns = [pattern for module in loaded for pattern in _patterns(module)]
    try:
        news = _forms(patterns, {form[:2] for form in forms})
    except (AttributeError, ImportError, TypeError):
        return
    cache.write(name, b"", (modules, [*forms, *news]))


def _patterns(module: Any) -> list[re.Pattern[Any]]:
    return [value for value in getattr(module, "__dict__", {}).values() if isinstance(value, re.Pattern)]


def _forms(patterns: list[re.Pattern[Any]], kept: set[tuple[Any, ...]]) -> list[_Form]:
    """What the engine of ``re`` needs to make each of these patterns anew, but for those that are kept."""
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]  # nor of these

    held = set(map(id, patterns))
    memory: dict[Any, Any] = re._cache  # type: ignore[attr-defined]  # no stub tells of it
    forms: list[_Form] = []
    for (_, pattern, given), compiled in list(memory.items()):
        if id(compiled) not in held or (pattern, given) in kept:
            continue
        tree = _parser.parse(pattern, given)
        code = array("I", _compiler._code(tree, given))
        names = dict(tree.state.groupdict)
        by_number = {number: name for name, number in names.items()}
        numbers = tuple(by_number.get(number) for number in range(tree.state.groups))
        flags = given | tree.state.flags
        plain = int(given)  # Python 3.13 marks flags that nobody gave with a zero of its own kind
        forms.append((pattern, plain, flags, code.tobytes(), tree.state.groups - 1, names, numbers))
    return forms
