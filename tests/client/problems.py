"""A check for Schemathesis, which loads this file: every error is a problem (RFC 9457)."""

from __future__ import annotations

from typing import Any

import schemathesis

MEMBERS = {"type", "title", "status", "detail", "instance"}


@schemathesis.check
def errors_are_problems(context: Any, response: Any, case: Any) -> None:
    """Fail on an error that is not a whole problem."""
    if response.status_code < 400 or case.method.upper() == "HEAD":
        return
    kind = response.headers.get("content-type", [""])[0]
    assert kind.startswith("application/problem+json"), f"{response.status_code} as {kind!r}"
    problem = response.json()
    assert problem.keys() >= MEMBERS, problem
    assert problem["status"] == response.status_code
