"""A connector from outside: a package that is installed beside ours adds a kind, and no line of ours knows of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from connectors.registry import kinds
from connectors.signature import hmac_sha256_hex
from tests.support.child import GatewayProcess, gateway_process
from tests.support.client import SocketClient
from tests.support.house import free_port, use_invite

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests/data/example_connector"
SECRET = "a secret of the test"
SIGNATURE = "x-mailbox-signature"
CONFIG = """
[server]
port = {port}

[store]
folder = "store"

[privacy]
folder = "keys"

[brands.acme]
display_name = "Acme"

[brands.acme.channels.post]
kind = "mailbox"
relay_url = "{relay_url}"
secret = {{ env = "TEST_MAILBOX_SECRET" }}
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip has put the package; nothing is downloaded."""
    folder = tmp_path_factory.mktemp("outside")
    source = shutil.copytree(EXAMPLE, folder / "source")
    target = folder / "packages"
    quietly = ("--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation")
    command = [sys.executable, "-m", "pip", "install", *quietly, "--target", str(target), str(source)]
    subprocess.run(command, check=True, timeout=100)
    return target


@pytest.fixture
def outside(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What child processes inherit."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(installed), os.environ.get("PYTHONPATH", "")]).rstrip(":"))
    monkeypatch.setenv("TEST_MAILBOX_SECRET", SECRET)


def write_config(folder: Path, relay_url: str, port: int = 8080) -> Path:
    file = folder / "config.toml"
    file.write_text(CONFIG.format(port=port, relay_url=relay_url))
    return file


async def rapport(*words: str) -> tuple[int, str]:
    command = (sys.executable, "-c", "from gateway.cli import main; main()", *words)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
    output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode()


@contextlib.asynccontextmanager
async def relay() -> AsyncIterator[tuple[str, asyncio.Queue[dict[str, Any]]]]:
    """The brand's mail relay: its address, and the mails it was asked to send."""
    mails: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def send(request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers.get(SIGNATURE) != hmac_sha256_hex(SECRET.encode(), body):
            return web.Response(status=401)
        mails.put_nowait(json.loads(body))
        return web.json_response({"id": f"out-{mails.qsize()}"})

    app = web.Application()
    app.router.add_post("/send", send)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/send", mails
    finally:
        await runner.cleanup()


def test_our_own_tree_does_not_know_the_kind() -> None:
    assert "mailbox" not in kinds()
    trees = [ROOT / name for name in ("connectors", "gateway", "anonymizer")]
    known = [path for tree in trees for path in tree.rglob("*.py") if "rapport_mailbox" in path.read_text("utf-8")]
    assert known == []


@pytest.mark.usefixtures("outside")
async def test_check_knows_the_kind_and_finds_mistakes_in_its_table(tmp_path: Path) -> None:
    config = write_config(tmp_path, "https://relay.example/send")
    code, output = await rapport("check", str(config))
    assert code == 0, output
    assert re.search(r"acme/post +mailbox +http://localhost:8080/webhooks/acme/post", output)

    config.write_text(config.read_text().replace("relay_url", "relay_uri"))
    line = next(number for number, text in enumerate(config.read_text().splitlines(), 1) if "relay_uri" in text)
    code, output = await rapport("check", str(config))
    assert code == 1
    assert f"config.toml:{line}" in output


async def test_without_the_package_the_kind_is_unknown(tmp_path: Path) -> None:
    code, output = await rapport("check", str(write_config(tmp_path, "https://relay.example/send")))
    assert code == 1
    assert '"whatsapp"' in output


@pytest.mark.usefixtures("outside")
async def test_mail_reaches_an_expert_masked_and_the_reply_reaches_the_relay(tmp_path: Path) -> None:
    port = free_port()
    async with relay() as (relay_url, mails), gateway_process(write_config(tmp_path, relay_url, port)) as child:
        await child.start()
        url = f"http://localhost:{port}"
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            expert = await sign_in(http, url, child)
            mail = {"id": "in-1", "from": "mia@example.org", "text": "Please call +49 171 2345678 about my parcel"}
            assert await deliver(http, url, mail, "wrong") == 401
            assert [await deliver(http, url, mail, SECRET) for _ in range(2)] == [200, 200]
            conversation = (await expert.wait_for("offer.made"))["conversation"]
            accepted = await expert.command("case.accept", {"conversation": conversation})
            assert accepted["ok"], accepted
            page = await expert.command("conversation.open", {"conversation": conversation})
            (shown,) = [message for message in page["messages"] if message["kind"] == "customer"]
            number = next(part for part in shown["content"]["text"] if isinstance(part, dict))
            assert number["entity"] == "PHONE_NUMBER"
            parts = ["We call ", {"entity": "PHONE_NUMBER", "n": number["n"]}, " today."]
            reply = {"conversation": conversation, "token": page["conversation"]["case"]["token"]}
            sent = await expert.command("message.send", {**reply, "client_id": "reply-0001", "parts": parts})
            assert sent["ok"], sent
            out = await asyncio.wait_for(mails.get(), 10)
            assert (out["to"], out["text"]) == ("mia@example.org", "We call +49 171 2345678 today.")
            assert not any(secret in "".join(expert.frames) for secret in ("2345678", "mia@example.org"))
            await expert.close()
        assert await child.stop() == 0


async def sign_in(http: aiohttp.ClientSession, url: str, child: GatewayProcess) -> SocketClient:
    code, output = await rapport("experts", "invite", "Ana", "--brand", "acme", "--config", str(child.config))
    invite = re.search(r"/invite/(\S+)", output)
    assert code == 0 and invite is not None, output
    client = SocketClient(http, url, headers={"Cookie": await use_invite(http, url, invite[1])})
    await client.connect()
    await client.wait_for("session.started")
    return client


async def deliver(http: aiohttp.ClientSession, url: str, mail: dict[str, str], secret: str) -> int:
    body = json.dumps(mail).encode()
    headers = {SIGNATURE: hmac_sha256_hex(secret.encode(), body)}
    async with http.post(f"{url}/webhooks/acme/post", data=body, headers=headers) as answer:
        return answer.status
