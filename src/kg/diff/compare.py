"""The comparison: duties are paired by their words, then their roles and times are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from rapidfuzz import fuzz, process

from kg.diff.duties import DutyList, ListedDuty
from kg.diff.folding import fold

ChangeKind = Literal[
    "added", "removed", "lead changed", "partners changed", "deadline moved", "reworded"
]
KINDS: tuple[ChangeKind, ...] = (
    "removed",
    "added",
    "lead changed",
    "partners changed",
    "deadline moved",
    "reworded",
)
_ROLES: Mapping[ChangeKind, tuple[str, ...]] = MappingProxyType(
    {"lead changed": ("lead",), "partners changed": ("cooperate", "shared")}
)
# Below this share of common characters two duties are two duties, measured on rewritten plans.
SIMILAR = 62.0
_ORDINAL = re.compile(
    r"^\s*(?:[一二三四五六七八九十百]+是|第?[（(]?[0-9０-９一二三四五六七八九十百]+[)）.．、]|[①-⑳])\s*"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: what changed.
        left: the duty in the first document; None where it was added.
        right: the duty in the second document; None where it was removed.
        before: what it was: names, times or words.
        after: what it is.
        similarity: how alike the words of both are, 0 to 1.
    """

    kind: ChangeKind
    left: ListedDuty | None
    right: ListedDuty | None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    similarity: float = 0.0

    def exchanged(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who only had this part in the duty before, and who only has it after."""
        roles = _ROLES.get(self.kind)
        if roles is None or self.left is None or self.right is None:
            return (), ()
        return _only_in(self.left, self.right, roles), _only_in(self.right, self.left, roles)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of two documents, in the order of the first, additions in their place."""

    left: DutyList
    right: DutyList
    changes: tuple[Change, ...]
    unchanged: int

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)

    def record(self) -> dict[str, Any]:
        """Return the comparison as JSON-ready values."""
        return {
            "left": {"title": self.left.title, "source": self.left.source},
            "right": {"title": self.right.title, "source": self.right.source},
            "counts": {kind: len(self.of(kind)) for kind in KINDS},
            "unchanged": self.unchanged,
            "changes": [asdict(change) for change in self.changes],
        }


def compare(left: DutyList, right: DutyList) -> Comparison:
    """Return how the duties of the second document differ from those of the first.

    Punctuation, width, spaces, ordinals and variant characters are no differences, nor are
    different names of one body.
    """
    pairs = _pair(left.duties, right.duties)
    partners = {j: i for i, (j, _) in pairs.items()}
    changes: list[tuple[float, Change]] = []
    additions: list[tuple[float, Change]] = []
    unchanged = 0
    for i, duty in enumerate(left.duties):
        if i not in pairs:
            changes.append((i, Change("removed", duty, None, before=(duty.text,))))
            continue
        j, similarity = pairs[i]
        found = _differences(duty, right.duties[j], similarity)
        unchanged += not found
        changes += [(i, change) for change in found]
    place = float(len(left.duties))
    for j in reversed(range(len(right.duties))):
        if j in partners:
            place = partners[j] - 0.5
        else:
            duty = right.duties[j]
            additions.append((place, Change("added", None, duty, after=(duty.text,))))
    changes += reversed(additions)
    changes.sort(key=lambda change: change[0])
    return Comparison(left, right, tuple(change for _, change in changes), unchanged)


def _differences(one: ListedDuty, other: ListedDuty, similarity: float) -> list[Change]:
    found: list[Change] = []

    def note(kind: ChangeKind, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        found.append(Change(kind, one, other, before, after, round(similarity, 3)))

    for kind, roles in _ROLES.items():
        if _folded(one.identities(*roles)) != _folded(other.identities(*roles)):
            note(kind, one.names(*roles), other.names(*roles))
    if _moments(one) != _moments(other):
        note("deadline moved", _times(one), _times(other))
    if _words(one) != _words(other) and not (found and _task(one) == _task(other)):
        note("reworded", (one.text,), (other.text,))
    return found


def _pair(left: Sequence[ListedDuty], right: Sequence[ListedDuty]) -> dict[int, tuple[int, float]]:
    """Pair duties with the same words, in order, then those whose words are most alike."""
    pairs: dict[int, tuple[int, float]] = {}
    same: dict[str, list[int]] = defaultdict(list)
    for j, duty in enumerate(right):
        same[_words(duty)].append(j)
    for i, duty in enumerate(left):
        if equal := same[_words(duty)]:
            pairs[i] = equal.pop(0), 1.0
    taken = {j for j, _ in pairs.values()}
    rest_left = [i for i in range(len(left)) if i not in pairs]
    rest_right = [j for j in range(len(right)) if j not in taken]
    pairs.update(_pair_similar(left, right, rest_left, rest_right))
    return pairs


def _pair_similar(
    left: Sequence[ListedDuty],
    right: Sequence[ListedDuty],
    rest_left: list[int],
    rest_right: list[int],
) -> dict[int, tuple[int, float]]:
    if not rest_left or not rest_right:
        return {}
    scores = process.cdist(
        [_words(left[i]) for i in rest_left],
        [_words(right[j]) for j in rest_right],
        scorer=fuzz.ratio,
        score_cutoff=SIMILAR,
        workers=1,
    )
    rows, columns = np.nonzero(scores)
    ranked = sorted(zip(rows, columns, strict=True), key=lambda at: (-scores[at], at))
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for row, column in ranked:
        i, j = rest_left[row], rest_right[column]
        if i not in pairs and j not in taken:
            pairs[i] = j, float(scores[row, column]) / 100
            taken.add(j)
    return pairs


def _words(duty: ListedDuty) -> str:
    return fold(_ORDINAL.sub("", duty.text))


def _task(duty: ListedDuty) -> str:
    """Return the words of a duty without its times and without who has it."""
    text = duty.text
    for words in (*duty.said_by, *(time.text for time in duty.times)):
        text = text.replace(words, "")
    return fold(_ORDINAL.sub("", text))


def _only_in(one: ListedDuty, other: ListedDuty, roles: tuple[str, ...]) -> tuple[str, ...]:
    known = _folded(other.identities(*roles))
    mine = (agent for agent in one.agents if agent.role in roles)
    return tuple(dict.fromkeys(each.name for each in mine if fold(each.identity) not in known))


def _folded(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold, names))


def _moments(duty: ListedDuty) -> frozenset[str]:
    return frozenset(time.value or fold(time.text) for time in duty.times)


def _times(duty: ListedDuty) -> tuple[str, ...]:
    return tuple(f"{time.text} ({time.value})" if time.value else time.text for time in duty.times)
