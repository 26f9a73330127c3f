"""Appointing another lead owner: by the deputy in charge or the head of the owner, or by the office."""

from services.issues.acting import Acted, act_on_issue
from services.issues.occasion import Occasion
from services.outcomes import Outcome
from services.people import LEADING_ROLES, hats_of
from storage.base import require_id
from storage.bodies import get_body
from storage.issues import Issue, IssueAction
from storage.leaves import list_away
from storage.people import Person, Role, find_person, list_people_of


class LeadUnfit(Outcome):
    """Who was chosen does not work in the owning body, or leads the problem already."""

    template = "issues/refused/lead_unfit"


def list_possible_leads(occasion: Occasion, issue: Issue) -> list[Person]:
    """Who could lead it: the people of the owning body but the present lead owner; who is away comes last."""
    session, day = occasion.session, occasion.today
    body = get_body(session, issue.owner_id)
    aside = {*LEADING_ROLES, Role.ADMINISTRATOR}
    people = [
        person
        for person in list_people_of(session, body, on=day)
        if person.id != issue.lead_id and hats_of(session, person, day).roles_in(body) - aside
    ]
    away = {leave.person_id for leave in list_away(session, [require_id(one.id) for one in people], day)}
    return sorted(people, key=lambda person: person.id in away)


def appoint_lead(occasion: Occasion, issue: Issue, person_id: int, *, phase: int) -> Acted:
    """Make somebody of the owner its lead owner; deadlines stay. Raises LeadUnfit and what acting raises."""
    person = find_person(occasion.session, person_id)
    possible = {one.id for one in list_possible_leads(occasion, issue)}
    if person is None or (person.id not in possible and issue.phase == phase):
        raise LeadUnfit(name=person.name if person else None)
    return act_on_issue(occasion, require_id(issue.id), IssueAction.APPOINT, phase=phase, lead=person)
