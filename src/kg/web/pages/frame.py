"""What every page shares: language, theme, templates, security headers."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.vocabulary import compress
from kg.web import i18n
from kg.web.api.context import base_iri, get_reader
from kg.web.api.reader import Reader
from kg.web.pages.assets import asset

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Vary": "Accept, Accept-Encoding, Accept-Language, Cookie",
    "Cache-Control": "no-cache",
}
NAVIGATION = (
    ("/network", "网络", "Network"),
    ("/matrix", "责任矩阵", "Matrix"),
    ("/blind-spots", "盲点", "Blind spots"),
    ("/deadlines", "时限", "Deadlines"),
    ("/search", "检索", "Search"),
    ("/diff", "对比", "Compare"),
    ("/sparql", "SPARQL", "SPARQL"),
    ("/about", "关于", "About"),
)
_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class View:
    """One request as the pages see it: its reader, its language, and how to answer it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.reader: Reader = get_reader(request)
        self.lang: i18n.Lang = chosen_language(request)

    def t(self, zh: str, en: str) -> str:
        """Return the words of the language of the page."""
        return zh if self.lang == "zh" else en

    def link(self, **changes: object) -> str:
        """Return the address of this page with some parameters changed; None removes one."""
        query = dict(self.request.query_params)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"{self.request.url.path}?{urlencode(query)}" if query else self.request.url.path

    def page(self, template: str, code: int = 200, **values: Any) -> Response:
        """Return a page made from a template."""
        text = environment().get_template(template).render(view=self, **self._shared(), **values)
        body, headers = text.encode(), dict(HEADERS)
        if "gzip" in self.request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = gzip.compress(body, 5), "gzip"
        response = Response(body, code, headers, "text/html; charset=utf-8")
        if self.request.query_params.get("lang") in ("zh", "en"):
            response.set_cookie(i18n.COOKIE, self.lang, 31_536_000, samesite="lax", httponly=True)
        return response

    def _shared(self) -> dict[str, Any]:
        base = base_iri(self.request)
        return {
            "lang": self.lang,
            "t": self.t,
            "link": self.link,
            "word": lambda table, key: i18n.word(table, key, self.lang),
            "other_name": self.other_name,
            "curie": lambda iri: compress(iri, base),
            "navigation": NAVIGATION,
            "path": self.request.url.path,
        }

    def other_name(self, labels: dict[str, str], shown: str) -> str:
        """Return the name in the other language where there is a different one."""
        other = labels.get("zh" if self.lang == "en" else "en", "")
        return "" if other == shown else other


def chosen_language(request: Request) -> i18n.Lang:
    """Return the language of a request: parameter, then cookie, then what the browser prefers."""
    for value in (request.query_params.get("lang"), request.cookies.get(i18n.COOKIE)):
        if value in ("zh", "en"):
            return "zh" if value == "zh" else "en"
    return i18n.preferred(request.headers.get("accept-language", ""))


def capital(label: str) -> str:
    """Return a label with a capital letter first, as labels that stand alone have in English."""
    return label[:1].upper() + label[1:]


@cache
def environment() -> Environment:
    """Return the templates; everything they are given is escaped."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    made.filters["capital"] = capital
    return made


ViewDependency = Annotated[View, Depends(View)]
