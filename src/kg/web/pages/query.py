"""Reads the query string of pages: wrong values fall back instead of breaking the page."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeVar

from fastapi import Request
from pydantic import ValidationError

from kg.web.api.parameters import Parameters

P = TypeVar("P", bound=Parameters)
_MOST = 10_000_000
_KEYS = ("department", "domain", "document", "source", "center")
_KEY = re.compile(r"[A-Za-z0-9._~:/#%?=&-]+")


def whole(request: Request, name: str) -> int:
    """Return a parameter as a number from 0; 0 where it is not one."""
    text = request.query_params.get(name, "")
    return min(int(text), _MOST) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def words(request: Request, name: str, most: int = 500) -> str:
    """Return a parameter as text without spaces around, cut to a length."""
    return request.query_params.get(name, "").strip()[:most]


def day(request: Request, name: str) -> date | None:
    """Return a parameter as a date, None where it is not one."""
    try:
        return date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        return None


def parameters(request: Request, model: type[P], lang: str, names: tuple[str, ...]) -> P:
    """Return the named parameters as those of the API; those that are not valid are left out."""
    given = {name: text for name in names if (text := words(request, name))}
    given = {n: t for n, t in given.items() if n not in _KEYS or _KEY.fullmatch(t)}
    while True:
        try:
            return model.model_validate({**given, "lang": lang})
        except ValidationError as error:
            wrong = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
            if not wrong & given.keys():
                raise
            given = {name: text for name, text in given.items() if name not in wrong}
