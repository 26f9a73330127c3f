"""Who has to hear of a problem now, and of what is overdue."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from services.issues.clocks import plan_next_chase, workdays_left
from services.issues.co_reporting import list_reporters
from services.issues.occasion import Occasion
from services.people import front_people, in_their_place
from storage.base import require_id
from storage.bodies import BodyKind, find_body, get_body
from storage.issues import Issue, IssueState, list_judgements
from storage.people import Person, Role, get_person, list_people_of


@dataclass(frozen=True)
class Chase:
    """Whom an overdue problem is brought before: who has the next step, and copies to their superiors."""

    people: list[Person]
    copies: list[Person]
    overdue_days: int


def list_holders(session: Session, issue: Issue, on: date) -> list[Person]:
    """Who has the next step: the reporter, the lead owner, or the front people of the owning body.

    A body in which there is nobody yet is stood in for by the office: nothing is told to no one (M8).
    """
    if issue.state == IssueState.CONFIRMING:
        return list_judges(session, issue)
    owner = get_body(session, issue.owner_id)
    if issue.lead_id is not None:
        # What has to be done again the deputy in charge answers for as well (scenario 16).
        deputies = list_people_of(session, owner, Role.DEPUTY_IN_CHARGE, on=on) if issue.reopened else []
        people = {who.id: who for who in (get_person(session, issue.lead_id), *deputies)}
        return in_their_place(session, list(people.values()), on)
    found = in_their_place(session, front_people(session, owner, on, work_group=issue.work_group), on)
    office = find_body(session, BodyKind.OFFICE)
    return found or (front_people(session, office, on) if office is not None else [])


def list_judges(session: Session, issue: Issue) -> list[Person]:
    """The reporters who have not judged the present solution yet."""
    judged = {known.person_id for known in list_judgements(session, require_id(issue.id), phase=issue.phase)}
    return [person for person in list_reporters(session, issue) if person.id not in judged]


def chase_overdue(occasion: Occasion, issue: Issue, *, done_rounds: int, copied: int) -> Chase:
    """Bring an overdue problem before people, and plan the next time (M17).

    When it has been overdue for more working days than `due_reminders` allows, the body's deputies in charge
    and then its leaders in charge get a copy, each once; `copied` of these rungs have been told before.
    """
    days = max(0, -(workdays_left(occasion, issue) or 0))
    owner = get_body(occasion.session, issue.owner_id)
    reached = [role for limit, role in _ladder(occasion) if days > limit]
    plan_next_chase(occasion, issue, done_rounds=done_rounds + 1, copied=max(copied, len(reached)))
    copies = [
        person
        for role in reached[copied:]
        for person in list_people_of(occasion.session, owner, role, on=occasion.today)
    ]
    present = in_their_place(occasion.session, copies, occasion.today)
    return Chase(list_holders(occasion.session, issue, occasion.today), present, days)


def _ladder(occasion: Occasion) -> tuple[tuple[int, Role], ...]:
    reminders = occasion.mechanism.due_reminders
    return (
        (reminders.copy_deputy_after_workdays, Role.DEPUTY_IN_CHARGE),
        (reminders.copy_leader_after_workdays, Role.LEAD_LEADER),
    )
