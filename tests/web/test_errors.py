from __future__ import annotations

import json

import pytest
from fastapi import FastAPI, Request, Response

import kg.errors
from kg.errors import KgError, QueryError
from kg.store.frames import RefusedQuery
from kg.web.errors import PROBLEMS, Page, Problem, problem_of, problem_response, readable

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


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("application/xhtml+xml,text/html", True),
        ("text/html;q=0.1,application/json", False),
        ("application/problem+json,text/html", False),
        ("*/*", False),
        ("", False),
        ("text/html;q=0", False),
    ],
)
def test_only_who_likes_html_best_gets_a_page(accept: str, page: bool) -> None:
    assert _shown(accept, lambda request, problem: Response("page", problem.status)) == (
        "page" if page else "data"
    )


def test_a_page_that_fails_leaves_the_problem() -> None:
    def broken(request: Request, problem: Problem) -> Response:
        raise RuntimeError("the template is broken")

    assert _shown("text/html", broken) == "data"


def _shown(accept: str, page: Page) -> str:
    app = FastAPI()
    app.state.problem_page = page
    scope = {
        "type": "http", "method": "GET", "path": "/x", "app": app,
        "headers": [(b"accept", accept.encode())],
    }  # fmt: skip
    response = problem_response(Problem("not-found"), Request(scope))
    assert response.status_code == 404
    return "data" if response.media_type == "application/problem+json" else "page"
