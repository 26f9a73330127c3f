"""Who acts in the place of a lead owner who is on leave (scenario 12)."""

from services.issues.occasion import Occasion
from storage.base import require_id, type_json
from storage.issues import Issue, PartyKind, add_party, end_parties
from storage.leaves import LeaveState, find_leave_on
from storage.people import find_person


def stand_in_anew(occasion: Occasion, issue: Issue) -> None:
    """The lead owner has changed: former stand-ins end, and one who is away is stood in for at once."""
    issue_id = require_id(issue.id)
    end_parties(occasion.session, issue_id, PartyKind.STAND_IN, now=occasion.now)
    stand_in_id = find_stand_in_id(occasion, issue)
    if stand_in_id is not None:
        add_party(occasion.session, issue_id, PartyKind.STAND_IN, person_id=stand_in_id, now=occasion.now)


def find_stand_in_id(occasion: Occasion, issue: Issue) -> int | None:
    """Who has accepted to act for the lead owner today."""
    if issue.lead_id is None:
        return None
    leave = find_leave_on(occasion.session, issue.lead_id, occasion.today)
    accepted = leave is not None and leave.state == LeaveState.ACCEPTED
    return leave.stand_in_id if leave is not None and accepted else None


def note_stand_in(occasion: Occasion, issue: Issue) -> type_json:
    """What the timeline keeps when a stand-in acts: in whose place, so that both names stay."""
    person_id = occasion.person_id
    if person_id is None or issue.lead_id in (None, person_id):
        return {}
    if find_stand_in_id(occasion, issue) != person_id:
        return {}
    lead = find_person(occasion.session, issue.lead_id)
    return {"stood_in_for": issue.lead_id, "stood_in_name": lead.name if lead else ""}
