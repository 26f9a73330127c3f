"""Who has read issued minutes: a tap beneath the document, and the office's list (scenario 25)."""

from telegram import Update

from handlers.minutes.issuing import CARD, minutes_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.people import unit_on
from services.rights import Right
from storage import minutes as rows
from storage.base import require_id

routes = Routes()

PAGE = 15


@routes.tap("minutes.read")
def read(_update: Update, turn: Turn) -> None:
    """Tap of somebody who got them: read. Twice is once. Raises Stale."""
    reader = rows.find_reader(turn.session, turn.press.subject, turn.my_id)
    if reader is None:
        raise Stale
    turn.answer("minutes/read_toast")
    if reader.read_at is None:
        reader.read_at = turn.now
        turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("minutes.readers")
def list_readers(_update: Update, turn: Turn) -> None:
    """Tap of the office: who has read them, who has not; those who have not come first."""
    turn.require(Right.HAND_DOWN)
    minutes, page = minutes_of(turn), turn.press.number()
    everybody = rows.list_readers(turn.session, require_id(minutes.id))
    shown = everybody[page * PAGE :][:PAGE]
    facts: Facts = {
        "minutes": minutes,
        "listed": [(reader, one, unit_on(turn.session, one, turn.today)) for reader, one in shown],
        "done": sum(bool(reader.read_at) for reader, _ in everybody),
        "total": len(everybody),
        "page": page,
        "per": PAGE,
        "more": len(everybody) > (page + 1) * PAGE,
    }
    turn.edit("minutes/readers", **facts)
