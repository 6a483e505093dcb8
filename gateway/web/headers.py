"""Security headers, set in one place for everything the gateway serves."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; img-src 'self' blob:; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors "
)
NOTHING_POLICY = "default-src 'none'; frame-ancestors 'none'"


def add_headers(app: web.Application, *, secure: bool, embed_origins: Sequence[str]) -> None:
    """Add the headers to every answer; what a route has set itself stays."""
    frames = " ".join(embed_origins) or "'none'"

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        if request.path.startswith("/webhooks/"):
            return  # platforms read a status and nothing else
        headers = response.headers
        policy = PAGE_POLICY + frames if response.content_type == "text/html" else NOTHING_POLICY
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        # With no-referrer a page's own form would send "Origin: null", which signing in rightly refuses.
        headers.setdefault("Referrer-Policy", "same-origin" if response.content_type == "text/html" else "no-referrer")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cache-Control", "no-store, private")
        if secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        headers.pop("Server", None)

    app.on_response_prepare.append(prepare)
