"""The shop as an aiohttp application: one page, its style and its pictures, under a policy of its own."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable
from importlib.resources import files
from string import Template
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_TYPES: Final = {"css": "text/css", "svg": "image/svg+xml", "js": "text/javascript"}


def create_shop(
    loader_url: str, *, brand: str = "Acme", language: str = "en", frame_ancestors: str = "'self'"
) -> web.Application:
    """
    Make the shop.

    All its own addresses are relative, so it can be mounted under any prefix (``app.add_subapp("/shop", ...)``).

    Parameters
    ----------
    loader_url:
        Address of the widget's loader: absolute, or a path on the shop's own origin.
    brand:
        The name over the door.
    language:
        The page's language tag; the widget follows it. The shop's own texts stay English.
    frame_ancestors:
        Who may show the shop in a frame, in the words of the policy: ``'self'``, origins, or ``'none'``.
    """
    pages = _read_pages(loader_url, brand, language)
    headers = _headers(loader_url, frame_ancestors)

    async def serve(request: web.Request) -> web.Response:
        page = pages.get(request.match_info.get("name") or "index.html")
        if page is None:
            raise web.HTTPNotFound
        content_type, body = page
        return web.Response(body=body, content_type=content_type, charset="utf-8", headers=headers)

    async def enter(request: web.Request) -> web.Response:
        raise web.HTTPMovedPermanently(request.path + "/")

    shop = web.Application()
    shop.router.add_get("", enter)
    shop.router.add_get("/", serve)
    shop.router.add_get("/{name}", serve)
    return shop


def policy(loader_url: str, frame_ancestors: str) -> str:
    """Write the shop's content-security policy: itself, and the widget's origin for scripts and connections."""
    parts = urlsplit(loader_url)
    scripts, connections = "'self'", "'self'"
    if parts.netloc:
        socket = "wss" if parts.scheme == "https" else "ws"
        scripts = f"'self' {parts.scheme}://{parts.netloc}"
        connections = f"{scripts} {socket}://{parts.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"connect-src {connections}",
            "style-src 'self'",
            "img-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {frame_ancestors}",
        )
    )


def _headers(loader_url: str, frame_ancestors: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy(loader_url, frame_ancestors),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cache-Control": "no-cache",
    }


def _read_pages(loader_url: str, brand: str, language: str) -> dict[str, tuple[str, bytes]]:
    """Read every file once; ``index.html`` gets its values filled in, escaped."""
    values = {"loader": loader_url, "brand": brand, "language": language}
    escaped = {name: html.escape(value, quote=True) for name, value in values.items()}
    pages = {}
    for entry in (files(__package__) / "page").iterdir():
        suffix = entry.name.rpartition(".")[2]
        if suffix == "html":
            pages[entry.name] = ("text/html", Template(entry.read_text("utf-8")).substitute(escaped).encode())
        elif suffix in _TYPES:
            pages[entry.name] = (_TYPES[suffix], entry.read_bytes())
    return pages
