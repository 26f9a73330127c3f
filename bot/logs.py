"""Structured logs on stderr; no secret ever reaches them (httpx logs whole addresses, token included)."""

import contextlib
import logging
import re
import sys
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

TOKEN = re.compile(r"\b\d{1,12}:[A-Za-z0-9_-]{20,}|(?<=/bot)(?:[^/\s]+(?=/)|\d+:[^/\s'\"]+)")
PASSWORD = re.compile(r"(?<=://)([^:/@\s]*):[^@\s]+(?=@)|(?<=password=)()[^\s'\"&]+")
SHORTEST_SECRET = 6
_MACHINERY = ("_record", "_from_structlog", "exc_info")
_known: set[str] = set()
_QUIET = (
    "aiohttp",
    "alembic",
    "httpx",
    "httpcore",
    "telegram",
    "matplotlib",
    "uvicorn.access",
    "asyncio",
    "websockets",
)


class PatientStderr:
    """Standard error; when nobody reads it any more, lines are lost and the assistant works on."""

    def write(self, text: str) -> int:
        """Write, if somebody reads."""
        with contextlib.suppress(OSError, ValueError):
            return sys.stderr.write(text)
        return 0

    def flush(self) -> None:
        """Flush, if somebody reads."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


def configure_logs(level: str, form: str) -> None:
    """Send everything through structlog: one line an event, as console text or JSON."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
        redact,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, PatientStderr())),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, renderer],
    )
    handler = logging.StreamHandler(PatientStderr())
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # the report of a failed log line shows its arguments as they are
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a skipped tick is caught up by the next
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take tokens and passwords out of every value."""
    for key, value in event.items():
        if key not in _MACHINERY:
            event[key] = _redact_value(value)
    return event


def hide(*secrets: str | None) -> None:
    """From now on these never appear in a log, whatever they look like. Very short ones are no secrets."""
    _known.update(secret for secret in secrets if secret and len(secret) >= SHORTEST_SECRET)


def redact_text(text: str) -> str:
    """`text` without tokens and passwords."""
    for secret in _known:
        text = text.replace(secret, "***")
    return PASSWORD.sub(r"\1:***", TOKEN.sub("***", text))


def _redact_value(value: object) -> object:
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, dict):
        return {redact_text(str(key)): _redact_value(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_redact_value(inner) for inner in value]
    return redact_text(value if isinstance(value, str) else repr(value))
