"""Which body has which duties in which field, gathered from the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdflib import URIRef

from kg.analysis.rows import text
from kg.queries import load_catalogue
from kg.store import Store


@dataclass
class Ties:
    """What the view of the network says, gathered.

    A field is the domain of a duty, or the section of a duty that belongs to no domain: many
    plans assign measure by measure and know no domains.

    Attributes:
        duties: duties by body, field and role.
        by_role: duties by body and role, also those without a field.
        statements: bodies by statement.
        evidence: the first words that say so, by body, field and role.
        first: the body that is named first, by field.
        sections: which fields are sections.
    """

    duties: dict[tuple[str, str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    by_role: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    statements: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    evidence: dict[tuple[str, str, str], str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    sections: set[str] = field(default_factory=set)
    _order: dict[str, tuple[int, str]] = field(default_factory=dict)

    def leads(self) -> Iterator[tuple[str, str, int]]:
        """Iterate over body, field and number of the duties it leads there."""
        for (body, each, role), duties in self.duties.items():
            if role == "lead":
                yield body, each, len(duties)

    def add(self, row: Mapping[str, object]) -> None:
        """Add one row of the view."""
        body, role = text(row["body"]), text(row["role"]).rsplit("#", 1)[-1]
        duty = text(row["obligation"])
        self.by_role[body, role].add(duty)
        self.statements[text(row["statement"])].add(body)
        each = text(row["domain"])
        if not each:
            each = text(row["section"])
            self.sections.add(each)
        if not each:
            return
        key, words = (body, each, role), text(row["evidence"])
        self.duties[key].add(duty)
        if words and words < self.evidence.get(key, "\uffff"):
            self.evidence[key] = words
        place = (int(text(row["order"]) or 0), body)
        if place < self._order.get(each, (10**9, "")):
            self._order[each], self.first[each] = place, body


def gather(store: Store, documents: Iterable[str] | None = None) -> Ties:
    """Return the ties of all documents, or of those named.

    Raises:
        StoreError: the store cannot be read.
    """
    ties, view = Ties(), load_catalogue().get("network-edges")
    scopes: list[dict[str, URIRef]] = (
        [{}] if documents is None else [{"document": URIRef(each)} for each in documents]
    )
    for given in scopes:
        for row in store.select(view.bind(dict(given))):
            ties.add(row)
    ties.sections.discard("")
    return ties
