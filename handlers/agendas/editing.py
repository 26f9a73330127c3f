"""The office changes an agenda: topics added, reworded, moved, taken out and brought back."""

from telegram import Update

from handlers import forms
from handlers.agendas.showing import CARD, the_meeting
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.meetings.facts import view_meeting
from handlers.routes import Routes
from handlers.turn import Turn
from services.agendas import add_topics, move_topic, remove_topic, restore_topics, reword_topic
from services.outcomes import Stale
from services.rights import Right
from storage import agendas as rows
from storage.base import require_id
from storage.conversations import Conversation

routes = Routes()

FORM, NEW, WORDS = "agenda_form", "new", "words"
PAGE = 6


@routes.tap("agenda.add")
def ask_for_topic(_update: Update, turn: Turn) -> None:
    """Tap: what is to be added? Every line is a topic."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
    form = forms.open_form(turn, FORM, subject_id=require_id(meeting.id), asked=NEW)
    turn.reply("agendas/add_asked", about=view_meeting(meeting), form=forms.form_id(form))


@routes.tap("agenda.edit")
def list_topics(_update: Update, turn: Turn) -> None:
    """Tap: which topic? In place of the card."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
    topics, page = rows.list_topics(turn.session, turn.press.subject), turn.press.number()
    page = min(page, max(0, len(topics) - 1) // PAGE)
    shown = list(enumerate(topics, start=1))[page * PAGE :][:PAGE]
    more = len(topics) > (page + 1) * PAGE
    turn.edit("agendas/topics", about=view_meeting(meeting), shown=shown, page=page, more=more)


@routes.tap("agenda.topic")
def open_topic(_update: Update, turn: Turn) -> None:
    """Tap: a topic with what can be done to it; what is typed next are other words for it."""
    turn.require(Right.CONVENE)
    _show_topic(turn, turn.press.subject, turn.press.number())


@routes.tap("agenda.move")
def move(_update: Update, turn: Turn) -> None:
    """Tap: one place up or down."""
    turn.require(Right.CONVENE)
    step = 1 if turn.press.argument(1) == "down" else -1
    move_topic(occasion_of(turn), turn.press.subject, turn.press.number(), step)
    _show_topic(turn, turn.press.subject, turn.press.number())


@routes.tap("agenda.remove")
def remove(_update: Update, turn: Turn) -> None:
    """Tap: taken out; the card offers to bring it back."""
    turn.require(Right.CONVENE)
    remove_topic(occasion_of(turn), turn.press.subject, turn.press.number())
    _back_to_card(turn, turn.press.subject)


@routes.tap("agenda.restore")
def restore(_update: Update, turn: Turn) -> None:
    """Tap: what was taken out comes back."""
    turn.require(Right.CONVENE)
    restore_topics(occasion_of(turn), turn.press.subject)
    turn.refresh_cards(CARD, turn.press.subject)


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text is new topics, or other words for the one that was opened."""
    turn.require(Right.CONVENE)
    meeting_id, occasion = conversation.subject_id or 0, occasion_of(turn)
    if conversation.asked == WORDS:
        reword_topic(occasion, meeting_id, int(conversation.answers["topic"]), intake.text)
    else:
        add_topics(occasion, meeting_id, intake.text)
    forms.close_form(turn, conversation)
    turn.repost_card(CARD, meeting_id)


def _show_topic(turn: Turn, meeting_id: int, topic_id: int) -> None:
    topics = rows.list_topics(turn.session, meeting_id)
    place = next((place for place, one in enumerate(topics, start=1) if one.id == topic_id), None)
    if place is None:
        raise Stale
    forms.open_form(turn, FORM, subject_id=meeting_id, asked=WORDS, topic=topic_id)
    turn.edit("agendas/topic", topic=topics[place - 1], place=place, total=len(topics))


def _back_to_card(turn: Turn, meeting_id: int) -> None:
    form = forms.find_form(turn)
    if form is not None and form.form == FORM:
        forms.close_form(turn, form)
    turn.refresh_cards(CARD, meeting_id)
