"""Facts about Chinese public administration that hold outside any one document."""

from kg.lexicon.bodies import BodyMatch, BodyType, BodyTypes, load_body_types, rank_of
from kg.lexicon.divisions import Division, Divisions, load_divisions
from kg.lexicon.hazards import Hazard, find_hazards, load_hazards, narrower_hazards
from kg.lexicon.tables import Source, load_sources

__all__ = [
    "BodyMatch",
    "BodyType",
    "BodyTypes",
    "Division",
    "Divisions",
    "Hazard",
    "Source",
    "find_hazards",
    "load_body_types",
    "load_divisions",
    "load_hazards",
    "load_sources",
    "narrower_hazards",
    "rank_of",
]
