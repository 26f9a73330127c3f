"""Who sent an update, from where: Telegram's optionals narrowed once."""

from dataclasses import dataclass

from telegram import Update

PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Sender:
    """The person and place behind an update. Numbers are Telegram's; 0 stands for “there is none”."""

    user_id: int = 0
    display_name: str = ""
    username: str | None = None
    chat_id: int = 0
    chat_kind: str = PRIVATE
    chat_title: str = ""
    thread_id: int | None = None
    message_id: int | None = None
    callback_query_id: str | None = None
    inline_message_id: str | None = None
    inline_query_id: str | None = None

    @property
    def is_private(self) -> bool:
        """Whether this is the person's own chat with the assistant."""
        return self.chat_kind == PRIVATE


def sender_of(update: Update) -> Sender:
    """Read the sender of any update; kinds without a person give an empty one."""
    user, chat = update.effective_user, update.effective_chat
    query, message = update.callback_query, update.effective_message
    in_topic = bool(message and getattr(message, "is_topic_message", False))
    return Sender(
        user_id=user.id if user else 0,
        display_name=user.full_name if user else "",
        username=user.username if user else None,
        chat_id=chat.id if chat else (user.id if user else 0),
        chat_kind=chat.type if chat else PRIVATE,
        chat_title=(chat.title or "") if chat else "",
        thread_id=getattr(message, "message_thread_id", None) if in_topic else None,
        message_id=message.message_id if message else None,
        callback_query_id=query.id if query else None,
        inline_message_id=query.inline_message_id if query else None,
        inline_query_id=update.inline_query.id if update.inline_query else None,
    )
