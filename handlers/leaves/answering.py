"""The stand-in's answer, and a leave that ends before its last day."""

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.leaves.receipts import bring_receipts, refresh_receipts
from handlers.routes import Routes
from handlers.turn import Turn
from services.issues import SUBJECT
from services.leaves import (
    LEAVE,
    Ended,
    accept_standing_in,
    decline_standing_in,
    end_leave,
    list_led,
)
from storage.base import require_id
from storage.leaves import Leave
from storage.people import find_person, get_person

routes = Routes()


@routes.tap("leave.accept")
def accept(update: Update, turn: Turn) -> None:
    """Tap “accept” on a leave's card. Raises LeaveNotFound, LeaveNotYours, LeaveMoved."""
    leave = accept_standing_in(occasion_of(turn), turn.press.subject)
    turn.answer("leaves/accepted_toast")
    _tell_absent(turn, leave, "leaves/told_accepted")
    if leave.covers(turn.today):
        bring_receipts(turn, leave, turn.me)
    show_changes(turn, leave)


@routes.tap("leave.decline")
def decline(update: Update, turn: Turn) -> None:
    """Tap “decline”. Raises LeaveNotFound, LeaveNotYours, LeaveMoved."""
    leave = decline_standing_in(occasion_of(turn), turn.press.subject)
    _tell_absent(turn, leave, "leaves/told_declined")
    turn.refresh_cards(LEAVE, require_id(leave.id))


@routes.tap("leave.end")
def end(update: Update, turn: Turn) -> None:
    """Tap “I am back” or “I do not go”. Raises LeaveNotFound, LeaveNotYours, LeaveMoved."""
    tell_ended(turn, end_leave(occasion_of(turn), turn.press.subject))


def tell_ended(turn: Turn, ended: Ended) -> None:
    """Both hear what became of the matters; a stand-in who never accepted hears nothing."""
    leave = ended.leave
    person, stand_in = get_person(turn.session, leave.person_id), find_person(turn.session, leave.stand_in_id)
    people = [person] if stand_in is None or leave.answered_at is None else [person, stand_in]
    count = len(ended.issues)
    turn.tell(
        people, "leaves/told_ended", leave=leave, person=person, stand_in=stand_in, ended=ended, count=count
    )
    if ended.had_begun and leave.answered_at is not None:
        bring_receipts(turn, leave, person)
    show_changes(turn, leave)


def show_changes(turn: Turn, leave: Leave) -> None:
    """Every card that tells who acts is brought up to date."""
    turn.refresh_cards(LEAVE, require_id(leave.id))
    refresh_receipts(turn, leave)
    for issue in list_led(turn.session, leave.person_id):
        turn.refresh_cards(SUBJECT, require_id(issue.id))


def _tell_absent(turn: Turn, leave: Leave, template: str) -> None:
    person, stand_in = get_person(turn.session, leave.person_id), find_person(turn.session, leave.stand_in_id)
    turn.tell(
        person, template, leave=leave, stand_in=stand_in, count=len(list_led(turn.session, leave.person_id))
    )
