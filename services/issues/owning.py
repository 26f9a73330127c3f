"""Who answers for a problem after an action: there is exactly one owner at any time (M8, M16)."""

from typing import cast

from services.bodies import route_matter
from services.issues.occasion import Occasion
from services.issues.standing_in import stand_in_anew
from services.issues.transitions import NextLead, NextOwner, Transition
from services.mechanism import ModuleName
from services.outcomes import Stale
from storage.base import require_id
from storage.bodies import Body, BodyKind, BodyNotFound, find_body, find_body_by_id, get_body
from storage.issues import Issue, PartyKind, add_party
from storage.leaves import list_away
from storage.people import Person, Role, find_person, list_people_of

NEXT_TIER = {"ordinary": "major", "major": "critical", "critical": "critical"}


def change_owner(
    occasion: Occasion, issue: Issue, row: Transition, *, body: Body | None, lead: Person | None
) -> None:
    """Give the problem to its next owner and lead owner; the former ones keep sight of it (scenario 9).

    Raises Stale when the row asks for somebody whom nobody has named.
    """
    former_owner_id, former_lead_id = issue.owner_id, issue.lead_id
    owner = _next_owner(occasion, issue, row, body)
    next_lead = _next_lead(occasion, issue, row, lead, owner)
    if owner is not None and owner.id != issue.owner_id:
        issue.owner_id, issue.work_group = require_id(owner.id), None
    issue.lead_id = next_lead
    if former_lead_id is not None and former_lead_id != issue.lead_id:
        issue.former_owner_id, issue.former_lead_id = former_owner_id, former_lead_id
    if issue.lead_id != former_lead_id:
        stand_in_anew(occasion, issue)
    _keep_sight(occasion, issue, former_owner_id, former_lead_id)


def body_above(occasion: Occasion, issue: Issue) -> Body:
    """The body that takes it on the next tier: the task force of its industry, or the line of its field; the
    office where there is neither, and for what the leading group has to decide. Raises BodyNotFound.
    """
    if issue.tier != "ordinary":
        return _office(occasion)
    module = cast("ModuleName", issue.module)
    route = route_matter(
        occasion.session,
        occasion.mechanism.routing,
        module=module,
        tier="major",
        industry=issue.industry,
        factor=issue.factor,
    )
    return route.owner if route.owner.id != issue.owner_id else _office(occasion)


def _next_owner(occasion: Occasion, issue: Issue, row: Transition, given: Body | None) -> Body | None:
    if row.owner is NextOwner.GIVEN:
        if given is None:
            raise Stale
        return given
    if row.owner is NextOwner.OFFICE:
        return _office(occasion)
    if row.owner is NextOwner.FORMER:
        former = find_body_by_id(occasion.session, issue.former_owner_id)
        return former if former is not None and former.active else None
    if row.owner is NextOwner.ABOVE:
        above = body_above(occasion, issue)
        issue.tier = NEXT_TIER[issue.tier]
        return above
    return None


def _next_lead(
    occasion: Occasion, issue: Issue, row: Transition, given: Person | None, owner: Body | None
) -> int | None:
    if row.lead is NextLead.SAME:
        return issue.lead_id
    if row.lead is NextLead.ACTOR:
        return occasion.person_id
    if row.lead is NextLead.FORMER:
        return _former_lead(occasion, issue, owner)
    if row.lead is NextLead.GIVEN:
        if given is None:
            raise Stale
        return require_id(given.id)
    return None


def _former_lead(occasion: Occasion, issue: Issue, owner: Body | None) -> int | None:
    """Who led it before; who has left meanwhile is replaced, and where nobody can be, who acts has it."""
    former = find_person(occasion.session, issue.former_lead_id)
    if former is not None and former.active and owner is not None:
        return former.id
    lead = find_provisional_lead(occasion, owner or get_body(occasion.session, issue.owner_id))
    return lead.id if lead is not None else occasion.person_id


def find_provisional_lead(occasion: Occasion, body: Body) -> Person | None:
    """The first role of the mechanism's list that the body has; who is on leave comes after the others."""
    for role in occasion.mechanism.unaccepted.stand_in_roles:
        people = list_people_of(occasion.session, body, Role(role), on=occasion.today)
        ids = [require_id(person.id) for person in people]
        away = {leave.person_id for leave in list_away(occasion.session, ids, occasion.today)}
        if people:
            return min(people, key=lambda person: person.id in away)
    return None


def _keep_sight(occasion: Occasion, issue: Issue, owner_id: int, lead_id: int | None) -> None:
    session, issue_id, now = occasion.session, require_id(issue.id), occasion.now
    if issue.owner_id != owner_id:
        add_party(session, issue_id, PartyKind.FORMER_OWNER, body_id=owner_id, now=now)
    if lead_id is not None and issue.lead_id != lead_id:
        add_party(session, issue_id, PartyKind.FORMER_LEAD, person_id=lead_id, now=now)


def _office(occasion: Occasion) -> Body:
    office = find_body(occasion.session, BodyKind.OFFICE)
    if office is None:
        raise BodyNotFound(BodyKind.OFFICE)
    return office
