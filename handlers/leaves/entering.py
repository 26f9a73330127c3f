"""The form of a leave: the days, then who stands in; what is in hand is shown before it is handed in."""

from datetime import date

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.leaves import (
    LEAVE,
    LeaveNotFound,
    ask_stand_in,
    check_days,
    check_stand_in,
    list_candidates,
    list_led,
    plan_leave,
    read_period,
    release_duties,
    view_leave,
)
from services.outcomes import Outcome, Stale
from services.people import hats_of
from storage.base import require_id
from storage.conversations import Conversation, find_conversation
from storage.leaves import Leave
from storage.people import Person, find_person, get_person

routes = Routes()

FORM = "leave_form"
OFFERED = 8
NOBODY = 0
USUAL = (0, 1, 2)
"""Days from today that are offered as a leave of one day."""


def open_form(turn: Turn, leave: Leave | None = None) -> None:
    """Begin the form; for a leave that is written down only its stand-in is asked for."""
    form = forms.open_form(turn, FORM, asked="days" if leave is None else "stand_in")
    if leave is not None:
        first, last = leave.from_day.isoformat(), leave.until_day.isoformat()
        forms.answer_form(turn, form, asked="stand_in", first=first, last=last, leave=leave.id)
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("leave.new")
def new(update: Update, turn: Turn) -> None:
    """Tap “enter a leave”."""
    open_form(turn)


@routes.tap("leave.other")
def choose_other(update: Update, turn: Turn) -> None:
    """Tap “another stand-in” on my leave. Raises LeaveNotFound."""
    leave = view_leave(occasion_of(turn), turn.press.subject)
    if leave.person_id != turn.my_id or not leave.is_current:
        raise LeaveNotFound
    open_form(turn, leave)


@routes.tap("leave.day")
def choose_day(update: Update, turn: Turn) -> None:
    """Tap a single day."""
    form = forms.my_form(turn, FORM)
    try:
        day = date.fromordinal(turn.press.number())
    except (ValueError, OverflowError):
        raise Stale from None
    _take_days(turn, form, day, day)


@routes.tap("leave.who")
def choose_stand_in(update: Update, turn: Turn) -> None:
    """Tap a colleague, or “nobody”."""
    form = forms.my_form(turn, FORM)
    _take_stand_in(turn, form, turn.press.number())


@routes.tap("leave.people")
def leaf(update: Update, turn: Turn) -> None:
    """Leaf through the colleagues."""
    form = forms.my_form(turn, FORM)
    _write(turn, form, asked="stand_in", page=turn.press.number())


@routes.tap("leave.again")
def ask_again(update: Update, turn: Turn) -> None:
    """Tap “change”: the days, or who stands in."""
    form = forms.my_form(turn, FORM)
    what = turn.press.argument()
    if what == "days":
        _write(turn, form, asked="days", first=None, last=None)
    elif what == "stand_in":
        _write(turn, form, asked="stand_in", stand_in=None)
    else:
        raise Stale


@routes.form(FORM)
def hear(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Days or a name, whichever is asked for."""
    if not intake.text:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
    elif conversation.answers.get("first") is None:
        _hear_days(turn, conversation, intake)
    elif conversation.answers.get("stand_in") is None:
        _hear_name(turn, conversation, intake)
    else:
        turn.repost_card(FORM, forms.form_id(conversation))


@routes.tap("leave.submit")
def submit(update: Update, turn: Turn) -> None:
    """Tap “submit”: written down; who is to stand in gets the list of matters and is asked."""
    form = forms.my_form(turn, FORM)
    first, last = _days(form)
    stand_in = find_person(turn.session, form.answers.get("stand_in") or None)
    if first is None or last is None or form.answers.get("stand_in") is None:
        raise Stale
    occasion = occasion_of(turn)
    if form.answers.get("leave"):
        leave = view_leave(occasion, int(form.answers["leave"]))
        if stand_in is not None:
            ask_stand_in(occasion, leave, stand_in)
    else:
        leave = plan_leave(occasion, first, last, stand_in)
        _release(turn, release_duties(occasion, first, last))
    forms.end_form(turn, form)
    turn.show_card(LEAVE, require_id(leave.id))
    if stand_in is not None:
        turn.send_card(stand_in, LEAVE, require_id(leave.id))


def _release(turn: Turn, duties: list[Leave]) -> None:
    """Those for whom I stand in need somebody else."""
    for duty in duties:
        absent = get_person(turn.session, duty.person_id)
        turn.tell(absent, "leaves/told_declined", important=True, leave=duty, stand_in=turn.me)
        turn.refresh_cards(LEAVE, require_id(duty.id))


@routes.card(FORM)
def show_form(turn: Turn, conversation_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The form as far as it is filled in."""
    form = find_conversation(turn.session, conversation_id)
    person = find_person(turn.session, form.person_id) if form is not None else None
    if form is None or person is None:
        return None
    first, last = _days(form)
    found = list_candidates(occasion_of(turn), hats_of(turn.session, person, turn.today))
    pages = max(1, -(-len(found) // OFFERED))
    page = min(max(int(form.answers.get("page") or 0), 0), pages - 1)
    chosen = form.answers.get("stand_in")
    return "leaves/form", {
        "form": conversation_id,
        "state": form.state,
        "first": first,
        "last": last,
        "chosen": chosen is not None,
        "stand_in": find_person(turn.session, chosen or None),
        "people": found[page * OFFERED : (page + 1) * OFFERED],
        "page": page,
        "pages": pages,
        "days": [date.fromordinal(turn.today.toordinal() + ahead) for ahead in USUAL],
        "issues": list_led(turn.session, form.person_id),
        "patience": turn.house.mechanism.leaves.unattended_workdays,
        "is_change": bool(form.answers.get("leave")),
    }


def _hear_days(turn: Turn, form: Conversation, intake: Intake) -> None:
    period = read_period(intake.text, turn.today)
    if period is None:
        turn.reply("leaves/days_unclear", reply_to=intake.message_id)
        return
    try:
        _take_days(turn, form, *period)
    except Outcome as refusal:
        # What was typed before is kept; the same question stays open.
        turn.say(refusal.template, refusal.facts, reply_to=intake.message_id)


def _hear_name(turn: Turn, form: Conversation, intake: Intake) -> None:
    name = "".join(intake.text.split())
    found = [who for who in list_candidates(occasion_of(turn), turn.hats) if who.name == name]
    if len(found) != 1:
        turn.reply("leaves/name_unclear", reply_to=intake.message_id, name=intake.text)
        return
    try:
        _take_stand_in(turn, form, require_id(found[0].id))
    except Outcome as refusal:
        turn.say(refusal.template, refusal.facts, reply_to=intake.message_id)


def _take_days(turn: Turn, form: Conversation, first: date, last: date) -> None:
    check_days(occasion_of(turn), first, last)
    _write(turn, form, asked="stand_in", first=first.isoformat(), last=last.isoformat())


def _take_stand_in(turn: Turn, form: Conversation, person_id: int) -> None:
    first, last = _days(form)
    if first is None or last is None:
        raise Stale
    if person_id != NOBODY:
        person = find_person(turn.session, person_id)
        if person is None:
            raise Stale
        check_stand_in(occasion_of(turn), person, first, last)
    _write(turn, form, asked="done", stand_in=person_id)


def _write(turn: Turn, form: Conversation, *, asked: str | None, **answers: object) -> None:
    forms.answer_form(turn, form, asked=asked, **answers)
    if turn.sender.callback_query_id:
        turn.refresh_cards(FORM, forms.form_id(form))
    else:
        turn.repost_card(FORM, forms.form_id(form))


def _days(form: Conversation) -> tuple[date | None, date | None]:
    first, last = form.answers.get("first"), form.answers.get("last")
    return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
