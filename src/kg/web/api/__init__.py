"""The look-up API: typed answers with evidence, filters, pages and formats."""

from kg.web.api import linked, lists, singles

ROUTERS = (lists.router, singles.router, linked.router)
