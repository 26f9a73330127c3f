"""/commitments, the card of one, what its owner reports, and the reminders (M15)."""

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.numbers import Number
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services import commitments as service
from services.calendar import CalendarMissing
from services.commitments import (
    is_overdue,
    may_report,
    may_see_commitment,
    numbering_of,
    plan_overdue,
    report_done,
    report_progress,
    still_due,
)
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from services.rights import Right
from storage import commitments as rows
from storage.base import require_id
from storage.bodies import get_body
from storage.commitments import Commitment
from storage.conversations import Conversation
from storage.due import Due, DueState
from storage.people import Person, get_person
from storage.timeline import list_entries

routes = Routes()

CARD, FORM = "commitment", "commitment_report"
PAGE, STEPS_SHOWN = 5, 5
PROGRESS, DONE = "progress", "done"
SOON_DAYS = 7


@routes.command("commitments")
def commitments(_update: Update, turn: Turn) -> None:
    """/commitments: one's own and one's bodies'; all of them for the office."""
    turn.say("commitments/list", _page(turn, 0))


@routes.tap("commitment.page")
def page(_update: Update, turn: Turn) -> None:
    """Tap on another page."""
    turn.edit("commitments/list", **_page(turn, max(0, turn.press.number())))


@routes.tap("commitment.open")
def open_from_list(_update: Update, turn: Turn) -> None:
    """Tap on a commitment in a list."""
    _show(turn, rows.find_commitment(turn.session, turn.press.subject))


@routes.number("CN")
def open_number(turn: Turn, number: Number) -> None:
    """CN-2026-0001: the commitment with this number."""
    year = number.year or turn.today.year
    found = rows.find_commitment_numbered(turn.session, year, number.number)
    if found is None:
        turn.reply("commitments/refused/unknown_number")
        return
    _show(turn, found)


@routes.card(CARD)
def card(turn: Turn, commitment_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """A commitment: who, what, by when, how far."""
    commitment = rows.find_commitment(turn.session, commitment_id)
    if commitment is None or reader is None:
        return None
    hats = hats_of(turn.session, reader, turn.today)
    if not may_see_commitment(commitment, hats):
        return None
    steps = [step for step in list_entries(turn.session, service.SUBJECT, commitment_id) if step.text]
    facts: Facts = {
        **_facts(turn, commitment),
        "steps": steps[-STEPS_SHOWN:],
        "may_report": may_report(commitment, hats) and commitment.done_at is None,
    }
    return "commitments/card", facts


@routes.tap("commitment.progress")
def progress(_update: Update, turn: Turn) -> None:
    """Tap: how far it has come is asked."""
    _ask(turn, PROGRESS)


@routes.tap("commitment.done")
def done(_update: Update, turn: Turn) -> None:
    """Tap: what was achieved is asked; then it is up for evaluation."""
    _ask(turn, DONE)


@routes.form(FORM)
def reported(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """The text of a report."""
    if not intake.text:
        turn.reply("commitments/refused/words_wanted")
        return
    report = report_done if conversation.asked == DONE else report_progress
    commitment_id = conversation.subject_id or 0
    commitment = report(turn.session, commitment_id, intake.text, by=turn.hats, now=turn.now)
    forms.close_form(turn, conversation)
    turn.refresh_cards(CARD, commitment_id)
    turn.repost_card(CARD, commitment_id)
    if commitment.done_at is not None and commitment.created_by != turn.my_id:
        turn.send_card(get_person(turn.session, commitment.created_by), CARD, commitment_id)


@routes.due(service.REMINDER)
def remind(row: Due, turn: Turn) -> None:
    """Before the deadline and on its day."""
    commitment = still_due(turn.session, row, now=turn.now)
    if commitment is None:
        row.state = DueState.MISSED
        return
    _tell(turn, commitment, calendar_known=True)


@routes.due(service.LAPSE)
def lapse(row: Due, turn: Turn) -> None:
    """The deadline is over: the card says so, and from the next working day on it is reminded of daily."""
    commitment = still_due(turn.session, row, now=turn.now)
    if commitment is None:
        row.state = DueState.MISSED
        return
    turn.refresh_cards(CARD, require_id(commitment.id))
    rules = turn.house.mechanism.commitments
    plan_overdue(turn.session, commitment, rules=rules, time=turn.working_time, now=turn.now)


@routes.due(service.OVERDUE)
def remind_overdue(row: Due, turn: Turn) -> None:
    """Overdue: once each working day."""
    commitment = still_due(turn.session, row, now=turn.now)
    if commitment is None:
        row.state = DueState.MISSED
        return
    try:
        turn.working_time.is_workday(turn.now)
        known = True
    except CalendarMissing:
        known = False
    _tell(turn, commitment, calendar_known=known)
    rules = turn.house.mechanism.commitments
    plan_overdue(turn.session, commitment, rules=rules, time=turn.working_time, now=turn.now)


@routes.todo("commitments")
def waiting(turn: Turn) -> list[WaitingItem]:
    """One's own commitments that are overdue or due within a week."""
    until = turn.today.fromordinal(turn.today.toordinal() + SOON_DAYS)
    found = rows.list_open_of(turn.session, turn.my_id, until=until)
    return [
        WaitingItem(
            "commitments/todo",
            Light.RED if is_overdue(commitment, turn.now) else Light.YELLOW,
            commitment.due_at,
            _facts(turn, commitment),
        )
        for commitment in found
    ]


def _tell(turn: Turn, commitment: Commitment, *, calendar_known: bool) -> None:
    person = get_person(turn.session, commitment.person_id)
    left = (commitment.due_on - turn.today).days
    purpose = f"commitment:{commitment.id}"
    turn.tell(
        person,
        "commitments/reminder",
        purpose=purpose,
        view=_facts(turn, commitment),
        left=left,
        calendar_known=calendar_known,
    )


def _ask(turn: Turn, asked: str) -> None:
    commitment = rows.find_commitment(turn.session, turn.press.subject)
    if commitment is None or commitment.done_at is not None:
        raise Stale
    if not may_report(commitment, turn.hats):
        raise NotAllowed
    forms.open_form(turn, FORM, subject_id=commitment.id, asked=asked)
    turn.reply("commitments/asked", asked=asked, view=_facts(turn, commitment))


def _show(turn: Turn, commitment: Commitment | None) -> None:
    if commitment is None:
        raise Stale
    if not may_see_commitment(commitment, turn.hats):
        raise NotAllowed
    turn.show_card(CARD, require_id(commitment.id))


def _facts(turn: Turn, commitment: Commitment) -> dict[str, object]:
    return {
        "commitment": commitment,
        "numbering": numbering_of(commitment),
        "body": get_body(turn.session, commitment.body_id),
        "person": get_person(turn.session, commitment.person_id),
        "overdue": is_overdue(commitment, turn.now),
    }


def _page(turn: Turn, number: int) -> dict[str, object]:
    office = turn.may(Right.SEE_EVERYTHING)
    person_id = None if office else turn.my_id
    body_ids = None if office else [require_id(body.id) for body in turn.hats.bodies()]
    found = rows.list_commitments(
        turn.session, person_id=person_id, body_ids=body_ids, limit=PAGE + 1, offset=number * PAGE
    )
    listed = [_facts(turn, commitment) for commitment in found[:PAGE]]
    may_enter = turn.may(Right.ENTER_COMMITMENTS)
    return {"page": number, "listed": listed, "more": len(found) > PAGE, "office": may_enter}
