"""What the page lets a person do; each act is one function of the same acts that the drivers use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from simulator.accounts import Account
from simulator.acts import inline, membership, tapping, writing
from simulator.acts.inline import InlineResult
from simulator.acts.writing import ActRefused
from simulator.chats import Chat
from simulator.messages import Message
from simulator.posting import delete
from simulator.request import Upload
from simulator.shapes import Json
from simulator.world import World

TAP_SECONDS = 10.0


@dataclass(slots=True)
class Act:
    """One request of the page: who, what, where, and its further fields."""

    world: World
    person: Account
    name: str
    fields: Json
    files: list[Upload] = field(default_factory=list)
    offers: dict[str, list[InlineResult]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text field, empty when missing."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int | None:
        """A number field, also when it came in a form."""
        value = self.text(name)
        return int(value) if value.lstrip("-").isdigit() else None

    @property
    def chat(self) -> Chat:
        """The chat of the act; the private one when none is named."""
        chat_id = self.number("chat")
        if chat_id is None or chat_id in (self.person.id, self.world.bot.id):
            return self.world.private_chat(self.person)
        chat = self.world.chats.get(chat_id)
        if chat is None or not (chat.has(self.person.id) or self.name == "join"):
            raise ActRefused("there is no such chat")
        return chat

    @property
    def topic(self) -> int | None:
        """The topic of the act, if the chat has it."""
        number = self.number("topic")
        return number if number in self.chat.topics else None

    def message(self, name: str = "message") -> Message:
        """The message an act is about."""
        message = self.chat.messages.get(self.number(name) or 0)
        if message is None:
            raise ActRefused("this message is gone")
        return message

    @property
    def reply_to(self) -> Message | None:
        """The message that is being answered."""
        return self.chat.messages.get(self.number("reply_to") or 0)


Doing = Callable[[Act], Awaitable[Json]]
ACTS: dict[str, Doing] = {}


def _act(name: str) -> Callable[[Doing], Doing]:
    def register(function: Doing) -> Doing:
        ACTS[name] = function
        return function

    return register


async def perform(act: Act) -> Json:
    """Carry out an act; a refusal comes back as {ok: false, error}."""
    doing = ACTS.get(act.name)
    if doing is None:
        return {"ok": False, "error": f"unknown act {act.name!r}"}
    try:
        return {"ok": True, **await doing(act)}
    except ActRefused as refusal:
        return {"ok": False, "error": str(refusal)}


@_act("say")
async def _say(act: Act) -> Json:
    sent = writing.say(act.world, act.person, act.chat, act.text("text"), act.reply_to, act.topic)
    return {"message": sent[-1].id}


@_act("start")
async def _start(act: Act) -> Json:
    return {"message": tapping.start(act.world, act.person, act.text("payload") or None).id}


@_act("tap")
async def _tap(act: Act) -> Json:
    message = act.message()
    rows = message.button_rows
    row, col = act.number("row") or 0, act.number("col") or 0
    if not (0 <= row < len(rows) and 0 <= col < len(rows[row])):
        raise ActRefused("this button is gone")
    pressed = tapping.press_button(act.world, act.person, message, rows[row][col])
    try:
        answer = (
            pressed if isinstance(pressed, tapping.Answer) else await tapping.answered(pressed, TAP_SECONDS)
        )
    except tapping.Unanswered:
        return {"timed_out": True}
    return {"answer": {"text": answer.text, "alert": answer.alert, "url": answer.url, "query": answer.query}}


@_act("reply_key")
async def _reply_key(act: Act) -> Json:
    key = tapping.find_key(act.chat, act.person, act.text("text"), exact=True)
    if key is None:
        return {"message": writing.say(act.world, act.person, act.chat, act.text("text"))[-1].id}
    return {"message": tapping.press_key(act.world, act.person, act.chat, key).id}


@_act("contact")
async def _contact(act: Act) -> Json:
    if act.text("phone"):
        name = act.text("name") or act.person.first_name
        return {"message": writing.share_contact(act.world, act.person, act.chat, act.text("phone"), name).id}
    return {"message": writing.share_own_contact(act.world, act.person, act.chat).id}


@_act("upload")
async def _upload(act: Act) -> Json:
    if not act.files:
        raise ActRefused("no file came with the upload")
    album = act.world.next_query_id() if len(act.files) > 1 else None
    kind = act.text("kind") or "document"
    sent = None
    for number, upload in enumerate(act.files):
        sent = writing.send_file(
            act.world, act.person, act.chat, writing.media_kind(kind), upload.data,
            name=upload.name, mime=upload.mime, caption=act.text("caption") if number == 0 else None,
            album=album, reply_to=act.reply_to, thread_id=act.topic,
        )  # fmt: skip
    return {"message": sent.id if sent else None}


@_act("location")
async def _location(act: Act) -> Json:
    try:
        latitude, longitude = float(act.text("latitude")), float(act.text("longitude"))
    except ValueError:
        raise ActRefused("a place is two numbers") from None
    place = writing.send_location(act.world, act.person, act.chat, latitude, longitude, act.topic)
    return {"message": place.id}


@_act("voice")
async def _voice(act: Act) -> Json:
    sent = writing.send_file(
        act.world, act.person, act.chat, "voice", b"OggS-sample",
        seconds=act.number("seconds") or 1, thread_id=act.topic,
    )  # fmt: skip
    return {"message": sent.id}


@_act("edit")
async def _edit(act: Act) -> Json:
    return {"message": writing.edit(act.world, act.person, act.message(), act.text("text")).id}


@_act("delete")
async def _delete(act: Act) -> Json:
    message = act.message()
    if message.sender is not act.person and not act.chat.is_private:
        raise ActRefused("only one's own messages can be deleted")
    delete(act.world, message)
    return {}


@_act("inline_query")
async def _inline_query(act: Act) -> Json:
    ask = inline.ask_inline(act.world, act.person, act.chat, act.text("query"), act.text("offset"))
    try:
        results = await inline.offered(ask, TAP_SECONDS)
    except tapping.Unanswered:
        return {"results": [], "query_id": ask.id, "timed_out": True}
    act.offers[ask.id] = results
    while len(act.offers) > 100:
        del act.offers[next(iter(act.offers))]
    button = ask.answer.result().get("button")
    return {"query_id": ask.id, "button": button, "results": [_offer(result) for result in results]}


def _offer(result: InlineResult) -> Json:
    thumb = result.raw.get("thumbnail_url")
    title, description = result.title, result.description
    return {"id": result.id, "type": result.kind, "title": title, "description": description, "thumb": thumb}


@_act("inline_pick")
async def _inline_pick(act: Act) -> Json:
    results = act.offers.get(act.text("query_id"), [])
    result = next((each for each in results if each.id == act.text("result")), None)
    if result is None:
        raise ActRefused("this offer is no longer there")
    return {"message": inline.pick_inline(act.world, act.person, act.chat, result, act.topic).id}


@_act("block")
async def _block(act: Act) -> Json:
    membership.block(act.world, act.person)
    return {}


@_act("unblock")
async def _unblock(act: Act) -> Json:
    membership.unblock(act.world, act.person)
    return {}


@_act("read")
async def _read(act: Act) -> Json:
    if act.chat.read_by(act.person.id):
        act.world.tell([act.person.id], {"kind": "read", "chat": act.chat.id})
    return {}


@_act("leave")
async def _leave(act: Act) -> Json:
    if act.chat.is_private:
        raise ActRefused("a private chat cannot be left")
    membership.remove_member(act.world, act.chat, act.person, act.person)
    return {}


@_act("add_member")
async def _add_member(act: Act) -> Json:
    user = act.world.users.get(act.number("member") or 0)
    if user is None:
        raise ActRefused("there is no such person")
    membership.add_member(act.world, act.chat, user, act.person)
    return {}


@_act("add_bot")
async def _add_bot(act: Act) -> Json:
    membership.add_member(act.world, act.chat, act.world.bot, act.person)
    return {}


@_act("remove_bot")
async def _remove_bot(act: Act) -> Json:
    membership.remove_member(act.world, act.chat, act.world.bot, act.person)
    return {}


@_act("promote_bot")
async def _promote_bot(act: Act) -> Json:
    membership.change_member(act.world, act.chat, act.world.bot, "administrator", act.person)
    return {}


@_act("upgrade")
async def _upgrade(act: Act) -> Json:
    if act.chat.kind != "group":
        raise ActRefused("only a basic group can be upgraded")
    return {"chat": membership.upgrade(act.world, act.chat, act.person).id}


@_act("new_group")
async def _new_group(act: Act) -> Json:
    title = act.text("title").strip()
    if not title:
        raise ActRefused("a group needs a title")
    forum = act.text("forum").lower() in ("true", "1")
    return {"chat": membership.found_group(act.world, title, act.person, [act.person], forum=forum).id}


@_act("new_topic")
async def _new_topic(act: Act) -> Json:
    if not act.chat.is_forum or not act.text("name").strip():
        raise ActRefused("a topic needs a forum and a name")
    return {"topic": membership.open_topic(act.world, act.chat, act.text("name").strip(), act.person).id}
