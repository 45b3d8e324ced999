"""Runs the application on a port: strict about HTTP, and every refusal a problem."""

from __future__ import annotations

import json
import logging
import re
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

import structlog
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.settings import Settings
from kg.web.errors import MEDIA_TYPE, PROBLEMS, TYPES

_HEAD_BYTES = 262_144
_END = b"\r\n\r\n"
_BARE_LINE_FEED = re.compile(rb"(?<!\r)\n")
_REQUEST_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ [^ \t]+ HTTP/1\.[01]")
_HEAD_SECONDS = 30.0
_LONGEST_URL = 32_768
_SHUTDOWN_SECONDS = 10


def serve(app: FastAPI, settings: Settings) -> None:
    """Serve until a signal ends it; requests that run get a moment to finish.

    Args:
        app: the application.
        settings: address, port and how much the log says.
    """
    configure_log(settings.log_level)
    # The server shuts down in order and then raises the signal again; that was no failure.
    signal.signal(signal.SIGTERM, _end)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        http=StrictProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        headers=[("Server", "responsibility-kg")],
    )


def _end(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(0)


class StrictProtocol(HttpToolsProtocol):
    """HTTP/1.1 whose own refusals are problem+json, with a bounded head that must come soon."""

    def connection_made(self, transport: Any) -> None:
        """Give the client a moment to send the head of its request."""
        super().connection_made(transport)
        self._head_size = 0
        self.loop.call_later(_HEAD_SECONDS, self._cut_slow_head)

    def data_received(self, data: bytes) -> None:
        """Refuse a head without bound, or with bare line feeds that proxies read differently."""
        in_head = self._head_size >= 0
        if in_head:
            self._head_size += len(data)
            if self._head_size == len(data) and not _is_strict(data):
                self._refuse("malformed-request", "this is not valid HTTP/1.1")
                return
        super().data_received(data)
        if in_head and self._head_size > _HEAD_BYTES and not self.transport.is_closing():
            self._refuse("headers-too-large", "the head of the request is too large")

    def on_headers_complete(self) -> None:
        """Count no further: what follows is the body, which has limits of its own."""
        self._head_size = -1
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect the head of a next request."""
        self._head_size = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP/1.1 with a problem instead of plain text."""
        # The parser gives up on an address of more than 64 KiB.
        if len(getattr(self, "url", b"")) > _LONGEST_URL:
            self._refuse("uri-too-long", "the address is too long; use POST")
        else:
            self._refuse("malformed-request", "this is not valid HTTP/1.1")

    def _refuse(self, kind: str, detail: str) -> None:
        status, title = PROBLEMS[kind]
        problem = {"type": TYPES + kind, "title": title, "status": status, "detail": detail}
        body = json.dumps(problem).encode()
        head = (
            f"HTTP/1.1 {status} {title}\r\nserver: responsibility-kg\r\n"
            f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def _cut_slow_head(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def _is_strict(beginning: bytes) -> bool:
    """Whether the first bytes can be the head of an HTTP/1 request."""
    head, _, _ = beginning.partition(_END)
    line, end, _ = head.partition(b"\r\n")
    whole = bool(end) or head != beginning
    return not _BARE_LINE_FEED.search(head) and (not whole or bool(_REQUEST_LINE.fullmatch(line)))


def configure_log(level: str) -> None:
    """Write one JSON line an event on standard error, those of libraries too."""
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=True)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=True),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
