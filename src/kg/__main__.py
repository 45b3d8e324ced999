"""The command ``kg``; also ``python -m kg``."""

from __future__ import annotations

import sys

from kg.cli import run


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
