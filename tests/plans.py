"""Small plans for tests that build graphs."""

from __future__ import annotations

from pathlib import Path

PLAN = """{title}

发文机关: {city}人民政府
发文日期: 2021年3月1日

一、加强消防安全管理
(一)开展隐患排查。{duty}({statement})
"""


def write_plan(
    folder: Path,
    name: str,
    *,
    title: str = "东阳市消防工作方案",
    duty: str = "对高层建筑逐栋检查。",
    statement: str = "市消防救援大队牵头,市住建局配合",
) -> Path:
    path = folder / name
    text = PLAN.format(title=title, city=title[:3], duty=duty, statement=statement)
    path.write_text(text, encoding="utf-8")
    return path
