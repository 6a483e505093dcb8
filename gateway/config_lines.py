"""Where things stand in a TOML text: reads it, gathers its syntax errors, and maps dotted paths to line numbers."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

_MOST_ERRORS = 20
_FAR_BACK = 300
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_SIMPLE_ENTRY = re.compile(r"""\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*(\.|=)""")
_GOES_ON = re.compile(r"""=\s*(\"{3}|'{3}|\[[^\]]*$)""")
_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


class SyntaxProblem(NamedTuple):
    """One place where the text is not TOML. ``column`` counts from 1."""

    line: int
    column: int
    message: str


class Reading(NamedTuple):
    """
    A text as far as it could be read.

    ``lines`` maps dotted paths, with ``[n]`` for the n-th item of a list, to the lines on which they stand.
    ``complete`` is false when not even the lines in error could be left out; then ``tree`` is empty.
    ``left_out`` are the first names of the keys whose lines were left out of ``tree``.
    """

    tree: dict[str, Any]
    lines: dict[str, int]
    errors: list[SyntaxProblem]
    left_out: list[str]
    complete: bool


def read_toml(text: str) -> Reading:
    """
    Read a TOML text; a line ``key = value`` in error is left out, so that the rest can still be checked.

    An error that does not end with its line (a table header, an open list) ends the reading.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    errors: list[SyntaxProblem] = []
    left_out: list[str] = []
    while len(errors) < _MOST_ERRORS:
        current = "\n".join(lines)
        try:
            tree = tomllib.loads(current)
        except tomllib.TOMLDecodeError as error:
            problem = _place(error, lines)
            errors.append(problem)
        except RecursionError:
            errors.append(SyntaxProblem(1, 1, "too many brackets inside each other"))
            break
        else:
            return Reading(tree, scan_lines(current), errors, left_out, complete=True)
        name = _can_leave_out(lines, problem.line)
        if name is None:
            break
        left_out.append(name)
        lines[problem.line - 1] = ""
    return Reading({}, {}, errors, left_out, complete=False)


def _place(error: tomllib.TOMLDecodeError, lines: list[str]) -> SyntaxProblem:
    """What lacks its end is only missed at the end of the text: then name the line where it begins."""
    message = str(error)
    match = _PLACE.search(message)
    if match is not None and match.group(1) is not None:
        return SyntaxProblem(int(match.group(1)), int(match.group(2)), message[: match.start()])
    last = len(lines)
    begins = next((line for line in range(last, max(0, last - _FAR_BACK), -1) if _is_whole(lines[: line - 1])), last)
    return SyntaxProblem(begins, 1, _PLACE.sub("", message) + ", missing up to the end of the file")


def _is_whole(lines: list[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _can_leave_out(lines: list[str], line: int) -> str | None:
    """Return the key's name if the text before is whole and what is wrong seems to end with the line."""
    match = _SIMPLE_ENTRY.match(lines[line - 1])
    if match is None or not _is_whole(lines[: line - 1]) or _GOES_ON.search(lines[line - 1]):
        return None
    return match.group(1).strip("\"'")


def scan_lines(text: str) -> dict[str, int]:
    """
    Map every dotted path of a valid TOML text to its line, counted from 1.

    A table stands where its header does, or where it is first mentioned.
    """
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    """Walks over text that ``tomllib`` has accepted, so that it needs no error handling of its own."""

    def __init__(self, text: str) -> None:
        self._text = text + "\n"
        self._at = 0
        self._line = 1
        self._lines: dict[str, int] = {"": 1}
        self._lists: dict[str, int] = {}

    def scan(self) -> dict[str, int]:
        prefix = ""
        while self._skip_blank():
            line = self._line
            if self._peek() == "[":
                prefix = self._header(line)
            else:
                self._entry(prefix)
        return self._lines

    def _peek(self, length: int = 1) -> str:
        return self._text[self._at : self._at + length]

    def _take(self, length: int = 1) -> str:
        taken = self._text[self._at : self._at + length]
        self._at += length
        self._line += taken.count("\n")
        return taken

    def _skip_blank(self) -> bool:
        """Skip white space, line ends and comments; say whether anything follows."""
        while self._at < len(self._text):
            if self._peek() == "#":
                self._take(self._text.index("\n", self._at) - self._at)
            elif self._peek() in " \t\n\r":
                self._take()
            else:
                return True
        return False

    def _header(self, line: int) -> str:
        is_list = self._peek(2) == "[["
        self._take(2 if is_list else 1)
        parts = self._key()
        self._take(2 if is_list else 1)
        path = self._path_through("", parts[:-1], line)
        path = _join(path, parts[-1])
        if is_list:
            self._lines.setdefault(path, line)
            number = self._lists.get(path, 0)
            self._lists[path] = number + 1
            path = f"{path}[{number}]"
        elif path in self._lists:
            path = f"{path}[{self._lists[path] - 1}]"
        self._lines[path] = line
        return path

    def _path_through(self, prefix: str, parts: list[str], line: int) -> str:
        """Follow names; a list of tables on the way means its last table."""
        for part in parts:
            prefix = _join(prefix, part)
            if prefix in self._lists:
                prefix = f"{prefix}[{self._lists[prefix] - 1}]"
            self._lines.setdefault(prefix, line)
        return prefix

    def _entry(self, prefix: str) -> None:
        line = self._line
        parts = self._key()
        path = _join(self._path_through(prefix, parts[:-1], line), parts[-1])
        self._lines.setdefault(path, line)
        self._skip_blank()
        self._take()  # =
        self._skip_blank()
        self._value(path)

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._skip_blank()
            if self._peek() in "\"'":
                parts.append(self._string())
            else:
                start = self._at
                while self._peek() in _BARE:
                    self._at += 1
                parts.append(self._text[start : self._at])
            self._skip_blank()
            if self._peek() != ".":
                return parts
            self._take()

    def _value(self, path: str) -> None:
        first = self._peek()
        if first in "\"'":
            self._string()
        elif first == "[":
            self._items(path)
        elif first == "{":
            self._inline(path)
        else:
            while self._peek() not in ",]}#\n":
                self._at += 1

    def _items(self, path: str) -> None:
        self._take()
        number = 0
        while self._skip_blank() and self._peek() != "]":
            if self._peek() == ",":
                self._take()
                continue
            item = f"{path}[{number}]"
            self._lines[item] = self._line
            self._value(item)
            number += 1
        self._take()

    def _inline(self, path: str) -> None:
        self._take()
        while self._skip_blank() and self._peek() != "}":
            if self._peek() == ",":
                self._take()
            else:
                self._entry(path)
        self._take()

    def _string(self) -> str:
        quote = self._peek()
        if self._peek(3) == quote * 3:
            self._take(3)
            return self._until(quote * 3, escapes=quote == '"')
        self._take()
        return self._until(quote, escapes=quote == '"')

    def _until(self, end: str, *, escapes: bool) -> str:
        content: list[str] = []
        while self._peek(len(end)) != end:
            if escapes and self._peek() == "\\":
                content.append(self._escape())
            else:
                content.append(self._take())
        self._take(len(end))
        while len(end) == 3 and self._peek() == end[0]:  # up to two quotes may stand right before the closing three
            content.append(self._take())
        return "".join(content)

    def _escape(self) -> str:
        self._take()
        kind = self._take()
        length = {"x": 2, "u": 4, "U": 8}.get(kind)
        if length is None:
            return _ESCAPES.get(kind, "")
        return chr(int(self._take(length), 16))


def _join(prefix: str, part: str) -> str:
    return f"{prefix}.{part}" if prefix else part
