"""The graph as tools for agents, over the Model Context Protocol."""

from kg.mcp.server import make_server

__all__ = ["make_server"]
