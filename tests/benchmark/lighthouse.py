"""Measure the pages with Lighthouse, on the graph of ``data/sources``, in both languages.

    python -m tests.benchmark.lighthouse [--runs 5] [--tools .venv/lighthouse] [--address URL]

Needs Node 18 or newer with npm, and Chromium (Debian: ``apt-get install nodejs npm chromium``).
Lighthouse itself is fetched once into ``--tools``; it is no part of the product. Prints the medians
and leaves with 1 where one is below its floor. Measure on a quiet machine: performance is time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from kg.client import Client
from tests.web.pages.measure_network import LEAST_FRAMES, MOST_SECONDS, measure
from tests.web.sparql.running import running_service

VERSION = "12.8.2"
FLOORS = {"performance": 90, "accessibility": 95, "best-practices": 95}
PRESETS: dict[str, tuple[str, ...]] = {"desktop": ("--preset=desktop",), "mobile": ()}
_SOURCES = Path(__file__).parent.parent.parent / "data" / "sources"
_ATTEMPTS = 4


def main() -> int:
    """Print what was measured; 1 where something is below its floor, 2 where a tool is missing."""
    parser = argparse.ArgumentParser(description="measure the pages with Lighthouse")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tools", type=Path, default=Path(".venv/lighthouse"))
    parser.add_argument("--address", help="a service that runs already")
    given = parser.parse_args()
    missing = [name for name in ("node", "npm", "chromium") if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"lighthouse: not installed: {', '.join(missing)}; nothing is measured\n")
        return 2
    program = _install(given.tools)
    with _service(given.address) as address:
        below = _pages(program, address, given.runs)
        below += _network(address, given.runs)
    return 1 if below else 0


def _install(tools: Path) -> Path:
    program = tools / "node_modules" / "lighthouse" / "cli" / "index.js"
    about = program.parent.parent / "package.json"
    if not about.exists() or json.loads(about.read_text("utf-8"))["version"] != VERSION:
        tools.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(tools)]
        subprocess.run([*command, f"lighthouse@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
    return program


@contextlib.contextmanager
def _service(address: str | None) -> Iterator[str]:
    """Give the address of a service over ``data/sources``, or the one that was named."""
    if address:
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build = [sys.executable, "-m", "kg", "build", str(_SOURCES), "--store", str(store)]
        subprocess.run(build, check=True, stderr=subprocess.DEVNULL)
        with running_service(Path(folder), default_graph="union") as service:
            yield service.url


def paths(address: str) -> dict[str, str]:
    """Return the pages by name; the entity is the body that leads most."""
    with Client(address) as service:
        (busiest,) = service.departments(sort="-leads", limit=1).items
    return {
        "start": "/",
        "answer": f"/ask?q={quote('消防安全由谁牵头？')}",
        "entity": str(busiest["page"]),
        "network": "/network",
    }


def _pages(program: Path, address: str, runs: int) -> int:
    sys.stdout.write(f"{'page':<10}{'':<5}{'':<9}" + "".join(f"{each:>16}" for each in FLOORS))
    sys.stdout.write(f"   median of {runs}\n")
    below = 0
    for name, path in paths(address).items():
        for lang in ("zh", "en"):
            for preset, options in PRESETS.items():
                url = f"{address}{path}{'&' if '?' in path else '?'}lang={lang}"
                scores = [run(program, url, options) for _ in range(runs)]
                medians = {k: statistics.median(each[k] for each in scores) for k in FLOORS}
                below += sum(medians[k] < floor for k, floor in FLOORS.items())
                cells = "".join(f"{medians[k]:>16.0f}" for k in FLOORS)
                sys.stdout.write(f"{name:<10}{lang:<5}{preset:<9}{cells}\n")
                sys.stdout.flush()
    return below


def run(program: Path, url: str, options: Sequence[str]) -> dict[str, float]:
    """Return the scores of one run from 0 to 100; a run that could not trace is repeated."""
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    with tempfile.TemporaryDirectory() as folder:
        # Through a pipe a report arrives cut where the tool ends before all is written.
        file = Path(folder) / "report.json"
        command = ["node", str(program), url, "--quiet", "--output=json", f"--output-path={file}"]
        command += [f"--only-categories={','.join(FLOORS)}", *options]
        command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
        for _ in range(_ATTEMPTS):
            file.unlink(missing_ok=True)
            done = subprocess.run(
                command, capture_output=True, text=True, env=environment, check=False
            )
            if (scores := _scores(file)) is not None:
                return scores
    raise SystemExit(f"lighthouse: no run of {url} succeeded: {done.stderr[-500:]}")


def _scores(file: Path) -> dict[str, float] | None:
    """Return the scores of a report from 0 to 100, None where the run failed."""
    report: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    scores = {k: report.get("categories", {}).get(k, {}).get("score") for k in FLOORS}
    if not report or report.get("runtimeError") or None in scores.values():
        return None
    return {name: 100 * float(score) for name, score in scores.items()}


def _network(address: str, runs: int) -> int:
    """Measure the drawing of 1,000 nodes too; return how many goals were missed."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        found = []
        for _ in range(runs):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            found.append(measure(page, address))
            page.close()
        browser.close()
    seconds, frames = (statistics.median(each) for each in zip(*found, strict=True))
    sys.stdout.write(
        f"1,000 nodes: react {seconds:.2f} s after the data came (goal {MOST_SECONDS}), "
        f"{frames:.0f} frames a second while panning (goal {LEAST_FRAMES}); median of {runs}\n"
    )
    return [seconds > MOST_SECONDS, frames < LEAST_FRAMES].count(True)


if __name__ == "__main__":
    sys.exit(main())
