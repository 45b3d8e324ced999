"""What a request finds in the application: the store, the base of the data, the token."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from kg.vocabulary import DEFAULT_BASE
from kg.web.api.computed import Computed
from kg.web.api.reader import Reader


def base_iri(request: Request) -> str:
    """Return what the IRIs of the data begin with."""
    settings = getattr(request.app.state, "settings", None)
    return str(getattr(settings, "base_iri", DEFAULT_BASE))


def get_reader(request: Request) -> Reader:
    """Return a reader of the store of the application."""
    return Reader(request.app.state.store, base_iri(request), computed_of(request))


def computed_of(request: Request) -> Computed:
    """Return what the application computed of its graph."""
    state = request.app.state
    if getattr(state, "computed", None) is None:
        state.computed = Computed(lambda: state.store.version)
    found: Computed = state.computed
    return found


ReaderDependency = Annotated[Reader, Depends(get_reader)]
