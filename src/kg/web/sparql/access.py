"""Who asks: the token of writers, the address of readers, and how much each may ask for."""

from __future__ import annotations

import hmac
import ipaddress
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from kg.settings import Settings
from kg.web.errors import Problem
from kg.web.sparql.counters import LIMITED


def check_token(request: Request, settings: Settings) -> None:
    """Let only holders of the token pass.

    Raises:
        Problem: there is no token, it is wrong, or the service takes no writes at all.
    """
    _check_site(request)
    if settings.token is None or settings.read_only:
        raise Problem("forbidden", "this service takes no writes; it was started without a token")
    given = request.headers.getlist("authorization")
    if len(given) != 1 or not given[0].lower().startswith("bearer "):
        raise Problem("not-authenticated", "send one header 'Authorization: Bearer …'")
    # Hashes have one length, so the comparison takes the same time for every token.
    token = given[0][7:].strip().encode("utf-8", "surrogateescape")
    wanted = settings.token.get_secret_value().encode("utf-8")
    if not hmac.compare_digest(sha256(token).digest(), sha256(wanted).digest()):
        raise Problem("not-authenticated", "the token is not valid")


def _check_site(request: Request) -> None:
    """Browsers never write for another site's page."""
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise Problem("cross-site", "the request comes from a page of another site")
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Problem("cross-site", "the request comes from a page of another site")


def client_of(request: Request, settings: Settings) -> str:
    """Return what stands for the client: its address, an IPv6 one by its network."""
    peer = request.client.host if request.client else "unknown"
    if peer in settings.trusted_proxies:
        forwarded = request.headers.get("x-forwarded-for", "").split(",")[-1].strip()
        peer = forwarded or peer
    return _network(peer)


@lru_cache(maxsize=4096)
def _network(peer: str) -> str:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:64]
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


class Budget:
    """How many queries at once, and how many seconds of them a minute, each client may have.

    Args:
        queries: at once.
        seconds: of query time a minute.
    """

    def __init__(self, queries: int, seconds: int) -> None:
        self.queries = queries
        self._limit = RateLimitItemPerMinute(seconds * 1000)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._active: Counter[str] = Counter()

    @contextmanager
    def admitted(self, client: str) -> Iterator[None]:
        """Count one query of a client while the block runs.

        Raises:
            Problem: the client has too many at once, or used up its minute.
        """
        if self._active[client] >= self.queries:
            LIMITED.labels("at-once").inc()
            raise Problem("rate-limited", f"at most {self.queries} queries of a client run at once")
        if not self._limiter.test(self._limit, client):
            LIMITED.labels("seconds").inc()
            raise Problem("rate-limited", "the query time of this minute is used up")
        self._active[client] += 1
        try:
            yield
        finally:
            self._active[client] -= 1
            if not self._active[client]:
                del self._active[client]

    def charge(self, client: str, seconds: float) -> None:
        """Take query time off the client's minute."""
        self._limiter.hit(self._limit, client, cost=max(1, round(seconds * 1000)))
