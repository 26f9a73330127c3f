"""Appointing another lead owner: offered where nothing moves, chosen from the owner's people."""

from telegram import Update

from handlers.issues.announcing import tell_reporter
from handlers.issues.following import NAME, follow_up
from handlers.issues.occasions import occasion_of
from handlers.issues.showing import find_mine
from handlers.routes import Routes
from handlers.turn import Turn
from services.issues import SUBJECT, Acted, Transition, check_action
from services.issues.appointing import appoint_lead, list_possible_leads
from services.people import in_their_place
from storage.base import require_id
from storage.issues import Issue, IssueAction
from storage.people import find_person, get_person

routes = Routes()

PAGE = 8


@routes.begins(IssueAction.APPOINT)
def begin(turn: Turn, issue: Issue, row: Transition) -> None:
    """Tap on appointing on the problem's card."""
    _choose(turn, issue, 0)


@routes.tap("issue.appoint")
def offered(update: Update, turn: Turn) -> None:
    """Tap on appointing in a message. Raises IssueNotFound, IssueMoved, ActionNotYours."""
    issue = find_mine(turn)
    check_action(occasion_of(turn), issue, IssueAction.APPOINT)
    _choose(turn, issue, turn.press.number(0) if turn.press.arguments else 0)


@routes.tap("issue.lead")
def choose(update: Update, turn: Turn) -> None:
    """Tap a name. Raises LeadUnfit, and what acting on a problem raises."""
    issue = find_mine(turn)
    acted = appoint_lead(occasion_of(turn), issue, turn.press.number(1), phase=turn.press.number(0))
    lead = find_person(turn.session, acted.issue.lead_id)
    turn.answer("issues/appointed_toast", lead=lead)
    turn.edit("issues/appointed_done", issue=acted.issue, lead=lead)
    if not acted.repeated:
        follow_up(turn, acted)


@routes.follows(IssueAction.APPOINT, NAME)
def appointed(turn: Turn, acted: Acted) -> None:
    """Somebody appointed another: the new lead owner gets the card, the former one and reporter a line."""
    issue = acted.issue
    if issue.lead_id is None or turn.person is None:
        return  # the clock's own appointing tells its own story
    lead, former = get_person(turn.session, issue.lead_id), find_person(turn.session, acted.former_lead_id)
    people = in_their_place(turn.session, [lead], turn.today)
    turn.tell(people, "issues/told_appointed", important=True, issue=issue, lead=lead, by=turn.me)
    turn.send_card(people, SUBJECT, require_id(issue.id))
    if former is not None and former.id not in {lead.id, turn.me.id}:
        turn.tell(former, "issues/told_relieved", issue=issue, lead=lead)
    tell_reporter(turn, issue, "issues/told_accepted", person=lead)


def _choose(turn: Turn, issue: Issue, page: int) -> None:
    found = list_possible_leads(occasion_of(turn), issue)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    is_office = turn.hats.is_office
    turn.edit("issues/choose_lead", issue=issue, people=shown, page=page, pages=pages, is_office=is_office)
