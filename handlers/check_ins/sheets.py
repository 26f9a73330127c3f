"""Who is there and who is not: the list, making up, the sheet as a file, figures by body (scenario 24)."""

from datetime import datetime

from telegram import Update

from handlers.check_ins.arriving import REQUEST
from handlers.check_ins.facts import desk_facts, the_meeting
from handlers.meetings.facts import view_meeting
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.check_ins import Attended, SheetRow, count_by_body, list_sheet, make_up, window_of
from services.outcomes import Stale
from services.rights import Right
from storage.base import type_json
from storage.meetings import Meeting
from storage.people import get_person
from templates import words

routes = Routes()

PAGE = 6
PERIODS = {"month": 1, "quarter": 3, "year": 12}


@routes.tap("check_in.sheet")
def sheet(_update: Update, turn: Turn) -> None:
    """Tap of the office: who is there and who is not; whoever is missing can be confirmed by a tap."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
    page = max(0, turn.press.number()) if turn.press.arguments else 0
    turn.say("check_ins/sheet", _sheet_facts(turn, meeting, page))


@routes.tap("check_in.page")
def leaf(_update: Update, turn: Turn) -> None:
    """Tap: another page of the sheet."""
    turn.require(Right.CONVENE)
    turn.edit("check_ins/sheet", **_sheet_facts(turn, the_meeting(turn), max(0, turn.press.number())))


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


@routes.tap("check_in.file")
def send_file(_update: Update, turn: Turn) -> None:
    """Tap of the office: the attendance sheet as a spreadsheet, by rank."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
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


def _sheet_facts(turn: Turn, meeting: Meeting, page: int) -> Facts:
    listed = list_sheet(turn.session, meeting, turn.house.mechanism.meetings, turn.now)
    open_ones = [row for row in listed if row.attended in (Attended.ASKED, Attended.ABSENT, Attended.WAITING)]
    page = min(page, max(0, (len(open_ones) - 1) // PAGE))
    shown = open_ones[page * PAGE : (page + 1) * PAGE]
    window = window_of(meeting, turn.house.mechanism.meetings, turn.working_time)
    tally = {one: sum(row.attended is one for row in listed) for one in Attended}
    return {
        **desk_facts(turn, meeting),
        "tally": [(one, count) for one, count in tally.items() if count],
        "late_ones": [row for row in listed if row.attended is Attended.LATE],
        "shown": shown,
        "page": page,
        "more": len(open_ones) > (page + 1) * PAGE,
        "may_make_up": window.opens_at <= turn.now < window.make_up_until,
    }
