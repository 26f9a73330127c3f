"""Policies on a problem's card: which fit it, one tap cites one, what it cites stands there."""

from telegram import Update

from handlers.routes import Routes, Section
from handlers.turn import Turn
from services.issues import SUBJECT as ISSUE
from services.issues import view_issue
from services.policies import cite_policy, list_offered, policy_lines_of
from storage.base import require_id
from storage.issues import Issue
from storage.people import Person
from storage.policies import list_cited

routes = Routes()

SHOWN = 3


@routes.section("policies")
def show_cited(turn: Turn, issue: Issue, _reader: Person) -> Section | None:
    """What the problem cites, and the button that offers what fits; nothing on a closed one without any."""
    cited = list_cited(turn.session, ISSUE, require_id(issue.id))
    if not cited and not issue.is_open:
        return None
    lines = policy_lines_of(cited[:SHOWN], today=turn.today)
    facts = {"lines": lines, "more": max(0, len(cited) - SHOWN), "issue": issue}
    return Section("policies/section", facts, has_buttons=issue.is_open)


@routes.tap("policy.fitting")
def offer_fitting(_update: Update, turn: Turn) -> None:
    """Tap on a problem's card: the policies that fit it. Raises IssueNotFound."""
    issue = view_issue(turn.session, turn.press.subject, turn.hats)
    found = list_offered(turn.session, issue, today=turn.today)
    turn.reply("policies/fitting", issue=issue, lines=policy_lines_of(found, today=turn.today))


@routes.tap("policy.cite")
def cite(_update: Update, turn: Turn) -> None:
    """Tap: the problem's thread says that it relies on this policy. Raises IssueNotFound, PolicyCited."""
    issue = view_issue(turn.session, turn.press.subject, turn.hats)
    policy = cite_policy(turn.session, issue, turn.press.number(0), hats=turn.hats, now=turn.now)
    turn.answer("policies/cited", policy=policy)
    turn.refresh_cards(ISSUE, require_id(issue.id))
