"""Acts inside a chat: writing, tapping, sending, inline mode."""

from __future__ import annotations

from simulator.acts import inline, tapping, writing
from simulator.acts.inline import InlineResult
from simulator.acts.writing import ActRefused
from simulator.page_api.acts.act import Act, act_named
from simulator.posting import delete
from simulator.shapes import Json

TAP_SECONDS = 10.0


@act_named("say")
async def _say(act: Act) -> Json:
    sent = writing.say(
        act.world, act.person, act.chat, act.text("text"), reply_to=act.reply_to, thread_id=act.topic
    )
    return {"message": sent[-1].id}


@act_named("start")
async def _start(act: Act) -> Json:
    return {"message": tapping.start(act.world, act.person, act.text("payload") or None).id}


@act_named("tap")
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


@act_named("reply_key")
async def _reply_key(act: Act) -> Json:
    key = tapping.find_key(act.chat, act.person, act.text("text"), exact=True)
    if key is None:
        return {"message": writing.say(act.world, act.person, act.chat, act.text("text"))[-1].id}
    return {"message": tapping.press_key(act.world, act.person, act.chat, key).id}


@act_named("contact")
async def _contact(act: Act) -> Json:
    if act.text("phone"):
        name = act.text("name") or act.person.first_name
        return {"message": writing.share_contact(act.world, act.person, act.chat, act.text("phone"), name).id}
    return {"message": writing.share_own_contact(act.world, act.person, act.chat).id}


@act_named("upload")
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


@act_named("location")
async def _location(act: Act) -> Json:
    try:
        spot = float(act.text("latitude")), float(act.text("longitude"))
    except ValueError:
        raise ActRefused("a place is two numbers") from None
    place = writing.send_location(act.world, act.person, act.chat, spot, thread_id=act.topic)
    return {"message": place.id}


@act_named("voice")
async def _voice(act: Act) -> Json:
    sent = writing.send_file(
        act.world, act.person, act.chat, "voice", b"OggS-sample",
        seconds=act.number("seconds") or 1, thread_id=act.topic,
    )  # fmt: skip
    return {"message": sent.id}


@act_named("edit")
async def _edit(act: Act) -> Json:
    return {"message": writing.edit(act.world, act.person, act.message(), act.text("text")).id}


@act_named("delete")
async def _delete(act: Act) -> Json:
    message = act.message()
    if message.sender is not act.person and not act.chat.is_private:
        raise ActRefused("only one's own messages can be deleted")
    delete(act.world, message)
    return {}


@act_named("inline_query")
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


@act_named("inline_pick")
async def _inline_pick(act: Act) -> Json:
    results = act.offers.get(act.text("query_id"), [])
    result = next((each for each in results if each.id == act.text("result")), None)
    if result is None:
        raise ActRefused("this offer is no longer there")
    return {"message": inline.pick_inline(act.world, act.person, act.chat, result, act.topic).id}
