from __future__ import annotations

import pytest

from kg.web.negotiation import negotiate

OFFER = ("application/json", "text/csv", "text/turtle")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;q=0.4, text/turtle;q=0.9", "text/turtle"),
        ("text/*;q=0.5, application/json;q=0.1", "text/csv"),
        ("*/*;q=0.1, text/turtle", "text/turtle"),
        ("application/json;q=0, */*", "text/csv"),
        ("text/csv;q=0", None),
        ("image/png", None),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/json;q=abc,,;;/,*/*;q=2", "application/json"),
        ("garbage", "application/json"),
        (",".join(f"a{n}/b;q=0.5" for n in range(5000)), "application/json"),
    ],
)
def test_chooses_what_the_client_likes_best(accept: str | None, chosen: str | None) -> None:
    assert negotiate(accept, OFFER) == chosen


def test_the_most_exact_range_decides_about_a_type() -> None:
    assert negotiate("text/*, text/csv;q=0.1, text/turtle;q=0.2", OFFER) == "text/turtle"


def test_nothing_offered_is_nothing_chosen() -> None:
    assert negotiate("*/*", ()) is None
