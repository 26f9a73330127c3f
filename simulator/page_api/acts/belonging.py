"""Acts about chats: blocking, reading, members, upgrades, topics."""

from __future__ import annotations

from simulator.acts import membership
from simulator.acts.writing import ActRefused
from simulator.page_api.acts.act import Act, act_named
from simulator.shapes import Json


@act_named("block")
async def _block(act: Act) -> Json:
    membership.block(act.world, act.person)
    return {}


@act_named("unblock")
async def _unblock(act: Act) -> Json:
    membership.unblock(act.world, act.person)
    return {}


@act_named("read")
async def _read(act: Act) -> Json:
    if act.chat.read_by(act.person.id):
        act.world.tell([act.person.id], {"kind": "read", "chat": act.chat.id})
    return {}


@act_named("leave")
async def _leave(act: Act) -> Json:
    if act.chat.is_private:
        raise ActRefused("a private chat cannot be left")
    membership.remove_member(act.world, act.chat, act.person, act.person)
    return {}


@act_named("add_member")
async def _add_member(act: Act) -> Json:
    user = act.world.users.get(act.number("member") or 0)
    if user is None:
        raise ActRefused("there is no such person")
    membership.add_member(act.world, act.chat, user, act.person)
    return {}


@act_named("add_bot")
async def _add_bot(act: Act) -> Json:
    membership.add_member(act.world, act.chat, act.world.bot, act.person)
    return {}


@act_named("remove_bot")
async def _remove_bot(act: Act) -> Json:
    membership.remove_member(act.world, act.chat, act.world.bot, act.person)
    return {}


@act_named("promote_bot")
async def _promote_bot(act: Act) -> Json:
    membership.change_member(act.world, act.chat, act.world.bot, "administrator", act.person)
    return {}


@act_named("upgrade")
async def _upgrade(act: Act) -> Json:
    if act.chat.kind != "group":
        raise ActRefused("only a basic group can be upgraded")
    return {"chat": membership.upgrade(act.world, act.chat, act.person).id}


@act_named("new_group")
async def _new_group(act: Act) -> Json:
    title = act.text("title").strip()
    if not title:
        raise ActRefused("a group needs a title")
    forum = act.text("forum").lower() in ("true", "1")
    return {"chat": membership.found_group(act.world, title, act.person, [act.person], forum=forum).id}


@act_named("new_topic")
async def _new_topic(act: Act) -> Json:
    if not act.chat.is_forum or not act.text("name").strip():
        raise ActRefused("a topic needs a forum and a name")
    return {"topic": membership.open_topic(act.world, act.chat, act.text("name").strip(), act.person).id}
