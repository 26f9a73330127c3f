"""From an outbox row to a Bot API call, and from Telegram's answer to what it means for the row."""

from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from re import compile as pattern

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from storage.base import type_json
from storage.outbox import Leased

_TAG = pattern(r"<[^>]+>")
WITHOUT_CHAT = frozenset({"setMyCommands", "deleteMyCommands"})
"""Methods that take no `chat_id`; their row's chat only keeps them in order."""
RETRIES = 8
LATE_RETRIES = 1
PAUSES = (0.5, 1, 2, 5, 15, 30, 60, 120)


class Verdict(StrEnum):
    """What to do with a row after a call."""

    SENT = "sent"
    LATER = "later"
    AT_ONCE = "at_once"
    FLOOD = "flood"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    MIGRATED = "migrated"
    TOPIC_GONE = "topic_gone"
    GROUP_GONE = "group_gone"
    PLAIN = "plain"
    CARD_GONE = "card_gone"


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on a call. `pause` in seconds; `new_chat_id` for a migrated group."""

    verdict: Verdict
    error: str | None = None
    message_id: int | None = None
    pause: float = 0
    new_chat_id: int = 0
    file_id: str | None = None


def parameters_of(row: Leased, message_id: int | None) -> type_json:
    """The call's parameters. `message_id` is the card's message, for edits of cards."""
    parameters: type_json = dict(row.payload)
    if row.method not in WITHOUT_CHAT and "inline_message_id" not in parameters:
        parameters = {"chat_id": row.chat_id, **parameters}
    if row.thread_id is not None and row.method.startswith("send"):
        parameters["message_thread_id"] = row.thread_id
    if row.method.startswith("edit") and "message_id" not in parameters and message_id is not None:
        parameters["message_id"] = message_id
    return parameters


def plain_parameters(parameters: type_json) -> type_json:
    """The same call without formatting, for a text whose HTML Telegram has refused."""
    plain = {key: value for key, value in parameters.items() if key != "parse_mode"}
    for key in ("text", "caption"):
        if key in plain:
            plain[key] = unescape(_TAG.sub("", str(plain[key])))
    return plain


def read_result(result: object) -> Answer:
    """A call that went through."""
    message = result if isinstance(result, dict) else {}
    number = message.get("message_id")
    return Answer(
        Verdict.SENT, message_id=number if isinstance(number, int) else None, file_id=_file_id(message)
    )


def read_error(error: TelegramError, row: Leased) -> Answer:
    """What a refusal or a broken line means for this row."""
    why = str(error)
    if isinstance(error, RetryAfter):
        pause = error.retry_after
        return Answer(
            Verdict.FLOOD, why, pause=pause if isinstance(pause, (int, float)) else pause.total_seconds()
        )
    if isinstance(error, ChatMigrated):
        return Answer(Verdict.MIGRATED, why, new_chat_id=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Answer(Verdict.GROUP_GONE if row.chat_id < 0 else Verdict.UNREACHABLE, why)
    if isinstance(error, BadRequest):
        return _bad_request(why, row)
    if isinstance(error, TimedOut):
        return _again(row, why, LATE_RETRIES, pause=30)  # it may have arrived: one late try, no more
    if isinstance(error, NetworkError):
        return _again(row, why, RETRIES)
    return Answer(Verdict.FAILED, why)


def _bad_request(why: str, row: Leased) -> Answer:
    said = why.lower()
    if "message is not modified" in said or ("message to delete not found" in said):
        return Answer(Verdict.SENT)
    if "can't parse entities" in said:
        return Answer(Verdict.PLAIN, why)
    if "thread not found" in said or "topic_deleted" in said or "topic_closed" in said:
        return Answer(Verdict.TOPIC_GONE, why)
    if (
        "message to edit not found" in said
        or "message can't be edited" in said
        or "message_id_invalid" in said
    ):
        return Answer(Verdict.CARD_GONE, why)
    if "chat not found" in said:
        return Answer(Verdict.GROUP_GONE if row.chat_id < 0 else Verdict.UNREACHABLE, why)
    return Answer(Verdict.FAILED, why)


def _again(row: Leased, why: str, tries: int, *, pause: float | None = None) -> Answer:
    if row.attempts >= tries:
        return Answer(Verdict.FAILED, f"gave up after {row.attempts + 1} tries: {why}")
    wait = pause if pause is not None else PAUSES[min(row.attempts, len(PAUSES) - 1)]
    return Answer(Verdict.LATER, why, pause=wait)


def _file_id(message: type_json) -> str | None:
    photo = message.get("photo")
    if isinstance(photo, list) and photo:
        return str(photo[-1].get("file_id"))
    for kind in ("document", "voice", "video", "audio"):
        media = message.get(kind)
        if isinstance(media, dict):
            return str(media.get("file_id"))
    return None
