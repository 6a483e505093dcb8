"""The client of this kind is the widget: its files, held in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

LOADER: Final = "loader.js"
_SCRIPT: Final = "text/javascript; charset=utf-8"
_SERVED: Final = {".js": _SCRIPT, ".LICENSE": "text/plain; charset=utf-8"}
_PRIVATE: Final = frozenset({"tests", "node_modules"})
_PLACE_OF_FOLDER: Final = b'const FOLDER = "";'


@cache
def widget_files() -> Mapping[str, tuple[str, bytes]]:
    """
    Read the widget's files once.

    Returns
    -------
    :
        Content type and bytes by relative path. ``loader.js`` keeps its address, so it may be cached for minutes
        only. All else lies under ``v-<12 hex digits>/``, named after the content of all files: such an address never
        changes what it answers and may be cached for ever.
    """
    raw = dict(_walk(files(__package__) / "widget", ""))
    digest = hashlib.sha256()
    for path, content in sorted(raw.items()):
        digest.update(f"{path}\x00{len(content)}\x00".encode() + content)
    folder = f"v-{digest.hexdigest()[:12]}/"
    loader = raw.pop(LOADER)
    if loader.count(_PLACE_OF_FOLDER) != 1:
        raise RuntimeError("the widget's loader has no place for the folder's name")
    served = {LOADER: (_SCRIPT, loader.replace(_PLACE_OF_FOLDER, f'const FOLDER = "{folder}";'.encode()))}
    for path, content in raw.items():
        served[folder + path] = (_SERVED["." + path.rpartition(".")[2]], content)
    return MappingProxyType(served)


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in _PRIVATE:
                found.extend(_walk(entry, f"{prefix}{entry.name}/"))
        elif entry.name.endswith(tuple(_SERVED)):
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
