"""A look-alike of Jira Data Center 8.20 that nobody here wrote (jira820 on PyPI), as a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Jira820:
    """Where it is, and what people do there."""

    def __init__(self, url: str) -> None:
        self.url = url

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """A request as anybody may send it: there is no sign-in."""
        request = urllib.request.Request(
            f"{self.url}/rest/api/2/{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def create(self, summary: str, description: str) -> str:
        """An issue; its key."""
        fields = {
            "project": {"key": "JIRA820"},
            "summary": summary,
            "description": description,
            "issuetype": {"name": "Story"},
        }
        made: dict[str, str] = self.call("POST", "issue", {"fields": fields})
        return made["key"]


@contextmanager
def jira820(**settings: str) -> Iterator[Jira820]:
    """The server, while the context lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "JIRA820_PORT": str(port), **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "jira820"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        found = Jira820(f"http://127.0.0.1:{port}")
        _wait(found, process)
        yield found
    finally:
        process.terminate()
        process.wait(10)


def _wait(server: Jira820, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("jira820 did not start")
        try:
            server.call("GET", "serverInfo")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("jira820 does not answer")
