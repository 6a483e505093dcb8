"""Habits that no tool checks: small files, and nothing in them that only one machine knows."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES = 500
CODE = {".py", ".js", ".ts", ".lua", ".css", ".html", ".toml", ".yaml", ".yml", ".sh", ""}
NOT_OURS = ("tests/data/", "anonymizer/data/", "anonymizer/training/", "LICENSE")

# Put together here, so that this file does not hold what it forbids.
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "registry.yarnpkg" + ".com"]
HOSTS += ["docker" + ".io", "ghcr" + ".io", "quay" + ".io", "proxy.golang" + ".org", "deb.debian" + ".org"]
PLACES = re.compile(r"(?<![\w.~])(/wor[k]/|/hom[e]/[a-z]|/User[s]/|/roo[t]/|[A-Z]:\\Users\\)")


def tracked() -> list[Path]:
    """Every file that git knows or would take; without git, every file."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split("\0")
        found = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        hidden = {".git", ".venv", "node_modules", "data", "artifacts", "build", "dist"}
        found = [path for path in ROOT.rglob("*") if not hidden & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


def texts() -> list[tuple[str, str]]:
    read = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            read.append((path.relative_to(ROOT).as_posix(), content.decode("utf-8", "replace")))
    return read


@pytest.fixture(scope="module")
def files() -> list[tuple[str, str]]:
    found = texts()
    assert len(found) > 50
    return found


def test_no_file_of_ours_is_longer_than_500_lines(files: list[tuple[str, str]]) -> None:
    ours = [
        (name, text)
        for name, text in files
        if Path(name).suffix in CODE and "/vendor/" not in name and not name.startswith(NOT_OURS)
    ]
    assert {name: n for name, text in ours if (n := text.count("\n")) > MOST_LINES} == {}


def test_no_file_names_a_registry(files: list[tuple[str, str]]) -> None:
    assert [(name, host) for name, text in files for host in HOSTS if host in text] == []


def test_no_file_names_a_place_on_one_machine(files: list[tuple[str, str]]) -> None:
    found = [(name, match.group()) for name, text in files for match in PLACES.finditer(text)]
    assert found == []


def test_every_file_that_is_needed_is_in_the_package() -> None:
    """A file that ``package-data`` forgets is there in a clone and missing from an installation."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    shipped = (*project["package-data"]["*"], "*.py")
    packages = {pattern.rstrip("*") for pattern in project["packages"]["find"]["include"]}
    not_needed = {"README.md", "SHA256SUMS", "py.typed"}
    forgotten = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.relative_to(ROOT).parts[0] in packages
        and not {"tests", "training"} & set(path.relative_to(ROOT).parts)
        and path.name not in not_needed
        and not path.name.endswith(".d.ts")
        and not any(fnmatch.fnmatch(path.name, pattern) for pattern in shipped)
    ]
    assert forgotten == []


def test_every_place_that_a_page_names_exists() -> None:
    """Pages go stale in silence: a link or a path of the tree that leads nowhere is a mistake."""
    link = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
    path = re.compile(r"`((?:anonymizer|connectors|docs|expert_client|gateway|playground|tests)/[\w./-]+)`")
    pages = [ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
    nowhere = []
    for page in pages:
        text = page.read_text(encoding="utf-8")
        nowhere += [(page.name, name) for name in link.findall(text) if not (page.parent / name).exists()]
        nowhere += [(page.name, name) for name in path.findall(text) if not (ROOT / name).exists()]
    assert nowhere == []
