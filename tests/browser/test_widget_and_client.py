"""A customer in the brand's shop and an expert in the real client, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import FrameLocator, Page, expect

from connectors.sandbox.webchat.shop import create_shop
from tests.support.browser import Wire, chromium, screenshot
from tests.support.canaries import Canary, find_canaries
from tests.support.house import House, free_port, house

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CANARIES = [
    Canary("email", "bob.miller83@example.net"),
    Canary("phone", "+1 202-555-0143"),
    Canary("card", "4242 4242 4242 4242"),
    Canary("name", "Bob Miller"),
]
WORDS = (
    "Hello, my name is Bob Miller. The grinder never came. Call me on +1 202-555-0143 or write to "
    "bob.miller83@example.net. You charged my card 4242 4242 4242 4242 twice!"
)


async def _serve_shop(here: House, port: int) -> web.AppRunner:
    app = web.Application()
    app.add_subapp("/shop/", create_shop(f"{here.url}/widget/acme/site/loader.js"))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "localhost", port).start()
    return runner


async def _invite(here: House) -> str:
    expert = await here.gateway.experts.add("Ana", ["acme"])
    return f"{here.url}/invite/{await here.gateway.experts.invite(expert.id)}"


async def _write(shop: Page | FrameLocator, text: str) -> None:
    box = shop.get_by_role("textbox").first
    await box.fill(text)
    await box.press("Enter")


async def test_visitor_and_expert_talk_and_expert_receives_no_personal_data(tmp_path: Path) -> None:
    port = free_port()
    async with house(tmp_path, shop=f"http://localhost:{port}") as here, chromium() as browser:
        runner = await _serve_shop(here, port)
        customer = await browser.new_page(viewport={"width": 1280, "height": 860})
        customer_wire = Wire(customer)
        await customer.goto(f"http://localhost:{port}/shop/")
        await customer.get_by_role("button", name="chat").click()
        await _write(customer, WORDS)
        await expect(customer.get_by_text("Hidden from the helper:")).to_be_visible()
        await screenshot(customer, "widget-1280-light")

        expert = await browser.new_page(viewport={"width": 1280, "height": 860})
        wire = Wire(expert)
        await expert.goto(await _invite(here))
        await expert.get_by_role("button", name="Start working").click()
        await expert.get_by_text("See offers").click()
        await screenshot(expert, "expert-offers-1280-light")
        await expert.get_by_role("button", name="Accept").first.click()
        await expect(expert.get_by_text("[phone 1]").first).to_be_visible()
        composer = expert.get_by_role("textbox")
        await composer.click()
        await composer.press_sequentially("We call you on [phone")
        await expert.keyboard.press("Enter")
        await composer.press_sequentially(" today.")
        await screenshot(expert, "expert-conversation-1280-light")
        await expert.keyboard.press("Control+Enter")

        await expect(customer.get_by_text("We call you on +1 202-555-0143 today.")).to_be_visible()
        await expect(expert.get_by_role("log").get_by_text("Read")).to_be_visible()
        await customer.reload()
        await customer.get_by_role("button", name="chat").click()
        await expect(customer.get_by_text("We call you on +1 202-555-0143 today.")).to_be_visible()
        await expect(customer.get_by_text("The grinder never came.")).to_have_count(1)

        received = await wire.received()
        assert b"grinder never came" in received
        assert find_canaries(received, CANARIES) == []
        assert wire.complaints == []
        assert customer_wire.complaints == []
        await runner.cleanup()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_client_on_a_phone_shows_offer_conversation_and_reply(tmp_path: Path, scheme: str) -> None:
    async with house(tmp_path) as here, chromium() as browser:
        maria = here.sandbox.customer("Maria Lopez", "491701234567", user_id="DE.10000000000001")
        maria.write("Hola, soy Maria Lopez, mi correo es maria.lopez77@example.org. Mi pedido no llega.")
        context = await browser.new_context(
            viewport={"width": 360, "height": 740}, color_scheme=scheme, has_touch=True, is_mobile=True
        )
        page = await context.new_page()
        wire = Wire(page)
        await page.goto(await _invite(here))
        await screenshot(page, f"invite-360-{scheme}")
        await page.get_by_role("button", name="Start working").click()
        await page.get_by_role("button", name="Offers").or_(page.get_by_role("link", name="Offers")).first.click()
        await screenshot(page, f"offers-360-{scheme}")
        await page.get_by_role("button", name="Accept").first.click()
        await expect(page.get_by_role("log").get_by_text("[email 1]")).to_be_visible()
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360
        await page.get_by_role("textbox").fill("Lo miro ahora mismo.")
        await screenshot(page, f"conversation-360-{scheme}")
        await page.get_by_role("button", name="Send").first.click()
        reply = await maria.wait_for_reply()
        assert reply.text == "Lo miro ahora mismo."
        assert find_canaries(await wire.received(), [Canary("email", "maria.lopez77@example.org")]) == []
        assert wire.complaints == []
