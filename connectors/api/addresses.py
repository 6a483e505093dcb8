"""
Where a call may go: to public addresses only, unless the operator says otherwise.

A name is looked up once for a connection, and the connection is made to what was found; a name that shows one
address to a check and another to the call gains nothing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from urllib.parse import urlsplit

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from connectors.errors import AccountError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PRIVATE_TEXT = "The address of the brand's system is not a public one."

# forms of IPv6 that carry another address inside, or lead to one through a relay
_NOT_PLAIN = tuple(
    ipaddress.ip_network(network)
    for network in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "fec0::/10")
)
_RELAY = ipaddress.ip_network("192.88.99.0/24")


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to one machine anywhere on the internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None or any(address in network for network in _NOT_PLAIN):
            return False
    elif address in _RELAY:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def written_address(url: str) -> Address | None:
    """Return the address that is the host of a URL, in any notation that the system reads; ``None`` for a name."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host)
    try:
        # one number, hexadecimal, octal, or with parts left out
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


class PublicResolver(AbstractResolver):
    """Looks names up, and refuses a name as a whole when one of its addresses is not public."""

    def __init__(self, resolver: AbstractResolver | None = None) -> None:
        self._resolver = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        for result in found:
            try:
                public = is_public(ipaddress.ip_address(result["host"]))
            except ValueError:
                public = False
            if not public:
                raise AccountError("private_address", PRIVATE_TEXT)
        return found

    async def close(self) -> None:
        await self._resolver.close()
