"""The shop that carries the widget, and the names the widget shares with the gateway."""

import re
from pathlib import Path

import pytest
from aiohttp import web

import connectors.webchat
from connectors.sandbox.webchat import create_shop
from connectors.sandbox.webchat.shop import policy
from gateway.realtime import protocol

LOADER = "https://gateway.example/widget/acme/site/loader.js"


@pytest.fixture
async def visitor(aiohttp_client):
    app = web.Application()
    app.add_subapp("/shop", create_shop(LOADER, brand="Acme & Co", frame_ancestors="https://play.example"))
    return await aiohttp_client(app)


async def test_page_carries_the_widget_by_one_tag(visitor):
    answer = await visitor.get("/shop/")
    page = await answer.text()
    assert answer.content_type == "text/html"
    assert page.count("<script") == 1
    assert f'<script async src="{LOADER}"></script>' in page
    assert "Acme &amp; Co" in page


async def test_every_file_of_the_page_is_there_under_any_prefix(visitor):
    page = await (await visitor.get("/shop/")).text()
    for address in set(re.findall(r'(?:src|href)="([^"#:]+\.(?:css|svg))"', page)):
        assert not address.startswith("/")
        assert (await visitor.get(f"/shop/{address}")).status == 200


async def test_address_without_slash_leads_to_the_page(visitor):
    answer = await visitor.get("/shop", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (301, "/shop/")


async def test_unknown_file_is_not_found(visitor):
    assert (await visitor.get("/shop/shop.py")).status == 404
    assert (await visitor.get("/shop/..%2fshop.py")).status == 404


async def test_policy_allows_the_widget_and_nothing_inline(visitor):
    answer = await visitor.get("/shop/")
    sent = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in sent
    assert "script-src 'self' https://gateway.example;" in sent
    assert "connect-src 'self' https://gateway.example wss://gateway.example;" in sent
    assert sent.endswith("frame-ancestors https://play.example")
    assert "style=" not in await answer.text()


def test_policy_of_a_loader_on_the_same_origin_names_no_other():
    assert "script-src 'self'; connect-src 'self';" in policy("/widget/acme/site/loader.js", "'self'")


def test_widget_and_gateway_use_the_same_names():
    text = (Path(connectors.webchat.__file__).parent / "widget" / "protocol.js").read_text("utf-8")
    names = dict(re.findall(r'^export const ([A-Z_]+) = "([^"]+)";$', text, re.MULTILINE))
    assert len(names) >= 11
    assert names == {name: getattr(protocol, name) for name in names}
    assert f"export const PROTOCOL_VERSION = {protocol.PROTOCOL_VERSION};" in text
