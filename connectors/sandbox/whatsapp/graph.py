"""The Graph API of the sandbox: checks what the real one checks, answers as it answers, fails as it was told to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from connectors.sandbox.answers import HUGE_BYTES as HUGE_BYTES
from connectors.sandbox.answers import Answers, cut
from connectors.sandbox.faults import FaultOrder
from connectors.sandbox.meta import Body
from connectors.sandbox.whatsapp.bodies import error, new_message_id
from connectors.sandbox.whatsapp.faults import SEND_FAULTS
from connectors.sandbox.whatsapp.people import ChatMessage, Customer
from connectors.signature import hmac_sha256_hex, same_text

if TYPE_CHECKING:
    from connectors.sandbox.whatsapp.sandbox import WhatsAppSandbox

TEXT_LIMIT = 4096
TAG_LIMIT = 512
TYPES = frozenset(
    {"audio", "contacts", "document", "image", "interactive", "location", "reaction", "sticker", "template", "text"}
) | {"video"}

REFUSALS: dict[str, tuple[int, int, str, str | None]] = {
    "rate_limit": (429, 130429, "(#130429) Rate limit hit", "Cloud API message throughput has been reached."),
    "pair_limit": (400, 131056, "(#131056) (Business Account, Consumer Account) pair rate limit hit", None),
    "unavailable": (503, 2, "Service temporarily unavailable", None),
    "server_error": (500, 131000, "(#131000) Something went wrong", None),
    "expired": (401, 190, "Error validating access token: Session has expired", None),
    "window_closed": (
        400,
        131047,
        "(#131047) Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
    ),
    "undeliverable": (400, 131026, "(#131026) Message undeliverable", "Message Undeliverable."),
    "ok_with_error": (200, 131000, "(#131000) Something went wrong", None),
    "error_after_accept": (500, 1, "An unknown error has occurred.", None),
}


class RecordedCall(msgspec.Struct, kw_only=True):
    """One call to ``messages``: its decoded body, the HTTP status it got (0: none), and the id if it was accepted."""

    body: dict[str, Any]
    status: int = 0
    message_id: str | None = None

    @property
    def tag(self) -> str | None:
        tag = self.body.get("biz_opaque_callback_data")
        return tag if isinstance(tag, str) else None


class Refused(Exception):
    """The call breaks a rule of the API."""

    def __init__(self, http: int, code: int, message: str, details: str | None = None, subcode: int | None = None):
        super().__init__(message)
        self.http = http
        self.body = error(code, message, details, subcode=subcode)


class GraphApi:
    """The routes below ``/v25.0/``."""

    def __init__(self, sandbox: WhatsAppSandbox) -> None:
        self._sandbox = sandbox
        self._answers = Answers()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(r"/{version:v\d+\.\d+}/{node}/messages", self._messages)
        app.router.add_get(r"/{version:v\d+\.\d+}/{node}", self._node)

    def stop(self) -> None:
        """Let go of the calls that are being held."""
        self._answers.stop()

    async def _node(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_caller(request)
        except Refused as refused:
            return _answer(refused.http, refused.body)
        sandbox = self._sandbox
        shown = {"display_phone_number": sandbox.display_phone_number, "quality_rating": "GREEN"}
        return _answer(200, {"id": sandbox.phone_number_id, "verified_name": "Sandbox", **shown})

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        call = RecordedCall(body={})
        response: web.StreamResponse
        try:
            self._check_caller(request)
            call.body = await _read_body(request)
            response = await self._act(request, call)
        except Refused as refused:
            response = _answer(refused.http, refused.body)
        call.status = response.status
        if call.message_id is None:
            self._sandbox.record(call)
        return response

    def _check_caller(self, request: web.Request) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not same_text(self._sandbox.access_token, token):
            raise Refused(401, 190, "Invalid OAuth access token - Cannot parse access token")
        proof = request.query.get("appsecret_proof")
        right = hmac_sha256_hex(self._sandbox.app_secret.encode(), self._sandbox.access_token.encode())
        if proof is not None and not same_text(right, proof):
            raise Refused(400, 100, "Invalid appsecret_proof provided in the API argument")
        node = request.match_info["node"]
        if node != self._sandbox.phone_number_id:
            text = f"Unsupported post request. Object with ID '{node[:40]}' does not exist"
            raise Refused(400, 100, text, subcode=33)

    async def _act(self, request: web.Request, call: RecordedCall) -> web.StreamResponse:
        body = call.body
        if body.get("messaging_product") != "whatsapp":
            raise Refused(400, 100, "(#100) The parameter messaging_product is required.")
        if "status" in body:
            return self._mark_read(body)
        person = self._recipient(body)
        order = self._sandbox.faults.take(SEND_FAULTS, person.names if person is not None else ())
        kind = order.kind if order is not None else ""
        if kind in REFUSALS and kind != "error_after_accept":
            raise Refused(*REFUSALS[kind])
        if kind == "redirect":
            return web.Response(status=302, headers={"Location": "https://elsewhere.example/"})
        if kind == "lost_request":
            return cut(request)
        shown = _check_message(body)
        if person is None:
            raise Refused(*REFUSALS["undeliverable"])
        if not self._sandbox.window_open(person) and body["type"] != "template":
            raise Refused(*REFUSALS["window_closed"])
        return await self._accept(request, call, person, shown, order)

    async def _accept(
        self, request: web.Request, call: RecordedCall, person: Customer, shown: str, order: FaultOrder | None
    ) -> web.StreamResponse:
        kind = order.kind if order is not None else ""
        message = self._deliver(call, person, shown)
        call.message_id = message.id
        self._sandbox.record(call)
        sandbox = self._sandbox
        if kind == "failed_status":
            sandbox.report_status(person, message, "failed", (131047, "Re-engagement message"))
        elif kind == "status_first":
            await sandbox.report_progress(person, message)
            await sandbox.settled()
        elif kind != "no_statuses" and call.body["type"] != "reaction":
            sandbox.in_background(sandbox.report_progress(person, message))
        to = call.body.get("to")
        named = {"input": to, "wa_id": person.wa_id} if to else {"input": call.body.get("recipient")}
        if person.user_id and not to:
            named["user_id"] = person.user_id
        answer: Body = {"messaging_product": "whatsapp", "contacts": [named], "messages": [{"id": message.id}]}
        return await self._answer_with_fault(request, answer, order)

    def _deliver(self, call: RecordedCall, person: Customer, shown: str) -> ChatMessage:
        body, sandbox = call.body, self._sandbox
        made = ChatMessage(
            id=new_message_id(person.wa_id),
            by="business",
            text=shown,
            kind=body["type"],
            at_ms=int(sandbox.now_s() * 1000),
            tag=call.tag,
        )
        context = body.get("context")
        if isinstance(context, dict) and isinstance(context.get("message_id"), str):
            made.reply_to = context["message_id"]
        if body["type"] == "reaction":
            target = sandbox.message(body["reaction"]["message_id"])
            if target is not None:
                target.reactions["business"] = shown
        else:
            person.messages.append(made)
        person.typing_until_s = 0.0
        person.touch()
        return made

    async def _answer_with_fault(
        self, request: web.Request, answer: Body, order: FaultOrder | None
    ) -> web.StreamResponse:
        kind = order.kind if order is not None else ""
        if kind == "error_after_accept":
            http, code, text, _ = REFUSALS[kind]
            return _answer(http, error(code, text))
        if kind == "ok_without_id":
            del answer["messages"]
        return await self._answers.give(request, _answer(200, answer), json.dumps(answer).encode(), order)

    def _mark_read(self, body: Body) -> web.StreamResponse:
        message_id = body.get("message_id")
        if body["status"] != "read" or not isinstance(message_id, str):
            raise Refused(400, 100, "(#100) Invalid parameter")
        person = next(
            (known for known in self._sandbox.customers.values() if _wrote(known, message_id) is not None), None
        )
        if person is None:
            raise Refused(400, 131009, "(#131009) Parameter value is not valid", "Message ID is not valid.")
        marked = _wrote(person, message_id)
        for message in person.messages:
            if message.by == "customer":
                message.state = "read"
            if message is marked:
                break
        if isinstance(body.get("typing_indicator"), dict):
            person.typing_until_s = self._sandbox.now_s() + 25
        person.touch()
        return _answer(200, {"success": True})

    def _recipient(self, body: Body) -> Customer | None:
        to, recipient = body.get("to"), body.get("recipient")
        if isinstance(to, str) and to:
            return self._sandbox.find("".join(filter(str.isdigit, to)))
        if isinstance(recipient, str) and recipient:
            return self._sandbox.find(recipient)
        raise Refused(400, 100, "(#100) The parameter to is required.")


def _wrote(person: Customer, message_id: str) -> ChatMessage | None:
    return next((one for one in person.messages if one.id == message_id and one.by == "customer"), None)


async def _read_body(request: web.Request) -> Body:
    try:
        body = json.loads((await request.read()).decode("utf-8"))
    except (ValueError, RecursionError) as broken:
        raise Refused(400, 100, "(#100) Invalid parameter") from broken
    if not isinstance(body, dict):
        raise Refused(400, 100, "(#100) Invalid parameter")
    return body


def _check_message(body: Body) -> str:
    """Return what the bubble shows."""
    kind = body.get("type", "text")
    if not isinstance(kind, str) or kind not in TYPES:
        raise Refused(400, 131051, "(#131051) Unsupported message type")
    body["type"] = kind
    part: Any = body.get(kind)
    if not isinstance(part, (dict, list)):
        raise Refused(400, 100, f"(#100) The parameter {kind} is required.")
    tag = body.get("biz_opaque_callback_data", "")
    if not isinstance(tag, str) or len(tag) > TAG_LIMIT:
        raise Refused(400, 100, f"(#100) Param biz_opaque_callback_data must be at most {TAG_LIMIT} characters long.")
    if kind == "text":
        return _check_text(part)
    if kind == "reaction":
        if not isinstance(part, dict) or not isinstance(part.get("message_id"), str):
            raise Refused(400, 131009, "(#131009) Parameter value is not valid")
        return str(part.get("emoji", ""))
    return f"[{kind}]"


def _check_text(part: Any) -> str:
    text = part.get("body") if isinstance(part, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise Refused(400, 100, "(#100) The parameter text['body'] is required.")
    if len(text) > TEXT_LIMIT:
        raise Refused(400, 100, f"(#100) Param text['body'] must be at most {TEXT_LIMIT} characters long.")
    return text


def _answer(http: int, body: Body) -> web.Response:
    return web.json_response(body, status=http, headers={"facebook-api-version": "v25.0"})
