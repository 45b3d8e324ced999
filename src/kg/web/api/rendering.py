"""Answers as JSON, CSV, XLSX, JSON-LD or Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from fastapi import Request, Response
from rdflib import URIRef

from kg.errors import QueryError
from kg.exports.tables import table_bytes
from kg.vocabulary import bind_prefixes, prefixes
from kg.web.api.parameters import Format, Parameters
from kg.web.api.reader import Reader
from kg.web.api.schemas import Schema
from kg.web.api.terms import values_clause
from kg.web.errors import Problem
from kg.web.negotiation import negotiate

MEDIA_TYPES: Mapping[Format, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
}
_RDF = ("jsonld", "ttl")


def chosen_format(request: Request, parameters: Parameters) -> Format:
    """Return the format asked for by parameter, else the best of the Accept header, else JSON.

    Raises:
        Problem: none of the accepted formats is offered.
    """
    if parameters.format:
        return parameters.format
    offered = {name.split(";")[0]: key for key, name in MEDIA_TYPES.items()}
    media = negotiate(request.headers.get("accept"), list(offered))
    if media is None:
        raise Problem("not-acceptable", f"offered: {', '.join(offered)}")
    return offered[media]


def is_table(chosen: Format) -> bool:
    """Return whether a format is a table, which is given whole rather than by pages."""
    return chosen in ("csv", "xlsx")


def respond(
    request: Request, reader: Reader, parameters: Parameters, answer: Schema, name: str
) -> Response:
    """Return an answer in the format asked for.

    Args:
        answer: one item, or a page of items in its field ``items``.
        name: what a downloaded file is called.

    Raises:
        QueryError: a field asked for does not exist.
    """
    chosen = chosen_format(request, parameters)
    content = answer.model_dump(mode="json")
    items: list[dict[str, Any]] = content.get("items", [content])
    headers = _headers(content, chosen, name)
    if chosen in _RDF:
        return Response(_rdf(reader, items, chosen), 200, headers, MEDIA_TYPES[chosen])
    wanted = _fields(parameters.fields, answer)
    if wanted is not None:
        items = [{key: item[key] for key in wanted} for item in items]
        content = {**content, "items": items} if "items" in content else items[0]
    if chosen == "json":
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return Response(body, 200, headers, MEDIA_TYPES[chosen])
    rows = table_rows(items) if items else [list(wanted or _item_fields(answer))]
    form: Literal["csv", "xlsx"] = "csv" if chosen == "csv" else "xlsx"
    return Response(table_bytes(form, rows, name), 200, headers, MEDIA_TYPES[chosen])


def _headers(content: Mapping[str, Any], chosen: Format, name: str) -> dict[str, str]:
    headers = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    if "total" in content:
        headers["X-Total-Count"] = str(content["total"])
    if content.get("next"):
        headers["Link"] = f'<{content["next"]}>; rel="next"'
    if is_table(chosen):
        headers["Content-Disposition"] = f'attachment; filename="{name}.{chosen}"'
    return headers


def _fields(asked: str | None, answer: Schema) -> list[str] | None:
    if not asked:
        return None
    names = [name.strip() for name in asked.split(",") if name.strip()]
    known = _item_fields(answer)
    if wrong := [name for name in names if name not in known]:
        raise QueryError(
            f"cannot give the field {wrong[0]!a}",
            "items have no such field",
            f"take some of {', '.join(known)}",
        )
    return names or None


def _item_fields(answer: Schema) -> list[str]:
    """Return the names of the fields of one item, also where the list is empty."""
    model = type(answer)
    if "items" in model.model_fields:
        model = model.__pydantic_generic_metadata__["args"][0]
    return list(model.model_fields)


def _iris(items: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for item in items:
        for key in ("iri", "focus"):
            value = item.get(key)
            if isinstance(value, str):
                yield value
        for value in item.values():
            if isinstance(value, list):
                yield from _iris(each for each in value if isinstance(each, dict))


def _rdf(reader: Reader, items: Sequence[Mapping[str, Any]], chosen: Format) -> str:
    iris = list(dict.fromkeys(_iris(items)))
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {values_clause('s', map(URIRef, iris))} ?s ?p ?o }}"
    graph = bind_prefixes(reader.construct(query), reader.base)
    if chosen == "ttl":
        return graph.serialize(format="turtle")
    context = {**prefixes(), "id": reader.base}
    return graph.serialize(format="json-ld", context=context, auto_compact=False)


def table_rows(items: Sequence[Mapping[str, Any]]) -> list[list[str | int | float]]:
    """Return items as rows below a header: entities by label, agents by role, one quote."""
    flat = [_flat(item) for item in items]
    header = list(dict.fromkeys(key for row in flat for key in row))
    return [list(header), *([row.get(key, "") for key in header] for row in flat)]


def _flat(item: Mapping[str, Any]) -> dict[str, str | int | float]:
    row: dict[str, str | int | float] = {}
    for key, value in item.items():
        if key == "agents":
            for role in ("lead", "shared", "cooperate"):
                row[role] = _cell([each["name"] for each in value if each["role"] == role])
        elif key == "evidence":
            first = value[0] if value else {}
            row["evidence"] = first.get("text", "")
            row["evidence_document"] = first.get("document_title", "")
            row["evidence_line"] = first.get("line", "")
        elif key in ("labels", "counts"):
            row.update({f"{key}_{name}": _cell(each) for name, each in value.items()})
        elif key != "page":
            row[key] = _cell(value)
    return row


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        return str(value.get("label") or value.get("text") or value.get("iri") or "")
    if isinstance(value, list):
        return "；".join(str(_cell(each)) for each in value)
    return str(value)
