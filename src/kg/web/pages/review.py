"""The queue of facts that are least certain."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from kg.web.api.building import Builder
from kg.web.api.reader import Reader
from kg.vocabulary import RG
from kg.web.pages.frame import View, ViewDependency
from kg.web.pages.query import whole

router = APIRouter(include_in_schema=False)

_LENGTH = 20
_CERTAIN = "0.9"
_UNCERTAIN = (
    f"{{ ?this rg:confidence ?c . FILTER(?c < {_CERTAIN}) }} UNION "
    "{ ?this rg:identityUncertain true . BIND(0.5 AS ?c) } UNION "
    "{ ?this a rg:Gap . BIND(0.89 AS ?c) }"
)


@router.get("/review")
def show_review(view: ViewDependency) -> Response:
    """Show what should be looked at, the least certain first."""
    offset = whole(view.request, "offset")
    settings = getattr(view.request.app.state, "settings", None)
    return view.page(
        "review.html",
        entries=_entries(view, offset),
        total=count_uncertain(view.reader),
        limit=_LENGTH,
        offset=offset,
        writable=bool(getattr(settings, "token", None)) and not getattr(settings, "read_only", False),
    )


def count_uncertain(reader: Reader) -> int:
    """Return how many facts are to be reviewed."""
    return reader.count(f"SELECT (COUNT(DISTINCT ?this) AS ?n) WHERE {{ {_UNCERTAIN} }}")


def _entries(view: View, offset: int) -> list[dict[str, Any]]:
    iris = view.reader.column(
        f"SELECT ?this (MIN(?c) AS ?least) WHERE {{ {_UNCERTAIN} }} GROUP BY ?this "
        f"ORDER BY ?least ?this LIMIT {_LENGTH} OFFSET {offset:d}"
    )
    builder = Builder(view.reader, view.lang)
    entities = builder.bundle.add(iris)
    builder.prepare_evidence(entities)
    found = []
    for entity in entities:
        evidence = builder.evidence(entity)
        reason = entity.text(RG.confidenceReason) or entity.text(RG.identityReason)
        found.append(
            {
                **builder.base(entity),
                "confidence": entity.decimal(RG.confidence),
                "reason": reason or entity.text(RG.reason),
                "evidence": evidence,
                "text": evidence[0].text if evidence else entity.label("zh"),
            }
        )
    return found
