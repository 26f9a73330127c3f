"""Who may see a problem, and as what somebody acts on it. Asked on every view and every tap."""

from collections.abc import Iterable

from sqlmodel import Session

from services.issues.occasion import IssueNotFound
from services.issues.transitions import Actor
from services.people import LEADING_ROLES, Hats
from services.rights import Right, may
from storage.base import require_id
from storage.bodies import BodyKind
from storage.issues import Issue, IssueFilter, find_issue
from storage.people import Role

CHIEF_ROLES = (Role.PRINCIPAL, Role.DEPUTY_IN_CHARGE)


def may_see(issue: Issue, hats: Hats) -> bool:
    """Whether a person may read a problem in full: everybody of the bodies concerned, and the office (M2)."""
    if may(Right.SEE_EVERYTHING, hats) or _heads_all(hats):
        return True
    if hats.person.id in (issue.reporter_id, issue.lead_id):
        return True
    concerned = {issue.owner_id, issue.reporter_unit_id, issue.place_id, issue.helper_id}
    return any(hat.body.id in concerned for hat in hats.hats)


def actors_of(issue: Issue, hats: Hats) -> frozenset[Actor]:
    """All that a person is towards a problem."""
    found: set[Actor] = set()
    if hats.person.id == issue.lead_id:
        found.add(Actor.LEAD)
    if hats.person.id == issue.reporter_id:
        found.add(Actor.REPORTER)
    if hats.is_office:
        found.add(Actor.OFFICE)
    roles = {hat.role for hat in hats.hats if hat.body.id == issue.owner_id}
    if roles - {*LEADING_ROLES, Role.ADMINISTRATOR}:
        found.add(Actor.FRONT)
    if roles & set(CHIEF_ROLES):
        found.add(Actor.CHIEF)
    return frozenset(found)


def front_body_ids(hats: Hats) -> tuple[int, ...]:
    """The bodies whose matters a person may take on."""
    leading = {*LEADING_ROLES, Role.ADMINISTRATOR}
    return tuple({require_id(hat.body.id) for hat in hats.hats if hat.role not in leading})


def visible_filter(hats: Hats) -> IssueFilter:
    """What a person may see, as a filter of the list."""
    if may(Right.SEE_EVERYTHING, hats) or _heads_all(hats):
        return IssueFilter()
    bodies = tuple(_ids(hats))
    return IssueFilter(bodies=bodies, visible_to=require_id(hats.person.id))


def view_issue(session: Session, issue_id: int, hats: Hats) -> Issue:
    """A problem that this person may see. Raises IssueNotFound."""
    issue = find_issue(session, issue_id)
    if issue is None or not may_see(issue, hats):
        raise IssueNotFound
    return issue


def _heads_all(hats: Hats) -> bool:
    return any(
        hat.body.kind == BodyKind.LEADING_GROUP and hat.role in (Role.GROUP_HEAD, Role.DEPUTY_GROUP_HEAD)
        for hat in hats.hats
    )


def _ids(hats: Hats) -> Iterable[int]:
    return {require_id(hat.body.id) for hat in hats.hats if hat.body.kind != BodyKind.LEADING_GROUP}
