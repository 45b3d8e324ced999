"""A problem as a page, for browsers; other clients get problem+json."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request, Response

from kg.web.errors import PROBLEMS, Problem, readable
from kg.web.pages.entities import missing
from kg.web.pages.frame import View

_WORDS = {
    400: "请求有误",
    403: "不允许这样做",
    404: "这里什么也没有",
    405: "这里不能这样请求",
    414: "地址太长",
    429: "请求太多，请稍后再来",
    500: "服务出错了",
    503: "服务正忙，请稍后再试",
}


def problem_page(request: Request, problem: Problem) -> Response:
    """Return what went wrong and a way on, with the status of the problem."""
    status, title = PROBLEMS[problem.kind]
    view = View(request)
    shown = view.t(_WORDS.get(status, "没有成功"), title)
    detail = readable(problem.detail)
    # What HTTP itself calls the status says nothing that the title does not say.
    detail = "" if detail == HTTPStatus(status).phrase else detail
    response = missing(view, status, shown, detail)
    response.headers.update(dict(problem.headers))
    response.headers["Cache-Control"] = "no-store"
    return response
