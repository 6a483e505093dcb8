"""The phone page of the local WhatsApp, its live updates and its control API."""

import json
import shutil

import aiohttp
import pytest
from aiohttp import web

from connectors.sandbox.whatsapp import WhatsAppSandbox

MIA = "491700000001"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def make_sandbox():
    return WhatsAppSandbox(
        app_secret="app secret", access_token="access token", verify_token="verify token", retries=(0.01, 0.01, 0.0)
    )


@pytest.fixture(params=["", "/sandbox/whatsapp"], ids=["alone", "mounted"])
async def phone(request, aiohttp_server):
    """Serve the sandbox alone or below a prefix; gives it, the address of the page and a session."""
    sandbox = make_sandbox()
    sandbox.customer("Mia Muster", MIA, reads=False)
    app = sandbox.create_app()
    if request.param:
        parent = web.Application()
        parent.add_subapp(request.param, app)
        app = parent
    server = await aiohttp_server(app, shutdown_timeout=1.0)
    async with aiohttp.ClientSession() as http:
        yield sandbox, str(server.make_url(request.param + "/")), http


async def next_event(stream, wanted):
    while True:
        lines = (await stream.readuntil(b"\n\n")).decode().splitlines()
        if lines[0] == f"event: {wanted}":
            return json.loads(lines[1].removeprefix("data: "))


async def test_page_and_its_parts_come_with_a_strict_policy(phone):
    _, url, http = phone
    for name, mime in (
        ("", "text/html"),
        ("phone.js", "text/javascript"),
        ("elements.js", "text/javascript"),
        ("phone.css", "text/css"),
    ):
        async with http.get(url + name) as response:
            body = await response.text()
        assert (response.status, response.content_type) == (200, mime)
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
        )
        assert "unsafe" not in policy
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "style="):
            assert sink not in body
        for absolute in ('href="/', 'src="/', 'fetch("/', 'EventSource("/'):
            assert absolute not in body


async def test_written_text_is_in_the_state_and_in_the_stream(phone):
    sandbox, url, http = phone
    async with http.get(url + "api/events") as events:
        assert (await next_event(events.content, "chat"))["name"] == "Mia Muster"
        async with http.post(f"{url}api/customers/{MIA}/messages", json={"text": "Hello"}) as response:
            message_id = (await response.json())["id"]
        assert (await next_event(events.content, "chat"))["messages"][0]["text"] == "Hello"
    async with http.get(url + "api/state") as response:
        (chat,) = (await response.json())["chats"]
    assert [message["id"] for message in chat["messages"]] == [message_id]
    assert sandbox.message(message_id).text == "Hello"


async def test_reply_is_delivered_and_read_when_the_page_says_so(phone):
    sandbox, url, http = phone
    mia = sandbox.find(MIA)
    mia.write("Hi")
    body = {"messaging_product": "whatsapp", "to": MIA, "type": "text", "text": {"body": "Hello Mia"}}
    headers = {"Authorization": "Bearer access token"}
    async with http.post(f"{url}v25.0/{sandbox.phone_number_id}/messages", json=body, headers=headers) as response:
        assert response.status == 200
    await mia.wait_until(lambda: mia.received[0].state == "delivered")
    async with http.post(f"{url}api/customers/{MIA}/read", json={}) as response:
        assert response.status == 200
    assert mia.received[0].state == "read"


async def test_every_action_of_the_page_works(phone):
    sandbox, url, http = phone
    message_id = sandbox.find(MIA).write("Helo")
    for action, body in (
        ("edits", {"message_id": message_id, "text": "Hello"}),
        ("reactions", {"message_id": message_id, "emoji": "👍"}),
        ("revocations", {"message_id": message_id}),
    ):
        async with http.post(f"{url}api/customers/{MIA}/{action}", json=body) as response:
            assert response.status == 200
    message = sandbox.message(message_id)
    assert (message.edited, message.reactions, message.revoked) == (True, {"customer": "👍"}, True)
    async with http.post(url + "api/customers", json={"name": "Ben", "wa_id": "491700000009"}) as response:
        assert (await response.json())["name"] == "Ben"


async def test_faults_are_ordered_and_cancelled(phone):
    sandbox, url, http = phone
    async with http.post(url + "api/faults", json={"kind": "rate_limit", "times": 2}) as response:
        assert (await response.json())["orders"][0]["times"] == 2
    assert [order.kind for order in sandbox.faults.standing()] == ["rate_limit"]
    async with http.delete(url + "api/faults") as response:
        assert (await response.json())["orders"] == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"api/customers/{MIA}/messages", b'{"text":""}', 400),
        (f"api/customers/{MIA}/messages", b'{"text":7}', 400),
        (f"api/customers/{MIA}/messages", b"[]", 400),
        (f"api/customers/{MIA}/messages", b"{", 400),
        (f"api/customers/{MIA}/edits", b'{"message_id":"none","text":"x"}', 400),
        (f"api/customers/{MIA}/dances", b"{}", 404),
        ("api/customers/999/messages", b'{"text":"x"}', 404),
        ("api/customers", b'{"name":"x","wa_id":"49170-1"}', 400),
        ("api/customers", b'{"name":"x","wa_id":"491700000001"}', 400),
        ("api/faults", b'{"kind":"none"}', 400),
        ("api/faults", b'{"kind":"slow","seconds":"x"}', 400),
    ],
)
async def test_bad_order_is_refused_with_a_reason(phone, path, body, status):
    _, url, http = phone
    async with http.post(url + path, data=body, headers={"Content-Type": "application/json"}) as response:
        assert response.status == status
        assert (await response.json())["error"]


async def test_another_page_cannot_write_for_a_customer(phone):
    sandbox, url, http = phone
    path = f"{url}api/customers/{MIA}/messages"
    async with http.post(path, json={"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}) as response:
        assert response.status == 403
    async with http.post(path, data=b'{"text":"x"}', headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 400
    async with http.delete(url + "api/faults", headers={"Sec-Fetch-Site": "same-site"}) as response:
        assert response.status == 403
    assert sandbox.find(MIA).messages == []


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
async def test_page_writes_reads_and_shows_text_as_text(phone):
    from playwright.async_api import async_playwright

    sandbox, url, _ = phone
    mia = sandbox.find(MIA)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = await browser.new_page(viewport={"width": 360, "height": 640})
        problems = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        await page.goto(url)
        await page.fill("#text", "Where is <b>my parcel</b>?")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".bubble.own")
        assert await page.inner_text(".bubble.own .words") == "Where is <b>my parcel</b>?"
        body = {"messaging_product": "whatsapp", "to": MIA, "type": "text", "text": {"body": "On its way"}}
        headers = {"Authorization": "Bearer access token"}
        api = f"{url}v25.0/{sandbox.phone_number_id}/messages"
        assert (await page.request.post(api, data=body, headers=headers)).ok
        await page.wait_for_selector(".bubble.theirs .ticks.read")
        assert mia.received[0].state == "read"
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        assert problems == []
        await browser.close()
