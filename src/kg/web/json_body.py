"""Bodies of JSON, strictly: UTF-8, one object, no name twice, nothing that JSON does not have."""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from kg.web.errors import Problem
from kg.web.sparql.protocol import check_charset, media_type, read_body

Model = TypeVar("Model", bound=BaseModel)
_TYPE = "application/json"
_BOM = b"\xef\xbb\xbf"
_LONGEST = 1 << 20


def json_request(model: type[BaseModel]) -> dict[str, Any]:
    """Return how such a body is described."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {_TYPE: {"schema": schema}}}}


async def read_json(request: Request, model: type[Model]) -> Model:
    """Return the body of a request.

    Raises:
        Problem: it is no JSON, too large, or in another format or encoding.
        RequestValidationError: it is not what the model describes.
    """
    if media_type(request) != _TYPE:
        raise Problem(
            "unsupported-media-type",
            f"send {_TYPE}",
            headers={"Accept-Post": _TYPE, "Accept": _TYPE},
        )
    check_charset(request)
    body = (await read_body(request, _LONGEST)).removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("invalid-encoding", "the body is not UTF-8") from error
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_unknown)
    except (ValueError, RecursionError) as error:
        raise Problem("malformed-request", "the body is not JSON as RFC 8259 has it") from error
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _unknown(name: str) -> NoReturn:
    raise ValueError(name)
