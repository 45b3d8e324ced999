"""The register: every rule of the extractor, stage by stage.

To teach the extractor something, add an entry to the stage it belongs to and a case in
``tests/extraction/cases``. Patterns see folded text: brackets are ``()``, commas ``,``, digits
half-width, dashes ``-`` (see ``flow.fold``).
"""

from __future__ import annotations

from kg.extraction.register import Register
from kg.extraction.rules import facts, layout, responsibility

RULES = Register(
    layout.FLOW
    + layout.HEADINGS
    + layout.ORDINALS
    + layout.SECTIONS
    + layout.OBLIGATIONS
    + responsibility.ROLES
    + responsibility.STATEMENTS
    + responsibility.MENTIONS
    + responsibility.PREFIXES
    + facts.DEADLINES
    + facts.CITATIONS
    + facts.KINDS
    + facts.TARGETS
    + facts.ACTORS
)
