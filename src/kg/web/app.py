"""Puts the service together: one store, one application, every router in one visible tuple."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from kg.settings import Settings, read_settings
from kg.store import ServedStore, Store, open_store
from kg.store.embedded import EmbeddedStore
from kg.web import api, operations, pages
from kg.web.api.caching import LookupCache
from kg.web.api.computed import Computed
from kg.web.api.reader import Reader
from kg.web.api.uploads import Jobs
from kg.web.api.warming import Warmth
from kg.web.errors import install_handlers
from kg.web.gate import Gate
from kg.web.openapi import install_description
from kg.web.sparql.routes import create_sparql_router
from kg.web.sparql.service import SparqlService

ROUTERS: tuple[APIRouter, ...] = (
    operations.router,
    *api.ROUTERS,
    *pages.ROUTERS,
)


def create_app(store: Store | str | None = None, settings: Settings | None = None) -> FastAPI:
    """Return the application over a store.

    The application owns the store it serves and closes it when it shuts down. A store in memory
    is copied; one in a directory is closed and opened again, its writer in a process of its own.

    Args:
        store: an open store or a location; that of the settings by default.
        settings: those of environment and file by default.

    Raises:
        ConfigError: a setting is not valid.
        StoreError: the store cannot be opened.
    """
    chosen = settings or read_settings()
    served = serve_store(chosen.store if store is None else store, chosen)
    service = SparqlService(served, chosen)
    jobs = Jobs(served, chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await service.pool.start()
        reader = Reader(served, chosen.base_iri, app.state.computed)
        app.state.warmth = Warmth(app.state.cache, reader, lambda: served.version)
        warming = asyncio.create_task(app.state.warmth.keep())
        try:
            yield
        finally:
            warming.cancel()
            await asyncio.wait([warming])
            await service.pool.close()
            jobs.close()
            served.close()

    app = FastAPI(
        title="Responsibility graph",
        description="Who must do what, by when, on what legal ground; every item with evidence.",
        version=package_version("responsibility-kg"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # A redirect would repeat the Host header of the request, which is never trusted.
        redirect_slashes=False,
    )
    app.state.store, app.state.settings, app.state.sparql = served, chosen, service
    app.state.jobs, app.state.computed = jobs, Computed(lambda: served.version)
    app.state.cache, app.state.sparql_page = None, pages.sparql_page
    app.state.problem_page = pages.problem_page
    install_handlers(app)
    for router in (create_sparql_router(service), *ROUTERS):
        app.include_router(router)
    install_description(app)
    app.add_middleware(_cached, owner=app)
    app.add_middleware(Gate, settings=chosen)
    return app


def serve_store(store: Store | str, settings: Settings) -> Store:
    """Return a store as a service holds it.

    Raises:
        StoreError: it cannot be opened.
    """
    separate = settings.default_graph == "separate"
    options: dict[str, Any] = {
        "union": not separate,
        "writable": not settings.read_only,
        "deadline": settings.update_seconds,
        "megabytes": settings.update_megabytes,
    }
    if isinstance(store, EmbeddedStore):
        if store.location == "memory:":
            return ServedStore.temporary(store, **options)
        store.close()
        return ServedStore(Path(store.location), **options)
    if not isinstance(store, str):
        return store
    if store == "memory:":
        return ServedStore.temporary(**options)
    if store.lower().startswith(("http://", "https://")):
        token = settings.store_token.get_secret_value() if settings.store_token else None
        return open_store(
            store,
            separate=separate,
            timeout=settings.store_timeout,
            token=token,
            read_only=settings.read_only,
        )
    return ServedStore(Path(store), **options)


def _cached(app: ASGIApp, owner: FastAPI) -> ASGIApp:
    state = owner.state
    state.cache = LookupCache(app, lambda: state.store.version, owner=owner)
    return state.cache  # type: ignore[no-any-return]
