"""Tiers, reveal and the audit log, on the real store."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from gateway.privacy.audit import Audit, BrokenChain
from gateway.store import keys
from tests.support.canaries import Canary, find_canaries
from tests.support.client import SocketClient
from tests.support.house import House, house

TIERS = """
[brands.acme.tiers]
certified_sees = ["PERSON"]
certified_reveals = ["PHONE_NUMBER"]
reveals_per_hour = 3
"""
WORDS = "I am Maria Lopez, ring +49 171 2345678, card 4111 1111 1111 1111, maria.lopez77@example.org"


async def _hold(here: House, tier: str) -> tuple[SocketClient, str]:
    client = await here.expert(cookie=await here.sign_in(tier, tier=tier))
    here.sandbox.customer("Maria Lopez", "491701234567").write(WORDS)
    conversation = (await client.wait_for("offer.made"))["conversation"]
    accepted = await client.command("case.accept", {"conversation": conversation})
    assert accepted["ok"], accepted
    return client, conversation


async def _reveal(
    client: SocketClient, conversation: str, entity: str, reason: str = "must call back"
) -> dict[str, object]:
    return await client.command(
        "value.reveal", {"conversation": conversation, "entity": entity, "n": 1, "reason": reason}
    )


def _audit(here: House) -> Audit:
    storage = here.gateway.storage
    return Audit(storage.client, storage.functions, storage.brands, here.gateway.clock)


async def test_certified_expert_sees_granted_types_and_reveals_others_for_a_reason(tmp_path: Path) -> None:
    async with house(tmp_path, more=TIERS) as here:
        client, conversation = await _hold(here, "certified")
        page = await client.command("conversation.open", {"conversation": conversation})
        text = next(m for m in page["messages"] if m["kind"] == "customer")["content"]["text"]
        assert "Maria Lopez" in "".join(part for part in text if isinstance(part, str))
        assert find_canaries("\n".join(client.frames).encode(), [Canary("phone", "+49 171 2345678")]) == []
        revealed = await _reveal(client, conversation, "PHONE_NUMBER")
        assert revealed["ok"], revealed
        assert "2345678" in str(revealed["value"]).replace(" ", "") or revealed["value"] == "491701234567"
        lines = await _audit(here).read("acme")
        assert [(line.action, line.detail, line.reason) for line in lines] == [
            ("reveal", "PHONE_NUMBER 1", "must call back")
        ]
        await client.close()


@pytest.mark.parametrize(
    ("tier", "entity", "reason", "code"),
    [
        ("qualified", "PHONE_NUMBER", "must call back", "forbidden"),
        ("certified", "EMAIL_ADDRESS", "must write", "forbidden"),
        ("certified", "CREDIT_CARD", "must refund", "forbidden"),
        ("certified", "PHONE_NUMBER", "  x ", "malformed"),
    ],
)
async def test_reveal_without_grant_or_reason_is_refused(
    tmp_path: Path, tier: str, entity: str, reason: str, code: str
) -> None:
    async with house(tmp_path, more=TIERS) as here:
        client, conversation = await _hold(here, tier)
        refused = await _reveal(client, conversation, entity, reason)
        assert refused["ok"] is False
        assert refused["error"]["code"] == code  # type: ignore[index]
        await client.close()


async def test_many_attempts_are_throttled_and_stand_on_the_log(tmp_path: Path) -> None:
    async with house(tmp_path, more=TIERS) as here:
        client, conversation = await _hold(here, "certified")
        answers = [await _reveal(client, conversation, "PHONE_NUMBER") for _ in range(4)]
        assert [answer["ok"] for answer in answers] == [True, True, True, False]
        lines = await _audit(here).read("acme")
        assert [line.action for line in lines] == ["reveal"] * 3 + ["reveal_throttled"]
        assert await _audit(here).verify("acme") == 4
        await client.close()


async def test_audit_chain_shows_changed_removed_and_moved_lines(tmp_path: Path) -> None:
    async with house(tmp_path, more=TIERS) as here:
        audit, client = _audit(here), here.gateway.storage.client
        for number in range(4):
            await audit.append("acme", "e1", "reveal", "c01", f"PHONE_NUMBER {number}", "a good reason")
        assert await audit.verify("acme") == 4
        name = keys.audit("acme")
        blobs = await client.call(name, "LRANGE", name, 0, -1)
        changed = msgspec.msgpack.decode(blobs[1])
        changed[4] = "PHONE_NUMBER 9"
        await client.call(name, "LSET", name, 1, msgspec.msgpack.encode(changed))
        with pytest.raises(BrokenChain, match="line 2"):
            await audit.verify("acme")
        await client.call(name, "LSET", name, 1, blobs[2])
        with pytest.raises(BrokenChain, match="line 2"):
            await audit.verify("acme")
        await client.call(name, "LSET", name, 1, blobs[1])
        await client.call(name, "RPOP", name)
        with pytest.raises(BrokenChain, match="missing at the end"):
            await audit.verify("acme")


async def test_two_writers_of_one_audit_log_lose_no_line(tmp_path: Path) -> None:
    async with house(tmp_path, more=TIERS) as here:
        first, second = _audit(here), _audit(here)
        for number in range(5):
            await first.append("acme", "e1", "reveal", "c01", f"PHONE_NUMBER {number}")
            await second.append("acme", "e2", "reveal", "c01", f"PHONE_NUMBER {number}")
        assert await first.verify("acme") == 10
