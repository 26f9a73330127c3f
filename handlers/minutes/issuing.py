"""Minutes signed off by the chair, numbered, and sent as a document to all who were called (scenario 25)."""

from datetime import datetime

from telegram import Update

from handlers.assignments.forming import announce
from handlers.issues.occasions import occasion_of
from handlers.meetings.facts import view_meeting
from handlers.posting import post_file
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.check_ins.counting import PRESENT, list_sheet
from services.meetings.reading import may_see_meeting
from services.minutes import (
    MinutesRefused,
    follow_up,
    sign_minutes,
    signed_on,
)
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from services.rights import Right, may
from storage import minutes as rows
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.check_ins import list_everybody
from storage.meetings import Meeting, get_meeting, list_meeting_bodies
from storage.minutes import DecidedItem, Minutes, MinutesState
from storage.outbox import Priority
from storage.people import Person, get_person
from templates import words

routes = Routes()

CARD = "minutes"


@routes.tap("minutes.sign")
def sign(_update: Update, turn: Turn) -> None:
    """Tap of the chair: numbered and sent to everybody who was called; owners get their assignments."""
    made = sign_minutes(occasion_of(turn), turn.press.subject)
    minutes = minutes_of(turn)
    turn.refresh_cards(CARD, turn.press.subject)
    for assignment in made:
        announce(turn, assignment)
    _send_out(turn, minutes)


@routes.tap("minutes.file")
def file_of(_update: Update, turn: Turn) -> None:
    """Tap: the minutes as a document."""
    minutes = minutes_of(turn)
    if card(turn, require_id(minutes.id), turn.me) is None:
        raise NotAllowed
    if minutes.state != MinutesState.ISSUED:
        raise MinutesRefused(problem="unsigned")
    turn.reply_file("sendDocument", "document", _document(turn, minutes), None)


@routes.card(CARD)
def card(turn: Turn, minutes_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """Drafts are for the office, what is to be signed also for the chair, what is issued for all called."""
    minutes = rows.find_minutes(turn.session, minutes_id)
    if minutes is None or reader is None:
        return None
    hats, meeting = hats_of(turn.session, reader, turn.today), get_meeting(turn.session, minutes.meeting_id)
    writes, is_chair = may(Right.HAND_DOWN, hats), minutes.chair_id == reader.id
    signs = is_chair and minutes.state == MinutesState.SIGNING
    reads = minutes.state == MinutesState.ISSUED and may_see_meeting(turn.session, meeting, hats)
    if not (writes or signs or reads or is_chair):
        return None
    readers = rows.list_readers(turn.session, minutes_id) if writes else []
    return "minutes/card", {
        "about": view_meeting(meeting),
        "sent": len(readers),
        "read": sum(bool(one.read_at) for one, _ in readers),
        "minutes": minutes,
        "number": number_of(minutes),
        "items": follow_up(occasion_of(turn), minutes_id),
        "chair": get_person(turn.session, minutes.chair_id) if minutes.chair_id else None,
        "writes": writes and minutes.state == MinutesState.DRAFTING,
        "signs": signs,
    }


def _send_out(turn: Turn, minutes: Minutes) -> None:
    """Everybody who was called gets the document with the decided items beneath, once."""
    meeting = get_meeting(turn.session, minutes.meeting_id)
    document, items = _document(turn, minutes), follow_up(occasion_of(turn), require_id(minutes.id))
    facts: Facts = {"about": view_meeting(meeting), "number": number_of(minutes), "items": items}
    caption = turn.render("minutes/issued", {**facts, "minutes": minutes})
    everybody = [person for _, person, _ in list_everybody(turn.session, minutes.meeting_id)]
    people = {one.id: one for one in [*everybody, get_person(turn.session, minutes.written_by)]}
    rows.add_readers(turn.session, require_id(minutes.id), list(people.values()))
    for person in people.values():
        manner = turn.manner_for(priority=Priority.BROADCAST, purpose=f"minutes:{minutes.id}")
        to, how = turn.reach(person, manner)
        post_file(turn.session, "sendDocument", "document", document, caption, to, how, now=turn.now)


def _document(turn: Turn, minutes: Minutes) -> type_json:
    say, meeting = words("minutes_document"), get_meeting(turn.session, minutes.meeting_id)
    signed, held = _date_words(turn, signed_on(minutes)), _date_words(turn, meeting.starts_at)
    called = [body.short_name for _, body in list_meeting_bodies(turn.session, minutes.meeting_id)]
    chair = get_person(turn.session, minutes.chair_id).name if minutes.chair_id else ""
    items = rows.list_items(turn.session, require_id(minutes.id))
    decided = {item.text for item in items}
    lines = [line.strip() for line in minutes.text.splitlines() if line.strip()]
    facts: type_json = {
        "series": say["series"],
        "number": say["number"].format(year=minutes.year, number=minutes.number),
        "day": say["day"].format(**signed),
        "title": say["title"].format(title=meeting.title),
        "held": say["held"].format(place=meeting.place, title=meeting.title, chair=chair, **held),
        "paragraphs": [line for line in lines if line not in decided],
        "items": [_item_lines(turn, place, item) for place, item in enumerate(items, start=1)],
        "present": say["present"].format(bodies=say["and"].join(_present(turn, meeting) or called)),
        "told": say["told"].format(bodies=say["and"].join(called)),
        "issued": say["issued"].format(**signed),
    }
    return {"made": "minutes", "name": f"{number_of(minutes)}.docx", "facts": facts}


def _date_words(turn: Turn, moment: datetime) -> dict[str, int]:
    local = moment.astimezone(turn.house.zone)
    return {"year": local.year, "month": local.month, "day": local.day}


def _present(turn: Turn, meeting: Meeting) -> list[str]:
    """The units whose people checked in, by rank; none where there was no check-in."""
    sheet = list_sheet(turn.session, meeting, turn.house.mechanism.meetings, turn.now)
    return list(dict.fromkeys(row.unit.short_name for row in sheet if row.attended in PRESENT))


def _item_lines(turn: Turn, place: int, item: DecidedItem) -> list[str]:
    """What is to be done, and beneath it who answers for it, who helps, and by when."""
    say = words("minutes_document")
    if item.owner_id is None or item.due_on is None:
        raise MinutesRefused(problem="incomplete")
    helpers = [get_body(turn.session, body_id).name for body_id in item.helper_ids]
    duties = say["helped_duties" if helpers else "duties"].format(
        owner=get_body(turn.session, item.owner_id).name,
        helpers=say["and"].join(helpers),
        month=item.due_on.month,
        day=item.due_on.day,
    )
    return [say["item"].format(place=place, text=item.text), duties]


def number_of(minutes: Minutes) -> str:
    """As it stands on the document; empty before it is issued."""
    if minutes.number is None:
        return ""
    say = words("minutes_document")
    return say["series"] + say["number"].format(year=minutes.year, number=minutes.number)


def minutes_of(turn: Turn) -> Minutes:
    """The minutes that a press is about. Raises Stale."""
    found = rows.find_minutes(turn.session, turn.press.subject)
    if found is None:
        raise Stale
    return found
