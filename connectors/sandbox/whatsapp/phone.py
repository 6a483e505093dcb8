"""The page that looks like a phone, its live updates, and the control API that it and any script may use."""

from __future__ import annotations

import asyncio
import contextlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from connectors.sandbox.whatsapp.faults import FAULTS
from connectors.sandbox.whatsapp.people import ChatMessage, Customer

if TYPE_CHECKING:
    from connectors.sandbox.whatsapp.sandbox import WhatsAppSandbox

PAGE_FILES = {
    "": ("index.html", "text/html"),
    "phone.js": ("phone.js", "text/javascript"),
    "elements.js": ("elements.js", "text/javascript"),
    "phone.css": ("phone.css", "text/css"),
}
KEEP_ALIVE_S = 15.0
SHOWN_MESSAGES = 200
TEXT_LIMIT = 4096


class _Listener:
    """One open page: what it has not been told yet."""

    def __init__(self, chats: set[str]) -> None:
        self.chats = chats
        self.orders = True
        self.woken = asyncio.Event()
        self.woken.set()


class Phone:
    """Routes of the page (``./``) and of the control API (``./api/...``)."""

    def __init__(self, sandbox: WhatsAppSandbox, frame_ancestors: str) -> None:
        self._sandbox = sandbox
        self._listeners: set[_Listener] = set()
        self._stopped = False
        folder = files("connectors.sandbox.whatsapp") / "page"
        self._files = {path: ((folder / name).read_bytes(), mime) for path, (name, mime) in PAGE_FILES.items()}
        self._policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            f"base-uri 'none'; form-action 'none'; frame-ancestors {frame_ancestors}"
        )

    def add_routes(self, app: web.Application) -> None:
        for path in PAGE_FILES:
            app.router.add_get(f"/{path}", self._page)
        app.router.add_get("/api/state", self._state)
        app.router.add_get("/api/events", self._events)
        app.router.add_post("/api/customers", self._add_customer)
        app.router.add_post("/api/customers/{name}/{action}", self._act)
        app.router.add_post("/api/faults", self._order)
        app.router.add_delete("/api/faults", self._cancel)

    def stop(self) -> None:
        """End the open streams."""
        self._stopped = True
        for listener in self._listeners:
            listener.woken.set()

    def chat_changed(self, person: Customer) -> None:
        for listener in self._listeners:
            listener.chats.add(person.wa_id)
            listener.woken.set()

    def orders_changed(self) -> None:
        for listener in self._listeners:
            listener.orders = True
            listener.woken.set()

    async def _page(self, request: web.Request) -> web.Response:
        body, mime = self._files[request.path.rpartition("/")[2]]
        headers = {
            "Content-Security-Policy": self._policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-cache",
        }
        return web.Response(body=body, content_type=mime, charset="utf-8", headers=headers)

    async def _state(self, request: web.Request) -> web.Response:
        chats = [self._chat(person) for person in self._sandbox.customers.values()]
        return _json({"chats": chats, **self._orders()})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        listener = _Listener(set(self._sandbox.customers))
        self._listeners.add(listener)
        try:
            with contextlib.suppress(ConnectionError):
                while not self._stopped:
                    await self._tell(response, listener)
        finally:
            self._listeners.discard(listener)
        return response

    async def _tell(self, response: web.StreamResponse, listener: _Listener) -> None:
        try:
            await asyncio.wait_for(listener.woken.wait(), KEEP_ALIVE_S)
        except TimeoutError:
            await response.write(b": still here\n\n")
            return
        listener.woken.clear()
        chats, listener.chats = listener.chats, set()
        for wa_id in [wa_id for wa_id in self._sandbox.customers if wa_id in chats]:
            await response.write(_event("chat", self._chat(self._sandbox.customers[wa_id])))
        if listener.orders:
            listener.orders = False
            await response.write(_event("orders", self._orders()))

    async def _add_customer(self, request: web.Request) -> web.Response:
        wanted = await _read(request)
        wa_id = _text(wanted, "wa_id", 20)
        if not wa_id.isdigit() or self._sandbox.find(wa_id) is not None:
            raise _bad("wa_id is a number that nobody has, digits only")
        made = self._sandbox.customer(_text(wanted, "name", 80), wa_id)
        return _json(self._chat(made))

    async def _act(self, request: web.Request) -> web.Response:
        wanted = await _read(request)
        person = self._sandbox.find(request.match_info["name"])
        if person is None:
            raise _bad("nobody has this number", 404)
        done: dict[str, Any] = {}
        try:
            match request.match_info["action"]:
                case "messages":
                    done["id"] = person.write(_text(wanted, "text", TEXT_LIMIT), reply_to=_optional(wanted, "reply_to"))
                case "reactions":
                    done["id"] = person.react(_text(wanted, "message_id", 300), _optional(wanted, "emoji"))
                case "edits":
                    done["id"] = person.edit(_text(wanted, "message_id", 300), _text(wanted, "text", TEXT_LIMIT))
                case "revocations":
                    done["id"] = person.revoke(_text(wanted, "message_id", 300))
                case "read":
                    person.read()
                case _:
                    raise _bad("no such action", 404)
        except ValueError as error:
            raise _bad(str(error)) from error
        return _json(done)

    async def _order(self, request: web.Request) -> web.Response:
        wanted = await _read(request)
        extra = {name: wanted[name] for name in ("times", "customer", "seconds", "size") if name in wanted}
        try:
            self._sandbox.order(_text(wanted, "kind", 40), **extra)
        except (ValueError, TypeError) as error:
            raise _bad(str(error)) from error
        return _json(self._orders())

    async def _cancel(self, request: web.Request) -> web.Response:
        _check_origin(request)
        self._sandbox.faults.cancel()
        return _json(self._orders())

    def _orders(self) -> dict[str, Any]:
        standing = [msgspec.to_builtins(order) for order in self._sandbox.faults.standing()]
        return {"faults": FAULTS, "orders": standing}

    def _chat(self, person: Customer) -> dict[str, Any]:
        sandbox = self._sandbox
        return {
            "wa_id": person.wa_id,
            "name": person.name,
            "username": person.username,
            "business": sandbox.display_phone_number,
            "typing_ms": max(0, int((person.typing_until_s - sandbox.now_s()) * 1000)),
            "window_open": sandbox.window_open(person),
            "messages": [_bubble(message) for message in person.messages[-SHOWN_MESSAGES:]],
        }


def _bubble(message: ChatMessage) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(message)
    if message.revoked:
        shown["text"] = ""
    return shown


def _event(name: str, data: Any) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(data) + b"\n\n"


def _json(data: Any) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(data), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _bad(text: str, status: int = 400) -> web.HTTPException:
    kinds: dict[int, type[web.HTTPException]] = {403: web.HTTPForbidden, 404: web.HTTPNotFound, 400: web.HTTPBadRequest}
    return kinds[status](text=json.dumps({"error": text}), content_type="application/json")


def _check_origin(request: web.Request) -> None:
    # another page in the same browser must not write in the name of these customers
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise _bad("only the page itself may do this", 403)


async def _read(request: web.Request) -> dict[str, Any]:
    _check_origin(request)
    if request.content_type != "application/json":
        raise _bad("JSON is wanted")
    try:
        wanted = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise _bad("no JSON") from error
    if not isinstance(wanted, dict):
        raise _bad("an object is wanted")
    return wanted


def _text(wanted: dict[str, Any], key: str, limit: int) -> str:
    value = wanted.get(key)
    if not isinstance(value, str) or not value.strip() or len(value) > limit:
        raise _bad(f"{key} is a text of up to {limit} characters")
    return value


def _optional(wanted: dict[str, Any], key: str) -> str | None:
    value = wanted.get(key)
    return value if isinstance(value, str) and value else None
