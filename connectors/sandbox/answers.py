"""Answers that go wrong on their way: cut off, far too long, one byte at a time, late, or never."""

from __future__ import annotations

import asyncio
import gzip

from aiohttp import web

from connectors.sandbox.faults import FaultOrder

HUGE_BYTES = 2 * 1024 * 1024


class Answers:
    """Gives the answers of one sandbox; ``stop`` lets go of those that are being held back."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        self._stopped.set()

    async def give(
        self, request: web.Request, answer: web.Response, body: bytes, order: FaultOrder | None
    ) -> web.StreamResponse:
        """Return ``answer``, whose body is ``body`` in JSON, or what the order makes of it (``ANSWER_FAULTS``)."""
        kind = order.kind if order is not None else ""
        seconds = order.seconds if order is not None else 0.0
        match kind:
            case "drop_response":
                return cut(request)
            case "huge_answer":
                return web.Response(body=b'{"padding":"' + b"a" * HUGE_BYTES, content_type="application/json")
            case "compressed_bomb":
                packed = gzip.compress(b" " * (8 * HUGE_BYTES))
                return web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/json"})
            case "hang":
                await self._stopped.wait()
            case "slow":
                await self._pause(seconds)
            case "truncate" | "slow_drip":
                return await self._drip(request, body, seconds, whole=kind == "slow_drip")
        return answer

    async def _drip(self, request: web.Request, body: bytes, seconds: float, *, whole: bool) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(body)), "Content-Type": "application/json"})
        await response.prepare(request)
        if not whole:
            await response.write(body[: len(body) // 2])
            return cut(request)
        for index in range(len(body)):
            if self._stopped.is_set():
                return cut(request)
            await response.write(body[index : index + 1])
            await self._pause(seconds)
        return response

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), seconds)
        except TimeoutError:
            return


def cut(request: web.Request) -> web.Response:
    """Break the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)
