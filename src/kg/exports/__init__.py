"""What people take home: the graph and what it shows, in the formats of their programs.

>>> with open("list.xlsx", "wb") as out:
...     export(store, "xlsx", out)
"""

from __future__ import annotations

from kg.exports.catalogue import FORMATS, export, find_format
from kg.exports.request import Format

__all__ = ["FORMATS", "Format", "export", "find_format"]
