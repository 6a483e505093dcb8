"""The expert client in a real browser, against a stub of the gateway."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright
from stub_gateway import StubGateway

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "<a href='https://evil.example/'>here</a> https://evil.example/",
    "</div><iframe srcdoc='<script>alert(1)</script>'>",
    "{{7*7}} ${7*7} <b>bold</b>",
    "photo\u202egpj.exe",
    "__proto__",
    "constructor",
    "a" * 400,
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


async def serve(gateway: StubGateway) -> tuple[web.AppRunner, str]:
    runner = web.AppRunner(gateway.create_app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    return runner, f"http://127.0.0.1:{port}/"


async def open_page(browser: Browser, url: str, problems: list[str], width: int = 1280) -> Page:
    page = await browser.new_page(viewport={"width": width, "height": 700})
    page.set_default_timeout(15_000)
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(f"dialog {dialog.message}"))
    await page.goto(url)
    await page.wait_for_selector(".row")
    return page


async def test_hostile_text_stays_text_in_every_field_and_view(browser: Browser) -> None:
    problems: list[str] = []
    for text in HOSTILE:
        runner, url = await serve(StubGateway(text))
        page = await open_page(browser, url, problems)
        await page.click(".row")
        await page.wait_for_selector('[data-seq="8"]', state="attached")
        assert problems == [], text
        for tab in (2, 3, 1):
            await page.click(f".tab:nth-child({tab})")
        assert await page.locator("#root :is(img, script, iframe, svg[onload], b)").count() == 0
        assert await page.locator("#root a:not(.row, .skip)").count() == 0
        shown = await page.inner_text('[data-seq="1"] .text')
        assert shown == text.replace("\u202e", "RLO")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.close()
        await runner.cleanup()
    assert problems == []


async def test_a_reply_with_a_placeholder_is_sent_as_structure(browser: Browser) -> None:
    gateway = StubGateway()
    runner, url = await serve(gateway)
    problems: list[str] = []
    page = await open_page(browser, url, problems)
    await page.click(".row")
    await page.wait_for_selector(".log .entry")
    await page.keyboard.type("We call [ph")
    await page.keyboard.press("Enter")
    await page.keyboard.type(" today, not [phone 1")
    await page.keyboard.press("Escape")
    await page.keyboard.type("]")
    assert await page.locator(".editor .chip").get_attribute("aria-label") == "phone number one"
    assert await page.locator(".lookalike").is_visible()
    await page.keyboard.press("Control+Enter")
    await page.wait_for_selector('[data-seq="9"]')
    assert [sent["parts"] for sent in gateway.sent] == [
        ["We call ", {"entity": "PHONE_NUMBER", "n": 1}, " today, not [phone 1]"]
    ]
    assert await page.locator(".entry.ours", has_text="We call").count() == 1
    assert problems == []
    await runner.cleanup()


async def test_a_refused_reply_comes_back_with_its_chip(browser: Browser) -> None:
    gateway = StubGateway()
    gateway.refusal = "stale"
    runner, url = await serve(gateway)
    page = await open_page(browser, url, [])
    await page.click(".row")
    await page.keyboard.type("Late [p")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Control+Enter")
    await page.wait_for_selector(".notice:not([hidden])")
    assert await page.locator(".editor .chip").count() == 1
    assert (await page.inner_text(".editor")).startswith("Late ")
    await runner.cleanup()


async def test_a_case_that_came_from_another_expert_opens_at_what_happened_before(browser: Browser) -> None:
    problems: list[str] = []
    for text in ["words", HOSTILE[0], HOSTILE[2], HOSTILE[-1]]:
        runner, url = await serve(StubGateway(text, handed_on=True))
        page = await open_page(browser, url, problems, 360)
        await page.click(".row")
        card = page.locator(".catch-up")
        await card.wait_for()
        assert problems == [], text
        assert "20 messages" not in await card.inner_text()
        assert "21 messages so far" in await card.inner_text()
        assert await page.locator(".note .chip").count() == 1
        note, log = await page.locator(".note").bounding_box(), await page.locator(".log-scroll").bounding_box()
        assert note and log and log["y"] <= note["y"] < log["y"] + 200, "the note stands at the top"
        assert await page.locator("#root :is(img, script, iframe, svg[onload], b)").count() == 0
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await card.locator(".quote").first.click()
        await page.locator('[data-seq="1"].pointed-at').wait_for()
        await page.close()
        await runner.cleanup()
    assert problems == []


async def test_what_happened_before_is_told_once(browser: Browser) -> None:
    runner, url = await serve(StubGateway("words", handed_on=True))
    page = await open_page(browser, url, [], 360)
    for line in (".note", ".new-line"):
        await page.click(".row")
        await page.locator(line).wait_for()
        await page.wait_for_timeout(100)
        top, log = await page.locator(line).bounding_box(), await page.locator(".log-scroll").bounding_box()
        assert top and log and log["y"] <= top["y"] < log["y"] + 200, line
        await page.get_by_role("button", name="Back").click()
    await runner.cleanup()


async def test_leave_and_share_by_keyboard(browser: Browser) -> None:
    gateway = StubGateway("words")
    runner, url = await serve(gateway)
    problems: list[str] = []
    page = await open_page(browser, url, problems)
    await page.click(".row")
    await page.wait_for_selector(".log .entry")
    await page.keyboard.type("half a draft")
    await page.keyboard.press("Escape")
    await page.keyboard.press("t")
    dialog = page.locator("dialog[open]")
    await dialog.get_by_text("You keep 2 of 3 points so far: 67%.").wait_for()
    await page.keyboard.type("Take the second parcel, too")
    await page.keyboard.press("Escape")
    assert await dialog.count() == 0
    assert await page.locator(".editor").inner_text() == "half a draft"

    gateway.refusal = "unavailable"
    await page.keyboard.press("t")
    await dialog.get_by_role("button", name="Leave and share").click()
    await dialog.get_by_text("did not get through").wait_for()
    assert await page.input_value("#leave-note") == "Take the second parcel, too"

    gateway.refusal = None
    await dialog.get_by_role("button", name="Leave and share").click()
    await page.get_by_text("Handed on.").wait_for()
    assert gateway.left == [{"conversation": "c1", "token": 3, "note": "Take the second parcel, too"}]
    assert await page.locator(".row").count() == 0
    assert await page.evaluate("Object.keys(localStorage).length") == 0
    assert await page.evaluate("document.activeElement !== document.body")
    assert await page.evaluate("location.hash") == "#mine"
    assert problems == []
    await runner.cleanup()


async def test_no_tab_is_cut(browser: Browser) -> None:
    runner, url = await serve(StubGateway())
    page = await open_page(browser, url, [])
    for width in (240, 280, 320, 700, 800, 840, 1000, 1100, 1280):
        await page.set_viewport_size({"width": width, "height": 700})
        for size in ("100%", "150%"):
            await page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            cut = await page.evaluate(
                """[...document.querySelectorAll(".tab, .tab *")].filter((one) => {
                  const box = one.getBoundingClientRect()
                  const pane = document.querySelector(".tabs").getBoundingClientRect()
                  const clipped = one.clientWidth && one.scrollWidth > one.clientWidth + 1
                  return box.width && (box.right > pane.right + 1 || box.left < pane.left - 1 || clipped)
                }).map((one) => one.className)"""
            )
            assert cut == [], (width, size)
    await runner.cleanup()


@pytest.mark.parametrize("width", [320, 360, 700, 900, 1280])
async def test_nothing_sticks_out_and_targets_are_large(browser: Browser, width: int) -> None:
    runner, url = await serve(StubGateway("A customer with quite a long name, and a text to match it"))
    page = await open_page(browser, url, [], width)
    for step in (".row", ".back:visible", ".tab:nth-child(2)", ".tab:nth-child(3)"):
        if await page.locator(step).count():
            await page.locator(step).first.click()
        await page.wait_for_timeout(150)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
        small = await page.evaluate(
            """[...document.querySelectorAll("button, a, select")]
              .filter((one) => one.checkVisibility() && !one.matches(".skip, .quote"))
              .map((one) => [one.className, one.getBoundingClientRect()])
              .filter(([, box]) => box.width < 44 || box.height < 44).map(([name]) => name)"""
        )
        assert small == [], step
    await runner.cleanup()
