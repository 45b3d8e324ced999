"""From documents to the graph: one run reads, extracts, maps, checks and loads.

A run leaves a document alone whose bytes, reader and decisions are those of its graph, so an
interrupted run is resumed by starting it again, and a second run changes nothing.
"""

from __future__ import annotations

from kg.ingest.report import BuildReport, DocumentReport, Progress, Status
from kg.ingest.run import build
from kg.ingest.sources import Upload, find_sources

__all__ = [
    "BuildReport",
    "DocumentReport",
    "Progress",
    "Status",
    "Upload",
    "build",
    "find_sources",
]
