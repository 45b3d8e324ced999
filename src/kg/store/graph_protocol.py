"""The writing half of the SPARQL 1.1 Graph Store HTTP Protocol as a client."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import urlencode

from kg.errors import StoreError


class GraphStoreClient:
    """Puts whole graphs to an endpoint.

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
        query = urlencode({self.parameter: graph})
        # N-Triples are Turtle too, and Turtle is what every engine takes.
        headers = {"Content-Type": "text/turtle"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(  # noqa: S310 - only http(s) gets here
            f"{self.address}?{query}", data=lines, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:  # noqa: S310
                response.read()
        except urllib.error.HTTPError as error:
            raise StoreError(
                f"cannot write to '{self.address}'", f"HTTP {error.code}", "check its permissions"
            ) from error
        except OSError as error:
            raise StoreError(
                f"cannot reach '{self.address}'", str(getattr(error, "reason", error)), ""
            ) from error
