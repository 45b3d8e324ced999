"""What the graph shows beyond the single document: blind spots, deadlines, the network, the report.

`findings` runs the checks; `compute` also writes what they find into ``graph/findings``.
"""

from __future__ import annotations

from kg.analysis.catalogue import load_checks
from kg.analysis.deadlines import DueDate, due_dates
from kg.analysis.findings import findings, run_checks
from kg.analysis.model import Check, Evidence, Failure, Finding, Findings, Words
from kg.analysis.network import Network, compute_metrics, network
from kg.analysis.report import Report, make_report
from kg.analysis.summary import report, summarise
from kg.analysis.writing import Change, compute, data_version, since, versions

__all__ = [
    "Change",
    "Check",
    "DueDate",
    "Evidence",
    "Failure",
    "Finding",
    "Findings",
    "Network",
    "Report",
    "Words",
    "compute",
    "compute_metrics",
    "data_version",
    "due_dates",
    "findings",
    "load_checks",
    "make_report",
    "network",
    "report",
    "run_checks",
    "since",
    "summarise",
    "versions",
]
