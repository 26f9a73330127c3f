"""What went wrong, in one line: what, where, what to do."""

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken

from bot.cli.words import say
from bot.logs import redact_text
from services.mechanism import MechanismInvalid


class Failure(Exception):
    """A failure that already has its line."""

    def __init__(self, line: str, exit_code: int = 1) -> None:
        super().__init__(line)
        self.line = line
        self.exit_code = exit_code


def describe_failure(error: Exception) -> Failure:
    """The line for an error; secrets are taken out."""
    if isinstance(error, ValidationError):
        return _settings(error)
    if isinstance(error, MechanismInvalid):
        return Failure(say("mechanism_invalid", reason=_short(error)))
    if isinstance(error, InvalidToken):
        return Failure(say("token_invalid"))
    if isinstance(error, SQLAlchemyError):
        return Failure(say("database_failed", reason=_short(getattr(error, "orig", None) or error)))
    if isinstance(error, OSError):
        return Failure(say("file_failed", path=error.filename or "-", reason=error.strerror or _short(error)))
    return Failure(say("unexpected", reason=f"{type(error).__name__}: {_short(error)}"))


def _settings(error: ValidationError) -> Failure:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"]).upper()
    return Failure(say("settings_invalid", name=name, reason=redact_text(first["msg"])))


def _short(error: object) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return redact_text(lines[0] if lines else type(error).__name__)[:300]
