"""Updates that were set aside after three tries: administrators look, try again, or give them up."""

from datetime import datetime

from telegram import Update

from handlers.routes import Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.people import list_administrators
from services.rights import Right
from storage import inbox
from storage.database import Session
from storage.due import Due, DueState, schedule
from storage.inbox import InboxRow

routes = Routes()

PARKED = "admin.parked"
PAGE = 6


def report_parked(session: Session, row_id: int, *, now: datetime) -> None:
    """An update was set aside: administrators hear of it, of several within an hour once."""
    key = f"{PARKED}:{now:%Y-%m-%dT%H}"
    schedule(session, Due(key=key, kind=PARKED, subject_id=row_id, due_at=now))


@routes.due(PARKED)
def tell_of_parked(due: Due, turn: Turn) -> None:
    """One line to administrators."""
    count = inbox.count_parked(turn.session)
    if not count:
        due.state = DueState.MISSED
        return
    turn.tell(list_administrators(turn.session, turn.today), "admin/parked_notice", count=count)


@routes.tap("admin.parked_list")
def list_parked(update: Update, turn: Turn) -> None:
    """What was set aside, the newest first. Raises NotAllowed, Stale."""
    turn.require(Right.ADMINISTER)
    _show_list(turn, turn.press.number())


@routes.tap("admin.parked_one")
def show_parked(update: Update, turn: Turn) -> None:
    """One of them. Raises NotAllowed, Stale."""
    turn.require(Right.ADMINISTER)
    turn.edit("admin/parked_one", row=_row(turn))


@routes.tap("admin.retry")
def retry(update: Update, turn: Turn) -> None:
    """Tap on retrying: handled again, as if it had just come. Raises NotAllowed, Stale."""
    turn.require(Right.ADMINISTER)
    inbox.put_back(turn.session, _row(turn))
    turn.answer("admin/parked_retried")
    _show_list(turn, 0)


@routes.tap("admin.discard")
def discard(update: Update, turn: Turn) -> None:
    """Tap on giving it up. Raises NotAllowed, Stale."""
    turn.require(Right.ADMINISTER)
    inbox.discard(turn.session, _row(turn), now=turn.now)
    turn.answer("admin/parked_discarded")
    _show_list(turn, 0)


def _show_list(turn: Turn, page: int) -> None:
    rows = inbox.list_parked(turn.session, skip=max(page, 0) * PAGE, limit=PAGE + 1)
    count = inbox.count_parked(turn.session)
    turn.edit("admin/parked", rows=rows[:PAGE], count=count, page=page, more=len(rows) > PAGE)


def _row(turn: Turn) -> InboxRow:
    row = inbox.find_parked(turn.session, turn.press.subject)
    if row is None:
        raise Stale
    return row
