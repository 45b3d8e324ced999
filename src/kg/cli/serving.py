"""``kg serve`` and ``kg settings``."""

from __future__ import annotations

import socket
from enum import StrEnum
from typing import Annotated

import typer

from kg.cli import console
from kg.cli.options import AsShape, Quiet, Shape, StoreLocation, make_room, settings
from kg.errors import ConfigError
from kg.settings import describe_settings


class DefaultGraph(StrEnum):
    """What the default graph of queries is."""

    union = "union"
    separate = "separate"


def serve_graph(
    store: StoreLocation = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port to listen on.", show_default="8000"),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Refuse all writes, even with the token.")
    ] = False,
    default_graph: Annotated[
        DefaultGraph | None,
        typer.Option(help="The union of all graphs, or only what no graph holds."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Serve pages, look-ups and SPARQL until interrupted."""
    # The web framework takes a second to import, which other commands need not wait for.
    from kg.web.app import create_app
    from kg.web.server import serve

    chosen = settings(
        store=store,
        host=host,
        port=port,
        read_only=read_only or None,
        default_graph=default_graph.value if default_graph else None,
    )
    check_port(chosen.host, chosen.port)
    make_room(chosen.store)
    app = create_app(settings=chosen)
    shown = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    console.tell(f"serving '{chosen.store}' on http://{shown}:{chosen.port}/ ; Ctrl-C ends it")
    serve(app, chosen)


def list_settings(form: AsShape = Shape.table, quiet: Quiet = False) -> None:
    """List every setting with its default."""
    described = describe_settings()
    if form is Shape.json:
        console.show_json(
            [{"name": s.variable, "default": s.default, "help": s.help} for s in described]
        )
        return
    console.show_table(
        ("variable", "default", "help"), [(s.variable, s.default, s.help) for s in described]
    )


def check_port(host: str, port: int) -> None:
    """Find out before the store is opened whether the port is free."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ConfigError(
            f"cannot listen on '{host}:{port}'",
            error.strerror or str(error),
            "choose another address or port",
        ) from error


def add_to(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.command("serve")(serve_graph)
    app.command("settings")(list_settings)
