"""The same code on a real cluster."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from tests.support.client import SocketClient
from tests.support.cluster import cluster
from tests.support.house import house


async def test_main_job_on_three_primaries_reaches_every_shard(tmp_path: Path) -> None:
    (tmp_path / "root.key").write_text(base64.b64encode(os.urandom(32)).decode())
    async with cluster(tmp_path / "cluster") as url:
        store = f'url = "{url}"\ncluster = true'
        async with house(tmp_path, store=store, privacy='root_key = { file = "root.key" }') as here:
            expert = await here.expert()
            people = [here.sandbox.customer(f"Customer {n}", f"4917012300{n:02}") for n in range(24)]
            for person in people:
                person.write("where is my order?")
            await expert.wait_for("offer.made", lambda _: len(_offered(expert)) == len(people))
            conversations = _offered(expert)
            assert len({name[:3] for name in conversations}) > 3, "they lie on several shards"
            for number, conversation in enumerate(sorted(conversations)):
                accepted = await expert.command("case.accept", {"conversation": conversation})
                token = accepted["conversation"]["case"]["token"]
                sent = await expert.command(
                    "message.send",
                    {
                        "conversation": conversation,
                        "token": token,
                        "client_id": f"reply-{number}",
                        "parts": ["on its way"],
                    },
                )
                assert sent["ok"], sent
            for person in people:
                assert (await person.wait_for_reply()).text == "on its way"
            await expert.close()


def _offered(expert: SocketClient) -> set[str]:
    return {payload["conversation"] for name, payload in expert.events if name == "offer.made"}
