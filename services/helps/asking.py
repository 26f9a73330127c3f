"""Asking service lines for their part of a matter; the matter itself stays where it is (M4, M8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.helps.clocks import start_help_clock
from services.helps.outcomes import LineBusy, NeedMissing
from services.issues import IssueNotFound, Occasion, check_action, may_see
from services.issues.steps import note_step
from storage.base import require_id
from storage.bodies import Body, BodyKind, list_bodies
from storage.helps import HelpRequest, add_help, list_helps
from storage.issues import Issue, IssueAction, PartyKind, add_party, get_issue_for_update

MOST_NEED = 2000
"""Characters of what is asked of one line."""


@dataclass(frozen=True)
class Wish:
    """What is needed of one body."""

    body: Body
    need: str


def list_askable(occasion: Occasion, issue: Issue) -> list[Body]:
    """The service lines that can be asked: not the owner, and none that still owes an answer."""
    busy = {row.body_id for row in list_helps(occasion.session, require_id(issue.id)) if row.is_running}
    lines = list_bodies(occasion.session, BodyKind.SERVICE_LINE)
    return [body for body in lines if body.id not in busy and body.id != issue.owner_id]


def check_asking(occasion: Occasion, issue: Issue) -> None:
    """Raises IssueMoved, ActionNotYours unless this person may ask for help now."""
    check_action(occasion, issue, IssueAction.CO_HANDLE)


def ask_for_help(occasion: Occasion, issue_id: int, wishes: Sequence[Wish]) -> list[HelpRequest]:
    """Ask every body for its part; each gets a clock of its own, the matter's clock goes on.

    Raises NeedMissing, LineBusy, and what acting on a problem raises.
    """
    issue = get_issue_for_update(occasion.session, issue_id)
    if issue is None or occasion.hats is None or not may_see(occasion.session, issue, occasion.hats):
        raise IssueNotFound
    check_asking(occasion, issue)
    if not wishes or not all(wish.need.strip() for wish in wishes):
        raise NeedMissing
    return [_ask(occasion, issue, wish) for wish in wishes]


def _ask(occasion: Occasion, issue: Issue, wish: Wish) -> HelpRequest:
    issue_id, body_id, need = require_id(issue.id), require_id(wish.body.id), wish.need.strip()[:MOST_NEED]
    if body_id not in _ids(list_askable(occasion, issue)):
        raise LineBusy(body=wish.body)
    row = HelpRequest(
        issue_id=issue_id,
        body_id=body_id,
        asked_by=occasion.person_id or 0,
        asked_at=occasion.now,
        need=need,
    )
    add_help(occasion.session, row)
    add_party(occasion.session, issue_id, PartyKind.HELPER, body_id=body_id, now=occasion.now)
    start_help_clock(occasion, row)
    note_step(occasion, issue, IssueAction.CO_HANDLE, need, facts={"owner": wish.body.name})
    occasion.session.flush()
    return row


def _ids(bodies: Iterable[Body]) -> set[int]:
    return {require_id(body.id) for body in bodies}
