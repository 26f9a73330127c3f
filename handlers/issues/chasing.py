"""Chasing an overdue problem: one message a person, renewed each working day, over when somebody acts."""

from collections.abc import Iterable
from datetime import timedelta

from handlers import cards
from handlers.issues.occasions import occasion_of
from handlers.posting import Destination, Manner, post_edit
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.issues import workdays_left
from storage.base import require_id
from storage.cards import Card, close_card, list_cards
from storage.issues import Issue, find_issue
from storage.outbox import Priority
from storage.people import Person

routes = Routes()

CHASE = "issue_chase"
DELETABLE = timedelta(hours=47)
"""Telegram lets a bot delete its messages for two days; an older one stays and says that it is over."""


def send_chase(turn: Turn, people: Iterable[Person], issue: Issue) -> None:
    """Chase them anew; what they had got before is taken away, so that chases do not pile up."""
    issue_id = require_id(issue.id)
    for card in list_cards(turn.session, CHASE, issue_id):
        if turn.now - card.created_at < DELETABLE:
            cards.take_away(turn, card)
        elif card.message_id is not None:
            _say_newer(turn, issue, card, card.message_id)
    turn.send_card(people, CHASE, issue_id)


def _say_newer(turn: Turn, issue: Issue, card: Card, message_id: int) -> None:
    to, manner = Destination(card.chat_id, None, card.person_id), Manner(Priority.REMINDER)
    over = turn.render("issues/chase_newer", {"issue": issue})
    post_edit(turn.session, over, to, manner, now=turn.now, message_id=message_id)
    close_card(turn.session, require_id(card.id))


@routes.card(CHASE)
def show_chase(turn: Turn, issue_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """That it is overdue, and for how long; after somebody has acted, only that."""
    issue = find_issue(turn.session, issue_id)
    if issue is None:
        return None
    if not issue.is_open or issue.due_at is None or issue.due_at > turn.now:
        return "issues/chase_over", {"issue": issue}
    days = max(0, -(workdays_left(occasion_of(turn), issue) or 0))
    return "issues/overdue", {"issue": issue, "days": days}
