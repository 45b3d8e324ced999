"""Starts real SPARQL engines for the tests, on loopback, in directories of their own."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

_VIRTUOSO = """
[Database]
DatabaseFile = {dir}/virtuoso.db
ErrorLogFile = {dir}/virtuoso.log
LockFile = {dir}/virtuoso.lck
TransactionFile = {dir}/virtuoso.trx
xa_persistent_file = {dir}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {dir}/virtuoso-temp.db
TransactionFile = {dir}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {dir}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {dir}
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""
_GRANTS = "GRANT SPARQL_UPDATE TO \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);"


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextlib.contextmanager
def running(command: list[str], address: str, log: Path, seconds: float = 60) -> Iterator[None]:
    """Run a server until the block ends; it must answer at ``address`` before it begins."""
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as server:
        try:
            wait_for(address, server, log, seconds)
            yield
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Wait until a server answers at an address; fails with its log where it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise RuntimeError(f"{server.args!r} did not come up: {log.read_text(errors='replace')[-800:]}")


@contextlib.contextmanager
def oxigraph_server(folder: Path) -> Iterator[str]:
    """The query address of an Oxigraph server (package ``oxigraph``), in memory."""
    binary = Path(sys.executable).with_name("oxigraph")
    if not binary.exists():
        pytest.skip("the oxigraph server is not installed (pip install oxigraph)")
    port = free_port()
    command = [str(binary), "serve", "--bind", f"127.0.0.1:{port}"]
    with running(command, f"http://127.0.0.1:{port}/", folder / "oxigraph.log"):
        yield f"http://127.0.0.1:{port}/query"


@contextlib.contextmanager
def virtuoso_server(folder: Path) -> Iterator[str]:
    """The query address of a Virtuoso (Debian package ``virtuoso-opensource-7``)."""
    binary, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if binary is None or isql is None:
        pytest.skip("Virtuoso is not installed (apt-get install virtuoso-opensource-7)")
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO.format(dir=folder, sql=sql, http=http))
    command = [binary, "+foreground", "+configfile", str(ini)]
    address = f"http://127.0.0.1:{http}/sparql"
    with running(command, f"{address}?query=ASK%7B%7D", folder / "out.log"):
        grant = [isql, str(sql), "dba", "dba", f"exec={_GRANTS}"]
        subprocess.run(grant, check=True, capture_output=True, timeout=60)
        yield address
