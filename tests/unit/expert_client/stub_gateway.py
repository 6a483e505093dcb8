"""A gateway for one page: serves the client under the strict policy and plays one conversation and one offer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import socketio
from aiohttp import web

CLIENT = Path(__file__).parents[3] / "expert_client"
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
ME = {"id": "e1", "name": "Ana", "me": True}
NOW_MS = 1_790_000_000_000


class StubGateway:
    """Answers as the real one would; tests look into ``sent`` and ``left`` and set ``refusal``."""

    def __init__(self, text: str = "hello", *, handed_on: bool = False) -> None:
        """``handed_on``: the case came from Ben, who left it with a note; others are offered it again."""
        self.sent: list[dict[str, Any]] = []
        self.left: list[dict[str, Any]] = []
        self.refusal: str | None = None
        self.text = text
        self.shared = handed_on
        ben = {"id": "e2", "name": text, "me": False}
        if handed_on:
            self.log = [self._message(n, "customer", f"{n} {text}") for n in range(1, 20)]
            self.log += [
                self._message(20, "expert", text, author=ben),
                self._message(21, "customer", "", content={"kind": "media", "fields": {"caption": [text]}}),
                self._event(22, "left", expert=ben, note=[text, {"entity": "PHONE_NUMBER", "n": 1}]),
                self._event(23, "accepted", expert=ME),
                *(self._message(n, "customer", text) for n in range(24, 40)),
            ]
        else:
            self.log = self._usual(text)
        self.server = socketio.AsyncServer(async_mode="aiohttp", transports=["websocket"])
        self.server.on("connect", self._connect, namespace="/expert")
        self.server.on("*", self._command, namespace="/expert")

    def _usual(self, text: str) -> list[dict[str, Any]]:
        log = [self._message(1, "customer", text), self._message(2, "expert", "an answer")]
        return log + self._strange(text)

    def create_app(self) -> web.Application:
        app = web.Application()
        self.server.attach(app)
        app.router.add_get("/", self._file)
        app.router.add_get("/client/{path:.+}", self._file)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        path = CLIENT / request.match_info.get("path", "index.html")
        headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
        if path.suffix not in TYPES or not path.is_file():
            raise web.HTTPNotFound
        return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], headers=headers)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        started = {
            "protocol": 1,
            "now_ms": NOW_MS,
            "expert": {"id": "e1", "name": self.text},
            "brands": [{"id": "acme", "name": self.text, "tier": "qualified"}],
            "offers": [self._offer()],
            "mine": [self._conversation()],
        }
        self.server.start_background_task(self._start, sid, started)

    async def _start(self, sid: str, started: dict[str, Any]) -> None:
        await self.server.sleep(0.05)
        await self.server.emit("session.started", started, to=sid, namespace="/expert")

    async def _command(self, event: str, sid: str, payload: dict[str, Any]) -> dict[str, Any]:
        if event == "conversation.open":
            return {"ok": True, "conversation": self._conversation(), "messages": self.log, "more": False}
        if event == "message.send":
            if self.refusal:
                return {"ok": False, "error": {"code": self.refusal, "text": ""}}
            self.sent.append(payload)
            seq = len(self.log) + 1
            content = {"kind": "text", "text": payload["parts"]}
            self.log.append({**self._message(seq, "expert", ""), "content": content, "delivery": "queued"})
            return {"ok": True, "seq": seq, "message": self.log[-1]}
        if event == "case.leave":
            if self.refusal:
                return {"ok": False, "error": {"code": self.refusal, "text": ""}}
            self.left.append(payload)
        if event == "case.shares":
            other = {"id": "e2", "name": self.text, "me": False}
            shares = [{"expert": ME, "points": 2, "percent": 67}, {"expert": other, "points": 1, "percent": 33}]
            return {"ok": True, "rule": 1, "shares": shares}
        return {"ok": True}

    async def say(self, text: str) -> None:
        self.log.append(self._message(len(self.log) + 1, "customer", text))
        news = {"conversation": "c1", "message": self.log[-1]}
        await self.server.emit("message.received", news, namespace="/expert")

    def _message(self, seq: int, kind: str, text: str, **more: Any) -> dict[str, Any]:
        at_ms = NOW_MS - 60_000 + seq
        message = {"seq": seq, "kind": kind, "at_ms": at_ms, "received_at_ms": at_ms, "edited": False}
        message |= {"revoked": False, "withheld": False, "content": {"kind": "text", "text": [text]}}
        if kind == "expert":
            message |= {"author": ME, "delivery": "failed", "delivery_reason": text}
        return message | more

    def _event(self, seq: int, code: str, **data: Any) -> dict[str, Any]:
        return self._message(seq, "event", "", content={}, event={"code": code, "case": 1, **data})

    def _strange(self, text: str) -> list[dict[str, Any]]:
        """Every place in a message that a customer or a platform can write into."""
        contents: list[dict[str, Any]] = [
            {"kind": "media", "fields": {"caption": [text], "name": [text]}, "data": {"media": text, "failed": text}},
            {"kind": "contacts", "fields": {f"0.{text}": [text], "0.phone": [{"entity": "PHONE_NUMBER", "n": 1}]}},
            {"kind": "order", "fields": {}, "data": {"items": [{"product": text, "quantity": text}]}},
            {"kind": text, "fields": {text: [text]}, "data": {"what": text}},
        ]
        strange = [self._message(3 + n, "customer", "", content=content) for n, content in enumerate(contents)]
        event = {"code": text, "expert": {"id": "x", "name": text}}
        strange.append(self._message(7, "event", "", content={}, event=event))
        author = {"id": "e2", "name": text, "me": False}
        strange.append(self._message(8, "expert", text, author=author, reactions=[text], reply_to=1, delivery=text))
        return strange

    def _conversation(self) -> dict[str, Any]:
        return {
            "conversation": "c1",
            "brand": {"id": "acme", "name": self.text},
            "channel": {"id": "acme/wa", "kind": "whatsapp"},
            "case": {"number": 1, "state": "held", "token": 3, "holder": ME},
            "high_water": len(self.log),
            "read": 0,
            "customer": [self.text],
            "waiting_since_ms": NOW_MS - 60_000,
            "patience_ends_ms": NOW_MS + 600_000,
            "shared": self.shared,
            "last": {"seq": 1, "kind": "customer", "at_ms": NOW_MS, "preview": [self.text]},
            "placeholders": [
                {"entity": "PHONE_NUMBER", "n": 1, "sendable": True},
                {"entity": "CREDIT_CARD", "n": 1, "sendable": False},
            ],
            "capabilities": {"text_limit": 160, "text_unit": "characters", "receipts": [], "typing": True},
        }

    def _offer(self) -> dict[str, Any]:
        return {
            "conversation": "c2",
            "brand": {"id": "acme", "name": self.text},
            "channel": {"id": "acme/x", "kind": self.text},
            "case_number": 1,
            "offered_at_ms": NOW_MS,
            "waiting_since_ms": NOW_MS,
            "messages": 1,
            "preview": [self.text],
            "customer": [self.text],
            "first_look": True,
            "why": self.text,
        }
