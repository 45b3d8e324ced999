"""Which methods an address takes, and what pages of other sites may do with it."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import Match

_ROUTED: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Questions may be sent as bodies too; every other POST changes something.
_ASKED: Final = ("/sparql", "/api/ask")
_EXPOSED: Final = (
    "ETag, KG-Limits, KG-Result, Link, Location, Retry-After, X-Request-Id, X-Total-Count"
)
# Without credentials, so nothing is readable that is not public.
CORS: Final = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED.encode()),
]


def allowed_methods(app: FastAPI, path: str) -> list[str]:
    """Return the methods that a path takes; none where there is no such path."""
    found = [method for method in _ROUTED if _takes(app, path, method)]
    if not found:
        return []
    return [*(["HEAD"] if "GET" in found else []), *found, "OPTIONS"]


def _takes(app: FastAPI, path: str, method: str) -> bool:
    scope = {
        "type": "http", "method": method, "path": path, "root_path": "", "headers": [], "app": app,
    }  # fmt: skip
    return any(route.matches(scope)[0] is Match.FULL for route in app.router.routes)


def is_reading(method: str, path: str) -> bool:
    """Whether a request only reads, so that pages of any site may make it."""
    return method in ("GET", "HEAD", "OPTIONS") or (method == "POST" and path in _ASKED)


def options(app: FastAPI, path: str) -> Response | None:
    """Return the answer to OPTIONS, which is that to a preflight too; None for no such path."""
    allowed = allowed_methods(app, path)
    if not allowed:
        return None
    headers = {"Allow": ", ".join(allowed)}
    reading = [method for method in allowed if is_reading(method, path)]
    if "GET" in reading or "POST" in reading:
        headers |= {
            "Access-Control-Allow-Methods": ", ".join(reading),
            "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
            "Access-Control-Max-Age": "86400",
        }
    return Response(status_code=204, headers=headers)
