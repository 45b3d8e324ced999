"""How the checks of this package are described."""

from __future__ import annotations

from kg.analysis.model import Check, Group, Severity, Words

Pair = tuple[str, str]


def describe(
    kind: str,
    group: Group,
    severity: Severity,
    *,
    name: Pair,
    question: Pair,
    why: Pair,
    message: Pair,
    remedy: Pair,
    advice: bool = False,
) -> Check:
    """Return a check; every pair is Chinese, then English."""
    return Check(
        kind,
        group,
        severity,
        Words(*name),
        Words(*question),
        Words(*why),
        Words(*message),
        Words(*remedy),
        advice,
    )
