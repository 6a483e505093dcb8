"""A world to test in."""

import pytest

from tests.unit.connectors.messenger.messaging_world import MAKERS, open_world


@pytest.fixture(params=MAKERS)
async def world(request):
    async with open_world(request.param) as here:
        yield here
