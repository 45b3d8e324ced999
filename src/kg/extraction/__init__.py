"""A text view to everything it says: who must do what, in which role, by when, on what ground.

The stages, each in a module of its own: ``flow`` (folded blocks), ``structure`` (sections),
``statements``, ``prose`` and ``roles`` (who), ``mentions``, ``jurisdiction`` and ``identity`` (names
to bodies), ``obligations`` (what, and which statement covers it), ``deadlines``, ``targets``,
``sources``, ``actors``, ``metadata``. What they know of the language stands in one register,
``rules.RULES``, whose lists of verbs and laws are lexicons.
"""

from kg.extraction.read import extract
from kg.extraction.record import extraction_record
from kg.extraction.register import Register, Rule
from kg.extraction.rules import RULES

__all__ = ["RULES", "Register", "Rule", "extract", "extraction_record"]
