"""Counting what a gateway asks of its store: without what has a timer of its own."""

from __future__ import annotations

import asyncio

from gateway.store.client import Lane
from tests.support.house import House


async def quiet_lane(house: House) -> Lane:
    """Stop the agenda, the heartbeat and the like, and return the connection to count commands and writes on."""
    tasks = house.gateway._tasks
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    (lane,) = house.gateway.storage.client.lanes
    return lane
