"""Facts about Chinese public administration that hold outside any one document."""

from kg.lexicon.bodies import BodyTypes, load_body_types
from kg.lexicon.deeds import DeedWords, load_deeds
from kg.lexicon.divisions import Division, Divisions, load_divisions
from kg.lexicon.groups import GroupWord, find_group, load_groups
from kg.lexicon.hazards import Hazard, find_hazards, load_hazards, narrower_hazards
from kg.lexicon.laws import load_laws
from kg.lexicon.morphology import is_body_like
from kg.lexicon.tables import Source, load_sources
from kg.lexicon.types import BodyMatch, BodyType, FormerName, rank_of
from kg.lexicon.verbs import verb_pattern

__all__ = [
    "BodyMatch",
    "BodyType",
    "BodyTypes",
    "DeedWords",
    "Division",
    "Divisions",
    "FormerName",
    "GroupWord",
    "Hazard",
    "Source",
    "find_group",
    "find_hazards",
    "is_body_like",
    "load_body_types",
    "load_deeds",
    "load_divisions",
    "load_groups",
    "load_hazards",
    "load_laws",
    "load_sources",
    "narrower_hazards",
    "rank_of",
    "verb_pattern",
]
