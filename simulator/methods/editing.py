"""Changing, deleting and pinning messages; copying and forwarding them."""

from __future__ import annotations

from simulator.errors import bad_request
from simulator.markup import check_inline
from simulator.messages import Message
from simulator.methods.media import content_of, file_of
from simulator.methods.registry import method
from simulator.methods.targets import find_message, open_chat
from simulator.methods.texts import caption_of, message_text
from simulator.posting import touch
from simulator.request import Request
from simulator.shapes import Json

_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_LASTING = ("has_protected_content", "forward_origin")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def edited_message(request: Request) -> Message:
    """The bot's own message (or one sent through it) that a call wants to change."""
    inline_id = request.text("inline_message_id")
    if inline_id:
        sent = request.world.inline_messages.get(inline_id)
        if not sent:
            raise bad_request("MESSAGE_ID_INVALID")
        return sent[0]
    chat = open_chat(request)
    message = find_message(chat, request.number("message_id"), "message to edit not found")
    if message.sender is not request.world.bot or message.service:
        raise bad_request("message can't be edited")
    return message


def _new_markup(request: Request) -> Json | None:
    markup = request.object("reply_markup")
    return check_inline(markup) if markup else None


def apply_edit(request: Request, message: Message, content: Json) -> Json | bool:
    """Put new content and keyboard into a message; refused when nothing changes."""
    markup = _new_markup(request)
    content = {name: message.content[name] for name in _LASTING if name in message.content} | content
    if content == message.content and markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    message.content, message.markup = content, markup
    touch(request.world, message, tell_bot=False)
    return True if request.text("inline_message_id") else message.to_json()


@method("editMessageText")
def edit_message_text(request: Request) -> Json | bool:
    """Change a text message."""
    message = _editable(request)
    if message is None:
        return _light_answer(request)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return apply_edit(request, message, message_text(request, request.params))


@method("editMessageCaption")
def edit_message_caption(request: Request) -> Json | bool:
    """Change the caption under a file."""
    message = _editable(request)
    if message is None:
        return _light_answer(request)
    if message.attachment is None:
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if name not in _CAPTION}
    return apply_edit(request, message, kept | caption_of(request, request.params))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(request: Request) -> Json | bool:
    """Change only the inline keyboard."""
    message = _editable(request)
    return _light_answer(request) if message is None else apply_edit(request, message, dict(message.content))


@method("editMessageMedia")
def edit_message_media(request: Request) -> Json | bool:
    """Put another file into a message."""
    message = edited_message(request)
    media = request.object("media") or {}
    kind = str(media["type"])
    stored = file_of(request, kind, str(media["media"]))
    kept = (
        {"media_group_id": message.content["media_group_id"]} if "media_group_id" in message.content else {}
    )
    content = kept | content_of(kind, stored, media) | caption_of(request, media)
    answer = apply_edit(request, message, content)
    message.attachment = stored
    return answer if answer is True else message.to_json()


def _editable(request: Request) -> Message | None:
    return None if request.world.light and request.number("message_id") else edited_message(request)


def _light_answer(request: Request) -> Json | bool:
    """With `light`, messages are not kept: an edit is only checked and counted."""
    chat = open_chat(request)
    content: Json = {}
    if request.params.get("text"):
        content = message_text(request, request.params)
    return Message(
        request.number("message_id") or 0, chat, request.world.bot, request.world.clock.timestamp(),
        content, markup=_new_markup(request), edit_date=request.world.clock.timestamp(),
    ).to_json()  # fmt: skip
