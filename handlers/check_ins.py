"""Check-in in chat: the picture with the code, what people type or scan, the sheet, make-up (scenario 24)."""

import re
from datetime import datetime, timedelta

from telegram import Update

from handlers.forms import find_form
from handlers.meetings.facts import view_meeting
from handlers.posting import Destination, Manner, post_call, post_file
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.check_ins import (
    Attended,
    CheckInRefused,
    Presence,
    SheetRow,
    check_in,
    code_of,
    count_by_body,
    find_by_code,
    list_sheet,
    make_up,
    open_desk,
    window_of,
)
from services.meetings.reading import list_convenors
from services.outcomes import Stale
from services.rights import Right
from storage import check_ins as rows
from storage import outbox
from storage.base import require_id, type_json
from storage.check_ins import CheckInDesk, CheckInState
from storage.due import Due, DueState, schedule
from storage.meetings import Meeting, MeetingNotFound, find_participant, find_participant_by_id, get_meeting
from storage.people import Person, get_person
from templates import words

routes = Routes()

TURN, REQUEST, LINK = "check_in.turn", "check_in.request", "qd-"
PAGE = 6
_CODE = re.compile(r"\d{6}")
_LINK = re.compile(r"qd-(\d{1,9})-(\d{6})")
PERIODS = {"month": 1, "quarter": 3, "year": 12}


@routes.tap("check_in.desk")
def desk(_update: Update, turn: Turn) -> None:
    """Tap of the office: check-in is open; its code is shown as a picture that changes every minute."""
    turn.require(Right.CONVENE)
    meeting = _meeting(turn)
    rules, time = turn.house.mechanism.meetings, turn.working_time
    opened = open_desk(turn.session, require_id(meeting.id), by=turn.me, rules=rules, time=time, now=turn.now)
    content = turn.render("check_ins/desk", _desk_facts(turn, meeting))
    opened.outbox_id = post_file(
        turn.session, "sendPhoto", "photo", _picture(turn, meeting, opened), content, turn.here,
        Manner(turn.priority), now=turn.now,
    )  # fmt: skip
    _plan_turn(turn, opened)


@routes.due(TURN)
def turn_over(row: Due, turn: Turn) -> None:
    """A minute is over: the picture shows the next code; once check-in is over it says so."""
    found = rows.find_desk(turn.session, row.subject_id or 0)
    shown = outbox.find_sent(turn.session, found.outbox_id) if found and found.outbox_id else None
    if found is None or found.outbox_id != row.payload["outbox"]:
        row.state = DueState.CANCELLED
        return
    meeting = get_meeting(turn.session, found.meeting_id)
    over = turn.now >= window_of(meeting, turn.house.mechanism.meetings, turn.working_time).closes_at
    if shown is not None:
        _edit(turn, meeting, found, shown, over=over)
    if not over:
        _plan_turn(turn, found)


@routes.said("check_ins")
def hear_code(turn: Turn, text: str) -> bool:
    """Six digits, typed or scanned: whether they were meant for check-in."""
    said = "".join(text.split())
    link, typed = _LINK.fullmatch(said), _CODE.fullmatch(said)
    if turn.person is None or not (link or typed):
        return False
    rules, time = turn.house.mechanism.meetings, turn.working_time
    if link:
        participant = find_participant(turn.session, int(link[1]) % 2**31, turn.my_id)
        if participant is None or participant.withdrawn:
            raise CheckInRefused(problem="not_called", at=None)
        code = link[2]
    else:
        code = said
        participant, waiting = find_by_code(turn.session, code, turn.me, rules=rules, time=time, now=turn.now)
        if participant is None:
            if waiting and find_form(turn) is None:
                raise CheckInRefused(problem="old", at=None)
            return False
    came = check_in(turn.session, participant, code, rules=rules, time=time, now=turn.now)
    _tell_presence(turn, came)
    return True


@routes.tap("check_in.how")
def how(_update: Update, turn: Turn) -> None:
    """Tap on a participant's card: how it is done."""
    turn.answer("check_ins/how", alert=True)


@routes.tap("check_in.sheet")
def sheet(_update: Update, turn: Turn) -> None:
    """Tap of the office: who is there and who is not; whoever is missing can be confirmed by a tap."""
    turn.require(Right.CONVENE)
    meeting = _meeting(turn)
    page = max(0, turn.press.number()) if turn.press.arguments else 0
    turn.say("check_ins/sheet", _sheet_facts(turn, meeting, page))


@routes.tap("check_in.page")
def leaf(_update: Update, turn: Turn) -> None:
    """Tap: another page of the sheet."""
    turn.require(Right.CONVENE)
    turn.edit("check_ins/sheet", **_sheet_facts(turn, _meeting(turn), max(0, turn.press.number())))


@routes.tap("check_in.make_up")
def confirm(_update: Update, turn: Turn) -> None:
    """Tap of the office: somebody was there; until midnight, with the name of who confirmed it."""
    turn.require(Right.CONVENE)
    rules, time = turn.house.mechanism.meetings, turn.working_time
    came = make_up(turn.session, turn.press.subject, by=turn.me, rules=rules, time=time, now=turn.now)
    person = get_person(turn.session, came.participant.person_id)
    turn.answer("check_ins/made_up", person=person)
    turn.refresh_cards(REQUEST, turn.press.subject)
    if turn.press.arguments:
        turn.edit("check_ins/sheet", **_sheet_facts(turn, came.meeting, turn.press.number()))
    if came.is_new:
        turn.tell(
            person,
            "check_ins/done",
            about=view_meeting(came.meeting),
            check_in=came.check_in,
            is_new=True,
        )


@routes.card(REQUEST)
def request_card(turn: Turn, participant_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """Somebody who came after check-in was over, as the office sees it."""
    participant = find_participant_by_id(turn.session, participant_id)
    found = rows.find_check_in(turn.session, participant_id)
    if participant is None or found is None:
        return None
    return "check_ins/request", {
        "about": view_meeting(get_meeting(turn.session, participant.meeting_id)),
        "participant": participant,
        "person": get_person(turn.session, participant.person_id),
        "check_in": found,
        "by": get_person(turn.session, found.by_id) if found.by_id else None,
    }


@routes.tap("check_in.file")
def send_file(_update: Update, turn: Turn) -> None:
    """Tap of the office: the attendance sheet as a spreadsheet, by rank."""
    turn.require(Right.CONVENE)
    meeting = _meeting(turn)
    listed = list_sheet(turn.session, meeting, turn.house.mechanism.meetings, turn.now)
    facts: type_json = {"title": meeting.title, "rows": [_file_row(turn, row) for row in listed]}
    day = meeting.starts_at.astimezone(turn.house.zone).date().isoformat()
    name = words("check_in_sheet")["file"].format(title=meeting.title, day=day)
    file: type_json = {"made": "attendance", "name": name, "facts": facts}
    turn.reply_file("sendDocument", "document", file, None)


@routes.tap("check_in.stats")
def stats(_update: Update, turn: Turn) -> None:
    """Tap of the office: attendance by unit over this month, quarter or year."""
    turn.require(Right.CONVENE)
    period = turn.press.argument() if turn.press.arguments else "quarter"
    if period not in PERIODS:
        raise Stale
    months = PERIODS[period]
    first = turn.today.replace(month=(turn.today.month - 1) // months * months + 1, day=1)
    since = datetime.combine(first, datetime.min.time(), turn.house.zone)
    counts = count_by_body(turn.session, since, turn.now, turn.house.mechanism.meetings, turn.now)
    counts.sort(key=lambda count: (count.present / count.called, count.body.rank))
    turn.edit("check_ins/stats", period=period, periods=list(PERIODS), since=first, counts=counts)


def _file_row(turn: Turn, row: SheetRow) -> list[str | None]:
    came, delegate = row.check_in, row.delegate
    by = get_person(turn.session, came.by_id).name if came and came.by_id else None
    at = came.at.isoformat() if came else None
    return [
        row.person.name,
        row.unit.name,
        row.attended.value,
        delegate.name if delegate else None,
        at,
        by,
    ]


def _tell_presence(turn: Turn, came: Presence) -> None:
    turn.say("check_ins/done", _presence_facts(came))
    if came.is_new and came.check_in.state == CheckInState.ASKED:
        turn.send_card(
            list_convenors(turn.session, turn.today), REQUEST, require_id(came.participant.id),
            manner=turn.manner_for(urgent=True, important=True),
        )  # fmt: skip


def _presence_facts(came: Presence) -> Facts:
    return {"about": view_meeting(came.meeting), "check_in": came.check_in, "is_new": came.is_new}


def _desk_facts(turn: Turn, meeting: Meeting) -> Facts:
    rules = turn.house.mechanism.meetings
    listed = list_sheet(turn.session, meeting, rules, turn.now)
    there = (Attended.ON_TIME, Attended.LATE, Attended.MADE_UP)
    return {
        "about": view_meeting(meeting),
        "window": window_of(meeting, rules, turn.working_time),
        "invited": len(listed),
        "present": sum(row.attended in there for row in listed),
        "late": sum(row.attended is Attended.LATE for row in listed),
    }


def _sheet_facts(turn: Turn, meeting: Meeting, page: int) -> Facts:
    listed = list_sheet(turn.session, meeting, turn.house.mechanism.meetings, turn.now)
    open_ones = [row for row in listed if row.attended in (Attended.ASKED, Attended.ABSENT, Attended.WAITING)]
    page = min(page, max(0, (len(open_ones) - 1) // PAGE))
    shown = open_ones[page * PAGE : (page + 1) * PAGE]
    window = window_of(meeting, turn.house.mechanism.meetings, turn.working_time)
    tally = {one: sum(row.attended is one for row in listed) for one in Attended}
    return {
        **_desk_facts(turn, meeting),
        "tally": [(one, count) for one, count in tally.items() if count],
        "late_ones": [row for row in listed if row.attended is Attended.LATE],
        "shown": shown,
        "page": page,
        "more": len(open_ones) > (page + 1) * PAGE,
        "may_make_up": window.opens_at <= turn.now < window.make_up_until,
    }


def _picture(turn: Turn, meeting: Meeting, found: CheckInDesk) -> type_json:
    code = code_of(found, turn.now, turn.house.mechanism.meetings)
    link = turn.house.deep_link(f"{LINK}{meeting.id}-{code}")
    return {"picture": "check_in", "facts": {"code": code, "link": link, "title": meeting.title}}


def _edit(turn: Turn, meeting: Meeting, found: CheckInDesk, shown: tuple[int, int], *, over: bool) -> None:
    chat_id, message_id = shown
    template = "check_ins/desk_closed" if over else "check_ins/desk"
    rendered = turn.render(template, _desk_facts(turn, meeting))
    content: type_json = {"message_id": message_id}
    content["reply_markup"] = rendered.keyboard or {"inline_keyboard": []}
    if over:
        method = "editMessageCaption"
        content |= {"caption": rendered.text, "parse_mode": "HTML"}
    else:
        method = "editMessageMedia"
        content["media"] = {**_picture(turn, meeting, found), "caption": rendered.text}
    post_call(turn.session, method, content, Destination(chat_id), Manner(turn.priority), now=turn.now)


def _plan_turn(turn: Turn, found: CheckInDesk) -> None:
    seconds = turn.house.mechanism.meetings.check_in_code_seconds
    at = turn.now + timedelta(seconds=seconds - int(turn.now.timestamp()) % seconds)
    key = f"check_in:{found.meeting_id}:{found.outbox_id}:{at.timestamp():.0f}"
    payload: type_json = {"outbox": found.outbox_id}
    due = Due(key=key, kind=TURN, subject_id=found.meeting_id, due_at=at, urgent=True, payload=payload)
    schedule(turn.session, due)


def _meeting(turn: Turn) -> Meeting:
    try:
        return get_meeting(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None
