"""At the end the lead owner says how each help was; it is kept for the assessment (scenario 14, M21)."""

from telegram import Update

from handlers.helps.showing import line_facts
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.helps import HELP, may_rate, rate_help
from services.outcomes import Stale
from services.people import hats_of
from storage.base import require_id
from storage.bodies import get_body
from storage.helps import HelpRating, list_helps
from storage.issues import find_issue
from storage.people import Person

routes = Routes()

CARD = "help_rating"
"""The card that asks for it; its subject is the problem."""


@routes.card(CARD)
def show_rating(turn: Turn, issue_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """Every help of a solved problem, each with three buttons."""
    issue = find_issue(turn.session, issue_id)
    if issue is None or reader is None:
        return None
    rows = [line_facts(turn, row) for row in list_helps(turn.session, issue_id)]
    allowed = may_rate(turn.session, issue, hats_of(turn.session, reader, turn.today))
    return "helps/rating", {"issue": issue, "rows": rows, "may_rate": allowed}


@routes.tap("help.rate")
def rate(update: Update, turn: Turn) -> None:
    """Tap a mark. Raises HelpNotFound, HelpNotYours, HelpMoved."""
    try:
        rating = HelpRating(turn.press.argument(0))
    except ValueError:
        raise Stale from None
    helping = rate_help(occasion_of(turn), turn.press.subject, rating)
    body = get_body(turn.session, helping.help.body_id)
    turn.answer("helps/rated_toast", body=body, rating=rating.value)
    turn.refresh_cards(CARD, require_id(helping.issue.id))
    turn.refresh_cards(HELP, require_id(helping.help.id))


@routes.tap("help.marks")
def show_marks(update: Update, turn: Turn) -> None:
    """Tap “judge the help”, in the list of what waits or on the problem's card."""
    turn.show_card(CARD, turn.press.subject)
