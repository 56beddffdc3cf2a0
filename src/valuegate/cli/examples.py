"""Files of labelled examples, one for each check, as ``valuegate.testing.examples`` reads them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator

from valuegate.errors import UsageError
from valuegate.guard.contested import Example
from valuegate.terminal import UNSAFE_IN_LINES

_HEAD = """\
# What people decided of contested refusals. Words that look like people, addresses, numbers of accounts or
# secrets are masked: read it all before you hand it on.
"""


def write_examples(examples: Iterable[Example], folder: str) -> list[str]:
    """Write a file for each check into a folder that is new or empty; the paths."""
    by_check: dict[str, list[Example]] = {}
    for example in examples:
        by_check.setdefault(example.check, []).append(example)
    paths = []
    for check, found in sorted(by_check.items()):
        paths.append(os.path.join(folder, f"{check}.yaml"))
        with open(paths[-1], "w", encoding="utf-8", newline="\n") as file:
            file.write(_HEAD + "".join(line for example in found for line in _entry(example)))
    return paths


def empty_folder(folder: str) -> None:
    """Make a folder. UsageError if it cannot be, or if something is in it."""
    try:
        os.makedirs(folder, exist_ok=True)
        if os.listdir(folder):
            raise UsageError(f"the folder '{folder}' is not empty", fix="Name a new one.")
    except OSError as error:
        raise UsageError(f"the folder '{folder}' cannot be made: {error.strerror}") from None


def _entry(example: Example) -> Iterator[str]:
    yield from _block("- text", example.text)
    if example.metric:
        yield from _block("  metric", example.metric)
    for name in ("lang", "expect", "why"):
        yield f"  {name}: {json.dumps(getattr(example, name), ensure_ascii=False)}\n"


def _block(name: str, text: str) -> Iterator[str]:
    """A text as it stands, line by line; no character of it is one of YAML's own."""
    yield f"{name}: |-\n"
    for line in UNSAFE_IN_LINES.sub("", text).strip().split("\n"):
        yield f"    {line}".rstrip() + "\n"
