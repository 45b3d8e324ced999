"""What a request finds in the application: the store, the base of the data, the token."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from kg.vocabulary import DEFAULT_BASE
from kg.web.api.reader import Reader


def base_iri(request: Request) -> str:
    """Return what the IRIs of the data begin with."""
    settings = getattr(request.app.state, "settings", None)
    return str(getattr(settings, "base_iri", DEFAULT_BASE))


def get_reader(request: Request) -> Reader:
    """Return a reader of the store of the application."""
    return Reader(request.app.state.store, base_iri(request))


ReaderDependency = Annotated[Reader, Depends(get_reader)]
