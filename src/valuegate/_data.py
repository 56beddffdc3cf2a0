"""Where the files beside the code are: ``schemas/`` and ``hooks/``, in a wheel or in a checkout.

``importlib.resources`` costs 25 ms of start-up; two joins of paths cost nothing.
"""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def path(*names: str) -> str:
    """The path of a data file: inside the installed package, else at the root of the checkout."""
    packaged = os.path.join(_PACKAGE, "_data")
    root = packaged if os.path.isdir(packaged) else os.path.dirname(os.path.dirname(_PACKAGE))
    return os.path.join(root, *names)


def read(*names: str) -> str:
    """The text of a data file (UTF-8)."""
    with open(path(*names), encoding="utf-8") as file:
        return file.read()
