"""Is it alive, is it ready, what has it counted."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool

from kg.errors import KgError
from kg.store import Store
from kg.web.errors import Problem
from kg.web.sparql.counters import CACHE_HITS, CACHE_MISSES, QUADS, REGISTRY, STATE_CURRENT

router = APIRouter(tags=["Operations"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="Alive", operation_id="healthz")
async def healthz() -> dict[str, str]:
    """Say that the process runs; nothing else is asked."""
    return {"status": "ok"}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", summary="Ready", operation_id="readyz")
async def readyz(request: Request) -> dict[str, str]:
    """Say whether the store answers."""
    store: Store = request.app.state.store
    try:
        await run_in_threadpool(store.ask, "ASK {}")
    except KgError as error:
        raise Problem("store-failed", str(error)) from error
    return {"status": "ready", "version": store.version or "unknown"}


@router.get("/metrics", summary="Prometheus metrics", operation_id="metrics")
async def metrics(request: Request) -> Response:
    """Give the counters in the Prometheus text format."""
    state = request.app.state
    version = state.store.version
    # Counting is a scan, so it is done once for each version of the graph.
    if version is not None and getattr(state, "counted", None) != version:
        QUADS.set(await run_in_threadpool(state.store.size))
        state.counted = version
    cache = getattr(state, "cache", None)
    if cache is not None:
        CACHE_HITS.set(cache.hits)
        CACHE_MISSES.set(cache.misses)
    warmth = getattr(state, "warmth", None)
    STATE_CURRENT.set(warmth is not None and warmth.current)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
