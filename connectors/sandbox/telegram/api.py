"""The Bot API of the sandbox: checks what the real one checks, answers as it answers, fails as it was told to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from connectors.loopback import is_loopback
from connectors.sandbox.answers import cut
from connectors.sandbox.faults import FaultOrder
from connectors.sandbox.telegram.faults import REFUSALS, SEND_FAULTS
from connectors.sandbox.telegram.people import Body, Customer
from connectors.signature import same_text

if TYPE_CHECKING:
    from connectors.sandbox.telegram.sandbox import TelegramSandbox

TEXT_LIMIT = 4096
MOST_UPDATES = 100
RETRY_AFTER_S = 5
TYPING_S = 5.0
ACTIONS = frozenset({"typing", "upload_photo", "record_voice", "upload_voice", "upload_document", "find_location"})

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class RecordedCall(msgspec.Struct, kw_only=True):
    """One call of ``sendMessage``: its body, the HTTP status it got (0: none), the number if it was accepted."""

    body: Body
    status: int = 0
    number: int | None = None


class Refused(Exception):
    """The call breaks a rule of the API."""

    def __init__(self, http: int, description: str) -> None:
        super().__init__(description)
        self.http = http
        self.body: Body = {"ok": False, "error_code": 500 if http == 200 else http, "description": description}
        if http == 429:
            self.body["parameters"] = {"retry_after": RETRY_AFTER_S}


class BotApi:
    """The routes below ``/bot<token>/``."""

    def __init__(self, sandbox: TelegramSandbox) -> None:
        self._sandbox = sandbox
        self._methods: dict[str, Callable[[Body], Any]] = {
            "getme": lambda body: sandbox.bot(),
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._webhook_info,
            "getupdates": self._updates,
            "sendchataction": self._chat_action,
        }

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", r"/bot{token:[^/]+}/{method}", self._call)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        try:
            if not same_text(self._sandbox.bot_token, request.match_info["token"]):
                raise Refused(401, "Unauthorized")
            body = await _read_body(request)
            if method == "sendmessage":
                return await self._send(request, body)
            if method not in self._methods:
                raise Refused(404, "Not Found")
            return _answer(self._methods[method](body))
        except Refused as refused:
            return web.json_response(refused.body, status=refused.http)

    async def _send(self, request: web.Request, body: Body) -> web.StreamResponse:
        call = RecordedCall(body=body)
        response: web.StreamResponse
        try:
            response = await self._act(request, call)
        except Refused as refused:
            response = web.json_response(refused.body, status=refused.http)
        call.status = response.status
        if call.number is None:
            self._sandbox.record(call)
        return response

    async def _act(self, request: web.Request, call: RecordedCall) -> web.StreamResponse:
        person = self._find(call.body.get("chat_id"))
        order = self._sandbox.faults.take(SEND_FAULTS, person.names if person is not None else ())
        kind = order.kind if order is not None else ""
        if kind in REFUSALS and kind != "error_after_accept":
            raise Refused(*REFUSALS[kind])
        if kind == "bad_gateway":
            return web.Response(status=502, text="<html>502 Bad Gateway</html>", content_type="text/html")
        if kind == "redirect":
            return web.Response(status=302, headers={"Location": "https://elsewhere.example/"})
        if kind == "lost_request":
            return cut(request)
        text = _check_text(call.body.get("text"))
        if person is None or not person.started:
            raise Refused(*REFUSALS["chat_not_found"])
        if person.blocked:
            raise Refused(*REFUSALS["blocked"])
        return await self._accept(request, call, person, text, order)

    async def _accept(
        self, request: web.Request, call: RecordedCall, person: Customer, text: str, order: FaultOrder | None
    ) -> web.StreamResponse:
        kind = order.kind if order is not None else ""
        reply = call.body.get("reply_parameters")
        replied = reply.get("message_id") if isinstance(reply, dict) else None
        known = any(message.number == replied for message in person.messages)
        if isinstance(reply, dict) and not known and reply.get("allow_sending_without_reply") is not True:
            raise Refused(400, "Bad Request: message to be replied not found")
        message = person.add("business", text, replied if known else None)
        person.typing_until_s = 0.0
        call.number = message.number
        self._sandbox.record(call)
        if kind == "error_after_accept":
            raise Refused(*REFUSALS[kind])
        result = person.shown(message)
        if kind == "ok_without_id":
            del result["message_id"]
        answer = {"ok": True, "result": result}
        return await self._sandbox.answers.give(request, web.json_response(answer), json.dumps(answer).encode(), order)

    def _chat_action(self, body: Body) -> bool:
        person = self._find(body.get("chat_id"))
        if person is None or not person.started:
            raise Refused(*REFUSALS["chat_not_found"])
        if person.blocked:
            raise Refused(*REFUSALS["blocked"])
        if body.get("action") not in ACTIONS:
            raise Refused(400, "Bad Request: wrong parameter action in request")
        person.typing_until_s = self._sandbox.now_s() + TYPING_S
        person.touch()
        return True

    def _set_webhook(self, body: Body) -> bool:
        url, secret, allowed = body.get("url"), body.get("secret_token"), body.get("allowed_updates")
        if not url:
            return self._delete_webhook(body)
        if not isinstance(url, str) or (urlsplit(url).scheme != "https" and not is_loopback(url)):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if secret is not None and not (isinstance(secret, str) and _SECRET.fullmatch(secret)):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self._drop(body)
        self._sandbox.set_webhook(url, secret, allowed if isinstance(allowed, list) else None)
        return True

    def _delete_webhook(self, body: Body) -> bool:
        self._drop(body)
        self._sandbox.set_webhook(None, None, None)
        return True

    def _drop(self, body: Body) -> None:
        if body.get("drop_pending_updates") is True:
            self._sandbox.pending.clear()

    def _webhook_info(self, body: Body) -> Body:
        sandbox = self._sandbox
        info: Body = {"url": sandbox.webhook_url or "", "has_custom_certificate": False}
        info["pending_update_count"] = len(sandbox.pending)
        failed = sandbox.failed()
        if failed:
            info["last_error_date"] = int(sandbox.now_s())
            info["last_error_message"] = f"Wrong response from the webhook: {failed[-1].answers[-1]}"
        return info

    def _updates(self, body: Body) -> list[Body]:
        sandbox = self._sandbox
        if sandbox.webhook_url is not None:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        allowed, offset, limit = body.get("allowed_updates"), body.get("offset", 0), body.get("limit", MOST_UPDATES)
        if isinstance(allowed, list):
            sandbox.allowed_updates = frozenset(allowed)
        if not isinstance(offset, int) or not isinstance(limit, int) or not 1 <= limit <= MOST_UPDATES:
            raise Refused(400, "Bad Request: invalid parameter")
        # asking for later ones says that the earlier ones have arrived
        for number in [number for number in sandbox.pending if number < offset]:
            del sandbox.pending[number]
        return list(sandbox.pending.values())[:limit]

    def _find(self, chat_id: object) -> Customer | None:
        if isinstance(chat_id, str) and chat_id.removeprefix("-").isdigit():
            chat_id = int(chat_id)
        return self._sandbox.customers.get(chat_id) if isinstance(chat_id, int) else None


def _check_text(text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le", "replace")) // 2 > TEXT_LIMIT:
        raise Refused(400, "Bad Request: message is too long")
    return text


async def _read_body(request: web.Request) -> Body:
    if request.method == "GET" or not request.can_read_body:
        return dict(request.query)
    try:
        body = json.loads((await request.read()).decode("utf-8"))
    except (ValueError, RecursionError) as broken:
        raise Refused(400, "Bad Request: can't parse request JSON object") from broken
    if not isinstance(body, dict):
        raise Refused(400, "Bad Request: expected a JSON object")
    return body


def _answer(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})
