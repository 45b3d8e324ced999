"""What follows from the graph, and whether it conforms to shapes and ontology."""

from __future__ import annotations

from kg.reasoning.evidence import verify_evidence
from kg.reasoning.inference import infer, write_inferred
from kg.reasoning.ontology import load_ontology, stored_ontology
from kg.reasoning.owl import OwlReport, classify
from kg.reasoning.shapes import Violation, validate

__all__ = [
    "OwlReport",
    "Violation",
    "classify",
    "infer",
    "load_ontology",
    "stored_ontology",
    "validate",
    "verify_evidence",
    "write_inferred",
]
