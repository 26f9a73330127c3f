"""What went wrong, in one line: what, where, what to do."""

from typing import TYPE_CHECKING

from bot.cli.words import say
from templates.words import words

if TYPE_CHECKING:
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError
    from typer.exceptions import TyperException

LONGEST_REASON = 300
BUSY = ("locked", "lock timeout")
"""What a database says that somebody else is using."""


class Failure(Exception):
    """A failure that already has its line."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def describe_failure(error: BaseException) -> Failure:
    """The line for an error; secrets are taken out."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, UnicodeDecodeError):
        return Failure(say("not_utf8", reason=_short(error)))
    if isinstance(error, OSError):
        path = str(error.filename or "-").removesuffix(".part")  # half-written files are called so
        return Failure(say("file_failed", path=path, reason=_system(error)))
    return _describe_library(error) or Failure(
        say("unexpected", reason=f"{type(error).__name__}: {_short(error)}")
    )


def describe_usage(error: "TyperException") -> str:
    """The line for wrong usage; a command without its arguments is answered with its help."""
    message = error.format_message()
    return message if "\n" in message else say("usage", reason=message)


def _describe_library(error: BaseException) -> Failure | None:
    """Errors of libraries, which are imported only now that something has gone wrong."""
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError
    from telegram.error import InvalidToken, TelegramError

    from services.mechanism import MechanismInvalid
    from storage.migrate import DatabaseTooNew

    lines: list[tuple[type[Exception], str]] = [
        (MechanismInvalid, "mechanism_invalid"),
        (DatabaseTooNew, "database_too_new"),
        (InvalidToken, "token_invalid"),
        (TelegramError, "telegram_failed"),
    ]
    if isinstance(error, ValidationError):
        return Failure(say("settings_invalid", problems=_settings(error)))
    if isinstance(error, SQLAlchemyError):
        return _database(error)
    found = next((line for kind, line in lines if isinstance(error, kind)), None)
    return Failure(say(found, reason=_short(error))) if found else None


def _settings(error: "ValidationError") -> str:
    expected = words("cli_setting")
    return words("cli")["and"].join(
        say("setting_invalid", name=name.upper(), value=_short(problem["input"]), expected=expected[name])
        for problem in error.errors(include_url=False)
        if (name := ".".join(map(str, problem["loc"])).lower())
    )


def _database(error: "SQLAlchemyError") -> Failure:
    reason = _short(getattr(error, "orig", None) or error)
    busy = any(sign in reason for sign in BUSY)
    return Failure(say("database_busy" if busy else "database_failed", reason=reason))


def _system(error: OSError) -> str:
    """The system's reason in our words, else in its own."""
    known = words("cli_system")
    return known.get(type(error).__name__) or error.strerror or _short(error)


def _short(error: object) -> str:
    from bot.logs import redact_text

    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return redact_text(lines[0] if lines else type(error).__name__)[:LONGEST_REASON]
