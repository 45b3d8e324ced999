"""The look-up API: typed answers with evidence, filters, pages and formats."""

from kg.web.api import linked, lists, network, reviews, singles, uploads

ROUTERS = (
    lists.router,
    singles.router,
    network.router,
    linked.router,
    uploads.router,
    reviews.router,
)
