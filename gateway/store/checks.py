"""What a store must be before anybody's messages go into it."""

from __future__ import annotations

import ipaddress
from typing import Any

import msgspec
import structlog

from gateway.errors import StartRefused, StoreRefused
from gateway.store import keys
from gateway.store.client import Lane, StoreClient

log = structlog.get_logger()

# The first releases without the Lua holes of October 2025 (CVE-2025-49844, -46817, -46818, -46819), by branch.
_FIRST_SAFE = {
    "redis": {(7, 2): 11, (7, 4): 6, (8, 0): 4, (8, 2): 2},
    "valkey": {(7, 2): 11, (8, 0): 6, (8, 1): 4},
}
_ALL_SAFE_FROM = {"redis": (8, 3), "valkey": (9, 0)}


class StoreRules(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator has told us to put up with. All false is the safe default."""

    accept_no_append_only_file: bool = False
    accept_old_version: bool = False
    accept_plaintext: bool = False


def has_known_holes(server: str, version: str) -> bool:
    """Say whether ``redis`` or ``valkey`` of that version has known remote code execution holes."""
    numbers = tuple(int(part) for part in version.split(".")[:3] if part.isdigit())
    if len(numbers) < 3:
        return True
    branch = (numbers[0], numbers[1])
    if branch >= _ALL_SAFE_FROM[server]:
        return False
    first = _FIRST_SAFE[server].get(branch)
    return first is None or numbers[2] < first


async def check_store(client: StoreClient, rules: StoreRules, *, embedded: bool) -> None:
    """
    Refuse a store that could lose or leak messages.

    Raises
    ------
    StartRefused
        It evicts keys, keeps no append-only file, has known holes, or is reached in clear over a network. The
        message says which setting to change.
    """
    if not embedded:
        _check_transport(client, rules)
    for lane in client.lanes:
        info = _read_info(await lane.call("INFO"))
        _check_version(info, rules, embedded=embedded)
        if info.get("cluster_enabled") == "1" and not client.cluster:
            raise StartRefused("the store is a cluster: set store.cluster = true in config.toml")
        await _check_settings(lane, info, rules)


def _check_transport(client: StoreClient, rules: StoreRules) -> None:
    address = client.address
    if address.path or address.tls or rules.accept_plaintext:
        return
    try:
        local = ipaddress.ip_address(address.host).is_loopback
    except ValueError:
        local = address.host == "localhost"
    if not local:
        raise StartRefused(
            f"the store at {address!r} would be reached in clear over the network: use rediss:// in store.url, or set "
            "store.accept_plaintext = true if the network itself is encrypted"
        )


def _read_info(raw: bytes) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in raw.decode(errors="replace").splitlines() if ":" in line)
    return dict(pairs)


def _check_version(info: dict[str, str], rules: StoreRules, *, embedded: bool) -> None:
    server = "valkey" if "valkey_version" in info else "redis"
    version = info.get(f"{server}_version", "0.0.0")
    if not has_known_holes(server, version):
        return
    said = f"{server} {version} has known holes in its scripting (CVE-2025-49844 and others)"
    if embedded or rules.accept_old_version:
        log.warning(said)  # nobody but this gateway can reach an embedded store
        return
    raise StartRefused(
        f"{said}: use Valkey 8.1.4, Redis 8.2.2 or newer; set store.accept_old_version = true if your distribution "
        "has mended it under the old number"
    )


async def _check_settings(lane: Lane, info: dict[str, str], rules: StoreRules) -> None:
    policy = await _read_setting(lane, "maxmemory-policy") or info.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        raise StartRefused(
            f"the store evicts keys (maxmemory-policy {policy}), which loses messages: set it to noeviction"
        )
    append_only = await _read_setting(lane, "appendonly") or ("yes" if info.get("aof_enabled") == "1" else "no")
    if append_only != "yes" and not rules.accept_no_append_only_file:
        raise StartRefused(
            "the store keeps no append-only file, so a crash loses messages: set appendonly yes in the store, or "
            "store.accept_no_append_only_file = true in config.toml to take that risk"
        )
    fsync = await _read_setting(lane, "appendfsync")
    if append_only == "yes" and fsync not in (None, "always"):
        log.warning("a power failure may lose the store's last second of messages", appendfsync=fsync)


async def _read_setting(lane: Lane, name: str) -> str | None:
    """Read one setting; ``None`` where the store does not let us (managed services)."""
    try:
        answer: list[Any] = await lane.call("CONFIG", "GET", name)
    except StoreRefused:
        return None
    return answer[1].decode() if len(answer) == 2 else None


async def settle_shards(client: StoreClient, shards: int, now_ms: int) -> None:
    """
    Record the number of shards at first use.

    Raises
    ------
    StartRefused
        The store was first used with another number: every conversation would be looked for in the wrong place.
    """
    await client.call(keys.INSTALLATION, "HSETNX", keys.INSTALLATION, "shards", shards)
    await client.call(keys.INSTALLATION, "HSETNX", keys.INSTALLATION, "created_ms", now_ms)
    await client.call(keys.INSTALLATION, "HSETNX", keys.INSTALLATION, "schema", 1)
    shards_then, schema = await client.call(keys.INSTALLATION, "HMGET", keys.INSTALLATION, "shards", "schema")
    if int(shards_then) != shards:
        raise StartRefused(
            f"the store was first used with {int(shards_then)} shards and config.toml says store.shards = {shards}: "
            f"set it to {int(shards_then)}"
        )
    if int(schema) != 1:
        raise StartRefused(f"the store was written by a newer version (schema {int(schema)}); this one knows schema 1")
