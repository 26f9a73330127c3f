"""Handing the draft in, giving it up, and what happens to a draft that nobody touches (scenarios 1, 2, 8)."""

from telegram import Update

from handlers import cards, forms
from handlers.issues.announcing import announce
from handlers.issues.drafts import (
    EXPIRE,
    FORM,
    REMIND,
    draft_matter,
    draft_of,
    forget_reminders,
    list_drafts_of,
)
from handlers.issues.occasions import occasion_of
from handlers.issues.similar import ask_about_similar
from handlers.routes import Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.issues import RELAY, SUBJECT, confirm_relay, submit_issue
from services.outcomes import Stale
from storage.base import require_id
from storage.cards import list_cards
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.due import Due, DueState
from storage.issues import find_issue
from storage.people import get_person

routes = Routes()


@routes.tap("report.submit")
def submit(update: Update, turn: Turn) -> None:
    """Tap “submit”: the draft becomes a problem with a number, its card goes on as the problem's card."""
    if _say_already_submitted(turn):
        return
    conversation = forms.my_form(turn, FORM)
    if not ask_about_similar(turn, conversation):
        hand_in(turn, conversation)


@routes.tap("report.anew")
def submit_anyway(update: Update, turn: Turn) -> None:
    """Tap “report it anew all the same”."""
    if not _say_already_submitted(turn):
        hand_in(turn, forms.my_form(turn, FORM))


def hand_in(turn: Turn, conversation: Conversation) -> None:
    """The draft becomes a problem; who has to act hears of it."""
    draft = draft_of(turn, conversation)
    relay_id, files = int(conversation.answers.get("relay", 0)), draft_matter(conversation)
    if relay_id:
        submitted = confirm_relay(occasion_of(turn), relay_id, draft=draft, files=files)
        cards.become(turn, RELAY, relay_id, (SUBJECT, require_id(submitted.issue.id)))
    else:
        submitted = submit_issue(occasion_of(turn), draft, files=files)
    issue_id = require_id(submitted.issue.id)
    conversation.subject_id = issue_id
    forms.close_form(turn, conversation)
    forget_reminders(turn, conversation)
    turn.answer("issues/submitted_toast", issue=submitted.issue)
    cards.become(turn, FORM, forms.form_id(conversation), (SUBJECT, issue_id))
    if not _is_shown_here(turn, issue_id):
        turn.show_card(SUBJECT, issue_id)
    announce(turn, submitted.issue)


def _say_already_submitted(turn: Turn) -> bool:
    """A second tap on the same button only says the number again."""
    conversation = find_conversation(turn.session, turn.press.subject)
    if conversation is None or conversation.form != FORM or conversation.person_id != turn.my_id:
        raise Stale
    issue = find_issue(turn.session, conversation.subject_id or 0)
    if conversation.state != ConversationState.DONE or issue is None:
        return False
    turn.answer("issues/submitted_toast", issue=issue)
    return True


def _is_shown_here(turn: Turn, issue_id: int) -> bool:
    return any(card.chat_id == turn.sender.chat_id for card in list_cards(turn.session, SUBJECT, issue_id))


@routes.tap("report.cancel")
def cancel_draft(update: Update, turn: Turn) -> None:
    """Tap “cancel”."""
    give_up(turn, forms.my_form(turn, FORM))


def give_up(turn: Turn, conversation: Conversation) -> None:
    """The draft is dropped by its author; its card says so."""
    forms.end_form(turn, conversation, ConversationState.CANCELLED)
    forget_reminders(turn, conversation)


@routes.tap("report.resume")
def resume(update: Update, turn: Turn) -> None:
    """Tap “go on” under a reminder or in /todo: the draft is taken up and shown at the end."""
    conversation = forms.my_form(turn, FORM)
    turn.show_card(FORM, forms.form_id(conversation))


@routes.todo(FORM)
def list_drafts(turn: Turn) -> list[WaitingItem]:
    """A draft that has not been handed in waits for its author."""
    return [
        WaitingItem(
            "issues/todo_draft",
            Light.GREY,
            None,
            {"form": forms.form_id(draft), "title": draft_of(turn, draft).title},
        )
        for draft in list_drafts_of(turn)
    ]


@routes.due(REMIND)
def remind(due: Due, turn: Turn) -> None:
    """Nobody has touched the draft for a while: one reminder."""
    conversation = _unfinished(due, turn)
    if conversation is None:
        due.state = DueState.MISSED
        return
    author = get_person(turn.session, conversation.person_id)
    draft = draft_of(turn, conversation)
    hours = turn.house.mechanism.drafts.expire_after_hours
    turn.tell(
        author, "issues/draft_reminder", form=forms.form_id(conversation), title=draft.title, hours=hours
    )


@routes.due(EXPIRE)
def expire(due: Due, turn: Turn) -> None:
    """The draft has lain too long: it is dropped, and its author told."""
    conversation = _unfinished(due, turn)
    if conversation is None:
        due.state = DueState.MISSED
        return
    title, text = draft_of(turn, conversation).title, draft_of(turn, conversation).text
    forms.end_form(turn, conversation, ConversationState.EXPIRED)
    author = get_person(turn.session, conversation.person_id)
    hours = turn.house.mechanism.drafts.expire_after_hours
    turn.tell(author, "issues/draft_expired", title=title, text=text, hours=hours)


def _unfinished(due: Due, turn: Turn) -> Conversation | None:
    conversation = find_conversation(turn.session, due.subject_id or 0)
    return conversation if conversation is not None and conversation.goes_on else None
