"""Who decides what was asked for: one level up, the receiving body, the lead owner; at last the office."""

from datetime import date

from sqlmodel import Session

from services.issues.occasion import Occasion
from services.people import Hats, front_people, in_their_place
from storage.bodies import BodyKind, find_body, find_body_by_id, get_body
from storage.issues import Decider, Issue, IssueRequest
from storage.people import Person, Role, find_person, list_people_of

STOOD_IN_FOR = (Decider.RECEIVER, Decider.LEAD, Decider.OFFICE)


def first_decider(occasion: Occasion, issue: Issue, request: IssueRequest, wanted: Decider) -> Decider:
    """Who decides by the table; the office for what is critical or listed (scenario 15), and wherever there
    is nobody to decide.
    """
    if wanted is Decider.CHIEF and is_grave(issue):
        return Decider.OFFICE
    people = list_deciders(occasion.session, issue, request, occasion.today, decider=wanted)
    return wanted if people else Decider.OFFICE


def is_grave(issue: Issue) -> bool:
    """Whether the office decides where else a chief of the owner would (scenario 15)."""
    return issue.tier == "critical" or issue.is_listed


def list_deciders(
    session: Session, issue: Issue, request: IssueRequest, on: date, *, decider: Decider | None = None
) -> list[Person]:
    """The people before whom a request is brought; never who asked for it.

    Who takes a matter over, or leads it, is stood in for while on leave (scenario 12).
    """
    wanted = decider or Decider(request.decider)
    found = _people(session, issue, request, on, wanted)
    if wanted in STOOD_IN_FOR:
        found = in_their_place(session, found, on)
    return [person for person in found if person.id != request.asked_by]


def may_decide(session: Session, issue: Issue, request: IssueRequest, hats: Hats, on: date) -> bool:
    """Whether a person may decide a request now."""
    if hats.person.id == request.asked_by:
        return False
    if request.decider == Decider.OFFICE:
        return hats.is_office
    people = list_deciders(session, issue, request, on)
    also_absent = [*people, *_people(session, issue, request, on, Decider(request.decider))]
    return any(person.id == hats.person.id for person in also_absent)


def _people(
    session: Session, issue: Issue, request: IssueRequest, on: date, decider: Decider
) -> list[Person]:
    body = get_body(session, request.asked_for_id)
    if decider is Decider.LEADER:
        return list_people_of(session, body, Role.LEAD_LEADER, on=on)
    if decider is Decider.CHIEF:
        deputies = list_people_of(session, body, Role.DEPUTY_IN_CHARGE, on=on)
        if deputies and request.asked_by not in [person.id for person in deputies]:
            return deputies
        return list_people_of(session, body, Role.PRINCIPAL, on=on)
    if decider is Decider.RECEIVER:
        receiver = find_body_by_id(session, request.body_id)
        return front_people(session, receiver, on) if receiver is not None else []
    if decider is Decider.LEAD:
        lead = find_person(session, issue.lead_id)
        return [lead] if lead is not None else []
    office = find_body(session, BodyKind.OFFICE)
    return front_people(session, office, on) if office is not None else []
