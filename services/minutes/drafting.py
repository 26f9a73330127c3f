"""Minutes as the office writes them: text, and lines that become decided items (M14, scenario 25)."""

from pathlib import Path

from services.assignments import is_duty, mentioned_bodies, read_term
from services.issues.occasion import Occasion
from services.minutes.outcomes import MinutesRefused
from services.outcomes import NotAllowed, Stale
from services.rights import Right, require
from storage import minutes as rows
from storage.base import require_id
from storage.meetings import MeetingState, get_meeting
from storage.minutes import DecidedItem, Minutes, MinutesState
from storage.people import Person

LONGEST, LONGEST_ITEM, MOST_ITEMS = 20_000, 1000, 30


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
    """Take what was typed or pasted: all of it is text; lines that hand something over are items, too.

    Returns the new items. Raises MinutesRefused.
    """
    minutes = lock_draft(occasion, minutes_id)
    whole = "\n".join(part for part in (minutes.text, text.strip()) if part)
    if len(whole) > LONGEST:
        raise MinutesRefused(problem="too_long")
    minutes.text = whole
    lines = filter(None, map(str.strip, text.splitlines()))
    read = [read_item(occasion, minutes_id, line) for line in lines]
    found = [rows.add_item(occasion.session, item) for item in read if item is not None]
    if len(rows.list_items(occasion.session, minutes_id)) > MOST_ITEMS:
        raise MinutesRefused(problem="many")
    return found


def read_item(occasion: Occasion, minutes_id: int, line: str) -> DecidedItem | None:
    """A line that says who and by when: the first body owns it, further ones help. None for other lines.

    One that hands something over but leaves out the owner or the last day is an item, too: what is missing
    is asked about before it goes to the chair.
    """
    item = DecidedItem(minutes_id=minutes_id, text=line)
    _take(occasion, item, line)
    known = (item.owner_id is not None) + (item.due_on is not None)
    if len(line) > LONGEST_ITEM or not known:
        return None
    return item if known > 1 or is_duty(line, by_body=item.owner_id is not None) else None


def amend_item(occasion: Occasion, minutes_id: int, item_id: int, text: str) -> DecidedItem:
    """Owner, last day or both as typed; what was not typed stays. Raises MinutesRefused, Stale."""
    lock_draft(occasion, minutes_id)
    item = get_item(occasion, minutes_id, item_id)
    if not _take(occasion, item, text):
        raise MinutesRefused(problem="neither")
    occasion.session.flush()
    return item


def get_item(occasion: Occasion, minutes_id: int, item_id: int) -> DecidedItem:
    """A decided item of these minutes. Raises Stale."""
    item = rows.find_item(occasion.session, minutes_id, item_id)
    if item is None:
        raise Stale
    return item


def find_incomplete(occasion: Occasion, minutes_id: int) -> DecidedItem | None:
    """The first item without an owner or a last day."""
    items = rows.list_items(occasion.session, minutes_id)
    return next((item for item in items if not item.is_complete), None)


def _take(occasion: Occasion, item: DecidedItem, text: str) -> bool:
    """What a text says about owner and last day; whether it says anything."""
    working = occasion.working_time
    bodies = [require_id(body.id) for body in mentioned_bodies(occasion.session, text)]
    term = read_term(text, occasion.today, working.calendar, is_over=working.is_over(occasion.now))
    if bodies:
        item.owner_id, item.helper_ids = bodies[0], bodies[1:]
    if term is not None:
        item.due_on = term.day
    return bool(bodies) or term is not None


def remove_item(occasion: Occasion, minutes_id: int, item_id: int) -> None:
    """A line is no decided item after all; the text stays. Raises MinutesRefused, Stale."""
    lock_draft(occasion, minutes_id)
    if not rows.remove_item(occasion.session, minutes_id, item_id):
        raise Stale


def rewrite(occasion: Occasion, minutes_id: int) -> None:
    """Begin again: text and items are gone. Raises MinutesRefused."""
    minutes = lock_draft(occasion, minutes_id)
    for item in rows.list_items(occasion.session, minutes_id):
        rows.remove_item(occasion.session, minutes_id, require_id(item.id))
    minutes.text = ""


def read_document(path: Path) -> str:
    """The paragraphs of a .docx, or a text file. Raises MinutesRefused."""
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs).strip()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise MinutesRefused(problem="file") from None


def lock_draft(occasion: Occasion, minutes_id: int) -> Minutes:
    """Minutes that the office may change, locked. Raises NotAllowed, MinutesRefused, Stale."""
    _office(occasion)
    minutes = rows.lock_minutes(occasion.session, minutes_id)
    if minutes is None:
        raise Stale
    if minutes.state != MinutesState.DRAFTING:
        raise MinutesRefused(problem=minutes.state)
    return minutes


def _office(occasion: Occasion) -> Person:
    if occasion.hats is None:
        raise NotAllowed
    require(Right.HAND_DOWN, occasion.hats)
    return occasion.hats.person
