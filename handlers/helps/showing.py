"""A request for help as each reader may see it, and the lines about help on the problem's own card."""

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.issues.showing import find_mine
from handlers.posting import Manner
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.helps import (
    HELP,
    Helping,
    HelpNotFound,
    is_helper,
    may_lead,
    source_of,
    view_help,
    workdays_left,
)
from services.helps.seeing import may_bring
from services.issues import mask_for_everybody
from services.people import Hats, hats_of
from services.policies import show_policy
from storage.base import require_id
from storage.bodies import find_body_by_id, get_body
from storage.helps import HelpRequest, HelpState, list_helps
from storage.issues import Issue
from storage.people import Person, find_person

routes = Routes()


@routes.card(HELP)
def show_help(turn: Turn, help_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The card: who needs what by when, what was answered; for groups neither reasons nor names."""
    hats = hats_of(turn.session, reader, turn.today) if reader is not None else None
    try:
        helping = view_help(occasion_of(turn), help_id, hats)
    except HelpNotFound:
        return None
    if hats is None:
        issue = helping.issue
        title = mask_for_everybody(issue.title, issue.enterprise)
        return "helps/card_public", {**_heading(turn, helping), "title": title}
    return "helps/card", {**help_facts(turn, helping), "steps": list_steps(turn, helping, hats)}


def list_steps(turn: Turn, helping: Helping, hats: Hats) -> list[str]:
    """What somebody may do with a request now: the card's buttons, the main one first."""
    row = helping.help
    if row.state == HelpState.ASKED and is_helper(row, hats):
        return ["agreed", "unable", "wanting"]
    if row.state != HelpState.WANTING or not may_bring(turn.session, row, hats, helping.issue):
        return []
    passing = row.source_id is None and may_lead(turn.session, helping.issue, hats)
    return ["pass_on", "bring"] if passing else ["bring"]


def help_facts(turn: Turn, helping: Helping) -> Facts:
    """All that the card of a request shows."""
    session, row, occasion = turn.session, helping.help, occasion_of(turn)
    policy = (
        show_policy(session, row.policy_id, now=turn.now, zone=turn.house.zone) if row.policy_id else None
    )
    return {
        **_heading(turn, helping),
        "left": workdays_left(occasion, row),
        "asker": find_person(session, row.asked_by),
        "lead": find_person(session, helping.issue.lead_id),
        "answerer": find_person(session, row.answered_by),
        "wanter": find_person(session, row.wanted_by),
        "bringer": find_person(session, row.material_by),
        "policy": policy.line if policy is not None else None,
        "source": find_body_by_id(session, row.source_id) or source_of(occasion, helping),
    }


def list_lines(turn: Turn, issue: Issue) -> list[Facts]:
    """Every help of a matter in one line each."""
    return [line_facts(turn, row) for row in list_helps(turn.session, require_id(issue.id))]


def line_facts(turn: Turn, row: HelpRequest) -> Facts:
    """One help in one line."""
    return {
        "help": row,
        "body": get_body(turn.session, row.body_id),
        "is_late": row.due_at is not None and row.due_at < turn.now,
    }


@routes.tap("help.view")
def view(update: Update, turn: Turn) -> None:
    """Tap “view” or a line: the request's card in the person's own chat."""
    helping = view_help(occasion_of(turn), turn.press.subject, turn.hats)
    help_id = require_id(helping.help.id)
    if turn.sender.is_private:
        turn.show_card(HELP, help_id)
        return
    turn.send_card(turn.me, HELP, help_id, manner=Manner())
    turn.answer("issues/shown_in_private", bot=turn.house.bot_username)


@routes.tap("help.list")
def show_all(update: Update, turn: Turn) -> None:
    """Tap “help” on a problem's card: every request with its answer, each to be opened."""
    issue = find_mine(turn)
    turn.edit("helps/list", issue=issue, rows=list_lines(turn, issue))


def _heading(turn: Turn, helping: Helping) -> Facts:
    return {
        "help": helping.help,
        "issue": helping.issue,
        "body": helping.body,
        "owner": get_body(turn.session, helping.issue.owner_id),
        "is_late": helping.help.due_at is not None and helping.help.due_at < turn.now,
    }
