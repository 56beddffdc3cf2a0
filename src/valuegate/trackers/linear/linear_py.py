"""Linear through linear-py, each question in a process of its own that has a deadline.

linear-py has no timeout and no variables, is under the GPL, and holds requests at a version with known flaws.
So it is never imported here, may live in an environment of its own, and gets documents without variables.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from ...errors import PolicyError, SignInError, UnavailableError, UsageError
from .failures import Reply
from .identity import Identity

ADVICE = (
    "Through linear-py, as the policy says: each question starts a process, Linear cannot say how long to "
    "wait, and clocks are not compared. Without a reason to use it, leave out trackers.linear.transport."
)
"""What whoami says besides."""

_CHILD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "linear_py_child.py")
_PASSED = ("PATH", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy",
           "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "SYSTEMROOT")  # fmt: skip
"""What the process may know of our environment; secrets are none of it."""


def python_of(path: str, root: str) -> str:
    """The Python that the policy names, else ours. PolicyError for one that a change of it could bring along.

    It gets the key: whoever changes what lies beside the policy must not be able to choose it.
    """
    if not path:
        return sys.executable
    folder = os.path.realpath(os.path.dirname(path))
    home = os.path.realpath(root or os.curdir)
    if not os.path.isabs(path) or os.path.commonpath((folder, home)) == home:
        message = f"trackers.linear.python is {path}, which lies beside the policy"
        fix = "Name a Python outside of the folder of the policy, from / on: it gets the key."
        raise PolicyError([UsageError(message, fix=fix)])
    return path


class LinearPyTransport:
    """Starts a Python that has linear-py, once for each document."""

    def __init__(self, url: str, identity: Identity, timeout: float, python: str) -> None:
        if identity.is_app:
            fix = "Leave out trackers.linear.transport, or sign in with a key."
            raise SignInError("linear-py knows keys and tokens, and no apps", fix=fix)
        self._url = url
        self._identity = identity
        self._timeout = timeout
        self._python = python

    def key(self) -> bytes:
        """The secret of the identity."""
        return self._identity.secret.encode()

    def close(self) -> None:
        """Nothing stays open."""

    def send(self, document: str, variables: Mapping[str, Any]) -> Reply:
        """The reply. It has neither a status nor headers."""
        from .inline import inlined

        said = {
            "url": self._url,
            "authorization": self._identity.header,
            "document": inlined(document, variables),
        }
        answer = self._run(json.dumps(said))
        if "missing" in answer:
            fix = "Install it there, or name another Python in trackers.linear.python."
            raise UsageError(f"linear-py is not installed for {self._python}", fix=fix)
        if "failed" in answer:
            raise UnavailableError(f"linear-py got no answer from Linear ({answer['failed']})")
        errors = answer.get("errors")
        told = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
        return Reply(0, {}, answer.get("data"), told)

    def _run(self, said: str) -> dict[str, Any]:
        """The child, in isolated mode: no folder of ours, and none of the user's, is on its path."""
        env = {name: os.environ[name] for name in _PASSED if name in os.environ}
        try:
            done = subprocess.run(  # noqa: S603  the policy names the program, as it names plugins
                [self._python, "-I", _CHILD],
                input=said.encode(),
                capture_output=True,
                timeout=self._timeout,
                check=False,
                env=env,
            )
        except subprocess.TimeoutExpired:
            raise UnavailableError(f"Linear did not answer within {self._timeout:g} seconds") from None
        except OSError as error:
            fix = "Name a Python that has linear-py in trackers.linear.python."
            raise UsageError(f"{self._python} cannot be started: {error.strerror}", fix=fix) from None
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise UnavailableError(f"the process with linear-py ended without an answer ({done.returncode})")
        return answer
