"""What was decided, item by item: in pages, amended by one line of text, asked about where incomplete."""

from telegram import Update

from handlers import forms
from handlers.issues.occasions import occasion_of
from handlers.meetings.facts import view_meeting
from handlers.minutes.issuing import CARD, minutes_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.minutes import amend_item, find_incomplete, follow_up, get_item, remove_item
from services.rights import Right
from storage.base import require_id
from storage.bodies import find_body_by_id
from storage.conversations import Conversation
from storage.meetings import get_meeting
from storage.minutes import DecidedItem, Minutes

routes = Routes()

FORM, TEXT, ITEM = "minutes_form", "text", "item"
"""The form of a draft, and what it asks for: more text, or what an item lacks."""
PAGE = 4


@routes.tap("minutes.items")
def list_items(_update: Update, turn: Turn) -> None:
    """Tap of the office: a page of the decided items, in place of the card."""
    turn.require(Right.HAND_DOWN)
    minutes, page = minutes_of(turn), turn.press.number()
    items = follow_up(occasion_of(turn), require_id(minutes.id))
    page = min(page, max(0, len(items) - 1) // PAGE)
    shown = list(enumerate(items, start=1))[page * PAGE :][:PAGE]
    about = view_meeting(get_meeting(turn.session, minutes.meeting_id))
    turn.edit(
        "minutes/items", about=about, minutes=minutes, shown=shown, page=page, total=len(items), per=PAGE
    )


@routes.tap("minutes.item")
def open_item(_update: Update, turn: Turn) -> None:
    """Tap of the office: an item is to be amended; what comes next as text is taken for it."""
    turn.require(Right.HAND_DOWN)
    minutes = minutes_of(turn)
    ask_for(turn, minutes, get_item(occasion_of(turn), require_id(minutes.id), turn.press.number()))


@routes.tap("minutes.remove")
def remove(_update: Update, turn: Turn) -> None:
    """Tap: a line is no decided item."""
    remove_item(occasion_of(turn), turn.press.subject, turn.press.number())
    back_to_text(turn, turn.press.subject)
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("minutes.card")
def back(_update: Update, turn: Turn) -> None:
    """Tap on `back`: the card in place of what is shown."""
    turn.require(Right.HAND_DOWN)
    minutes_id = require_id(minutes_of(turn).id)
    back_to_text(turn, minutes_id)
    turn.refresh_cards(CARD, minutes_id)


def ask_for(turn: Turn, minutes: Minutes, item: DecidedItem) -> None:
    """Show an item and ask who and by when."""
    form = form_of(turn, require_id(minutes.id))
    forms.answer_form(turn, form, asked=ITEM, item=item.id)
    owner = find_body_by_id(turn.session, item.owner_id or 0)
    turn.edit("minutes/item", minutes=minutes, item=item, owner=owner)


def amend(turn: Turn, conversation: Conversation, text: str) -> None:
    """What was typed is the item's owner, its last day, or both; then what else is lacking is asked."""
    minutes_id = conversation.subject_id or 0
    occasion = occasion_of(turn)
    item = amend_item(occasion, minutes_id, int(conversation.answers["item"]), text)
    lacking = item if not item.is_complete else find_incomplete(occasion, minutes_id)
    if lacking is None:
        forms.answer_form(turn, conversation, asked=TEXT)
        turn.repost_card(CARD, minutes_id)
        return
    forms.answer_form(turn, conversation, asked=ITEM, item=lacking.id)
    owner = find_body_by_id(turn.session, lacking.owner_id or 0)
    turn.reply("minutes/item", minutes={"id": minutes_id}, item=lacking, owner=owner)


def form_of(turn: Turn, minutes_id: int) -> Conversation:
    """The form of this draft, opened if it is not."""
    form = forms.find_form(turn)
    if form is not None and form.form == FORM and form.subject_id == minutes_id:
        return form
    return forms.open_form(turn, FORM, subject_id=minutes_id, asked=TEXT)


def back_to_text(turn: Turn, minutes_id: int) -> None:
    """What is typed next is more text again."""
    forms.answer_form(turn, form_of(turn, minutes_id), asked=TEXT)
