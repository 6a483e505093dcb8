"""Reads the tables ``[server]``, ``[store]``, ``[privacy]`` and ``[archive]``."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from connectors.settings import Secret
from gateway.config_model import ArchiveSettings, PrivacySettings, ServerSettings, StoreSettings
from gateway.config_reader import FileReader, origin_of
from gateway.errors import StartRefused
from gateway.privacy.keys import read_root_key
from gateway.store.checks import StoreRules

MOST_SHARDS = 4096
LEAST_TOKEN = 16
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ORIGIN = 'an origin such as "https://shop.example": scheme and host, no path, no wildcard'
_STORE_SCHEMES = ("redis", "rediss", "unix")
_STORE_URL = 'a URL such as "redis://127.0.0.1:6379/0", "rediss://host:6379" or "unix:///run/valkey.sock"'


def read_server(reader: FileReader) -> ServerSettings:
    default = ServerSettings()
    port = reader.whole("port", default.port, least=1, most=65535)
    read = ServerSettings(
        host=_host(reader, default.host),
        port=port,
        public_url=_public_url(reader, f"http://localhost:{port}"),
        embed_origins=_origins(reader, "embed_origins"),
        metrics_token=_token(reader, "metrics_token"),
        log_level=reader.choice("log_level", ("debug", "info", "warning", "error"), default.log_level),
        log_format=reader.choice("log_format", ("text", "json"), default.log_format),
    )
    reader.finish()
    return read


def _host(reader: FileReader, default: str) -> str:
    host = reader.text("host", default, allowed="an address to listen on")
    if host and not _is_address(host) and _HOST.fullmatch(host) is None:
        reader.problem("host", repr(host[:60]), 'an address or a host name without a port: "127.0.0.1", "0.0.0.0"')
    return host


def _public_url(reader: FileReader, default: str) -> str:
    allowed = 'a URL without a path, such as "https://support.shop.example"'
    before = len(reader.problems)
    text = reader.text("public_url", default, allowed=allowed).rstrip("/")
    origin = origin_of(text)
    if origin is None:
        if len(reader.problems) == before:
            reader.problem("public_url", repr(text[:80]), allowed)
        return default
    if origin.startswith("http:") and not is_this_machine(urlsplit(origin).hostname or ""):
        reader.problem(
            "public_url", repr(text[:80]), "https; http only on this machine, since cookies and texts travel"
        )
    return origin


def _origins(reader: FileReader, key: str) -> tuple[str, ...]:
    given = reader.texts_like(key, lambda text: origin_of(text) is not None, _ORIGIN)
    return tuple(dict.fromkeys(origin for text in given if (origin := origin_of(text))))


def _token(reader: FileReader, key: str) -> Secret | None:
    token = reader.secret(key, required=False)
    if token is not None and len(token.reveal()) < LEAST_TOKEN:
        reader.problem(key, "a short secret", f"at least {LEAST_TOKEN} characters, best 32 random bytes in hex")
    return token


def read_store(reader: FileReader) -> StoreSettings:
    default = StoreSettings()
    url = _store_url(reader)
    read = StoreSettings(
        url=url,
        folder=reader.folder_path("folder", str(default.folder)),
        shards=reader.whole("shards", default.shards, least=1, most=MOST_SHARDS),
        cluster=reader.flag("cluster", default.cluster),
        fsync=reader.choice("fsync", ("always", "everysec"), default.fsync),
        rules=StoreRules(
            accept_no_append_only_file=reader.flag("accept_no_append_only_file", False),
            accept_old_version=reader.flag("accept_old_version", False),
            accept_plaintext=reader.flag("accept_plaintext", False),
        ),
    )
    _check_store(reader, read)
    reader.finish()
    return read


def _store_url(reader: FileReader) -> Secret | str | None:
    """A text in the file, without a password; or the table of a secret."""
    if isinstance(reader.value("url"), dict):
        secret = reader.secret("url")
        if secret is not None and not _is_store_url(secret.reveal()):
            reader.problem("url", "a secret that is no such URL", _STORE_URL)
            return None
        return secret
    text = reader.optional_text("url", allowed=_STORE_URL)
    if text is None or not text:
        return None
    if not _is_store_url(text):
        reader.problem("url", "a text that is no such URL", _STORE_URL)
        return None
    if urlsplit(text).password is not None:
        reader.problem(
            "url", "a password written into the file", '{ env = "NAME" } or { file = "path" } for a URL with one'
        )
        return None
    return text


def _is_store_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in _STORE_SCHEMES or parts.query or parts.fragment or port == 0:
        return False
    if parts.scheme == "unix":
        return not parts.netloc and len(parts.path) > 1
    return bool(parts.hostname) and re.fullmatch(r"(/[0-9]{0,3})?", parts.path) is not None


def _check_store(reader: FileReader, read: StoreSettings) -> None:
    if read.url is None:
        if read.cluster and not reader.has("url"):
            reader.problem("cluster", "true without store.url", "false: the embedded store is no cluster")
        return
    address = urlsplit(read.url.reveal() if isinstance(read.url, Secret) else read.url)
    remote = address.scheme == "redis" and not is_this_machine(address.hostname or "")
    if remote and not read.rules.accept_plaintext:
        reader.problem(
            "url", "redis:// to another machine", "rediss://; or accept_plaintext = true if the network is encrypted"
        )
    if read.cluster and address.path.strip("/") not in ("", "0"):
        reader.problem("url", "a database number with cluster = true", "no number: a cluster has database 0 alone")
    if reader.has("fsync"):
        reader.problem("fsync", "fsync together with url", "no fsync: set appendfsync in the store that url names")


def read_privacy(reader: FileReader, *, embedded: bool) -> PrivacySettings:
    """``embedded``: the key may be made at first start; gateways that share a store must be given theirs."""
    root_key = reader.secret("root_key", required=False)
    if root_key is not None:
        try:
            read_root_key(root_key.reveal(), "privacy.root_key")
        except StartRefused as refused:
            reader.problem(
                "root_key", str(refused).partition(";")[0], "32 random bytes: head -c 32 /dev/urandom | base64"
            )
    elif not embedded and not reader.has("root_key"):
        reader.problem(
            "root_key", "nothing", '{ env = "NAME" } or { file = "path" } (required with store.url: gateways share it)'
        )
    read = PrivacySettings(root_key=root_key, folder=reader.folder_path("folder", str(PrivacySettings().folder)))
    reader.finish()
    return read


def read_archive(reader: FileReader) -> ArchiveSettings:
    kind = reader.choice("kind", ("none",), "none")
    reader.finish()
    return ArchiveSettings(kind=kind)


def is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
