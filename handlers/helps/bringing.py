"""Passing on to the township what a helper needs: one tap of the lead owner."""

from telegram import Update

from handlers.helps.announcing import announce_help
from handlers.issues.occasions import occasion_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.helps import HELP, pass_on
from services.issues import SUBJECT
from storage.base import require_id
from storage.bodies import get_body

routes = Routes()


@routes.tap("help.pass")
def pass_to_township(update: Update, turn: Turn) -> None:
    """Tap “pass on to the township”. Raises HelpNotFound, HelpNotYours, HelpMoved."""
    helping = pass_on(occasion_of(turn), turn.press.subject, phase=turn.press.number(0))
    row = helping.help
    turn.answer("helps/passed_toast", source=get_body(turn.session, row.source_id or 0))
    turn.refresh_cards(HELP, require_id(row.id))
    turn.refresh_cards(SUBJECT, require_id(helping.issue.id))
    announce_help(turn, row, groups=False)
