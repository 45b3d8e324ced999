"""A document read in the browser: sent with the token, followed until it is in the graph."""

from __future__ import annotations

from fastapi import APIRouter, Response

from kg.web.api.reviews import is_writable
from kg.web.pages.frame import View, ViewDependency

router = APIRouter(include_in_schema=False)

_MEGABYTE = 1 << 20


@router.get("/upload")
def show_upload(view: ViewDependency) -> Response:
    """Show the form; without a token on the server, what to do instead."""
    return view.page(
        "upload.html",
        writable=is_writable(view.request),
        megabytes=_most(view) // _MEGABYTE,
        most=_most(view),
    )


def _most(view: View) -> int:
    return int(view.request.app.state.settings.upload_bytes)
