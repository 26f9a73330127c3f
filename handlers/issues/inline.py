"""Reporting from any chat by inline mode: the message lives on as a short card for everybody (scenario 3)."""

from telegram import Update

from handlers import cards, forms
from handlers.intake import Intake
from handlers.issues.drafts import FORM, add_to_draft, begin_draft, choose, draft_of
from handlers.issues.occasions import in_private
from handlers.offers import Offer
from handlers.routes import Routes
from handlers.turn import Turn
from services.issues import SUBJECT, mask_for_everybody, may_see, read_draft, split_inline_report
from services.outcomes import Stale
from storage.base import require_id
from storage.cards import find_inline_card
from storage.conversations import find_conversation
from storage.issues import find_issue
from templates import words

routes = Routes()

NEW = "new"
"""Stands for no industry in an offer's id."""


@routes.offer("report")
def offer(turn: Turn, text: str) -> list[Offer]:
    """The word for reporting and a TEXT: the offer to report it, first for the industry it seems to be about,
    then for each of the others.
    """
    told = split_inline_report(text)
    if told is None:
        return []
    draft = read_draft(turn.session, [told], {}, turn.hats.unit)
    if not draft.is_told:
        return []
    title = mask_for_everybody(draft.title, draft.enterprise)
    facts: dict[str, object] = {"title": title, "unit": turn.hats.unit, "told": told}
    industries = dict.fromkeys([draft.industry, *words("industry")])
    return [
        Offer(f"report:{industry or NEW}", "issues/offer_report", {**facts, "industry": industry})
        for industry in industries
    ]


@routes.pick("report")
def picked(update: Update, turn: Turn) -> None:
    """The offer was sent: its words go into the person's draft, whose card appears in their own chat."""
    chosen = update.chosen_inline_result
    told = split_inline_report(chosen.query) if chosen else None
    if chosen is None or told is None:
        return
    own = in_private(turn)
    draft = begin_draft(own)
    add_to_draft(own, draft, Intake(text=told))
    industry = chosen.result_id.partition(":")[2]
    if industry in words("industry") and industry != draft_of(own, draft).industry:
        choose(own, draft, "industry", industry)
    if chosen.inline_message_id:
        cards.adopt_inline(turn, FORM, forms.form_id(draft), chosen.inline_message_id)
    own.show_card(FORM, forms.form_id(draft))


@routes.pick("issue")
def shared(update: Update, turn: Turn) -> None:
    """A problem was shown in a chat: that message follows its state from now on."""
    chosen = update.chosen_inline_result
    number = chosen.result_id.partition(":")[2] if chosen else ""
    issue = find_issue(turn.session, int(number)) if number.isdecimal() else None
    if (
        chosen is None
        or issue is None
        or not chosen.inline_message_id
        or not may_see(turn.session, issue, turn.hats)
    ):
        return
    cards.adopt_inline(turn, SUBJECT, require_id(issue.id), chosen.inline_message_id)


@routes.tap("report.shared")
def open_shared(update: Update, turn: Turn) -> None:
    """Tap “view” under a report that has not been handed in: only its author gets to see the draft."""
    message_id = turn.sender.inline_message_id
    card = find_inline_card(turn.session, message_id) if message_id else None
    draft = find_conversation(turn.session, card.subject_id) if card and card.subject_kind == FORM else None
    if draft is None:
        raise Stale
    if draft.person_id != turn.my_id:
        turn.answer("issues/draft_not_yours", alert=True)
        return
    own = in_private(turn)
    own.show_card(FORM, forms.form_id(draft))
    turn.answer("issues/shown_in_private", bot=turn.house.bot_username)
