"""From a rendered message to outbox rows: where it goes, how urgent it is, split if it is too long."""

from dataclasses import dataclass
from datetime import datetime

from handlers.splitting import plain_units, split_lines
from storage import outbox
from storage.base import type_json
from storage.database import Session
from storage.outbox import Priority
from templates import Rendered

MESSAGE_UNITS = 4096
CAPTION_UNITS = 1024


@dataclass(frozen=True, slots=True)
class Destination:
    """A chat (and topic), and the person behind it if it is a private one."""

    chat_id: int
    thread_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How a message goes out. `not_before` holds it back; `purpose` groups it for delivery reports."""

    priority: Priority = Priority.PRESS
    not_before: datetime | None = None
    purpose: str | None = None
    important: bool = False
    silent: bool = False
    ordinary: bool = False
    """A notice that waits for the end of quiet hours, the receiver's own included."""
    error: str | None = None
    """Set when it is known that it cannot arrive; the row then tells so from the start."""


def post_message(
    session: Session,
    rendered: Rendered,
    to: Destination,
    manner: Manner,
    *,
    now: datetime,
    template: str | None = None,
    card_id: int | None = None,
    reply_to: int | None = None,
) -> int:
    """Queue a text message; returns the id of its (last) row. Long ones are split at line ends."""
    *first, last = split_lines(rendered.text, MESSAGE_UNITS)
    for part in first:
        _add(session, "sendMessage", message_content(Rendered(part)), to, manner, now, template, None)
    content = message_content(Rendered(last, rendered.keyboard))
    if manner.silent:
        content["disable_notification"] = True
    if reply_to is not None:
        content["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    return _add(session, "sendMessage", content, to, manner, now, template, card_id)


def post_edit(
    session: Session,
    rendered: Rendered,
    to: Destination,
    manner: Manner,
    *,
    now: datetime,
    message_id: int | None = None,
    card_id: int | None = None,
    template: str | None = None,
) -> int:
    """Queue an edit of a message, or of the message that a card will have when its turn comes.

    A message cannot become two: what is too long ends at a line end.
    """
    content = message_content(Rendered(split_lines(rendered.text, MESSAGE_UNITS)[0], rendered.keyboard))
    content.setdefault("reply_markup", {"inline_keyboard": []})
    if message_id is not None:
        content["message_id"] = message_id
    return _add(session, "editMessageText", content, to, manner, now, template, card_id)


def post_file(
    session: Session,
    method: str,
    field: str,
    file: type_json,
    rendered: Rendered | None,
    to: Destination,
    manner: Manner,
    *,
    now: datetime,
) -> int:
    """Queue a photo or document. `file` is {"stored": id}, {"blob": sha256, "name": …} or, to be
    drawn when it is sent, {"picture": name, "facts": …}.

    Words that are too long for a caption follow as a message.
    """
    content: type_json = {field: file}
    if manner.silent:
        content["disable_notification"] = True
    if rendered and plain_units(rendered.text) > CAPTION_UNITS:
        _add(session, method, content, to, manner, now, None, None)
        return post_message(session, rendered, to, manner, now=now)
    if rendered:
        content |= {"caption": rendered.text, "parse_mode": "HTML"}
        if rendered.keyboard:
            content["reply_markup"] = rendered.keyboard
    return _add(session, method, content, to, manner, now, None, None)


def post_call(
    session: Session,
    method: str,
    content: type_json,
    to: Destination,
    manner: Manner,
    *,
    now: datetime,
    card_id: int | None = None,
) -> int:
    """Queue any other call to a chat (pin, delete, commands …), about a card's message if one is given."""
    return _add(session, method, content, to, manner, now, None, card_id)


def message_content(rendered: Rendered) -> type_json:
    """The part of a call that says what is said: the same for sending and for editing."""
    content: type_json = {
        "text": rendered.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if rendered.keyboard:
        content["reply_markup"] = rendered.keyboard
    return content


def _add(
    session: Session,
    method: str,
    content: type_json,
    to: Destination,
    manner: Manner,
    now: datetime,
    template: str | None,
    card_id: int | None,
) -> int:
    state = outbox.OutboxState.UNREACHABLE if manner.error else outbox.OutboxState.QUEUED
    return outbox.add_call(
        session,
        chat_id=to.chat_id,
        thread_id=to.thread_id,
        person_id=to.person_id,
        method=method,
        payload=content,
        priority=int(manner.priority),
        state=state,
        error=manner.error,
        card_id=card_id,
        purpose=manner.purpose,
        template=template,
        important=manner.important,
        not_before=manner.not_before,
        attempts=0,
        created_at=now,
    )
