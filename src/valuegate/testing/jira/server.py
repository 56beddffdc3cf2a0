"""The stand-in of Jira over HTTP: who may call, what may be called, and faults on demand."""

from __future__ import annotations

import json
import sys
import time
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from types import TracebackType
from typing import Any

from jsonschema import Draft202012Validator

from ...records import NamedTuple
from .api import answer
from .call import Call
from .operations import DATA_CENTER, OPERATIONS, Operation, find
from .site import Refusal, Site

_BURST = ((20, timedelta(seconds=2)), (100, timedelta(seconds=30)))
"""So many writes to one issue in such a time."""


class Fault(NamedTuple):
    """What requests meet in place of an answer, ``times`` of them (None: all), where ``path`` is in theirs.

    With ``after`` it is done first, and the answer is lost. A ``body`` is sent with its ``type``. ``cut``
    ends the connection without a word; ``slow`` waits so many seconds.
    """

    status: int = 0
    headers: Mapping[str, str] = {}
    body: str = ""
    type: str = "application/json"
    times: int | None = 1
    method: str = ""
    path: str = ""
    after: bool = False
    cut: bool = False
    slow: float = 0.0


class Seen(NamedTuple):
    """A request that came, and the status of its answer; 0 if there was none."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    status: int
    answer: Any


class JiraServer:
    """A site that is reached over HTTP (with ``tls``, HTTPS) while the context lasts.

    ``seen`` are all requests, in order.

    ``strange`` says of each request that the API has not, or that valuegate should not send, what is wrong.
    """

    def __init__(self, site: Site, page: int = 100, tls: SSLContext | None = None) -> None:
        self.site = site
        self.page = page
        self.seen: list[Seen] = []
        self.strange: list[str] = []
        self.lenient = False
        """Does it do what a strange body asks for all the same? For tests of others than valuegate."""
        self.faults: list[Fault] = []
        self._writes: dict[str, deque[datetime]] = defaultdict(deque)
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.jira = self
        if tls:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        scheme = "https" if tls else "http"
        site.url = self.url = f"{scheme}://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> JiraServer:
        Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    def fault(self, status: int = 0, **said: Any) -> None:
        """From now on a request meets this."""
        self.faults.append(Fault(status, **said))

    def met(self, method: str, path: str) -> Fault | None:
        """The fault that a request meets, which is then used up by one."""
        with self.site.lock:
            for number, fault in enumerate(self.faults):
                if fault.method in ("", method) and fault.path in path:
                    if fault.times is not None:
                        left = fault._replace(times=fault.times - 1)
                        self.faults[number : number + 1] = [left] if left.times else []
                    return fault
        return None

    def too_fast(self, operation: Operation, issue: str) -> bool:
        """Was this issue written to too often?"""
        if operation.method == "GET" or "{issueIdOrKey}" not in operation.path:
            return False
        now, sent = self.site.clock(), self._writes[issue]
        sent.append(now)
        return any(sum(at > now - span for at in sent) > most for most, span in _BURST)


class _Http(ThreadingHTTPServer):
    jira: JiraServer
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked went away, or their certificate: that is no error here. Anything else is told."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: _Http
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: requests hold secrets."""

    def version_string(self) -> str:
        """What it is."""
        return "valuegate stand-in of Jira"

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002  as the library has it
        """The clock is that of the site."""
        return format_datetime(self.server.jira.site.clock(), usegmt=True)

    def do_GET(self) -> None:
        """Every method goes the same way."""
        jira = self.server.jira
        path, _, query = self.path.partition("?")
        asked = _query(query)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = jira.met(self.command, path)
        if fault and fault.slow:
            time.sleep(fault.slow)
        if fault and not fault.after and (fault.status or fault.cut):
            self._end(fault, Seen(self.command, path, asked, raw.decode("utf-8", "replace"), 0, None))
            return
        status, found, body = self._answered(path, asked, raw)
        told = Seen(self.command, path, asked, body, status, found)
        if fault and fault.after:
            self._end(fault, told)
            return
        jira.seen.append(told)
        wait = {"Retry-After": "2", "RateLimit-Reason": "jira-per-issue-on-write"} if status == 429 else {}
        self._send(status, json.dumps(found) if found is not None else "", wait)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_GET  # noqa: N815  the names that http.server calls

    def _end(self, fault: Fault, told: Seen) -> None:
        jira = self.server.jira
        jira.seen.append(told._replace(status=0 if fault.cut else fault.status))
        if fault.cut:
            self.close_connection = True
            self.connection.close()
            return
        self._send(fault.status, fault.body, fault.headers, fault.type)

    def _send(
        self, status: int, text: str, headers: Mapping[str, str], kind: str = "application/json"
    ) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if data:
            self.send_header("Content-Type", f"{kind};charset=UTF-8")
        if status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _answered(self, path: str, query: Mapping[str, str], raw: bytes) -> tuple[int, Any, Any]:
        """Status, answer, and the body that was read."""
        jira = self.server.jira
        with jira.site.lock:
            try:
                account = self._account()
                operation, parts, body = self._let_in(path, query, raw)
                if parts and jira.too_fast(operation, parts[0]):
                    raise Refusal(429, "Too many writes to this issue.")
                call = Call(jira.site, account, parts, query, body or {}, jira.page)
                return (*answer(operation, call), body)
            except Refusal as refusal:
                return refusal.status, {"errorMessages": refusal.messages, "errors": refusal.errors}, None

    def _account(self) -> str:
        """Who calls: by name and token in Cloud, by the token alone in Data Center."""
        site = self.server.jira.site
        kind, _, code = self.headers.get("Authorization", "").partition(" ")
        try:
            email, _, token = b64decode(code).decode().partition(":") if kind == "Basic" else ("", "", "")
        except ValueError:
            email = token = ""
        if not site.cloud:
            email, token = "", code if kind == "Bearer" else ""
        found = site.tokens.get((email, token))
        if found is None:
            raise Refusal(401, "Client must be authenticated to access this resource.")
        return found

    def _let_in(
        self, path: str, query: Mapping[str, str], raw: bytes
    ) -> tuple[Operation, tuple[str, ...], Any]:
        """The operation, the parts of its path and the body; Refusal for what the API does not allow."""
        cloud = self.server.jira.site.cloud
        if not cloud and path == "/rest/api/3/serverInfo":  # how the two are told apart
            raise Refusal(404, "null for uri")
        found = find(self.command, path, OPERATIONS if cloud else DATA_CENTER)
        if not found:
            self._strange(404, f"{self.command} {path}: there is no such operation")
        assert found  # noqa: S101 - else it was refused
        operation, parts = found
        unknown = set(query) - set(operation.query)
        if unknown:
            self._strange(400, f"{self.command} {path}: unknown in the query: {', '.join(sorted(unknown))}")
        if operation.body is None:
            if raw:
                self._strange(400, f"{self.command} {path}: takes no body")
            return operation, parts, None
        try:
            body = json.loads(raw)
        except ValueError:
            self._strange(400, f"{self.command} {path}: the body is no JSON")
        wrong = next(_validator(operation).iter_errors(body), None)
        if wrong and not self.server.jira.lenient:
            self._strange(400, f"{self.command} {path}: {wrong.message}")
        return operation, parts, body

    def _strange(self, status: int, what: str) -> None:
        self.server.jira.strange.append(what)
        raise Refusal(status, what)


@cache
def _validator(operation: Operation) -> Draft202012Validator:
    return Draft202012Validator(operation.schema)


def _query(text: str) -> dict[str, str]:
    """A query by its names."""
    pairs = [pair.partition("=") for pair in text.split("&") if pair]
    return {_plain(name): _plain(value) for name, _, value in pairs}


def _plain(text: str) -> str:
    """Percent signs and plus signs as what they stand for."""
    first, *rest = text.replace("+", " ").encode().split(b"%")
    return b"".join([first, *(bytes([int(part[:2], 16)]) + part[2:] for part in rest)]).decode()
