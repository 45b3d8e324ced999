"""Completes the OpenAPI description by what holds for many routes and stands in no signature.

Every error is a problem; look-ups come in five formats and with fewer fields when asked; SPARQL
answers in the formats of its standards.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from fastapi import FastAPI

from kg.store.formats import RESULT_SUFFIXES
from kg.web.api.rendering import MEDIA_TYPES
from kg.web.errors import MEDIA_TYPE, PROBLEMS, TYPES
from kg.web.sparql.service import GRAPH_TYPES

_Json = dict[str, Any]
_METHODS: Final = ("get", "put", "post", "delete", "head", "options", "patch")
_TEXT: Final = {"schema": {"type": "string"}}
# SPARQL's own formats are described by their standards, not again here.
_ANY: Final[_Json] = {"schema": {}}
_OWN_TYPES: Final = {
    ("get", "/sparql"): (*RESULT_SUFFIXES, *GRAPH_TYPES, "text/html"),
    ("post", "/sparql"): (*RESULT_SUFFIXES, *GRAPH_TYPES),
    ("get", "/rdf-graph-store"): GRAPH_TYPES,
    ("get", "/metrics"): ("text/plain",),
}
_WRITES: Final = {
    ("put", "/rdf-graph-store"): {"201": "Made.", "204": "Replaced."},
    ("post", "/rdf-graph-store"): {"201": "Made.", "204": "Merged."},
    ("delete", "/rdf-graph-store"): {"204": "Removed."},
}
_PROBLEM: Final[_Json] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "enum": sorted(TYPES + kind for kind in PROBLEMS)},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "what, why, what next, in one line"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "line": {"type": "integer", "description": "of a mistake in a query or file"},
        "column": {"type": "integer"},
        "parameter": {"type": "string", "description": "the parameter at fault"},
    },
}


def install_description(app: FastAPI) -> None:
    """Let the application describe itself completely."""
    app.openapi = partial(_described, app, app.openapi)  # type: ignore[method-assign]


def _described(app: FastAPI, generate: Any) -> _Json:
    if app.openapi_schema is None:
        found: _Json = generate()
        complete(found)
        app.openapi_schema = found
    return app.openapi_schema


def complete(description: _Json) -> None:
    """Add to a description, in place, what the framework cannot know."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    for method, path, operation in _operations(description):
        responses = operation["responses"]
        # What fails validation is a 400 here, so the framework's own 422 never comes.
        responses.pop("422", None)
        responses["default"] = {
            "description": "A problem (RFC 9457).",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        if types := _OWN_TYPES.get((method, path)):
            responses["200"]["content"] = dict.fromkeys(types, _ANY)
        if writes := _WRITES.get((method, path)):
            responses.pop("200", None)
            responses |= {code: {"description": said} for code, said in writes.items()}
        if {"format", "fields"} <= {each["name"] for each in operation.get("parameters", ())}:
            _look_up(responses["200"]["content"])
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)


def _look_up(content: _Json) -> None:
    whole = content["application/json"]["schema"]
    sparse = {"type": "object", "description": "With `fields`: only these of each item."}
    content["application/json"]["schema"] = {"anyOf": [whole, sparse]}
    for name in MEDIA_TYPES.values():
        content.setdefault(name.partition(";")[0], _ANY if name.endswith("json") else _TEXT)


def _operations(description: _Json) -> Iterator[tuple[str, str, _Json]]:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if method in _METHODS:
                yield method, path, operation
