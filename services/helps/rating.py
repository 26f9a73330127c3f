"""The end of help: what is open ends with the matter, and the lead owner says how each help was (M21)."""

from services.helps.answering import lock_help, moved
from services.helps.clocks import stop_help_clock
from services.helps.outcomes import HelpNotYours
from services.helps.seeing import Helping, may_lead
from services.issues import Occasion
from services.people import Hats
from storage.base import require_id
from storage.database import Session
from storage.helps import HelpRating, HelpRequest, HelpState, list_helps
from storage.issues import Issue, IssueState

RATEABLE = (IssueState.CONFIRMING, IssueState.CLOSED)


def end_helps(occasion: Occasion, issue: Issue) -> list[HelpRequest]:
    """Nobody needs to answer any more: the matter is solved, or has ended otherwise. Returns those ended."""
    ended = [row for row in list_helps(occasion.session, require_id(issue.id)) if row.is_running]
    for row in ended:
        row.late = row.late or (
            row.state == HelpState.ASKED and row.due_at is not None and row.due_at < occasion.now
        )
        row.state, row.phase = HelpState.OVER, row.phase + 1
        stop_help_clock(occasion, row)
    occasion.session.flush()
    return ended


def may_rate(session: Session, issue: Issue, hats: Hats) -> bool:
    """Whether somebody may say how the helps were: who leads the matter, once it is solved."""
    return issue.state in RATEABLE and may_lead(session, issue, hats)


def list_to_rate(occasion: Occasion, issue: Issue) -> list[HelpRequest]:
    """Helps of a solved matter of which nothing has been said yet."""
    if issue.state not in RATEABLE:
        return []
    return [row for row in list_helps(occasion.session, require_id(issue.id)) if row.rating is None]


def rate_help(occasion: Occasion, help_id: int, rating: HelpRating) -> Helping:
    """Say how a help was; saying it anew before the matter is closed replaces what was said.

    Raises HelpNotFound, HelpNotYours, HelpMoved.
    """
    helping = lock_help(occasion, help_id)
    row, issue = helping.help, helping.issue
    if occasion.hats is None or not may_lead(occasion.session, issue, occasion.hats):
        raise HelpNotYours(body=helping.body)
    settled = row.rating is not None and issue.state == IssueState.CLOSED
    if issue.state not in RATEABLE or (settled and row.rating != rating):
        raise moved(occasion, helping)
    row.rating, row.rated_by, row.rated_at = rating, occasion.person_id, occasion.now
    occasion.session.flush()
    return helping
