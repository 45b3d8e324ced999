"""The look-up API: typed answers with evidence, filters, pages and formats."""

from kg.web.api import asking, linked, lists, network, reviews, singles, uploads

ROUTERS = (
    asking.router,
    lists.router,
    singles.router,
    network.router,
    linked.router,
    uploads.router,
    reviews.router,
)
