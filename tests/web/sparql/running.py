"""A real service process for the tests: started on a free port, ended with its block."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx

from tests.store.engines import free_port

TOKEN = "a-token-for-tests"
_PROGRAM = (
    "from kg.settings import read_settings; from kg.web.app import create_app; "
    "from kg.web.server import serve; s = read_settings(); serve(create_app(settings=s), s)"
)


@dataclass
class Service:
    """A running service.

    Attributes:
        url: its address without a path.
        log: where its standard error goes.
        process: the process itself.
        store: the directory of its store.
        http: a client for it; ``writer`` is one that sends the token.
    """

    url: str
    log: Path
    process: subprocess.Popen[bytes]
    http: httpx.Client
    writer: httpx.Client
    store: Path

    def update(self, text: str) -> None:
        """Apply an update that must succeed."""
        headers = {"Content-Type": "application/sparql-update"}
        answer = self.writer.post("/sparql/update", content=text.encode(), headers=headers)
        assert answer.status_code == 200, answer.text

    def query(self, text: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        """Send a query as a direct POST."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.http.post("/sparql", content=text.encode(), headers=headers)

    def count(self) -> int:
        """Count all statements."""
        text = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        return int(self.query(text).json()["results"]["bindings"][0]["n"]["value"])


@contextlib.contextmanager
def running_service(folder: Path, **settings: str) -> Iterator[Service]:
    """Run a service over a store in ``folder``; settings by their names in lower case."""
    port = free_port()
    named = {
        "KG_STORE": str(folder / "store"),
        "KG_TOKEN": TOKEN,
        "KG_PORT": str(port),
        "KG_DEFAULT_GRAPH": "separate",
        **{f"KG_{name.upper()}": value for name, value in settings.items()},
    }
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_")} | named
    log, url = folder / "service.log", f"http://127.0.0.1:{port}"
    with (
        log.open("ab") as out,
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM], env=environment, stderr=out, stdout=out
        ) as process,
        httpx.Client(base_url=url, timeout=40) as http,
        httpx.Client(
            base_url=url, timeout=60, headers={"Authorization": f"Bearer {TOKEN}"}
        ) as writer,
    ):
        service = Service(url, log, process, http, writer, folder / "store")
        try:
            _wait(service)
            yield service
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(service: Service) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and service.process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if service.http.get("/readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the service did not come up: {service.log.read_text()[-1500:]}")
