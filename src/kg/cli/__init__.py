"""The command line: each command parses its arguments, makes one call and words the result.

Exit codes: 0 fine, 1 findings (only commands that look for them), 2 could not do it, with the
reason in one line on standard error.
"""

from __future__ import annotations

from kg.cli.app import run

__all__ = ["run"]
