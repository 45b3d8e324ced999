"""One service for all tests of the pages, by client and by browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from tests.web.service import served_app

OUTPUT = Path(__file__).parent.parent.parent / "output" / "pages"


@pytest.fixture(scope="session")
def page_app() -> Iterator[FastAPI]:
    """The application over two plans and labels that try to break pages."""
    with served_app() as app:
        yield app


@pytest.fixture(scope="session")
def address(page_app: FastAPI) -> Iterator[str]:
    """Where the service answers on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(page_app, host="127.0.0.1", port=port, log_config=None, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(300):
        if server.started:
            break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(15)


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[TestClient]:
    """A client of the running service, which asks it in this process."""
    import httpx2

    with httpx2.Client(base_url=address, follow_redirects=False, timeout=60) as client:
        yield client  # type: ignore[misc]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium where there is one, else Playwright's own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("needs Chromium: apt-get install chromium, or playwright install chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
