"""Answers that are held until they are whole, so that what strikes them late is still an error."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Final, Self

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from kg.errors import KgError
from kg.web.errors import Problem

MOST_BYTES: Final = 64 << 20
_IN_MEMORY = 1 << 20
_CHUNK = 1 << 18


class BrokenTransfer(Exception):
    """The answer cannot be completed; the connection is closed so that the client sees it."""


class Held:
    """An answer on its way: taken from its worker at once, given to the client at its pace.

    Args:
        pieces: the answer as it comes.
    """

    def __init__(self, pieces: AsyncGenerator[bytes]) -> None:
        self.whole, self.size = False, 0
        self._pieces = pieces
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with this

    async def fill(self) -> None:
        """Take the answer until it is whole or larger than what is held.

        Raises:
            Problem: it cannot be completed.
            KgError: the same, as its worker says it.
        """
        async for piece in self._pieces:
            self._file.write(piece)
            self.size += len(piece)
            if self.size > MOST_BYTES:
                return
        self.whole = True

    async def chunks(self) -> AsyncIterator[bytes]:
        """Iterate over the whole answer.

        Raises:
            BrokenTransfer: what was not held cannot be completed.
        """
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK):
            yield chunk
        try:
            async for piece in self._pieces:
                yield piece
        except Problem as problem:
            raise BrokenTransfer(problem.detail) from problem
        except KgError as error:
            raise BrokenTransfer(str(error)) from error

    async def __aenter__(self) -> Self:
        """Return the answer itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of what is held, and of the worker where it is still at work."""
        await self._pieces.aclose()
        self._file.close()


class HeldResponse(StreamingResponse):
    """Sends a held answer, with its length where it is whole.

    Args:
        held: the answer.
        stack: what ends with it, also where the client has gone before the first byte.
        headers: of the response.
        media_type: of the answer.
    """

    def __init__(
        self, held: Held, stack: AsyncExitStack, headers: Mapping[str, str], media_type: str
    ) -> None:
        size = {"Content-Length": str(held.size)} if held.whole else {}
        super().__init__(held.chunks(), 200, {**headers, **size}, media_type)
        self._stack = stack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        async with self._stack:
            await super().__call__(scope, receive, send)
