"""Where ontology, queries and lexicons are on disk: in the wheel or in the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent


@cache
def resource_root() -> Path:
    """Return the directory that holds ``ontology/``, ``queries/`` and ``data/lexicons/``.

    Raises:
        ConfigError: the files did not come with the package.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent.parent):
        if (root / "ontology").is_dir() and (root / "queries").is_dir():
            return root
    raise ConfigError(
        f"cannot find the ontology and queries of '{_PACKAGE}'",
        "the installation lacks them",
        "install the package again",
    )


def resource_path(*parts: str) -> Path:
    """Return the path of one resource, e.g. ``resource_path("ontology", "kg.ttl")``.

    Raises:
        ConfigError: there is no such file or directory.
    """
    path = resource_root().joinpath(*parts)
    if not path.exists():
        raise ConfigError(
            f"cannot find the resource '{'/'.join(parts)}'",
            f"'{path}' does not exist",
            "install the package again",
        )
    return path


def ontology_dir() -> Path:
    """Return the directory of the ontology modules."""
    return resource_path("ontology")


def queries_dir() -> Path:
    """Return the directory of the named queries."""
    return resource_path("queries")


def lexicons_dir() -> Path:
    """Return the directory of the lexicons."""
    return resource_path("data", "lexicons")
