"""``kg mcp``: the graph as tools for agents."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import console
from kg.cli.options import Quiet, StoreLocation, settings
from kg.cli.serving import check_port
from kg.errors import ConfigError


def serve_agents(
    http: Annotated[
        bool, typer.Option("--http", help="Serve HTTP under /mcp instead of standard input.")
    ] = False,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port to listen on.", show_default="8000")
    ] = None,
    store: StoreLocation = None,
    quiet: Quiet = False,
) -> None:
    """Serve the graph to agents over the Model Context Protocol, for reading only."""
    chosen = settings(store=store, host=host, port=port)
    if not http and (host or port):
        raise ConfigError(
            "cannot listen on an address", "agents are served on standard input", "add --http"
        )
    try:
        from kg.mcp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise ConfigError(
            "cannot serve agents",
            "the package 'mcp' is not installed",
            "install it with: pip install 'responsibility-kg[mcp]'",
        ) from error
    from kg.mcp.source import GraphSource, check_not_empty

    with GraphSource(chosen) as source:
        check_not_empty(source)
        if http:
            check_port(chosen.host, chosen.port)
            console.tell(
                f"serving agents on http://{chosen.host}:{chosen.port}/mcp ; Ctrl-C ends it"
            )
        serve(source, (chosen.host, chosen.port) if http else None)


def add_to(app: typer.Typer) -> None:
    """Add the command of this family."""
    app.command("mcp")(serve_agents)
