"""Structured logs: one JSON object a line, or readable lines on a terminal; nothing personal.

What is logged are names of events, identifiers and kinds of error. Addresses of requests are not:
a web server's access log would hold phone numbers that gateways send in them.
"""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog


class Lines:
    """The standard error, for logs. A line that a full disk refuses is lost: the answer that it
    tells of must not be."""

    def write(self, text: str) -> int:
        """Write a line, where there is room."""
        with suppress(OSError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        """Have it leave the process, where there is room."""
        with suppress(OSError):
            sys.stderr.flush()


def configure(level: int = logging.INFO) -> None:
    """Send the program's and its libraries' logs to the standard error, in one form."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    lines, terminal = Lines(), sys.stderr.isatty()
    drawing: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer()
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, drawing],
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, lines)),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, drawing],
    )
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
