from __future__ import annotations

import pytest
from starlette.requests import Request

from kg.settings import Settings, read_settings
from kg.web.errors import Problem
from kg.web.sparql.access import Budget, check_token, client_of

SETTINGS = read_settings({"KG_TOKEN": "right", "KG_TRUSTED_PROXIES": "10.0.0.1"})


def _request(peer: str = "127.0.0.1", **headers: str) -> Request:
    raw = [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in headers.items()]
    return Request({"type": "http", "client": (peer, 1), "headers": raw, "method": "POST"})


def test_the_right_token_passes() -> None:
    check_token(_request(authorization="Bearer right"), SETTINGS)
    check_token(_request(authorization="bearer right"), SETTINGS)


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer wrong", "right", "Basic cmlnaHQ=", "Bearer töken"]
)
def test_other_tokens_do_not(value: str) -> None:
    with pytest.raises(Problem) as caught:
        check_token(_request(authorization=value), SETTINGS)
    assert caught.value.kind == "not-authenticated"


def test_two_tokens_do_not() -> None:
    request = _request(authorization="Bearer right")
    request.scope["headers"].append((b"authorization", b"Bearer right"))
    with pytest.raises(Problem):
        check_token(request, SETTINGS)


@pytest.mark.parametrize(
    "settings", [read_settings({}), read_settings({"KG_TOKEN": "right", "KG_READ_ONLY": "true"})]
)
def test_without_a_token_or_read_only_nothing_is_written(settings: Settings) -> None:
    with pytest.raises(Problem) as caught:
        check_token(_request(authorization="Bearer right"), settings)
    assert caught.value.kind == "forbidden"


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
    ],
)
def test_a_client_is_its_address(peer: str, forwarded: str, client: str) -> None:
    assert client_of(_request(peer, x_forwarded_for=forwarded), SETTINGS) == client


def test_a_client_has_so_many_queries_at_once() -> None:
    budget = Budget(2, 1000)
    with budget.admitted("a"), budget.admitted("a"):
        with pytest.raises(Problem) as caught, budget.admitted("a"):
            pass
        assert caught.value.kind == "rate-limited"
        with budget.admitted("b"):
            pass
    with budget.admitted("a"):
        pass


def test_a_client_has_so_many_seconds_a_minute() -> None:
    budget = Budget(2, 10)
    budget.charge("a", 9)
    with budget.admitted("a"):
        pass
    budget.charge("a", 5)
    with pytest.raises(Problem), budget.admitted("a"):
        pass
    with budget.admitted("b"):
        pass
