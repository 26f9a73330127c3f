"""A leave as the absent person and the stand-in see it: the days, who stands in, every matter in hand."""

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.leaves.entering import open_form
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.leaves import LEAVE, list_led, view_leave
from storage.base import require_id
from storage.leaves import Leave, LeaveState, find_leave, list_leaves_of, list_stand_in_duties
from storage.people import Person, find_person, get_person

routes = Routes()

SHOWN = 12


@routes.tap("leave.mine")
def mine(update: Update, turn: Turn) -> None:
    """Tap on /me: my leave and what I stand in for; without any, the form at once."""
    leaves = list_leaves_of(turn.session, turn.my_id)
    duties = list_stand_in_duties(turn.session, turn.my_id, LeaveState.ASKED, LeaveState.ACCEPTED)
    if not leaves and not duties:
        open_form(turn)
        return
    rows = [
        {"leave": leave, "person": get_person(turn.session, leave.person_id)} for leave in (*leaves, *duties)
    ]
    turn.reply("leaves/mine", rows=rows, my_id=turn.my_id)


@routes.tap("leave.view")
def view(update: Update, turn: Turn) -> None:
    """Tap a leave. Raises LeaveNotFound."""
    leave = view_leave(occasion_of(turn), turn.press.subject)
    turn.show_card(LEAVE, require_id(leave.id))


@routes.card(LEAVE)
def show_leave(turn: Turn, leave_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The card; nobody but the two sees it."""
    leave = find_leave(turn.session, leave_id)
    if leave is None or reader is None or reader.id not in (leave.person_id, leave.stand_in_id):
        return None
    return "leaves/card", leave_facts(turn, leave, reader)


def leave_facts(turn: Turn, leave: Leave, reader: Person) -> Facts:
    """What the card shows."""
    issues = list_led(turn.session, leave.person_id) if leave.is_current else []
    return {
        "leave": leave,
        "person": get_person(turn.session, leave.person_id),
        "stand_in": find_person(turn.session, leave.stand_in_id),
        "issues": issues[:SHOWN],
        "more": max(0, len(issues) - SHOWN),
        "is_mine": reader.id == leave.person_id,
        "has_begun": leave.from_day <= turn.today,
    }
