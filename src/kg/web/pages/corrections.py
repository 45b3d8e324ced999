"""What can be corrected of each kind of fact, and how it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from rdflib import URIRef
from rdflib.namespace import RDFS

from kg.vocabulary import RG, compress
from kg.web.api.reader import Entity
from kg.web.i18n import MODES, ROLES, Lang, word

Form = Literal["text", "date", "choice"]


@dataclass(frozen=True, slots=True)
class Field:
    """A property that a person may correct."""

    key: str
    predicate: URIRef
    zh: str
    en: str
    form: Form = "text"


_FIELDS: dict[str, tuple[Field, ...]] = {
    "Assignment": (
        Field("rg:role", URIRef(RG.role), "角色", "role", "choice"),
        Field("rg:nameAsWritten", URIRef(RG.nameAsWritten), "名称", "name"),
    ),
    "Statement": (Field("rg:mode", URIRef(RG["mode"]), "分工方式", "mode", "choice"),),
    "Obligation": (Field("rdfs:label", RDFS.label, "任务名", "name of the duty"),),
    "Deadline": (
        Field("rg:dueDate", URIRef(RG.dueDate), "到期日", "due date", "date"),
        Field("rg:startDate", URIRef(RG.startDate), "起始日", "start", "date"),
        Field("rg:recurrence", URIRef(RG.recurrence), "周期", "recurrence"),
    ),
    "Target": (
        Field("rg:what", URIRef(RG.what), "指标", "what"),
        Field("rg:value", URIRef(RG.value), "数值", "value"),
        Field("rg:unit", URIRef(RG.unit), "单位", "unit"),
    ),
}
_CHOICES = {
    "rg:role": [(f"rg:{key}", "role", key) for key in ROLES],
    "rg:mode": [(key, "mode", key) for key in MODES],
}


def corrections(entity: Entity, kind: str, base: str, lang: Lang) -> list[dict[str, Any]]:
    """Return the properties of an entity that may be corrected, with their present values."""
    found = []
    for field in _FIELDS.get(kind, ()):
        value = next(iter(entity.all(field.predicate)), None)
        # A property that the fact does not have is offered for dates only: the rest would be guesses.
        if value is None and field.form != "date":
            continue
        shown = compress(value, base) if isinstance(value, URIRef) else str(value or "")
        options = [
            (key, word(table, name, lang)) for key, table, name in _CHOICES.get(field.key, ())
        ]
        found.append(
            {
                "key": field.key,
                "label": field.zh if lang == "zh" else field.en,
                "form": field.form,
                "value": shown,
                "options": options,
            }
        )
    return found
