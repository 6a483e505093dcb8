"""The baseline: aiohttp on uvloop that reads a POST and answers 200, and does nothing else."""

from __future__ import annotations

import asyncio
import sys

import uvloop
from aiohttp import web

from bench.bodies import PATH


async def _receive(request: web.Request) -> web.Response:
    await request.read()
    return web.Response()


async def _serve() -> None:
    app = web.Application()
    app.router.add_post(PATH, _receive)
    runner = web.AppRunner(app, access_log=None, keepalive_timeout=75)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    sys.stdout.write(f"bare aiohttp serves on port {runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as _runner:
        _runner.run(_serve())
