"""The policy list in chat: /policy, free text, filters and paging in place, cards, inline (scenario 34).

The words that were searched for are the message that the list answers: a tap on the list reads them there,
so nothing has to be remembered and a restart changes nothing.
"""

from collections.abc import Sequence
from typing import TypeVar

from telegram import Message, Update

from handlers import forms
from handlers.intake import Intake
from handlers.policies.importing import take_unasked
from handlers.routes import Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.policies import PolicyPage, look_up_policies
from services.rights import Right
from storage.conversations import Conversation
from storage.policies import PolicyFactor, PolicyIndustry, PolicyLevel, SearchFilters
from templates import words

routes = Routes()

ASKING = "policies"
NOTHING = "-"
LEVELS, FACTORS, INDUSTRIES = tuple(PolicyLevel), tuple(PolicyFactor), tuple(PolicyIndustry)
FILTERS: dict[str, Sequence[str]] = {"level": LEVELS, "factor": FACTORS, "industry": INDUSTRIES}
T = TypeVar("T")


@routes.command("policy", group=True)
def look_up(update: Update, turn: Turn) -> None:
    """`/policy WORDS` searches; without words it asks, and offers to browse."""
    message = update.message
    asked = words_of(message)
    if message is not None and asked:
        turn.reply("policies/list", reply_to=message.message_id, **_list_facts(turn, asked))
        return
    if turn.sender.is_private:
        forms.open_form(turn, ASKING, asked="words")
    turn.say("policies/ask", {"factors": FACTORS[:6], **_menu(turn)})


@routes.form(ASKING)
def hear_words(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """The words after “what are you looking for?”, or the list itself as a spreadsheet."""
    if not intake.text:
        if take_unasked(turn, intake):
            forms.close_form(turn, conversation)
            return
        turn.say("policies/ask", {"factors": FACTORS[:6], **_menu(turn)})
        return
    forms.close_form(turn, conversation)
    turn.reply("policies/list", reply_to=intake.message_id, **_list_facts(turn, intake.text))


@routes.finder("policies")
def find(turn: Turn, asked: str) -> dict[str, object] | None:
    """What free text may be looking for; None when no policy answers."""
    page = _look_up(turn, asked, SearchFilters(), 1)
    chosen = [NOTHING] * len(FILTERS)
    return {"page": page, "chosen": chosen, "filters": SearchFilters()} if page.total else None


@routes.tap("policy.page")
def turn_page(update: Update, turn: Turn) -> None:
    """Another page, or the same words with other filters."""
    turn.edit("policies/list", **_shown_list(update, turn))


@routes.tap("policy.filter")
def choose_filter(update: Update, turn: Turn) -> None:
    """The values of one filter, to choose from; its name is the last argument."""
    kind = turn.press.argument(4)
    if kind not in FILTERS:
        raise Stale
    values = [(str(place), value) for place, value in enumerate(FILTERS[kind])]
    turn.edit("policies/filter", kind=kind, values=values, **_shown_list(update, turn))


def _menu(turn: Turn) -> dict[str, object]:
    """What else the first page offers."""
    keeps = turn.is_bound and turn.may(Right.KEEP_POLICIES)
    return {"private": turn.sender.is_private, "keeps": keeps}


def _shown_list(update: Update, turn: Turn) -> dict[str, object]:
    """The list that the tapped button belongs to: its arguments are page, level, factor, industry."""
    shown = update.callback_query.message if update.callback_query else None
    asked = shown.reply_to_message if isinstance(shown, Message) else None
    filters = SearchFilters(
        level=pick_value(LEVELS, turn.press.argument(1)),
        factor=pick_value(FACTORS, turn.press.argument(2)),
        industry=pick_value(INDUSTRIES, turn.press.argument(3)),
    )
    return _list_facts(turn, words_of(asked), filters, turn.press.number(0))


def _list_facts(
    turn: Turn, asked: str, filters: SearchFilters | None = None, page: int = 1
) -> dict[str, object]:
    tapped = filters or SearchFilters()
    chosen = [
        place_of(LEVELS, tapped.level),
        place_of(FACTORS, tapped.factor),
        place_of(INDUSTRIES, tapped.industry),
    ]
    found = _look_up(turn, asked, tapped, page)
    return {"page": found, "chosen": chosen, "filters": tapped, "private": turn.sender.is_private}


def _look_up(turn: Turn, asked: str, filters: SearchFilters, page: int) -> PolicyPage:
    return look_up_policies(
        turn.session, asked, now=turn.now, zone=turn.house.zone, filters=filters, page=page
    )


def words_of(message: Message | None) -> str:
    """What a message asks for: its text without a command in front; a home word asks for nothing."""
    text = (message.text or "").strip() if message else ""
    if text.startswith("/"):
        _, _, text = text.partition(" ")
    return "" if text in words("home").values() else text.strip()


def pick_value(values: Sequence[T], place: str) -> T | None:
    """The value at a place; None for “all”. Raises Stale for a place that is not there."""
    if place == NOTHING:
        return None
    if not place.isdigit() or int(place) >= len(values):
        raise Stale
    return values[int(place)]


def place_of(values: Sequence[T], value: T | None) -> str:
    return NOTHING if value is None else str(values.index(value))
