"""Holding the keys: the root key outside of the store, the brands' keys inside it, wrapped."""

from __future__ import annotations

import base64
import binascii
import os
import stat
from pathlib import Path

from gateway.errors import DecryptionFailed, StartRefused
from gateway.privacy.blind_index import mark
from gateway.privacy.envelope import Sealer, derive, place
from gateway.store import keys
from gateway.store.client import StoreClient


def read_root_key(text: str, source: str) -> bytes:
    """
    Read a root key: 32 random bytes in base64.

    Raises
    ------
    StartRefused
        It is too short, not base64, or not random at all.
    """
    advice = f"make one with: head -c 32 /dev/urandom | base64 (root key from {source})"
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise StartRefused(f"the root key is not base64; {advice}") from None
    if len(key) != 32:
        raise StartRefused(f"the root key has {len(key)} bytes instead of 32; {advice}")
    if len(set(key)) < 16:
        raise StartRefused(f"the root key is not random; {advice}")
    return key


def root_key_in(folder: Path, *, create: bool) -> bytes:
    """
    Read ``root.key`` in ``folder``; with ``create``, make it on first start, readable by its owner alone.

    Raises
    ------
    StartRefused
        The file is missing, readable by others, or not a key.
    """
    file = folder / "root.key"
    if create and not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(base64.b64encode(os.urandom(32)) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StartRefused(f"the root key {file} cannot be read: {type(error).__name__}") from None
    if stat.S_IMODE(mode) & 0o077:
        raise StartRefused(f"the root key {file} can be read by others: run chmod 600 {file}")
    return read_root_key(text, str(file))


class BrandKeys:
    """
    The keys of one brand.

    ``sealer`` wraps conversation keys; ``index`` keys the blind index and is not derived from anything that
    rotates; ``secret(purpose)`` makes further keys, of a webchat channel's tokens for instance.
    """

    def __init__(self, brand: str, key: bytes, index: bytes) -> None:
        self.brand = brand
        self.sealer = Sealer(key)
        self.index = index

    def secret(self, purpose: str) -> bytes:
        return derive(self.index, purpose)

    def mark(self, channel: str, key: str) -> bytes:
        return mark(self.index, channel, key)


async def open_brand_keys(client: StoreClient, root: bytes, brand: str) -> BrandKeys:
    """
    Read a brand's keys, or make them at its first start.

    Raises
    ------
    StartRefused
        The stored keys do not open with this root key. Nothing is overwritten.
    """
    sealer = Sealer(root)
    name = keys.brand_keys(brand)
    for field in ("key", "index"):
        fresh = sealer.seal(os.urandom(32), place("brand", brand, field))
        await client.call(name, "HSETNX", name, field, fresh)
    stored = await client.call(name, "HMGET", name, "key", "index")
    try:
        key, index = (
            sealer.open(blob, place("brand", brand, field))
            for blob, field in zip(stored, ("key", "index"), strict=True)
        )
    except DecryptionFailed:
        raise StartRefused(
            f"the stored keys of brand {brand!r} do not open with this root key: start with the root key that this "
            "store was first used with"
        ) from None
    return BrandKeys(brand, key, index)
