"""The chair sends minutes back and says why: one of the usual reasons by a tap, or in their own words."""

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.meetings.facts import view_meeting
from handlers.minutes.issuing import CARD, minutes_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.minutes import MinutesRefused, return_minutes
from services.outcomes import NotAllowed, Stale
from storage.base import require_id
from storage.conversations import Conversation
from storage.meetings import get_meeting
from storage.minutes import MinutesState
from storage.people import get_person
from templates import words

routes = Routes()

FORM = "minutes_return"


@routes.tap("minutes.back")
def ask_why(_update: Update, turn: Turn) -> None:
    """Tap of the chair: what is to be changed? Raises NotAllowed, Stale."""
    minutes = minutes_of(turn)
    if minutes.chair_id != turn.my_id:
        raise NotAllowed
    if minutes.state != MinutesState.SIGNING:
        raise MinutesRefused(problem="issued" if minutes.state == MinutesState.ISSUED else "returned")
    forms.open_form(turn, FORM, subject_id=minutes.id, asked="reason")
    turn.edit("minutes/return_asked", minutes=minutes, reasons=list(words("minutes_return")))


@routes.tap("minutes.back_for")
def send_back_for(_update: Update, turn: Turn) -> None:
    """Tap of the chair: one of the usual reasons. Raises Stale."""
    reason = words("minutes_return").get(turn.press.argument())
    if reason is None:
        raise Stale
    _send_back(turn, require_id(minutes_of(turn).id), reason)


@routes.tap("minutes.stay")
def stay(_update: Update, turn: Turn) -> None:
    """Tap of the chair: not sent back after all."""
    _end_form(turn)
    turn.refresh_cards(CARD, require_id(minutes_of(turn).id))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """The chair's own words are the reason."""
    if not intake.text:
        turn.reply("minutes/reason_wanted")
        return
    _send_back(turn, conversation.subject_id or 0, intake.text)


def _send_back(turn: Turn, minutes_id: int, reason: str) -> None:
    minutes = return_minutes(occasion_of(turn), minutes_id, reason)
    _end_form(turn)
    turn.refresh_cards(CARD, minutes_id)
    writer = get_person(turn.session, minutes.written_by)
    about = view_meeting(get_meeting(turn.session, minutes.meeting_id))
    turn.tell(writer, "minutes/returned", important=True, about=about, chair=turn.me, reason=reason)


def _end_form(turn: Turn) -> None:
    form = forms.find_form(turn)
    if form is not None and form.form == FORM:
        forms.close_form(turn, form)
