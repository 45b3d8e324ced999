"""Facts about Chinese public administration that hold outside any one document."""

from kg.lexicon.bodies import BodyMatch, BodyType, BodyTypes, load_body_types, rank_of
from kg.lexicon.divisions import Division, Divisions, load_divisions
from kg.lexicon.hazards import Hazard, load_hazards

__all__ = [
    "BodyMatch",
    "BodyType",
    "BodyTypes",
    "Division",
    "Divisions",
    "Hazard",
    "load_body_types",
    "load_divisions",
    "load_hazards",
    "rank_of",
]
