"""The stand-in on loopback: GraphQL over HTTP as Linear speaks it, with its budgets, faults and webhooks."""

from __future__ import annotations

import hmac
import json
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Literal
from urllib.parse import parse_qs
from uuid import uuid4

from .answers import Answer, answer, error
from .complexity import LARGEST
from .filters import Node
from .workspace import Workspace

Fault = Literal[
    "signed-out",  # HTTP 401
    "forbidden",
    "ratelimited",  # HTTP 400: the hour's requests are used up
    "complexity",  # … the hour's complexity
    "down",  # HTTP 500 without a word of GraphQL
    "slow",  # bytes come, and the last one never does
    "cut",  # it is done, and the connection ends without an answer
    "partial",  # data, and errors beside them
    "same-page",  # each page is the first one again
    "elsewhere",  # a redirect to another address
]
"""What a request may meet."""

HOUR = 3_600_000


class StandIn:
    """A workspace of Linear on a port of this machine. Use it with ``with``.

    ``fault`` is met by every request, ``once`` by the next ones in turn (by writes only, if it is ``cut``).
    ``requests`` lists the names of operations that came, each with what it cost.
    """

    def __init__(self, space: Workspace) -> None:
        self.space = space
        self.tokens: dict[str, Node] = {}
        self.apps: dict[str, tuple[str, Node]] = {}
        self.fault: Fault | None = None
        self.once: list[Fault] = []
        self.budget = {"Requests": 2_500, "Complexity": 3_000_000}
        self.largest = LARGEST
        self.requests: list[tuple[str, int]] = []
        self.elsewhere: list[str] = []
        self.secret = b"webhook-secret"
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> StandIn:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The address of its API."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/graphql"

    def key_of(self, user: Node) -> str:
        """An API key of somebody."""
        key = f"lin_api_{sha256(user['id'].encode()).hexdigest()[:40]}"
        self.tokens[key] = user
        return key

    def met(self, writes: bool) -> Fault | None:
        """What a request meets."""
        if self.once and (writes or self.once[0] != "cut"):
            return self.once.pop(0)
        return self.fault if writes or self.fault != "cut" else None

    def viewer(self, authorization: str) -> Node | None:
        """Whose request it is. A key stands alone, a token of OAuth has ``Bearer`` before it."""
        kind, _, token = authorization.rpartition(" ")
        if (kind == "Bearer") == token.startswith("lin_api_"):
            return None
        return self.tokens.get(token)

    def spend(self, cost: int) -> None:
        """Take a request from the budgets."""
        self.budget["Requests"] -= 1
        self.budget["Complexity"] -= cost

    def headers(self, cost: int, empty: str = "") -> dict[str, str]:
        """Date, and the budgets with the time (in milliseconds) at which they are full again."""
        reset = str(int(self.space.clock.at.timestamp() * 1000) + HOUR)
        found = {"Date": format_datetime(self.space.clock.at, usegmt=True), "X-Complexity": str(cost)}
        for name, left in self.budget.items():
            there = 0 if name == empty else max(left, 0)
            found |= {f"X-RateLimit-{name}-Remaining": str(there), f"X-RateLimit-{name}-Reset": reset}
        return found

    def message(self, issue: Node, kind: str = "Issue") -> tuple[dict[str, str], bytes]:
        """A webhook about an issue: headers and body, signed with ``secret``."""
        data = {"id": issue["id"], "identifier": issue["identifier"], "title": issue["title"]}
        if kind == "Comment":
            data = {"id": str(uuid4()), "issueId": issue["id"], "issue": {"identifier": issue["identifier"]}}
        stamp = int(self.space.clock.at.timestamp() * 1000)
        sent = {"action": "update", "type": kind, "data": data, "webhookTimestamp": stamp}
        body = json.dumps(sent).encode()
        signature = hmac.new(self.secret, body, sha256).hexdigest()
        delivery = {"Linear-Delivery": str(uuid4()), "Linear-Event": kind}
        return {**delivery, "Linear-Signature": signature}, body


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asks may be gone in the middle of it: killed, or tired of waiting."""
        if not isinstance(sys.exception(), (OSError, ValueError)):
            super().handle_error(request, client_address)


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        server_of = stand_in

    return Handler


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_of: StandIn

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    def do_POST(self) -> None:
        """A document, or a request for a token."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/elsewhere":
            self.server_of.elsewhere.append(self.headers.get("Authorization") or "")
            self._send(Answer(200, {}))
        elif self.path == "/oauth/token":
            self._token(body.decode())
        else:
            self._document(json.loads(body))

    do_GET = do_POST  # noqa: N815  the name that http.server calls

    def _token(self, form: str) -> None:
        said = {name: values[0] for name, values in parse_qs(form).items()}
        secret, user = self.server_of.apps.get(said.get("client_id", ""), ("", {}))
        if not secret or said.get("client_secret") != secret or said["grant_type"] != "client_credentials":
            self._bytes(400, b'{"error": "invalid_client"}', {})
            return
        token = f"lin_oauth_{uuid4().hex}"
        self.server_of.tokens[token] = user
        given = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 2_591_999,
            "scope": "read write",
        }
        self._bytes(200, json.dumps(given).encode(), {})

    def _document(self, sent: Mapping[str, Any]) -> None:
        there, document = self.server_of, sent["query"]
        fault = there.met(document.lstrip().startswith("mutation"))
        if fault == "slow":
            self._drip()
        elif fault == "down":
            self._bytes(500, b"<html>Internal Server Error</html>", {})
        elif fault == "elsewhere":
            self._bytes(307, b"", {"Location": there.url.replace("/graphql", "/elsewhere")})
        else:
            self._answer(document, sent.get("variables") or {}, fault)

    def _answer(self, document: str, variables: Mapping[str, Any], fault: Fault | None) -> None:
        there = self.server_of
        refused = self._refused(fault)
        if refused:
            self._send(refused[0], refused[1])
            return
        if fault == "same-page":
            variables = {k: v for k, v in variables.items() if not k.lower().endswith("after")}
        viewer = there.viewer(self.headers.get("Authorization") or "")
        assert viewer  # noqa: S101  else it was refused
        given = answer(there.space, viewer, document, variables, there.largest)
        there.spend(given.cost)
        there.requests.append((_name(document), given.cost))
        if fault == "cut":
            self.close_connection = True
            return
        if fault == "partial":
            given.errors.append(error("Something failed", "INTERNAL_SERVER_ERROR", "internal error"))
        if fault == "same-page":
            _again(given.data)
        self._send(given)

    def _refused(self, fault: Fault | None) -> tuple[Answer, str] | None:
        """What is said before a document is looked at, and the budget that is empty."""
        there = self.server_of
        known = there.viewer(self.headers.get("Authorization") or "")
        if fault == "signed-out" or known is None:
            words = "You need to authenticate to access this operation."
            said = error("Not authenticated", "AUTHENTICATION_ERROR", "authentication error", words)
            return Answer(401, None, [said]), ""
        if fault == "forbidden":
            said = error("Forbidden", "FORBIDDEN", "forbidden", "You don't have permission to do this.")
            return Answer(403, None, [said]), ""
        empty = {"ratelimited": "Requests", "complexity": "Complexity"}.get(fault or "", "")
        empty = empty or next((name for name, left in there.budget.items() if left <= 0), "")
        if not empty:
            return None
        said = error("Rate limit exceeded", "RATELIMITED", "ratelimited", "Rate limit exceeded.")
        return Answer(400, None, [said]), empty

    def _send(self, given: Answer, empty: str = "") -> None:
        headers = self.server_of.headers(given.cost, empty)
        self._bytes(given.status, json.dumps(given.body()).encode(), headers)

    def _bytes(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        with suppress(OSError):  # who asked may be gone
            self.end_headers()
            self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response_only(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(200):
                self.wfile.write(b" ")
                time.sleep(0.05)
        except OSError:
            return


def _name(document: str) -> str:
    """The name of an operation: the word behind ``query`` or ``mutation``."""
    words = document.replace("(", " ").replace("{", " ").split()
    return words[1] if len(words) > 1 else ""


def _again(data: Any) -> None:
    """Let each connection claim that there is another page."""
    if isinstance(data, list):
        for each in data:
            _again(each)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name == "pageInfo":
                value["hasNextPage"] = True
            else:
                _again(value)
