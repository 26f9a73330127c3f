"""Minutes before the chair: signed and numbered, or sent back; who has read them (M14, scenario 25)."""

from datetime import date, datetime

from services.assignments import Handing, hand_down
from services.issues.occasion import Occasion
from services.minutes.drafting import find_incomplete, lock_draft
from services.minutes.outcomes import MinutesRefused
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from storage import minutes as rows
from storage.assignments import Assignment
from storage.bodies import BodyKind, find_body, get_body
from storage.database import Session
from storage.meetings import Meeting, get_meeting
from storage.minutes import Minutes, MinutesState
from storage.numbers import NumberKind, next_number
from storage.people import Person, Role, get_person, list_people_of
from storage.timeline import add_step

SUBJECT = "minutes"
LONGEST_REASON = 500


def chair_of(session: Session, meeting: Meeting, on: date) -> Person | None:
    """Who signs: the chair of the meeting, else the head of the office."""
    if meeting.chair_id is not None:
        return get_person(session, meeting.chair_id)
    office = find_body(session, BodyKind.OFFICE)
    heads = list_people_of(session, office, Role.PRINCIPAL, on=on) if office else []
    return heads[0] if heads else None


def submit_minutes(occasion: Occasion, minutes_id: int) -> Person:
    """The chair is asked to sign; nobody else hears of it. Returns the chair. Raises MinutesRefused."""
    minutes = lock_draft(occasion, minutes_id)
    if not minutes.text.strip():
        raise MinutesRefused(problem="empty")
    if find_incomplete(occasion, minutes_id) is not None:
        raise MinutesRefused(problem="incomplete")
    meeting = get_meeting(occasion.session, minutes.meeting_id)
    chair = chair_of(occasion.session, meeting, occasion.today)
    if chair is None:
        raise MinutesRefused(problem="no_chair")
    minutes.state, minutes.chair_id = MinutesState.SIGNING, chair.id
    occasion.session.flush()
    return chair


def sign_minutes(occasion: Occasion, minutes_id: int) -> list[Assignment]:
    """The chair signs: the minutes get their number, every decided item one assignment.

    Raises NotAllowed, MinutesRefused, Stale, and what `hand_down` raises.
    """
    minutes = _for_chair(occasion, minutes_id)
    year = occasion.today.year
    minutes.year, minutes.number = year, next_number(occasion.session, NumberKind.MINUTES, year)
    minutes.state, minutes.signed_at = MinutesState.ISSUED, occasion.now
    writer = get_person(occasion.session, minutes.written_by)
    office = Occasion(
        occasion.session, occasion.now, occasion.working_time, occasion.mechanism,
        hats_of(occasion.session, writer, occasion.today),
    )  # fmt: skip
    made = []
    for item in rows.list_items(occasion.session, minutes_id):
        helpers = [get_body(occasion.session, body_id) for body_id in item.helper_ids]
        owner = get_body(occasion.session, item.owner_id or 0)
        assignment = hand_down(office, Handing(item.text, owner, item.due_on, helpers))
        item.assignment_id = assignment.id
        made.append(assignment)
    occasion.session.flush()
    return made


def return_minutes(occasion: Occasion, minutes_id: int, reason: str) -> Minutes:
    """The chair sends them back, saying what is to be changed. Raises NotAllowed, MinutesRefused, Stale."""
    if len(reason) > LONGEST_REASON:
        raise MinutesRefused(problem="reason_long")
    minutes = _for_chair(occasion, minutes_id)
    minutes.state = MinutesState.DRAFTING
    minutes.return_reason = reason
    by = occasion.hats.person if occasion.hats else None
    add_step(occasion.session, SUBJECT, minutes_id, "returned", by=by, at=occasion.now, text=reason)
    return minutes


def signed_on(minutes: Minutes) -> datetime:
    """When they were signed off. Raises ValueError before."""
    if minutes.signed_at is None:
        raise ValueError("the minutes have not been signed off")
    return minutes.signed_at


def _for_chair(occasion: Occasion, minutes_id: int) -> Minutes:
    minutes = rows.lock_minutes(occasion.session, minutes_id)
    if minutes is None:
        raise Stale
    if minutes.chair_id != occasion.person_id:
        raise NotAllowed
    if minutes.state != MinutesState.SIGNING:
        raise MinutesRefused(problem="issued" if minutes.state == MinutesState.ISSUED else "returned")
    return minutes
