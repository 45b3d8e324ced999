from __future__ import annotations

import json

import pytest

import kg.errors
from kg.errors import KgError, QueryError
from kg.store.frames import RefusedQuery
from kg.web.errors import PROBLEMS, Problem, problem_of, problem_response, readable

LEAVES = [
    value
    for value in vars(kg.errors).values()
    if isinstance(value, type) and issubclass(value, KgError) and value is not KgError
]


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_error_of_the_package_has_a_problem(leaf: type[KgError]) -> None:
    problem = problem_of(leaf("what", "why", "remedy"))
    assert problem.detail == "what: why; remedy"
    # A wrong setting can only be met while a service starts, so over HTTP it would be a bug.
    assert problem.status < 500 or problem.status == 503 or leaf is kg.errors.ConfigError


@pytest.mark.parametrize("kind", PROBLEMS)
def test_every_problem_is_problem_json(kind: str) -> None:
    response = problem_response(Problem(kind, "detail"))
    body = json.loads(bytes(response.body))
    assert response.media_type == "application/problem+json"
    assert response.status_code == body["status"] == PROBLEMS[kind][0]
    assert body["type"].endswith(kind)
    assert ("retry-after" in response.headers) == (body["status"] in (429, 503))
    assert ("www-authenticate" in response.headers) == (body["status"] == 401)


def test_positions_and_limits_are_members() -> None:
    assert problem_of(QueryError("w", line=2, column=7)).members == {"line": 2, "column": 7}
    refused = RefusedQuery("query-too-complex", "w", limit=64, value=99)
    assert problem_of(refused).members == {"limit": 64, "value": 99}


def test_what_is_shown_has_no_control_or_direction_characters() -> None:
    assert readable("a\x1b[31m\u202eb\ud800") == "a\\u001b[31m\\u202eb?"
    assert len(readable("x" * 9999)) == 400
