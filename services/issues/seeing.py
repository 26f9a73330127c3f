"""Who may see a problem, and as what somebody acts on it. Asked on every view and every tap."""

from collections.abc import Iterable

from sqlmodel import Session

from services.issues.occasion import IssueNotFound
from services.issues.transitions import Actor
from services.people import LEADING_ROLES, Hats
from services.rights import Right, may
from storage.base import require_id
from storage.bodies import BodyKind
from storage.issues import Issue, IssueFilter, IssueParty, PartyKind, find_issue, list_parties
from storage.people import Role

CHIEF_ROLES = (Role.PRINCIPAL, Role.DEPUTY_IN_CHARGE)


PARTY_ACTORS = {
    PartyKind.HELPER: Actor.HELPER,
    PartyKind.STAND_IN: Actor.LEAD,
    PartyKind.CO_LEAD: Actor.LEAD,
    PartyKind.SUPERVISOR: Actor.SUPERVISOR,
    PartyKind.CO_REPORTER: Actor.CO_REPORTER,
}
"""As what a party acts as long as it lasts; the others only read."""


def may_see(session: Session, issue: Issue, hats: Hats) -> bool:
    """Whether a person may read a problem in full: everybody of the bodies concerned, and the office (M2)."""
    if may(Right.SEE_EVERYTHING, hats) or _heads_all(hats):
        return True
    if hats.person.id in (issue.reporter_id, issue.lead_id):
        return True
    concerned = {issue.owner_id, issue.reporter_unit_id, issue.place_id, issue.helper_id}
    if any(hat.body.id in concerned for hat in hats.hats):
        return True
    return any(_is_of(party, hats) for party in list_parties(session, require_id(issue.id)))


def actors_of(
    session: Session, issue: Issue, hats: Hats, *, parties: Iterable[IssueParty] | None = None
) -> frozenset[Actor]:
    """All that a person is towards a problem. Whoever has read its `parties` already may hand them in."""
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
        if not _is_with_office(issue, hats):
            found.add(Actor.RECEIVER)
    if roles & set(CHIEF_ROLES):
        found.add(Actor.CHIEF)
    if Role.LEAD_LEADER in roles:
        found.add(Actor.LEADER)
    if parties is None:
        parties = list_parties(session, require_id(issue.id))
    return frozenset(found | _acting_as(parties, hats))


def _acting_as(parties: Iterable[IssueParty], hats: Hats) -> set[Actor]:
    lasting = [PartyKind(party.kind) for party in parties if party.until is None and _is_of(party, hats)]
    return {PARTY_ACTORS[kind] for kind in lasting if kind in PARTY_ACTORS}


def _is_of(party: IssueParty, hats: Hats) -> bool:
    if party.person_id is not None:
        return party.person_id == hats.person.id
    return any(hat.body.id == party.body_id for hat in hats.hats)


def _is_with_office(issue: Issue, hats: Hats) -> bool:
    return any(hat.body.id == issue.owner_id and hat.body.kind == BodyKind.OFFICE for hat in hats.hats)


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
    if issue is None or not may_see(session, issue, hats):
        raise IssueNotFound
    return issue


def _heads_all(hats: Hats) -> bool:
    return any(
        hat.body.kind == BodyKind.LEADING_GROUP and hat.role in (Role.GROUP_HEAD, Role.DEPUTY_GROUP_HEAD)
        for hat in hats.hats
    )


def _ids(hats: Hats) -> Iterable[int]:
    return {require_id(hat.body.id) for hat in hats.hats if hat.body.kind != BodyKind.LEADING_GROUP}
