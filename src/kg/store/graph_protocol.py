"""The SPARQL 1.1 Graph Store HTTP Protocol as a client, as far as queries do not serve."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import urlencode

from kg.errors import StoreError


class GraphStoreClient:
    """Gives and takes whole graphs of an endpoint.

    Args:
        address: of the graph store.
        parameter: the parameter that names a graph.
        timeout: seconds a request may take.
        token: bearer token.
    """

    def __init__(
        self, address: str, parameter: str, *, timeout: float, token: str | None = None
    ) -> None:
        self.address, self.parameter, self.timeout, self._token = address, parameter, timeout, token

    def default(self) -> bytes:
        """Return the default graph proper as N-Triples.

        Raises:
            StoreError: the endpoint refused or did not answer.
        """
        return send(
            f"{self.address}?default",
            None,
            method="GET",
            media_type="application/n-triples",
            timeout=self.timeout,
            token=self._token,
        )

    def put(self, graph: str, lines: bytes) -> None:
        """Make the graph hold exactly these N-Triples.

        Raises:
            StoreError: the endpoint refused or did not answer.
        """
        self._send("PUT", graph, lines)

    def post(self, graph: str, lines: bytes) -> None:
        """Add these N-Triples to the graph.

        Raises:
            StoreError: the endpoint refused or did not answer.
        """
        self._send("POST", graph, lines)

    def _send(self, method: str, graph: str, lines: bytes) -> None:
        # N-Triples are Turtle too, and Turtle is what every engine takes.
        send(
            f"{self.address}?{urlencode({self.parameter: graph})}",
            lines,
            method=method,
            media_type="text/turtle",
            timeout=self.timeout,
            token=self._token,
        )


def send(
    address: str,
    data: bytes | None,
    *,
    method: str,
    media_type: str,
    timeout: float,
    token: str | None,
) -> bytes:
    """Send a body to an http(s) address that must take it, or ask for one; return the answer.

    Raises:
        StoreError: it refused or did not answer.
    """
    headers = {"Accept" if data is None else "Content-Type": media_type}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(  # noqa: S310 - only http(s) gets here
        address, data=data, headers=headers, method=method
    )
    place = address.partition("?")[0]
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310
            answer: bytes = response.read()
            return answer
    except urllib.error.HTTPError as error:
        why = f"HTTP {error.code}"
        error.close()
        raise StoreError(f"cannot use '{place}'", why, "check its token and limits") from error
    except OSError as error:
        reason = str(getattr(error, "reason", error))
        raise StoreError(f"cannot reach '{place}'", reason, "") from error
