"""Runs the application on a port: strict about HTTP, and every refusal a problem."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import h11
import structlog
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.settings import Settings
from kg.web.errors import MEDIA_TYPE, PROBLEMS, TYPES

_HEAD_BYTES = 262_144
_END = b"\r\n\r\n"
_BARE_LINE_FEED = re.compile(rb"(?<!\r)\n")
_HEAD_SECONDS = 30.0
_SHUTDOWN_SECONDS = 10


def serve(app: FastAPI, settings: Settings) -> None:
    """Serve until a signal ends it; requests that run get a moment to finish.

    Args:
        app: the application.
        settings: address, port and how much the log says.
    """
    configure_log(settings.log_level)
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
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        headers=[("Server", "responsibility-kg")],
    )


class StrictProtocol(H11Protocol):
    """HTTP/1.1 whose own refusals are problem+json, and which waits for no slow header."""

    def connection_made(self, transport: Any) -> None:
        """Give the client a moment to send the head of its request."""
        super().connection_made(transport)
        self.loop.call_later(_HEAD_SECONDS, self._cut_slow_head)

    def data_received(self, data: bytes) -> None:
        """Refuse a head with bare line feeds, which proxies and servers read differently."""
        if self.conn.their_state is h11.IDLE and _BARE_LINE_FEED.search(data.split(_END, 1)[0]):
            self.send_400_response("bare line feed")
            return
        super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP/1.1 with a problem instead of plain text."""
        kind = "headers-too-large" if self._too_large(msg) else "malformed-request"
        status, title = PROBLEMS[kind]
        body = (
            f'{{"type":"{TYPES}{kind}","title":"{title}","status":{status},'
            f'"detail":"this is not valid HTTP/1.1"}}'
        ).encode()
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        reason = b"Bad Request" if status == 400 else b"Request Header Fields Too Large"
        for event in (
            h11.Response(status_code=status, headers=headers, reason=reason),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            output = self.conn.send(event)
            if output:
                self.transport.write(output)
        self.transport.close()

    def _too_large(self, message: str) -> bool:
        size = getattr(self.conn, "trailing_data", (b"",))[0]
        return len(size) >= _HEAD_BYTES

    def _cut_slow_head(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def configure_log(level: str) -> None:
    """Write one JSON line an event on standard error, those of libraries too."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=True)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
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
