"""Inline mode: @bot WORDS in any chat. Every feature's offers in one list, nothing for strangers."""

from html import unescape

from telegram import Update

from handlers.effects import answer_inline
from handlers.offers import Offer
from handlers.posting import message_content
from handlers.routes import Routes
from handlers.turn import Turn
from storage.base import type_json
from templates import Rendered

routes = Routes()

MOST = 20
"""Offers; nobody reads more in an input field."""
REPORT = "report:"
SEPARATOR = "\n===\n"


@routes.event("inline")
def answer_query(update: Update, turn: Turn) -> None:
    """Something was typed after the assistant's name."""
    query = update.inline_query
    if query is None or not turn.is_bound:
        return
    text = query.query.strip()
    results = [_result(turn, found) for found in _list_offers(turn, text)[:MOST]]
    turn.effects.append(answer_inline(query.id, results))


def _list_offers(turn: Turn, text: str) -> list[Offer]:
    """Every feature's offers; whoever asked to report finds that first."""
    if not text:
        return []
    found = [offer for offerer in turn.routes.offers.values() for offer in offerer(turn, text)]
    return sorted(found, key=lambda offer: not offer.id.startswith(REPORT))


@routes.event("inline_chosen")
def chosen(update: Update, turn: Turn) -> None:
    """An offer was sent into a chat: its feature hears of it."""
    result = update.chosen_inline_result
    if result is None or not turn.is_bound:
        return
    name = result.result_id.partition(":")[0]
    handler = turn.routes.picks.get(name)
    if handler is not None:
        turn.handler = f"pick {name}"
        handler(update, turn)


def _result(turn: Turn, found: Offer) -> type_json:
    rendered = turn.render(found.template, found.facts)
    head, _, text = rendered.text.partition(SEPARATOR)
    title, _, description = head.partition("\n")
    content = message_content(Rendered(text.strip("\n"), rendered.keyboard))
    result: type_json = {
        "type": "article",
        "id": found.id,
        "title": unescape(title),
        "description": unescape(description),
        "input_message_content": {
            "message_text": content["text"],
            "parse_mode": content["parse_mode"],
            "link_preview_options": content["link_preview_options"],
        },
    }
    if rendered.keyboard:
        result["reply_markup"] = rendered.keyboard
    return result
