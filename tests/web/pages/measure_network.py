"""Measures the drawing of a network of 1,000 nodes; `tests.benchmark.lighthouse` runs it, too.

``python -m tests.web.pages.measure_network http://127.0.0.1:8000`` needs a running service and
Chromium. The service's own answer is replaced by a made-up one, so only drawing is measured.
"""

from __future__ import annotations

import json
import math
import random
import shutil
import sys
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

NODES, EDGES = 1000, 2000
MOST_SECONDS, LEAST_FRAMES = 2.0, 30
# Notes when the network says that it is ready and has been painted: two frames later.
_WATCH = """
() => {
  const net = () => document.getElementById("net");
  const look = () => {
    if (!net()?.dataset.ready) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => { window.reacts = performance.now(); }));
  };
  look();
}
"""
# Counts frames until it is asked for their number.
_COUNT = """
() => {
  window.frames_ = 0;
  window.begin_ = performance.now();
  const step = () => { window.frames_ += 1; requestAnimationFrame(step); };
  requestAnimationFrame(step);
}
"""
_RATE = "() => window.frames_ / ((performance.now() - window.begin_) / 1000)"


def made_up(nodes: int = NODES, edges: int = EDGES) -> dict[str, Any]:
    """Return a network of the shape of the real ones: few bodies and domains, many duties."""
    pick = random.Random(7)
    kinds = ["body"] * (nodes // 16) + ["domain"] * (nodes // 16)
    kinds += ["obligation"] * (nodes - len(kinds))
    hubs = nodes // 8
    return {
        "mode": "whole",
        "center": None,
        "total": nodes,
        "cut": False,
        "kinds": {},
        "nodes": [_node(at, kind) for at, kind in enumerate(kinds)],
        "edges": [
            {
                "id": f"e{at}",
                "source": f"urn:n{pick.randrange(hubs)}",
                "target": f"urn:n{pick.randrange(hubs, nodes)}",
                "role": pick.choice(("lead", "cooperate", "shared")),
                "weight": 1,
                "evidence": None,
            }
            for at in range(edges)
        ],
    }


def _node(at: int, kind: str) -> dict[str, Any]:
    turn, far = at * 2.39996, 34 * math.sqrt(at)
    label = f"测试名称第{at}号"
    return {
        "iri": f"urn:n{at}",
        "id": str(at),
        "type": None,
        "label": label,
        "labels": {"zh": label},
        "page": "/",
        "kind": kind,
        "x": far * math.cos(turn),
        "y": far * math.sin(turn),
        "rank": 5,
        "uncertain": False,
        "no_lead": at % 17 == 0,
    }


def measure(page: Page, address: str) -> tuple[float, float]:
    """Return seconds from the data's arrival to a network that reacts, and frames a second."""
    body = json.dumps(made_up())

    def answer(route: Route) -> None:
        page.evaluate(_WATCH)
        page.evaluate("() => { window.arrived = performance.now() }")
        route.fulfill(body=body, content_type="application/json")

    page.route("**/api/network*", answer)
    page.goto(f"{address}/network")
    page.wait_for_selector("#net[data-ready=true]", timeout=60_000)
    while not (done := page.evaluate("() => window.reacts ?? null")):
        page.wait_for_timeout(20)
    seconds = (done - page.evaluate("() => window.arrived")) / 1000
    return float(seconds), _pan(page)


def _pan(page: Page) -> float:
    """Drag the view about with the mouse, as people do, and return the frames a second."""
    box = page.locator("#net-canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] - 12, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_COUNT)
    for at in range(120):
        page.mouse.move(x - 90 - 80 * math.sin(at / 9), y + 90 + 80 * math.cos(at / 7))
    rate = float(page.evaluate(_RATE))
    page.mouse.up()
    return rate


def main() -> None:
    """Print what was measured."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        seconds, frames = measure(page, sys.argv[1].rstrip("/"))
        sys.stdout.write(
            f"{NODES} nodes, {EDGES} edges: reacts {seconds:.2f} s after the data came, "
            f"{frames:.0f} frames a second while panning\n"
        )
        browser.close()


if __name__ == "__main__":
    main()
