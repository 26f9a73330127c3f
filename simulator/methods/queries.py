"""Answers to taps and inline queries."""

from __future__ import annotations

from simulator.errors import bad_request, broken_rule
from simulator.methods.registry import method
from simulator.methods.texts import message_text
from simulator.request import Request
from simulator.shapes import Json
from simulator.world import World

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(request: Request) -> bool:
    """Answer a tap; refused when it is too old, unknown, or answered already."""
    world = request.world
    _check_link(world, request.text("url"))
    tap = world.taps.pop(request.text("callback_query_id") or "", None)
    if tap is None or world.is_stale(tap.at):
        raise bad_request(_TOO_OLD)
    answer: Json = {
        "text": request.text("text") or None,
        "alert": request.flag("show_alert"),
        "url": request.text("url"),
    }
    if not tap.answer.done():
        tap.answer.set_result(answer)
    world.tell(
        [tap.user.id], {"kind": "answer", "chat": tap.message.chat.id if tap.message else None, **answer}
    )
    return True


def _check_link(world: World, url: str | None) -> None:
    """The only links an answer may open are those to the bot itself."""
    if url and not url.lower().startswith(f"https://t.me/{world.bot.username}?start=".lower()):
        raise broken_rule("URL_INVALID")


@method("answerInlineQuery")
def answer_inline_query(request: Request) -> bool:
    """Answer an inline query with up to 50 results, each checked as if it were sent."""
    world = request.world
    results = request.objects("results") or []
    ids = [str(result["id"]) for result in results]
    if len(set(ids)) != len(ids):
        raise broken_rule("RESULT_ID_DUPLICATE")
    for result in results:
        content = result.get("input_message_content")
        if content and "message_text" in content:
            message_text(request, content, "message_text")
        elif result["type"] == "article" and not content:
            raise broken_rule("MESSAGE_EMPTY")
    ask = world.asks.pop(request.text("inline_query_id") or "", None)
    if ask is None or world.is_stale(ask.at):
        raise bad_request(_TOO_OLD)
    if not ask.answer.done():
        ask.answer.set_result({"results": results, "button": request.object("button")})
    return True
