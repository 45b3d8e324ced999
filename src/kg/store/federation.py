"""SERVICE by way of this process: the engine's own client follows redirects to anywhere.

The engine is given addresses on loopback that only it knows; what arrives there goes on to the
endpoint that was named, and to no host the operator did not allow.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urljoin, urlsplit

from kg.store.frames import RefusedQuery
from kg.store.guard import service_addresses
from kg.store.tokens import unescape

_SECONDS = 10.0
_MOST_BYTES = 10_000_000
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 307, 308)
_WHAT = "cannot run SERVICE"


@contextlib.contextmanager
def relayed(text: str, allowed: Collection[str]) -> Iterator[str]:
    """Give a text that the guard let pass as the engine may run it.

    Args:
        text: a query or update.
        allowed: the hosts that SERVICE may call, by redirects too.

    Raises:
        RefusedQuery: an endpoint failed or redirects to another host.
    """
    if not service_addresses(unescape(text)):
        yield text
        return
    relay = Relay(allowed)
    try:
        yield relay.rewritten(text)
    except (OSError, RuntimeError, ValueError) as error:
        if not relay.refusals:
            raise
        # Whoever kept it here would keep the engine's answer alive with it, for another thread.
        raise relay.refusals.pop() from error
    finally:
        relay.close()


class Relay:
    """Calls endpoints for the engine.

    Args:
        allowed: the hosts that may be called.
    """

    def __init__(self, allowed: Collection[str]) -> None:
        self.allowed = frozenset(allowed)
        self.refusals: list[RefusedQuery] = []
        self._key, self._targets = token_urlsafe(16), list[str]()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._address = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def rewritten(self, text: str) -> str:
        """Return a text that the guard let pass with every SERVICE address replaced by its own."""
        text = unescape(text)
        parts: list[str] = []
        end = 0
        for token, address in service_addresses(text):
            parts += [text[end : token.start], f"<http://{self._address}/{self._key}/"]
            parts.append(f"{len(self._targets)}>")
            self._targets.append(address)
            end = token.start + len(token.text)
        return "".join(parts) + text[end:]

    def answer(self, path: str, body: bytes, headers: dict[str, str]) -> _Reply:
        """Return what the endpoint behind a path answers; a reason is kept where it cannot."""
        _, key, number = f"{path}//".split("/", 3)[:3]
        if key != self._key or not number.isdigit() or int(number) >= len(self._targets):
            return _Reply(404)
        try:
            return self._called(self._targets[int(number)], body, headers)
        except RefusedQuery as error:
            self.refusals = [error.with_traceback(None)]
        except (OSError, HTTPException) as error:
            self.refusals = [_failed(f"{type(error).__name__}: {error}")]
        return _Reply(502)

    def _called(self, address: str, body: bytes, headers: dict[str, str]) -> _Reply:
        for _ in range(_MOST_REDIRECTS + 1):
            self._check(address)
            reply, moved = _exchange(address, body, headers)
            if reply.status not in _REDIRECTS or not moved:
                if reply.status >= 300:
                    raise _failed(f"the endpoint answered HTTP {reply.status}")
                return reply
            address = urljoin(address, moved)
        raise _failed("the endpoint redirects without end")

    def _check(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.netloc not in self.allowed:
            raise RefusedQuery(
                "federation-disabled",
                _WHAT,
                f"the endpoint redirects to {parts.netloc[:80] or 'no host'}, which is not allowed",
            )


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    media_type: str = "text/plain"
    data: bytes = field(default=b"", repr=False)


def _failed(why: str) -> RefusedQuery:
    return RefusedQuery("upstream-failed", _WHAT, why[:200], "ask that endpoint yourself")


def _exchange(address: str, body: bytes, headers: dict[str, str]) -> tuple[_Reply, str]:
    """One request; where it is moved to is the second value."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=_SECONDS)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        found = connection.getresponse()
        reply = _Reply(found.status, found.headers.get("content-type", ""), _bounded(found))
        return reply, found.headers.get("location", "")
    finally:
        connection.close()


def _bounded(response: HTTPResponse) -> bytes:
    data = response.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _failed(f"its answer is larger than {_MOST_BYTES:,} bytes")
    return data


def _handler(relay: Relay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            kept = ("accept", "content-type", "user-agent")
            headers = {name: self.headers[name] for name in kept if name in self.headers}
            reply = relay.answer(self.path, body, headers)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.media_type)
            self.send_header("Content-Length", str(len(reply.data)))
            self.end_headers()
            self.wfile.write(reply.data)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the service logs the request that this belongs to."""

    return Handler
