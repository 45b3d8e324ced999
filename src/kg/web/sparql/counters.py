"""What the service counts, for Prometheus."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY: Final = CollectorRegistry()

LATENCY: Final = Histogram(
    "kg_request_seconds",
    "Time to answer a request",
    ("route", "method", "status"),
    registry=REGISTRY,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
RUNNING: Final = Gauge("kg_jobs_running", "Jobs of workers, waiting ones included",
                       registry=REGISTRY)  # fmt: skip
QUEUED: Final = Gauge("kg_jobs_queued", "Jobs that wait for a worker", registry=REGISTRY)
STARTS: Final = Counter("kg_worker_starts", "Worker processes started", registry=REGISTRY)
KILLS: Final = Counter("kg_worker_kills", "Workers killed", ("reason",), registry=REGISTRY)
DEATHS: Final = Counter("kg_worker_deaths", "Workers that died of a job", registry=REGISTRY)
LIMITED: Final = Counter("kg_rate_limited", "Requests refused by rate", ("limit",),
                         registry=REGISTRY)  # fmt: skip
QUADS: Final = Gauge("kg_store_quads", "Statements in the store", registry=REGISTRY)
WRITES: Final = Counter("kg_writes", "Changes of the store", ("kind",), registry=REGISTRY)
CACHE_HITS: Final = Gauge("kg_cache_hits", "Look-ups answered from memory", registry=REGISTRY)
CACHE_MISSES: Final = Gauge("kg_cache_misses", "Look-ups computed", registry=REGISTRY)
STATE_CURRENT: Final = Gauge("kg_state_current", "Whether what is computed of the whole graph is "
                             "of its newest version", registry=REGISTRY)  # fmt: skip
