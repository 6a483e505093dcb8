"""
Signing in: a single-use invite becomes a server-side session.

An invite is used up by the button, not by the link: previews and scanners that follow links spend nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from gateway.errors import RapportError
from gateway.store.experts import IDLE_S, Experts
from gateway.web.client_files import ClientFiles

log = structlog.get_logger()

_LONGEST_TOKEN = 100


class SignIn:
    """The routes of signing in and out, and reading the session cookie."""

    def __init__(self, experts: Experts, files: ClientFiles, public_url: str) -> None:
        parts = urlsplit(public_url)
        self.secure = parts.scheme == "https"
        self.origin = f"{parts.scheme}://{parts.netloc}"
        # The __Host- prefix binds the cookie to this very host and to TLS; without TLS browsers refuse it.
        self.cookie = "__Host-rapport" if self.secure else "rapport_session"
        self._experts = experts
        self._files = files

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/invite/{token}", self._invite)
        app.router.add_post("/invite/{token}", self._use)
        app.router.add_post("/sign-out", self._sign_out)
        app.router.add_get("/signed-out", self._signed_out)

    def token_in(self, environ: Mapping[str, Any]) -> str | None:
        """Read the session token from a WSGI-like environ."""
        try:
            cookie = SimpleCookie(str(environ.get("HTTP_COOKIE", "")))
        except CookieError:
            return None
        morsel = cookie.get(self.cookie)
        return morsel.value if morsel and len(morsel.value) <= _LONGEST_TOKEN else None

    def _same_origin(self, request: web.Request) -> bool:
        """A form of another site must not sign anybody in or out."""
        origin = request.headers.get("Origin")
        return origin == self.origin and request.headers.get("Sec-Fetch-Site") in (None, "same-origin", "none")

    async def _invite(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        try:
            mine = request.cookies.get(self.cookie)
            if mine and len(mine) <= _LONGEST_TOKEN and await self._experts.session(mine):
                raise web.HTTPSeeOther("/")  # signed in already: the invite stays good for the other device
            good = len(token) <= _LONGEST_TOKEN and await self._experts.invite_is_open(token)
        except RapportError:
            raise web.HTTPServiceUnavailable(text="Not available just now. Try again in a moment.") from None
        return self._files.page("invite.html") if good else self._files.page("signed_out.html", 410)

    async def _use(self, request: web.Request) -> web.Response:
        if not self._same_origin(request):
            raise web.HTTPForbidden(text="This form was sent from another site.")
        token = request.match_info["token"]
        try:
            signed_in = await self._experts.sign_in(token) if len(token) <= _LONGEST_TOKEN else None
        except RapportError:
            raise web.HTTPServiceUnavailable(text="Not available just now. Try again in a moment.") from None
        if signed_in is None:
            return self._files.page("signed_out.html", 410)
        expert, session = signed_in
        log.info("an expert signed in", expert=expert.id)
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(
            self.cookie, session, max_age=IDLE_S, path="/", secure=self.secure, httponly=True, samesite="Strict"
        )
        return response

    async def _sign_out(self, request: web.Request) -> web.Response:
        if not self._same_origin(request):
            raise web.HTTPForbidden(text="This form was sent from another site.")
        try:
            if token := request.cookies.get(self.cookie):
                await self._experts.sign_out(token)
        except RapportError:
            raise web.HTTPServiceUnavailable(text="Not available just now. Try again in a moment.") from None
        response = web.Response(status=303, headers={"Location": "/signed-out"})
        response.del_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="Strict")
        response.headers["Clear-Site-Data"] = '"storage"'
        return response

    async def _signed_out(self, request: web.Request) -> web.Response:
        return self._files.page("signed_out.html")
