"""The picture with the code of a check-in: it changes every minute until check-in is over (scenario 24)."""

from datetime import timedelta

from telegram import Update

from handlers.check_ins.facts import desk_facts, the_meeting
from handlers.posting import Destination, Manner, post_call, post_file
from handlers.routes import Routes
from handlers.turn import Turn
from services.check_ins import code_of, open_desk, window_of
from services.rights import Right
from storage import check_ins as rows
from storage import outbox
from storage.base import require_id, type_json
from storage.check_ins import CheckInDesk
from storage.due import Due, DueState, schedule
from storage.meetings import Meeting, get_meeting

routes = Routes()

TURN, LINK = "check_in.turn", "qd-"


@routes.tap("check_in.desk")
def desk(_update: Update, turn: Turn) -> None:
    """Tap of the office: check-in is open; its code is shown as a picture that changes every minute."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
    rules, time = turn.house.mechanism.meetings, turn.working_time
    opened = open_desk(turn.session, require_id(meeting.id), by=turn.me, rules=rules, time=time, now=turn.now)
    content = turn.render("check_ins/desk", desk_facts(turn, meeting))
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


def _picture(turn: Turn, meeting: Meeting, found: CheckInDesk) -> type_json:
    code = code_of(found, turn.now, turn.house.mechanism.meetings)
    link = turn.house.deep_link(f"{LINK}{meeting.id}-{code}")
    return {"picture": "check_in", "facts": {"code": code, "link": link, "title": meeting.title}}


def _edit(turn: Turn, meeting: Meeting, found: CheckInDesk, shown: tuple[int, int], *, over: bool) -> None:
    chat_id, message_id = shown
    template = "check_ins/desk_closed" if over else "check_ins/desk"
    rendered = turn.render(template, desk_facts(turn, meeting))
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
