"""The pages: ask, see, prove; drawn on the server, better with scripts, whole without."""

from kg.web.pages import (
    about,
    ask,
    assets,
    deadlines,
    diff,
    document,
    entities,
    findings,
    matrix,
    network,
    review,
    search,
    start,
    upload,
)
from kg.web.pages.problems import problem_page
from kg.web.pages.sparql import sparql_page

__all__ = ["ROUTERS", "problem_page", "sparql_page"]

ROUTERS = (
    start.router,
    ask.router,
    search.router,
    entities.router,
    document.router,
    network.router,
    matrix.router,
    findings.router,
    deadlines.router,
    diff.router,
    review.router,
    upload.router,
    about.router,
    assets.router,
)
