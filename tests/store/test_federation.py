"""SERVICE reaches the hosts that were allowed and no other, by no redirect either."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import ServedStore
from kg.store.federation import relayed
from kg.store.frames import RefusedQuery
from kg.store.guard import Limits

ROWS = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"theirs"}}]}}'


@dataclass
class Endpoint:
    """An endpoint that answers by path: ``/sparql``, ``/moved?address``, ``/large``, ``/gone``."""

    hits: list[str] = field(default_factory=list)
    server: ThreadingHTTPServer = field(init=False)

    def __post_init__(self) -> None:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                endpoint.hits.append(self.path)
                self.rfile.read(int(self.headers["content-length"]))
                path, _, target = self.path.partition("?")
                body = b" " * 10_000_001 if path == "/large" else ROWS
                self.send_response({"/moved": 307, "/gone": 410}.get(path, 200))
                if target:
                    self.send_header("Location", target)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def allowed() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.server.shutdown()
    endpoint.server.server_close()


@pytest.fixture
def forbidden() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.server.shutdown()
    endpoint.server.server_close()


def _outcome(text: str, allowed: Endpoint) -> list[str] | str:
    """The values of ?o, or the kind of the refusal.

    No error leaves this function: the engine's answer, which its traceback holds, must die in
    this thread.
    """
    try:
        with relayed(text, [allowed.host]) as ready:
            rows = [row[0] for row in ox.Store().query(ready)]  # type: ignore[union-attr]
    except RefusedQuery as error:
        return error.kind
    return [value.value for value in rows if isinstance(value, ox.Literal)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?o {{ SERVICE <http://{host}/sparql> {{ ?s ?p ?o }} }}",
        "PREFIX e: <http://{host}/> SELECT ?o {{ SERVICE SILENT e:sparql {{ ?s ?p ?o }} }}",
        "BASE <http://{host}/> SELECT ?o {{ S\\u0045RVICE <sparql> {{ ?s ?p ?o }} }}",
        "SELECT ?o {{ SERVICE <http://{host}/moved?http://{host}/sparql> {{ ?s ?p ?o }} }}",
        "SELECT ?o {{ SERVICE <http://{host}/moved?/sparql> {{ ?s ?p ?o }} }}",
    ],
)
def test_what_an_allowed_endpoint_says_becomes_part_of_the_answer(
    allowed: Endpoint, text: str
) -> None:
    assert _outcome(text.format(host=allowed.host), allowed) == ["theirs"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("moved?http://{other}/sparql", "federation-disabled"),
        ("moved?//{other}/sparql", "federation-disabled"),
        ("moved?file:///etc/passwd", "federation-disabled"),
        ("moved?http://user@{host}/sparql", "federation-disabled"),
        ("moved?/moved?/moved", "upstream-failed"),
        ("gone", "upstream-failed"),
        ("large", "upstream-failed"),
    ],
)
def test_a_failing_endpoint_is_named_as_the_reason(
    allowed: Endpoint, forbidden: Endpoint, path: str, kind: str
) -> None:
    address = f"http://{allowed.host}/{path.format(other=forbidden.host, host=allowed.host)}"
    outcome = _outcome(f"SELECT ?o {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", allowed)
    assert (outcome, forbidden.hits) == (kind, [])


def test_a_silent_service_that_is_moved_elsewhere_gives_nothing(
    allowed: Endpoint, forbidden: Endpoint
) -> None:
    address = f"http://{allowed.host}/moved?http://{forbidden.host}/sparql"
    assert _outcome(f"SELECT ?o {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}", allowed) == []
    assert (len(allowed.hits), forbidden.hits) == (1, [])


def test_updates_go_the_same_way(tmp_path: Path, allowed: Endpoint, forbidden: Endpoint) -> None:
    job = {"kind": "update", "limits": asdict(Limits()), "services": [allowed.host]}
    text = "INSERT {{ <urn:s> <urn:p> ?o }} WHERE {{ SERVICE <http://{}> {{ ?s ?p ?o }} }}"
    with ServedStore(tmp_path / "s") as store:
        store.change(job, text.format(f"{allowed.host}/sparql").encode())
        moved = text.format(f"{allowed.host}/moved?http://{forbidden.host}/").encode()
        with pytest.raises(RefusedQuery):
            store.change(job, moved)
        assert store.ask("ASK { <urn:s> <urn:p> 'theirs' }")
    assert forbidden.hits == []
