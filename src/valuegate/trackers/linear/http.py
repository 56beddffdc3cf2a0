"""Linear through gql and httpx. Imported by the first call: together they take as long as several starts."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import finalize

from gql import GraphQLRequest
from gql.transport.exceptions import (
    TransportConnectionFailed,
    TransportProtocolError,
    TransportServerError,
)
from gql.transport.httpx import HTTPXTransport

from ...errors import SignInError, TrackerError, UnavailableError
from .failures import Reply
from .identity import Identity

if TYPE_CHECKING:
    import httpx
else:
    from gql.transport.httpx import httpx  # the one that gql took: it prefers httpx2, where that is installed

LARGEST = 32 * 1024 * 1024
"""An answer of more bytes is not read."""


class HttpTransport:
    """Sends documents to one address, with the authorization of an identity, and to no other address."""

    def __init__(self, url: str, identity: Identity, timeout: float) -> None:
        self._url = url
        self._identity = identity
        self._timeout = timeout
        self._heard = _Heard(timeout)
        self._gql: HTTPXTransport | None = None

    def key(self) -> bytes:
        """The secret of the identity."""
        return self._identity.secret.encode()

    def send(self, document: str, variables: Mapping[str, Any]) -> Reply:
        """The reply, whatever its status; an UnavailableError if none comes in time."""
        request = GraphQLRequest(document, variable_values=dict(variables))
        try:
            result = self._session().execute(request)
        except TransportConnectionFailed as error:
            raise _unreachable(error.__cause__, self._timeout) from None
        except (TransportServerError, TransportProtocolError):
            return Reply(self._heard.status, self._heard.headers)
        errors: list[Any] = [each for each in result.errors or () if isinstance(each, dict)]  # as they came
        return Reply(self._heard.status, self._heard.headers, result.data, errors)

    def close(self) -> None:
        """Close the connections."""
        if self._gql:
            self._gql.close()  # type: ignore[no-untyped-call]  # gql has no types there
            self._gql = None

    def _session(self) -> HTTPXTransport:
        if self._gql is None:
            self._gql = HTTPXTransport(
                self._url,
                auth=_Authorization(self._identity),
                timeout=self._timeout,
                follow_redirects=False,
                event_hooks={"response": [self._heard.note]},
                headers={"User-Agent": "valuegate"},
            )
            self._gql.connect()  # type: ignore[no-untyped-call]  # gql gives it no types
            finalize(self, self._gql.close)  # whoever forgets a tracker leaves no connection open
        return self._gql


class _Heard:
    """What gql does not tell of the last answer. It knows no transport, so that one can be forgotten."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self.status = 0
        self.headers: Mapping[str, str] = {}

    def note(self, response: httpx.Response) -> None:
        """Note status and headers, and let no more and no longer be read than is allowed."""
        self.status = response.status_code
        self.headers = {name.lower(): value for name, value in response.headers.items()}
        stream = response.stream
        assert isinstance(stream, httpx.SyncByteStream)  # noqa: S101  the client is not asynchronous
        response.stream = _Bounded(stream, monotonic() + self._timeout)


class _Authorization(httpx.Auth):
    """Sets the header at each request. An app gets a new token when its own is refused."""

    requires_response_body = True

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        identity = self._identity
        for _ in range(2):
            if identity.needs_token(monotonic()):
                wanted = identity.token_request(str(request.url))
                answer = yield httpx.Request("POST", wanted.url, data=wanted.form)
                if answer.status_code != 200:
                    raise SignInError(
                        f"Linear gives the app no token (HTTP {answer.status_code})",
                        fix="Check the client id and secret, and that client credentials are enabled for it.",
                    )
                identity.take_token(answer.json(), monotonic())
            request.headers["Authorization"] = identity.header
            response = yield request
            if response.status_code != 401 or not identity.forget_token():
                return


class _Bounded(httpx.SyncByteStream):
    """The bytes of an answer, up to a size and a time."""

    def __init__(self, stream: httpx.SyncByteStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if size > LARGEST:
                raise httpx.ReadError("the answer is too large")
            if monotonic() > self._deadline:
                raise httpx.ReadTimeout("the answer takes too long")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def _unreachable(cause: BaseException | None, timeout: float) -> TrackerError:
    """Why no answer came, without a word of what was sent."""
    if isinstance(cause, TrackerError):
        return cause
    if isinstance(cause, httpx.TimeoutException):
        return UnavailableError(f"Linear did not answer within {timeout:g} seconds")
    if isinstance(cause, httpx.ConnectError):
        return UnavailableError("Linear cannot be reached", fix="Look at the network and at proxies.")
    kind = type(cause).__name__
    return UnavailableError(f"the connection to Linear broke ({kind}); what was sent may have been done")
