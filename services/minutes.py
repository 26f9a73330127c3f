"""Minutes: written by the office, signed off by the chair, then assignments; what became of them (M14)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from services.assignments import Handing, hand_down, mentioned_bodies, read_term
from services.calendar import WorkCalendar
from services.issues.occasion import Occasion
from services.outcomes import NotAllowed, Outcome, Stale
from services.people import hats_of
from services.rights import Right, require
from storage import minutes as rows
from storage.assignments import Assignment, AssignmentState, find_assignment
from storage.base import require_id
from storage.bodies import Body, BodyKind, find_body, get_body
from storage.database import Session
from storage.meetings import Meeting, MeetingState, get_meeting
from storage.minutes import DecidedItem, Minutes, MinutesState
from storage.numbers import NumberKind, next_number
from storage.people import Person, Role, get_person, list_people_of
from storage.timeline import list_entries

LONGEST, LONGEST_ITEM, MOST_ITEMS = 20_000, 1000, 30


class MinutesRefused(Outcome):
    """Facts: problem (too_long, not_held, empty, no_chair, owner, due, past, issued, signing, file, many)."""

    template = "minutes/refused/refused"


class Progress(StrEnum):
    """How far a decided item is."""

    DONE = "done"
    RUNNING = "running"
    NOT_STARTED = "not_started"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A decided item, its owner, the assignment it became, and how far that is."""

    item: DecidedItem
    owner: Body
    assignment: Assignment | None
    progress: Progress


def begin_minutes(occasion: Occasion, meeting_id: int) -> Minutes:
    """The minutes of a meeting that has begun; the same ones when there are some. Raises MinutesRefused."""
    writer = _office(occasion)
    meeting = get_meeting(occasion.session, meeting_id)
    known = rows.find_minutes_of(occasion.session, meeting_id)
    if known is not None:
        return known
    if meeting.state != MeetingState.CALLED or meeting.starts_at > occasion.now:
        raise MinutesRefused(problem="not_held")
    made = Minutes(meeting_id=meeting_id, written_by=require_id(writer.id), written_at=occasion.now)
    return rows.add_minutes(occasion.session, made)


def write_minutes(occasion: Occasion, minutes_id: int, text: str) -> list[DecidedItem]:
    """Take what was typed or pasted: lines that name a body and a term become decided items, all lines text.

    Returns the new items. Raises MinutesRefused.
    """
    minutes = _draft(occasion, minutes_id)
    whole = "\n".join(part for part in (minutes.text, text.strip()) if part)
    if len(whole) > LONGEST:
        raise MinutesRefused(problem="too_long")
    minutes.text = whole
    calendar, found = occasion.working_time.calendar, []
    is_over = occasion.working_time.is_over(occasion.now)
    for line in filter(None, map(str.strip, text.splitlines())):
        item = read_item(occasion.session, minutes_id, line, occasion.today, calendar, is_over=is_over)
        if item is not None:
            found.append(rows.add_item(occasion.session, item))
    if len(rows.list_items(occasion.session, minutes_id)) > MOST_ITEMS:
        raise MinutesRefused(problem="many")
    return found


def read_item(
    session: Session,
    minutes_id: int,
    line: str,
    today: date,
    calendar: WorkCalendar,
    *,
    is_over: bool = False,
) -> DecidedItem | None:
    """A line that says who and by when: the first body owns it, further ones help. None for other lines."""
    bodies, term = mentioned_bodies(session, line), read_term(line, today, calendar, is_over=is_over)
    if not bodies or term is None or len(line) > LONGEST_ITEM:
        return None
    owner, *helpers = [require_id(body.id) for body in bodies]
    return DecidedItem(minutes_id=minutes_id, text=line, owner_id=owner, helper_ids=helpers, due_on=term.day)


def remove_item(occasion: Occasion, minutes_id: int, item_id: int) -> None:
    """A line is no decided item after all; the text stays. Raises MinutesRefused, Stale."""
    _draft(occasion, minutes_id)
    if not rows.remove_item(occasion.session, minutes_id, item_id):
        raise Stale


def rewrite(occasion: Occasion, minutes_id: int) -> None:
    """Begin again: text and items are gone. Raises MinutesRefused."""
    minutes = _draft(occasion, minutes_id)
    for item in rows.list_items(occasion.session, minutes_id):
        rows.remove_item(occasion.session, minutes_id, require_id(item.id))
    minutes.text = ""


def chair_of(session: Session, meeting: Meeting, on: date) -> Person | None:
    """Who signs: the chair of the meeting, else the head of the office."""
    if meeting.chair_id is not None:
        return get_person(session, meeting.chair_id)
    office = find_body(session, BodyKind.OFFICE)
    heads = list_people_of(session, office, Role.PRINCIPAL, on=on) if office else []
    return heads[0] if heads else None


def submit_minutes(occasion: Occasion, minutes_id: int) -> Person:
    """The chair is asked to sign; nobody else hears of it. Returns the chair. Raises MinutesRefused."""
    minutes = _draft(occasion, minutes_id)
    if not minutes.text.strip():
        raise MinutesRefused(problem="empty")
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
        owner = get_body(occasion.session, item.owner_id)
        assignment = hand_down(office, Handing(item.text, owner, item.due_on, helpers))
        item.assignment_id = assignment.id
        made.append(assignment)
    occasion.session.flush()
    return made


def return_minutes(occasion: Occasion, minutes_id: int) -> Minutes:
    """The chair sends them back to be changed. Raises NotAllowed, MinutesRefused, Stale."""
    minutes = _for_chair(occasion, minutes_id)
    minutes.state = MinutesState.DRAFTING
    occasion.session.flush()
    return minutes


def follow_up(occasion: Occasion, minutes_id: int) -> list[FollowedUp]:
    """What became of everything that was decided."""
    return [
        FollowedUp(
            item, get_body(occasion.session, item.owner_id), assignment, _progress(occasion, assignment)
        )
        for item in rows.list_items(occasion.session, minutes_id)
        for assignment in [find_assignment(occasion.session, item.assignment_id or 0)]
    ]


def read_document(path: Path) -> str:
    """The paragraphs of a .docx, or a text file. Raises MinutesRefused."""
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs).strip()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise MinutesRefused(problem="file") from None


def _progress(occasion: Occasion, assignment: Assignment | None) -> Progress:
    if assignment is None:
        return Progress.NOT_STARTED
    if assignment.state in (AssignmentState.REPORTED, AssignmentState.CLOSED, AssignmentState.REVOKED):
        return Progress.DONE
    if assignment.due_at <= occasion.now:
        return Progress.OVERDUE
    steps = {
        entry.action for entry in list_entries(occasion.session, "assignment", require_id(assignment.id))
    }
    return Progress.RUNNING if "progress" in steps else Progress.NOT_STARTED


def _office(occasion: Occasion) -> Person:
    if occasion.hats is None:
        raise NotAllowed
    require(Right.HAND_DOWN, occasion.hats)
    return occasion.hats.person


def _draft(occasion: Occasion, minutes_id: int) -> Minutes:
    _office(occasion)
    minutes = rows.lock_minutes(occasion.session, minutes_id)
    if minutes is None:
        raise Stale
    if minutes.state != MinutesState.DRAFTING:
        raise MinutesRefused(problem=minutes.state)
    return minutes


def _for_chair(occasion: Occasion, minutes_id: int) -> Minutes:
    minutes = rows.lock_minutes(occasion.session, minutes_id)
    if minutes is None:
        raise Stale
    if minutes.chair_id != occasion.person_id:
        raise NotAllowed
    if minutes.state != MinutesState.SIGNING:
        raise MinutesRefused(problem="issued" if minutes.state == MinutesState.ISSUED else "returned")
    return minutes


def signed_on(minutes: Minutes) -> datetime:
    """When they were signed off. Raises ValueError before."""
    if minutes.signed_at is None:
        raise ValueError("the minutes have not been signed off")
    return minutes.signed_at
