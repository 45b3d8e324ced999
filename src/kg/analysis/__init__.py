"""What the graph shows beyond the single document: blind spots, deadlines, the network."""

from __future__ import annotations
