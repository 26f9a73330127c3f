"""A problem that nobody takes on: reminded, given a provisional lead owner, told upwards (scenario 11).

Each rung is a row with a key of its own, so it happens once, whatever restarts in between. The time for
solving runs from the day on which it should have been accepted.
"""

from dataclasses import dataclass
from datetime import datetime

from services.calendar import CalendarMissing
from services.issues.acting import Acted, act_on_issue
from services.issues.clocks import RECOUNT
from services.issues.occasion import Occasion
from services.issues.owning import find_provisional_lead
from services.people import LEADING_ROLES, front_people, hats_of, list_chiefs
from storage.base import require_id
from storage.bodies import BodyKind, find_body, get_body
from storage.due import Due, schedule
from storage.issues import Issue, IssueAction, IssueState
from storage.people import Person, Role, list_people_of

UNACCEPTED = "issue.unaccepted"
"""The kind of the rung above: leaders in charge and the office."""


@dataclass(frozen=True)
class Provisional:
    """Who became provisional lead owner, and who has to know."""

    acted: Acted
    lead: Person
    chiefs: list[Person]


def list_everybody(occasion: Occasion, issue: Issue) -> list[Person]:
    """Everybody of the owning body but its leaders in charge."""
    body = get_body(occasion.session, issue.owner_id)
    return [
        person
        for person in list_people_of(occasion.session, body, on=occasion.today)
        if hats_of(occasion.session, person, occasion.today).roles_in(body)
        - {*LEADING_ROLES, Role.ADMINISTRATOR}
    ]


def appoint_provisionally(occasion: Occasion, issue: Issue) -> Provisional | None:
    """At the deadline the body's section chief leads it for the time being; None where that cannot be.

    Nobody acts: the time has come. The rung above is planned for the next working day.
    """
    lead = find_provisional_lead(occasion, get_body(occasion.session, issue.owner_id))
    if issue.state != IssueState.WAITING or lead is None or issue.accept_due_at is None:
        return None
    due = issue.accept_due_at
    acted = act_on_issue(occasion, require_id(issue.id), IssueAction.APPOINT, lead=lead)
    _plan_upwards(occasion, acted.issue, due)
    body = get_body(occasion.session, issue.owner_id)
    chiefs = list_chiefs(occasion.session, body, occasion.today)
    return Provisional(acted, lead, [who for who in chiefs if who.id != lead.id])


def list_superiors(occasion: Occasion, issue: Issue) -> tuple[list[Person], list[Person]]:
    """Who hears of a problem that still nobody has taken on: leaders in charge, and the office."""
    session, day = occasion.session, occasion.today
    body = get_body(session, issue.owner_id)
    leaders = list_people_of(session, body, Role.LEAD_LEADER, on=day)
    office = find_body(session, BodyKind.OFFICE)
    people = front_people(session, office, day) if office is not None else []
    told = {person.id for person in leaders}
    return leaders, [person for person in people if person.id not in told]


def _plan_upwards(occasion: Occasion, issue: Issue, due: datetime) -> None:
    at = occasion.mechanism.unaccepted.leader_at
    working = occasion.working_time
    try:
        moment = working.next_workday(due, at)
    except CalendarMissing:
        moment = working.at(working.day_of(due) + RECOUNT, at)
    issue_id = require_id(issue.id)
    key = f"{UNACCEPTED}:{issue_id}:{issue.phase}"
    schedule(
        occasion.session,
        Due(key=key, kind=UNACCEPTED, subject_id=issue_id, due_at=moment, payload={"phase": issue.phase}),
    )
