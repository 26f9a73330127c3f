"""What the office sees of a meeting: who answered what, what was changed, whom the call has reached (M14)."""

from telegram import Update

from handlers.meetings.facts import DELIVERY, view_meeting
from handlers.meetings.organising import the_meeting
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.meetings.delivering import delivery_of, list_history
from services.meetings.reading import delegate_person, tally_of
from services.outcomes import Stale
from storage import meetings as rows
from storage.base import require_id
from storage.meetings import Reply
from storage.people import Person

routes = Routes()

PAGE = 15
STEPS_SHOWN = 30


@routes.tap("meeting.names")
def names(_update: Update, turn: Turn) -> None:
    """Tap of the office: who answered what, by page and answer; never shown in a group."""
    meeting = the_meeting(turn)
    number, wanted = max(0, turn.press.number()), _reply_of(turn.press.argument(1))
    replies = (wanted,) if wanted else ()
    meeting_id = require_id(meeting.id)
    found = rows.list_named(turn.session, meeting_id, *replies, limit=PAGE + 1, offset=number * PAGE)
    listed = [
        (part, person, unit, delegate_person(turn.session, part)) for part, person, unit in found[:PAGE]
    ]
    turn.edit(
        "meetings/names",
        about=view_meeting(meeting),
        tally_now=tally_of(turn.session, meeting),
        listed=listed,
        page=number,
        more=len(found) > PAGE,
        wanted=wanted.value if wanted else "all",
    )


@routes.tap("meeting.history")
def history(_update: Update, turn: Turn) -> None:
    """Tap of the office: what was answered and changed, latest first."""
    meeting = the_meeting(turn)
    steps = list_history(turn.session, require_id(meeting.id))
    turn.edit(
        "meetings/history",
        about=view_meeting(meeting),
        steps=list(reversed(steps))[:STEPS_SHOWN],
        more=max(0, len(steps) - STEPS_SHOWN),
    )


@routes.tap("meeting.delivery")
def delivery(_update: Update, turn: Turn) -> None:
    """Tap of the office: whom the call has reached."""
    meeting = the_meeting(turn)
    turn.show_card(DELIVERY, require_id(meeting.id))


@routes.card(DELIVERY)
def delivery_card(turn: Turn, meeting_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """How many calls were sent, failed, were blocked and read; who has to be telephoned."""
    meeting = rows.find_meeting(turn.session, meeting_id)
    if meeting is None or reader is None:
        return None
    return "meetings/delivery", {
        "about": view_meeting(meeting),
        "report": delivery_of(turn.session, meeting),
    }


def _reply_of(name: str) -> Reply | None:
    if name == "all":
        return None
    try:
        return Reply(name)
    except ValueError:
        raise Stale from None
