"""The expert client's files: a closed set, read into memory at start, served without touching the disk."""

from __future__ import annotations

import gzip
import hashlib
from importlib import resources
from importlib.resources.abc import Traversable

from aiohttp import web

_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
_LEFT_OUT = {"tests", "node_modules"}


def packed(data: bytes, kind: str) -> bytes | None:
    """Compress a file once, at start; ``None`` where that gains nothing."""
    if not kind.startswith("text/") and not kind.endswith(("+json", "+xml", "json")):
        return None
    smaller = gzip.compress(data, 9, mtime=0)
    return smaller if len(smaller) < len(data) * 0.9 else None


def takes_gzip(request: web.Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


class ClientFiles:
    """Serves ``/`` and ``/client/...``."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, bytes, str]] = {}
        self._packed: dict[str, bytes] = {}
        self._read(resources.files("expert_client"), "")

    def _read(self, folder: Traversable, prefix: str) -> None:
        for item in folder.iterdir():
            if item.is_dir() and item.name not in _LEFT_OUT:
                self._read(item, f"{prefix}{item.name}/")
            elif item.is_file() and (kind := _TYPES.get("." + item.name.rpartition(".")[2])):
                data = item.read_bytes()
                self._files[prefix + item.name] = (kind, data, hashlib.sha256(data).hexdigest()[:16])
                if smaller := packed(data, kind):
                    self._packed[prefix + item.name] = smaller

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self._index)
        app.router.add_get("/client/{path:.+}", self._file)

    def page(self, name: str, status: int = 200) -> web.Response:
        """One of the pages, as it is."""
        kind, data, _ = self._files[name]
        return web.Response(status=status, body=data, content_type=kind, charset="utf-8")

    async def _index(self, request: web.Request) -> web.Response:
        return self.page("index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["path"]
        found = self._files.get(name)
        if found is None:
            raise web.HTTPNotFound(text="no such file")
        kind, data, tag = found
        headers = {"ETag": f'W/"{tag}"', "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == f'W/"{tag}"':
            return web.Response(status=304, headers=headers)
        text = kind.startswith("text/") or kind.endswith(("+json", "+xml"))
        if name in self._packed:
            headers["Vary"] = "Accept-Encoding"
            if takes_gzip(request):
                headers["Content-Encoding"] = "gzip"
                data = self._packed[name]
        return web.Response(body=data, content_type=kind, charset="utf-8" if text else None, headers=headers)
