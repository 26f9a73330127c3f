"""Messages of the bot: text, places, contacts, polls, chat actions."""

from __future__ import annotations

import time

from simulator.chats import Chat
from simulator.errors import bad_request
from simulator.files import StoredFile
from simulator.markup import check_inline, check_reply
from simulator.messages import Message
from simulator.methods.registry import method
from simulator.methods.targets import open_chat, replied, sending_chat, thread_of
from simulator.methods.texts import message_text
from simulator.posting import post
from simulator.request import Request
from simulator.shapes import Json

TYPING_SECONDS = 5


def deliver(request: Request, chat: Chat, content: Json, attachment: StoredFile | None = None) -> Message:
    """Post the bot's message with the reply, topic and keyboard that the call asks for."""
    inline, keyboard = checked_markup(request, chat)
    thread_id, reply_to = thread_of(request, chat), replied(request, chat)
    if request.flag("protect_content"):
        content["has_protected_content"] = True
    message = post(
        request.world, chat, request.world.bot, content,
        thread_id=thread_id, reply_to=reply_to, markup=inline, attachment=attachment,
    )  # fmt: skip
    if keyboard is not None:
        show_keyboard(request, chat, message, keyboard)
    return message


def checked_markup(request: Request, chat: Chat) -> tuple[Json | None, Json | None]:
    """The inline keyboard and the reply keyboard (or removal, or forced reply) of a call, checked."""
    markup = request.object("reply_markup")
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return check_inline(markup), None
    return None, check_reply(markup, is_private=chat.is_private)


def show_keyboard(request: Request, chat: Chat, message: Message, keyboard: Json) -> None:
    """Put up or take away the reply keyboard of everybody it is meant for."""
    world = request.world
    users = [user_id for user_id in chat.present() if user_id != world.bot.id]
    if keyboard.get("selective") and not chat.is_private:
        meant = {entity["user"]["id"] for entity in message.entities if entity["type"] == "text_mention"}
        if message.reply_to is not None:
            meant.add(message.reply_to.sender.id)
        users = [user_id for user_id in users if user_id in meant]
    for user_id in users:
        if keyboard.get("remove_keyboard"):
            chat.keyboards.pop(user_id, None)
        else:
            chat.keyboards[user_id] = keyboard
    world.tell(users, {"kind": "keyboard", "chat": chat.id})


@method("sendMessage")
def send_message(request: Request) -> Json:
    """Send a text."""
    content = message_text(request, request.params)
    return deliver(request, sending_chat(request), content).to_json()


@method("sendLocation")
def send_location(request: Request) -> Json:
    """Send a point on the map."""
    return deliver(request, sending_chat(request), {"location": _point(request)}).to_json()


@method("sendVenue")
def send_venue(request: Request) -> Json:
    """Send a place with its name and address."""
    venue = {"location": _point(request), "title": request.text("title"), "address": request.text("address")}
    content: Json = {"venue": venue, "location": venue["location"]}
    return deliver(request, sending_chat(request), content).to_json()


@method("sendContact")
def send_contact(request: Request) -> Json:
    """Send a phone number with a name."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: value for name in names if (value := request.text(name))}
    if "phone_number" not in contact or "first_name" not in contact:
        raise bad_request("contact phone number or name is empty")
    return deliver(request, sending_chat(request), {"contact": contact}).to_json()


@method("sendPoll")
def send_poll(request: Request) -> Json:
    """Send a poll; nobody can vote in the stand-in."""
    options = request.objects("options") or []
    poll: Json = {
        "id": request.world.next_query_id(),
        "question": request.text("question"),
        "options": [
            {"persistent_id": str(number), "text": option["text"], "voter_count": 0}
            for number, option in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": request.flag("is_closed"),
        "is_anonymous": request.params.get("is_anonymous", True),
        "type": request.text("type") or "regular",
        "allows_revoting": bool(request.params.get("allows_revoting", True)),
        "members_only": request.flag("members_only"),
        "allows_multiple_answers": request.flag("allows_multiple_answers"),
    }
    return deliver(request, sending_chat(request), {"poll": poll}).to_json()


@method("sendChatAction")
def send_chat_action(request: Request) -> bool:
    """Show for five seconds that the bot is typing."""
    world, chat = request.world, open_chat(request)
    thread_of(request, chat)
    if request.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = time.monotonic() + TYPING_SECONDS
    chat.typing_action = request.text("action") or ""
    world.tell(chat.present(), {"kind": "typing", "chat": chat.id, "action": chat.typing_action})
    return True


_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip


def _point(request: Request) -> Json:
    latitude, longitude = request.decimal("latitude"), request.decimal("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}
