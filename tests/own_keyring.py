"""No test sees the keyring of the person who runs it: a pytest plugin."""

from __future__ import annotations

import importlib.metadata
import os
import sys

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# Before Python 3.12 keyring brings a copy of importlib.metadata that puts itself in place of it, for good:
# the tests of how plugins are found would find another Python than there is.
sys.modules.setdefault("importlib_metadata", importlib.metadata)
