"""The composition root: the only module that may import everything, and the place where all of it is put together."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import aiohttp.http_parser
import structlog
from aiohttp import web

from anonymizer import Anonymizer, MaskingPolicy
from connectors.base import NeedsCallbackUrl, NeedsSecret, SupportsVisitors
from connectors.settings import Secret
from gateway.agenda import Agenda
from gateway.cases.continuity import Continuity
from gateway.cases.offers import Offers
from gateway.cases.resolution import Resolution
from gateway.clock import Clock, SystemClock
from gateway.config_model import Settings
from gateway.domain import StoredPart
from gateway.errors import StartRefused
from gateway.messages.channels import Channel
from gateway.messages.ingest import Ingest
from gateway.messages.masking import Masking
from gateway.messages.notices import Notices
from gateway.messages.outbox import Outbox
from gateway.messages.receipts import Receipts
from gateway.messages.relations import Relations
from gateway.messages.replies import Replies
from gateway.messages.withheld import Withheld
from gateway.metrics import METRICS
from gateway.privacy.audit import Audit
from gateway.privacy.conversations import Conversation, OpenConversations
from gateway.privacy.keys import BrandKeys, open_brand_keys, read_root_key, root_key_in
from gateway.privacy.quarantine import Quarantine
from gateway.privacy.reveal import Reveals
from gateway.realtime import protocol
from gateway.realtime.desk import Desk
from gateway.realtime.doorbell import Bus
from gateway.realtime.experts import ExpertCommands
from gateway.realtime.reading import Reading
from gateway.realtime.sockets import Push, make_server
from gateway.realtime.views import Directory
from gateway.realtime.visitors import Visitors
from gateway.store.checks import check_store, settle_shards
from gateway.store.client import StoreClient
from gateway.store.conversations import Conversations, Indexes
from gateway.store.embedded import EmbeddedStore
from gateway.store.experts import Experts
from gateway.store.presence import Presence
from gateway.store.scripts import Functions
from gateway.web.client_files import ClientFiles
from gateway.web.headers import add_headers
from gateway.web.health import Health
from gateway.web.sign_in import SignIn
from gateway.web.webhooks import Webhooks
from gateway.web.widget import Widget

log = structlog.get_logger()

MakeAnonymizer = Callable[[MaskingPolicy], Anonymizer]


def check_interpreter() -> None:
    """
    Refuse to run where the libraries we stand on are not safe.

    Raises
    ------
    StartRefused
        Assertions are off (``python -O``), or aiohttp runs without its C parser.
    """
    if sys.flags.optimize:
        raise StartRefused("do not run with -O: assertions must be on")
    if aiohttp.http_parser.HttpRequestParser is aiohttp.http_parser.HttpRequestParserPy:
        raise StartRefused("aiohttp runs without its C parser: unset AIOHTTP_NO_EXTENSIONS, or install its wheel")


class Storage:
    """The store and the keys: what the command line needs as well as the server."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self.embedded: EmbeddedStore | None = None
        self.client: StoreClient
        self.functions: Functions
        self.brands: dict[str, BrandKeys] = {}

    async def open(self, *, share: bool = False) -> None:
        """
        Start or reach the store, check it, load the functions, open the keys; raises ``StartRefused``.

        With ``share``, an embedded store that a running gateway has started is used as it is.
        """
        store = self._settings.store
        url = store.url.reveal() if isinstance(store.url, Secret) else store.url
        if url is None:
            self.embedded = EmbeddedStore(store.folder, fsync=store.fsync)
            if not (share and await self.embedded.is_served()):
                await self.embedded.start()
            url = self.embedded.url
        self.client = StoreClient(url, cluster=store.cluster)
        await self.client.connect()
        await check_store(self.client, store.rules, embedded=self.embedded is not None)
        await settle_shards(self.client, store.shards, self._clock.now_ms())
        self.functions = Functions(self.client)
        await self.functions.load()
        root = self._root_key()
        for brand in self._settings.brands:
            self.brands[brand] = await open_brand_keys(self.client, root, brand)

    def _root_key(self) -> bytes:
        privacy = self._settings.privacy
        if privacy.root_key is not None:
            return read_root_key(privacy.root_key.reveal(), "privacy.root_key")
        # A key made here, beside a store somewhere else, would be lost with this machine and the data with it.
        return root_key_in(Path(privacy.folder), create=self.embedded is not None)

    async def close(self) -> None:
        if hasattr(self, "client"):
            await self.client.close()
        if self.embedded is not None:
            await self.embedded.stop()


class Gateway:
    """One gateway process, composed and started."""

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, make_anonymizer: MakeAnonymizer = Anonymizer
    ) -> None:
        check_interpreter()
        self.settings = settings
        self.clock = clock or SystemClock()
        self.storage = Storage(settings, self.clock)
        self._make_anonymizer = make_anonymizer
        self._tasks: list[asyncio.Task[Any]] = []
        self.channels: dict[str, Channel] = {}
        self._http: aiohttp.ClientSession | None = None

    async def start(self) -> web.Application:
        """
        Bring everything up and return the application to serve.

        Raises
        ------
        StartRefused, StoreUnavailable
            With a message that says what to change; whatever was started is stopped again.
        """
        try:
            await self.storage.open()
            return await self._compose()
        except BaseException:
            await self.close()
            raise

    async def _compose(self) -> web.Application:
        storage, clock, shards = self.storage, self.clock, self.settings.store.shards
        self.bus = bus = Bus(storage.client, shards, clock)
        await self._open_channels()
        self.stored = stored = Conversations(storage.client, storage.functions)
        self.conversations = conversations = OpenConversations(stored, storage.brands, shards, clock)
        self.agenda = agenda = Agenda(storage.functions, shards, clock)
        self.quarantine = quarantine = Quarantine(storage.client, storage.brands, shards, clock)
        relations = Relations(storage.client, conversations, bus, clock)
        receipts = Receipts(storage.functions, conversations, relations, bus, clock)
        self.ingest = ingest = Ingest(conversations, relations, receipts, quarantine, bus, clock)
        replies = Replies(conversations, self.channels, agenda, bus, clock)
        Outbox(storage.functions, conversations, self.channels, agenda, bus, clock)
        Withheld(conversations, self.channels, agenda, bus, clock)
        policies = {brand.id: brand.continuity for brand in self.settings.brands.values()}
        offers = Offers(conversations, policies, bus, clock)
        resolution = Resolution(conversations, policies, agenda, bus, clock)
        continuity = Continuity(conversations, policies, self._mask_note, agenda, bus, clock)
        presence = Presence(storage.client)
        self.experts = experts = Experts(storage.client)

        server_settings = self.settings.server
        files = ClientFiles()
        sign_in = SignIn(experts, files, server_settings.public_url)
        tiers = {brand.id: brand.tiers for brand in self.settings.brands.values()}
        reveals = Reveals(storage.client, Audit(storage.client, storage.functions, storage.brands, clock), tiers, clock)
        brand_names = {brand.id: brand.display_name for brand in self.settings.brands.values()}
        directory = Directory(brand_names, self.channels, tiers)
        directory.expert_names.update({expert.id: expert.name for expert in await experts.all()})
        locales = {brand.id: brand.locale for brand in self.settings.brands.values()}
        Notices(conversations, self.channels, presence, directory.name_of, locales, agenda, bus, clock)
        self.sockets = sockets = make_server([sign_in.origin, *self._visitor_origins()])
        push = Push(sockets, protocol.EXPERT_NAMESPACE)
        self.desk = desk = Desk(push, directory, resolution.reopen_until_ms, continuity.patience_ends_ms)
        reading = Reading(desk, conversations, stored, Indexes(storage.client, shards), presence, clock)
        commands = ExpertCommands(
            sockets, desk, reading, conversations, replies, offers, resolution, continuity, reveals, experts, clock,
            sign_in.token_in, frozenset({sign_in.origin}),
        )  # fmt: skip
        self.visitors = visitors = Visitors(
            sockets, Push(sockets, protocol.VISITOR_NAMESPACE), self.channels, conversations, stored, relations,
            ingest, receipts, directory.expert_names, clock,
        )  # fmt: skip
        bus.listeners += [desk.took_place, visitors.took_place]
        bus.receipts += [desk.receipt]
        bus.remote += [reading.catch_up, visitors.changed_elsewhere]
        bus.experts += [commands.rights_changed]
        desk.typing.append(visitors.show_typing)
        desk.seen.append(visitors.show_seen)

        self.application = app = web.Application(client_max_size=64 * 1024)
        add_headers(app, secure=sign_in.secure, embed_origins=server_settings.embed_origins)
        Webhooks(self.channels, ingest, quarantine, server_settings.public_url).add_routes(app)
        sign_in.add_routes(app)
        Widget(self.channels, server_settings.public_url).add_routes(app)
        self.health = Health(storage.client, server_settings.metrics_token)
        self.health.add_routes(app)
        files.add_routes(app)
        sockets.attach(app, socketio_path=protocol.SOCKET_PATH)
        app.on_shutdown.append(self._going_away)
        for work in (
            agenda.run,
            bus.beat,
            bus.listen,
            reading.keep_up,
            visitors.keep_up,
            self._close_slow,
            self._watch_loop,
        ):
            self._tasks.append(asyncio.create_task(_keep_doing(work)))
        return app

    async def _open_channels(self) -> None:
        self._http = aiohttp.ClientSession(auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)
        for brand in self.settings.brands.values():
            keys = self.storage.brands[brand.id]
            masking = Masking(self._make_anonymizer(brand.masking))
            for channel in brand.channels.values():
                if isinstance(channel.connector, NeedsSecret):
                    channel.connector.use_secret(keys.secret(f"connector of {channel.id}"))
                if isinstance(channel.connector, NeedsCallbackUrl):
                    channel.connector.use_callback_url(f"{self.settings.server.public_url}/webhooks/{channel.id}")
                await channel.connector.start(self._http)
                self.channels[channel.id] = Channel(
                    channel.id, channel.connector, keys, masking, brand.continuity, brand.sending
                )

    def _mask_note(self, conversation: Conversation, text: str) -> list[StoredPart]:
        return self.channels[conversation.channel].masking.mask_note(conversation, text)

    def _visitor_origins(self) -> list[str]:
        return [
            origin
            for channel in self.channels.values()
            if isinstance(channel.connector, SupportsVisitors)
            for origin in channel.connector.allowed_origins
        ]

    async def _close_slow(self) -> None:
        """Close sockets that do not read; their clients come back and resume by cursor."""
        while True:
            await asyncio.sleep(1)
            slow, self.desk.too_slow = set(self.desk.too_slow), []
            for sid in slow:
                log.warning("a client reads too slowly and is disconnected")
                await self.sockets.disconnect(sid, namespace=protocol.EXPERT_NAMESPACE)
            METRICS.sockets.labels("expert").set(len(self.desk.sockets))
            METRICS.sockets.labels("visitor").set(len(self.visitors.sockets))

    async def _watch_loop(self) -> None:
        """Measure how late the event loop runs: whoever blocks it blocks everybody."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.25)
            late = time.monotonic() - before - 0.25
            METRICS.loop_lag.observe(max(0.0, late))
            if late > 0.1:
                log.warning("the event loop was blocked", seconds=round(late, 3))

    async def _going_away(self, app: web.Application) -> None:
        self.health.going_away = True
        self.desk.push(list(self.desk.sockets), protocol.SERVER_GOING_AWAY, {})
        await asyncio.sleep(0)
        await self.sockets.shutdown()

    async def close(self) -> None:
        """Stop taking work, let sends that are under way finish, then close connections and the store."""
        while self._tasks:  # more than once: a library may swallow a cancellation
            for task in self._tasks:
                task.cancel()
            _, left = await asyncio.wait(self._tasks, timeout=0.1)
            self._tasks = list(left)
        if hasattr(self, "agenda"):
            await self.agenda.close()
        if hasattr(self, "bus"):
            await self.bus.leave()
        for channel in self.channels.values():
            await channel.connector.close()
        if self._http is not None:
            await self._http.close()
        await self.storage.close()


async def _keep_doing(work: Callable[[], Awaitable[None]]) -> None:
    """Begin a task of the background again when it fails: without one of them messages would wait for ever."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("a task of the background failed and is begun again", task=work.__qualname__)
        await asyncio.sleep(1)


@contextlib.asynccontextmanager
async def serving(gateway: Gateway, *, host: str | None = None, port: int | None = None) -> AsyncIterator[int]:
    """Start ``gateway`` and serve it until the block ends; gives the port."""
    app = await gateway.start()
    runner = web.AppRunner(
        app, access_log=None, handle_signals=False, keepalive_timeout=75, shutdown_timeout=5, auto_decompress=False
    )
    try:
        await runner.setup()
        server = gateway.settings.server
        site = web.TCPSite(runner, host or server.host, server.port if port is None else port, backlog=1024)
        try:
            await site.start()
        except OSError as error:
            raise StartRefused(
                f"cannot listen on {server.host}:{server.port}: {os.strerror(error.errno or 0)}. Stop what is "
                "running there, or set another server.port in config.toml."
            ) from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
        await gateway.close()
