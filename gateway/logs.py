"""Logs: constant text, details in fields, one line an event. No message text, no name, no number ever goes in."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any, TextIO

import structlog


def set_up_logs(level: str, form: str) -> None:
    """Write logs to standard error, at ``level``, as ``text`` for people or ``json`` for machines."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_read_traceback) if form == "json" else _keep,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _keep(_logger: Any, _name: str, event: Any) -> Any:
    return event


def describe_error(error: BaseException | None) -> str:
    """
    Write a traceback without the words of the errors and without the values of variables: both may hold messages.

    What is left is where it happened and of what kind it was.
    """
    said = []
    while error is not None:
        said.append(f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nafter\n\n".join(said)


class _Formatter(logging.Formatter):
    """For the logs of libraries."""

    def formatException(self, exc_info: Any) -> str:
        return describe_error(exc_info[1])


def _read_traceback(exc_info: Any) -> str:
    return describe_error(exc_info[1])


def _plain_traceback(stream: TextIO, exc_info: Any) -> None:
    stream.write("\n" + describe_error(exc_info[1]))
