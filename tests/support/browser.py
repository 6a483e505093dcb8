"""Headless Chromium from the system's packages."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, Error, Page, Response, WebSocket, async_playwright

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Find Chromium; a missing one fails the test and says what to install."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise AssertionError("browser tests need Chromium on the path: apt-get install chromium")


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


class Wire:
    """Everything a page receives: websocket frames and HTTP bodies, as bytes."""

    def __init__(self, page: Page) -> None:
        self._frames: list[bytes] = []
        self._bodies: list[asyncio.Task[bytes]] = []
        self.complaints: list[str] = []
        page.on("websocket", self._socket)
        page.on("response", lambda response: self._bodies.append(asyncio.create_task(_body(response))))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._console(message.type, message.text))

    def _console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: self._frames.append(data if isinstance(data, bytes) else data.encode()))

    async def received(self) -> bytes:
        return b"\n".join([*self._frames, *await asyncio.gather(*self._bodies)])


async def _body(response: Response) -> bytes:
    """Read a body as it arrives; a page that was left before it could be read is fetched again."""
    if response.status != 200:
        return response.status_text.encode()
    try:
        return await response.body()
    except Error:
        again = await response.frame.page.context.request.get(response.url)
        return await again.body()


async def screenshot(page: Page, name: str) -> None:
    """Keep a picture of the page with the run's artefacts."""
    ARTIFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTIFACTS / f"{name}.png")
