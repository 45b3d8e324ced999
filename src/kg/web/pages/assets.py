"""The built scripts and styles: hashed names, kept by browsers for ever."""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

BUILT = Path(__file__).resolve().parent.parent / "static" / "built"
_FOR_EVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@cache
def _manifest() -> dict[str, str]:
    file = BUILT / "manifest.json"
    found: dict[str, str] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return found


def asset(name: str) -> str:
    """Return the path of a built file by its plain name, e.g. ``style.css``."""
    return f"/static/{_manifest().get(name, name)}"


@cache
def _files() -> dict[str, bytes]:
    # Only what was built is ever served, so no path of a request reaches the disk.
    return {file.name: file.read_bytes() for file in BUILT.glob("*") if file.is_file()}


@router.api_route("/static/{name}", methods=["GET", "HEAD"])
def serve_asset(name: str, request: Request) -> Response:
    """Return a built file, compressed where the client takes that."""
    plain = _manifest().get(name, name)
    files = _files()
    if plain not in files:
        raise HTTPException(404, "there is no such file")
    media_type = mimetypes.guess_type(plain)[0] or "text/plain; charset=utf-8"
    headers = {
        "Cache-Control": _FOR_EVER if plain == name else "no-cache",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if f"{plain}.gz" in files and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(files[f"{plain}.gz"], 200, headers, media_type)
    return Response(files[plain], 200, headers, media_type)
