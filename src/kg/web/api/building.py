"""Builds what the API answers out of what the graph says: references, evidence, briefs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rdflib import URIRef

from kg.vocabulary import OA, RG
from kg.web.api.paths import id_of, page_of
from kg.web.api.reader import Bundle, Entity, Reader
from kg.web.api.schemas import Agent, DeadlineBrief, Evidence, Reference, TargetBrief
from kg.web.api.terms import values_clause

_ROLE_ORDER = {"lead": 0, "shared": 1, "cooperate": 2}


class Builder:
    """Turns entities into the items of the API, in one language.

    Args:
        reader: where descriptions come from.
        lang: ``zh`` or ``en``; labels exist in both, this one is preferred.
    """

    def __init__(self, reader: Reader, lang: str = "zh") -> None:
        self.reader, self.lang = reader, lang
        self.bundle = Bundle(reader)
        self._documents: dict[str, tuple[str, str]] = {}

    def reference(self, entity: Entity) -> Reference:
        """Return an entity as others point at it."""
        return Reference(**self.base(entity))

    def base(self, entity: Entity) -> dict[str, Any]:
        """Return the fields that every item has."""
        return {
            "iri": entity.iri,
            "id": id_of(entity.iri, self.reader.base),
            "type": entity.kind,
            "label": entity.label(self.lang),
            "labels": entity.labels,
            "page": page_of(entity.iri, self.reader.base),
        }

    def references(self, entity: Entity, *predicates: URIRef) -> list[Reference]:
        """Return what one entity points at with the properties, by label."""
        found = [self.reference(each) for each in self.bundle.all(entity, *predicates)]
        return sorted(found, key=lambda each: (each.label, each.iri))

    def first(self, entity: Entity, predicate: URIRef) -> Reference | None:
        """Return the one thing an entity points at with a property, None where there is none."""
        return next(iter(self.references(entity, predicate)), None)

    def prepare_evidence(self, entities: Iterable[Entity]) -> None:
        """Read the evidence of many entities and the documents it lies in, in two batches."""
        found = self.bundle.follow(entities, RG.evidence)
        versions = {iri for each in found for iri in each.iris(OA.hasSource)}
        if missing := sorted(versions - self._documents.keys()):
            # The description of a version holds the whole text: only what is needed is read.
            clause = values_clause("v", map(URIRef, missing))
            rows = self.reader.rows(
                f"SELECT DISTINCT ?v ?d ?title WHERE {{ {clause} ?v rg:versionOf ?d . "
                "OPTIONAL { ?d dct:title ?title } }"
            )
            for version, document, title in rows:
                self._documents[str(version)] = (str(document), str(title or document))

    def evidence(self, entity: Entity) -> list[Evidence]:
        """Return the evidence of one entity in the order of the text."""
        self.prepare_evidence([entity])
        found = [self._evidence(each) for each in self.bundle.all(entity, RG.evidence)]
        return sorted(
            (each for each in found if each), key=lambda e: (e.document, e.line, e.start, e.end)
        )

    def _evidence(self, entity: Entity) -> Evidence | None:
        version = next(iter(entity.iris(OA.hasSource)), "")
        document, title = self._documents.get(version, (version, version))
        line, start, end = (entity.number(each) for each in (RG.line, RG.start, RG.end))
        if line is None or start is None or end is None:
            return None
        return Evidence(
            iri=entity.iri,
            text=entity.text(RG.quote) or "",
            document=document,
            document_title=title,
            line=line,
            start=start,
            end=end,
            end_line=entity.number(RG.endLine) or line,
            page=page_of(entity.iri, self.reader.base),
        )

    def agents(self, assignments: Sequence[Entity]) -> list[Agent]:
        """Return the bodies and groups of assignments: leads first, in the order of the text."""
        ordered = sorted(assignments, key=lambda each: (each.number(RG.order) or 0, each.iri))
        found: dict[tuple[str, str], Agent] = {}
        for assignment in ordered:
            for agent in self._agents(assignment):
                known = found.setdefault((agent.iri, agent.role), agent)
                if known is not agent:
                    known.evidence.extend(agent.evidence)
        return sorted(found.values(), key=lambda each: _ROLE_ORDER.get(each.role, 9))

    def _agents(self, assignment: Entity) -> Iterable[Agent]:
        role = (assignment.iris(RG.role) or [""])[0].rsplit("#", 1)[-1]
        for body in self.bundle.all(assignment, RG.agent):
            yield Agent(
                **self.reference(body).model_dump(),
                role=role,
                name=assignment.text(RG.nameAsWritten) or body.label("zh"),
                confidence=assignment.decimal(RG.confidence),
                evidence=self.evidence(assignment),
            )

    def deadline(self, entity: Entity) -> DeadlineBrief:
        """Return a time limit as a duty carries it."""
        return DeadlineBrief(
            iri=entity.iri,
            text=entity.text(RG.deadlineText) or "",
            type=entity.text(RG.deadlineType),
            value=entity.text(RG.value),
            start_date=entity.day(RG.startDate),
            due_date=entity.day(RG.dueDate),
            recurrence=entity.text(RG.recurrence),
            precision=entity.text(RG.precision),
            evidence=self.evidence(entity),
        )

    def target(self, entity: Entity) -> TargetBrief:
        """Return a measurable aim as a duty carries it."""
        return TargetBrief(
            iri=entity.iri,
            text=entity.text(RG.targetText) or entity.label("zh"),
            what=entity.text(RG.what),
            value=entity.text(RG.value),
            unit=entity.text(RG.unit),
            evidence=self.evidence(entity),
        )
