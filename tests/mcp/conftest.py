from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
from mcp import Client

from kg.mcp.running import QueryRunner
from kg.mcp.server import make_server
from kg.mcp.source import GraphSource
from kg.settings import read_settings
from kg.store import Store


class Agent:
    """Talks to the server as an agent does, one session a call."""

    def __init__(self, server: Any) -> None:
        self.server = server

    def tools(self) -> dict[str, Any]:
        async def ask() -> dict[str, Any]:
            async with Client(self.server) as client:
                return {tool.name: tool for tool in (await client.list_tools()).tools}

        return anyio.run(ask)

    def result(self, name: str, /, **arguments: Any) -> Any:
        async def ask() -> Any:
            async with Client(self.server) as client:
                return await client.call_tool(name, arguments)

        return anyio.run(ask)

    def __call__(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        found = self.result(name, **arguments)
        assert not found.is_error, found.content[0].text
        content: dict[str, Any] = found.structured_content
        assert content["message"], "an agent is always told in words what was found"
        return content

    def refusal(self, name: str, /, **arguments: Any) -> str:
        found = self.result(name, **arguments)
        assert found.is_error, found.structured_content
        text: str = found.content[0].text
        assert "Traceback" not in text
        return text


MakeAgent = Callable[..., Agent]


@pytest.fixture(scope="session")
def make_agent(changji_store: Store) -> Iterator[MakeAgent]:
    """Make an agent of a server over the example graph, with settings of its own."""
    opened: list[tuple[GraphSource, QueryRunner]] = []

    def make(**settings: Any) -> Agent:
        source = GraphSource(read_settings({}, **settings), changji_store)
        runner = QueryRunner(source)
        opened.append((source, runner))
        return Agent(make_server(source, runner))

    yield make
    for source, runner in opened:
        runner.close()
        source.close()


@pytest.fixture(scope="session")
def agent(make_agent: MakeAgent) -> Agent:
    return make_agent()
