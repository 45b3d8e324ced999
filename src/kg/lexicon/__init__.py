"""Facts about Chinese public administration that hold outside any one document."""

from kg.lexicon.bodies import BodyMatch, BodyType, BodyTypes, load_body_types, rank_of
from kg.lexicon.divisions import Division, Divisions, load_divisions

__all__ = [
    "BodyMatch",
    "BodyType",
    "BodyTypes",
    "Division",
    "Divisions",
    "load_body_types",
    "load_divisions",
    "rank_of",
]
