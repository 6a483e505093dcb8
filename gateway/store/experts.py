"""Experts, their single-use invites and their signed-in browsers. Tokens are stored as hashes only."""

from __future__ import annotations

import hashlib
import secrets

import msgspec

from gateway.domain import ExpertId
from gateway.store import keys
from gateway.store.client import StoreClient

INVITE_S = 24 * 3600
SESSION_S = 30 * 24 * 3600
IDLE_S = 14 * 24 * 3600

_QUALIFIED = "qualified"


class Expert(msgspec.Struct, frozen=True, array_like=True):
    """A person inside: display name, and per brand the tier (``qualified`` or ``certified``)."""

    id: ExpertId
    name: str
    tiers: dict[str, str]
    languages: list[str] = []


def digest_of(token: str) -> str:
    """Name a token by its hash; tokens have 256 random bits, so a plain hash is enough."""
    # A token from outside may hold what UTF-8 cannot spell: it names nothing, and must not break anything.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Experts:
    """Reads and writes experts; every call is one or two round trips."""

    def __init__(self, client: StoreClient) -> None:
        self._client = client

    async def add(self, name: str, brands: list[str], tier: str = _QUALIFIED) -> Expert:
        """Make a new expert with a random id."""
        expert = Expert(ExpertId("e" + secrets.token_hex(8)), name, dict.fromkeys(brands, tier))
        key = keys.expert(expert.id)
        await self._client.call(key, "SET", key, msgspec.msgpack.encode(expert))
        await self._client.call(keys.EXPERTS, "SADD", keys.EXPERTS, expert.id)
        await self._client.call(keys.EXPERT_BELL, "PUBLISH", keys.EXPERT_BELL, expert.id)
        return expert

    async def get(self, expert: str) -> Expert | None:
        key = keys.expert(expert)
        blob = await self._client.call(key, "GET", key)
        return msgspec.msgpack.decode(blob, type=Expert) if blob else None

    async def all(self) -> list[Expert]:
        """List every expert, by name."""
        members = await self._client.call(keys.EXPERTS, "SMEMBERS", keys.EXPERTS)
        found = [await self.get(member.decode()) for member in members]
        return sorted((expert for expert in found if expert), key=lambda expert: expert.name)

    async def invite(self, expert: ExpertId, valid_s: int = INVITE_S) -> str:
        """Make a single-use invite and return its token; the store keeps only the hash."""
        token = secrets.token_urlsafe(32)
        key = keys.invite(digest_of(token))
        await self._client.call(key, "SET", key, expert, "EX", valid_s)
        return token

    async def invite_is_open(self, token: str) -> bool:
        """Say whether an invite could still be used; does not use it."""
        key = keys.invite(digest_of(token))
        return bool(await self._client.call(key, "EXISTS", key))

    async def sign_in(self, invite: str) -> tuple[Expert, str] | None:
        """Use an invite up and open a session: the expert and the session's token; ``None`` when it is spent."""
        key = keys.invite(digest_of(invite))
        used = await self._client.call(key, "GETDEL", key)
        expert = await self.get(used.decode()) if used else None
        if expert is None:
            return None
        token = secrets.token_urlsafe(32)
        name = keys.session(digest_of(token))
        await self._client.call(name, "SET", name, expert.id, "EX", IDLE_S)
        listing = keys.sessions(expert.id)
        await self._client.call(listing, "SADD", listing, digest_of(token))
        await self._client.call(listing, "EXPIRE", listing, SESSION_S)
        return expert, token

    async def session(self, token: str) -> Expert | None:
        """Return who is signed in with this token, and keep the session alive; ``None`` when nobody is."""
        name = keys.session(digest_of(token))
        expert = await self._client.call(name, "GETEX", name, "EX", IDLE_S)
        return await self.get(expert.decode()) if expert else None

    async def sign_out(self, token: str) -> None:
        """End one session; its sockets, in whatever process, are told by the bell."""
        name = keys.session(digest_of(token))
        expert = await self._client.call(name, "GETDEL", name)
        if expert:
            listing = keys.sessions(expert.decode())
            await self._client.call(listing, "SREM", listing, digest_of(token))
            await self._client.call(keys.EXPERT_BELL, "PUBLISH", keys.EXPERT_BELL, expert)

    async def revoke(self, expert: ExpertId) -> None:
        """End every session of an expert and forget the expert; held cases stay with their id."""
        listing = keys.sessions(expert)
        for digest in await self._client.call(listing, "SMEMBERS", listing):
            name = keys.session(digest.decode())
            await self._client.call(name, "DEL", name)
        await self._client.call(listing, "DEL", listing)
        key = keys.expert(expert)
        await self._client.call(key, "DEL", key)
        await self._client.call(keys.EXPERTS, "SREM", keys.EXPERTS, expert)
        await self._client.call(keys.EXPERT_BELL, "PUBLISH", keys.EXPERT_BELL, expert)
