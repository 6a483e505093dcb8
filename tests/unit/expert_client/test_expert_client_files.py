"""The files of the expert client hold what we promise of them: no markup from strings, no inline code, small, whole."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[3] / "expert_client"
MODULES = sorted((CLIENT / "js").rglob("*.js"))
PAGES = sorted(CLIENT.glob("*.html"))
STYLES = sorted((CLIENT / "css").glob("*.css"))
OWN = [*MODULES, *PAGES, *STYLES, *sorted((CLIENT / "tests").glob("*.js"))]

IMPORT = re.compile(r'^(?:import|export)\s[^;]*?from "(\.[^"]+)";', re.MULTILINE)


def name(path: Path) -> str:
    return path.relative_to(CLIENT).as_posix()


def imports(path: Path) -> set[str]:
    return {name((path.parent / found).resolve()) for found in IMPORT.findall(path.read_text())}


def layer(path: str) -> str:
    return path.split("/")[1] if path.count("/") > 1 else path.removeprefix("js/").removesuffix(".js")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_makes_no_markup_from_strings(path: Path) -> None:
    source = path.read_text()
    for way in (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment",
        "setHTML", "eval(", "new Function", "insertHTML", ".cssText", "javascript:",
    ):  # fmt: skip
        assert way not in source, f"{name(path)} uses {way}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_checked_small_and_says_what_it_is(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert lines[0] == "// @ts-check"
    assert lines[1].startswith("/**")
    assert len(lines) <= 300


@pytest.mark.parametrize("path", OWN, ids=name)
def test_a_file_names_no_other_host(path: Path) -> None:
    found = re.findall(r"(?:https?|wss?)://[^\s\"'`)]+", path.read_text())
    assert [url for url in found if url != "http://www.w3.org/2000/svg"] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_no_inline_code_or_style(path: Path) -> None:
    page = path.read_text()
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
    assert 'name="viewport"' in page
    assert 'lang="en"' in page
    # Without an origin the gateway takes a form for one of another site.
    assert '<meta name="referrer" content="same-origin">' in page


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_everything_a_page_links_to_is_there(path: Path) -> None:
    for found in re.findall(r'(?:href|src)="/client/([^"]+)"', path.read_text()):
        assert (CLIENT / found).is_file(), found


def test_the_manifest_links_to_icons_that_are_there() -> None:
    manifest = json.loads((CLIENT / "manifest.webmanifest").read_text())
    for icon in manifest["icons"]:
        assert (CLIENT / icon["src"].removeprefix("/client/")).is_file()
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def test_the_page_preloads_every_module_and_no_other() -> None:
    """Without it a phone would fetch layer after layer of imports."""
    wanted: set[str] = set()
    waiting = ["js/main.js"]
    while waiting:
        module = waiting.pop()
        if module not in wanted:
            wanted.add(module)
            waiting.extend(imports(CLIENT / module))
    listed = set(re.findall(r'rel="modulepreload" href="/client/([^"]+)"', (CLIENT / "index.html").read_text()))
    assert listed == wanted - {"js/main.js"}
    assert {name(path) for path in MODULES} <= wanted, "a module that nobody imports"


def test_the_first_load_is_light() -> None:
    """150 kB is the promise; most of what there is now is the Socket.IO client."""
    page = (CLIENT / "index.html").read_text()
    loaded = {CLIENT / found for found in re.findall(r'/client/([^"]+\.(?:js|css))"', page)}
    assert sum(len(gzip.compress(path.read_bytes())) for path in loaded) < 150_000


ALLOWED = {
    "models": {"models", "protocol", "send_queue", "table"},
    "views": {"views", "models", "dom", "format", "icons", "table", "texts"},
    "protocol": set(),
    "texts": {"table", "texts"},
    "state": {"models", "notices", "offline"},
    "notices": set(),
    "offline": set(),
    "session": {"protocol"},
    "cases": {"models", "protocol"},
    "transport": {"backoff", "protocol"},
    "send_queue": {"backoff", "protocol"},
    "drafts": {"models"},
    "storage": set(),
    "settings": set(),
    "desk": set(),
    "vendor": {"vendor"},
}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_downwards(path: Path) -> None:
    own = layer(name(path))
    if own in ALLOWED:
        used = {"vendor" if found.startswith("vendor/") else layer(found) for found in imports(path)}
        assert used <= ALLOWED[own]


@pytest.mark.parametrize(
    "module",
    ["transport", "send_queue", "state", "session", "cases", "notices", "offline", "drafts", "protocol", "backoff"],
)
def test_what_runs_without_a_screen_knows_no_dom(module: str) -> None:
    source = re.sub(r"/\*.*?\*/|//.*", "", (CLIENT / "js" / f"{module}.js").read_text(), flags=re.DOTALL)
    assert not re.search(r"\b(document|window|localStorage|navigator)\b", source)


def test_models_know_no_dom() -> None:
    for path in (CLIENT / "js" / "models").glob("*.js"):
        source = re.sub(r"/\*.*?\*/|//.*", "", path.read_text(), flags=re.DOTALL)
        assert not re.search(r"\b(document|localStorage|navigator)\b", source), name(path)


def test_only_one_module_imports_vendored_code_and_one_touches_the_storage() -> None:
    assert [name(path) for path in MODULES if "/vendor/" in "".join(IMPORT.findall(path.read_text()))] == [
        "js/vendor.js"
    ]
    assert [name(path) for path in MODULES if ".setItem" in path.read_text()] == ["js/storage.js"]


def test_vendored_files_are_whole() -> None:
    rows = re.findall(r"\| `([^`]+)` \|[^|]*\| `([0-9a-f]{64})` \|", (CLIENT / "vendor" / "README.md").read_text())
    assert len(rows) == 2
    for file, digest in rows:
        assert hashlib.sha256((CLIENT / "vendor" / file).read_bytes()).hexdigest() == digest


def test_no_shortcut_is_bound_to_alt() -> None:
    """Alt and AltGr write letters on many keyboards."""
    source = (CLIENT / "js" / "keyboard.js").read_text()
    assert source.count("altKey") == 1
    assert "event.ctrlKey || event.metaKey || event.altKey || inField" in source


def test_words_on_screen_stand_in_one_module() -> None:
    """A view holds no sentence of its own: nothing between quotes that begins with a capital and has a space."""
    for path in (CLIENT / "js" / "views").glob("*.js"):
        source = re.sub(r"/\*.*?\*/|//.*", "", path.read_text(), flags=re.DOTALL)
        assert re.findall(r'"[A-Z][a-z]+ [a-z][^"]*"', source) == [], name(path)
