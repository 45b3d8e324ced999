"""Times, rates and the rows of the table; ratios come from pairs asked in turn, in one run."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

HEADERS = {
    "Content-Type": "application/sparql-query",
    "Accept": "application/sparql-results+json",
}
Comparison = Literal["<=", "<", ">="]
Act = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        name: what was measured.
        value: what came out, in ``unit``.
        other: the same of what it is compared with.
        goal: what was asked for of the ratio, or of the value where nothing is compared.
        compared: what exactly is compared.
    """

    name: str
    value: float
    unit: str
    other: float | None = None
    goal: tuple[Comparison, float] | None = None
    compared: str = ""
    inverse: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the other it is; the other way round where more is better there."""
        if self.other is None:
            return None
        return self.other / self.value if self.inverse else self.value / self.other

    @property
    def held(self) -> bool | None:
        """Whether the goal is held; None without a goal."""
        if self.goal is None:
            return None
        (sign, bound), found = self.goal, self.value if self.ratio is None else self.ratio
        return {"<=": found <= bound, "<": found < bound, ">=": found >= bound}[sign]

    def line(self) -> str:
        """The row as text of fixed columns."""
        other = "" if self.other is None else f"{self.other:.2f}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        goal = "" if self.goal is None else f"{self.goal[0]} {self.goal[1]:g}"
        held = {None: "", True: "yes", False: "NO"}[self.held]
        return (
            f"{self.name:48} {self.value:9.2f} {self.unit:4} {other:>9} {ratio:>7} "
            f"{goal:>7} {held:>4}  {self.compared}"
        )


HEADING = f"{'':48} {'measured':>9} {'':4} {'other':>9} {'ratio':>7} {'goal':>7} {'held':>4}"


def milliseconds(act: Act, number: int) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    act(number)
    return (time.perf_counter() - began) * 1000


def in_turn(times: int, acts: Mapping[str, Act]) -> dict[str, list[float]]:
    """Milliseconds of each call of several acts, asked in turn so that a busy machine hits all.

    The order changes every round: none always finds what another has just warmed.
    """
    for number in range(3):
        for act in acts.values():
            act(number)
    taken: dict[str, list[float]] = {name: [] for name in acts}
    names = list(acts)
    for number in range(times):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            taken[name].append(milliseconds(acts[name], number))
    return taken


def late(taken: Sequence[float]) -> float:
    """What 99 in 100 stay below."""
    return statistics.quantiles(taken, n=100)[98]


class Connection:
    """One kept-alive connection."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.path = parts.path
        self.http = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        self.headers: dict[str, str] = {}

    def query(self, text: str) -> bytes:
        """Send a query and return the answer, which must be a 200."""
        self.http.request("POST", self.path, text.encode(), HEADERS)
        return self._answer()

    def get(self, target: str) -> bytes:
        """Get an address and return the answer, which must be a 200; keeps its headers."""
        self.http.request("GET", target)
        return self._answer()

    def _answer(self) -> bytes:
        answer = self.http.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {body[:200]!r}")
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        return body


def per_second(
    address: str, act: Callable[[Connection, int], object], seconds: float, connections: int = 4
) -> float:
    """Requests a second over so many connections."""
    counts = [0] * connections
    end = time.perf_counter() + seconds

    def work(slot: int) -> None:
        connection = Connection(address)
        while time.perf_counter() < end:
            act(connection, counts[slot])
            counts[slot] += 1

    threads = [threading.Thread(target=work, args=(slot,)) for slot in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def rates_in_turn(
    seconds: float, acts: Mapping[str, tuple[str, Callable[[Connection, int], object]]]
) -> dict[str, float]:
    """Requests a second of several services, each the median of three rounds in turn."""
    found: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(3):
        for name, (address, act) in acts.items():
            found[name].append(per_second(address, act, seconds / 3))
    return {name: statistics.median(each) for name, each in found.items()}
