"""The form of a new commitment: who, what, by when; the next question is what is missing (M15)."""

from calendar import monthrange
from datetime import date

from telegram import Update

from handlers import forms
from handlers.commitments.showing import CARD
from handlers.intake import Intake
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.bodies import load_body_index
from services.commitments import CommitmentIncomplete, check_length, enter_commitment
from services.moments import read_moment
from services.outcomes import Stale
from services.people import front_people
from services.rights import Right
from storage.base import require_id
from storage.bodies import Body, BodyKind, find_body_by_id, list_bodies
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.people import Person, find_person, list_people_of

routes = Routes()

FORM = "commitment_form"
QUESTIONS = ("body", "person", "what", "due_on")
OFFERED = 8


@routes.tap("commitment.new")
def new(_update: Update, turn: Turn) -> None:
    """Tap of the office: a new commitment."""
    turn.require(Right.ENTER_COMMITMENTS)
    form = forms.open_form(turn, FORM, asked="body", found=[])
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("commitment.body")
def choose_body(_update: Update, turn: Turn) -> None:
    """Tap: the body that promises."""
    form = _form(turn)
    if find_body_by_id(turn.session, turn.press.number()) is None:
        raise Stale
    _write(turn, form, body=turn.press.number(), person=None)


@routes.tap("commitment.person")
def choose_person(_update: Update, turn: Turn) -> None:
    """Tap: who answers for it."""
    form = _form(turn)
    if find_person(turn.session, turn.press.number()) is None:
        raise Stale
    _write(turn, form, person=turn.press.number())


@routes.tap("commitment.due")
def choose_day(_update: Update, turn: Turn) -> None:
    """Tap: a usual day."""
    form = _form(turn)
    try:
        day = date.fromordinal(turn.press.number())
    except (ValueError, OverflowError):
        raise Stale from None
    _write(turn, form, due_on=day.isoformat())


@routes.tap("commitment.ask")
def ask_again(_update: Update, turn: Turn) -> None:
    """Tap: one answer is to be changed."""
    form = _form(turn)
    wanted = turn.press.argument()
    if wanted not in QUESTIONS:
        raise Stale
    _write(turn, form, **{wanted: None})


@routes.tap("commitment.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: written down; whoever answers for it gets the card."""
    form = _form(turn)
    missing = _missing(form)
    if missing is not None:
        raise CommitmentIncomplete(missing=missing)
    body = find_body_by_id(turn.session, form.answers["body"])
    person = find_person(turn.session, form.answers["person"])
    if body is None or person is None:
        raise Stale
    entered = enter_commitment(
        turn.session,
        body=body,
        person=person,
        what=form.answers["what"],
        due_on=date.fromisoformat(form.answers["due_on"]),
        by=turn.me,
        rules=turn.house.mechanism.commitments,
        time=turn.working_time,
        now=turn.now,
    )
    forms.end_form(turn, form)
    turn.show_card(CARD, require_id(entered.id))
    if person.id != turn.my_id:
        turn.send_card(person, CARD, require_id(entered.id))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text while the form is open answers what is missing."""
    turn.require(Right.ENTER_COMMITMENTS)
    missing, text = _missing(conversation), intake.text
    if not text:
        turn.reply("commitments/refused/words_wanted")
    elif missing == "body":
        _take_body(turn, conversation, text)
    elif missing == "person":
        turn.reply("commitments/refused/choose_person")
    elif missing == "due_on" or (missing is None and read_moment(text, turn.today)):
        _take_day(turn, conversation, text)
    else:
        check_length(text)
        _write(turn, conversation, what=text)
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form as it stands, with the question that comes next."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    if not form.goes_on:
        return "commitments/entered" if form.state == ConversationState.DONE else "commitments/dropped", {}
    answers = form.answers
    body = find_body_by_id(turn.session, answers.get("body") or 0)
    due_on = answers.get("due_on")
    return "commitments/form", {
        "form": form_id,
        "missing": _missing(form),
        "body": body,
        "person": find_person(turn.session, answers.get("person")),
        "what": answers.get("what"),
        "due_on": date.fromisoformat(due_on) if due_on else None,
        "bodies": _offered_bodies(turn, form),
        "people": _offered_people(turn, body) if body else [],
        "days": _offered_days(turn.today),
    }


def _take_body(turn: Turn, form: Conversation, text: str) -> None:
    index = load_body_index(turn.session)
    exact = index.by_name(text)
    found = [exact] if exact else index.by_alias(text) or index.nearest(text)
    if not found:
        turn.reply("commitments/refused/body_unknown", name=text)
        return
    if len(found) == 1:
        _write(turn, form, body=require_id(found[0].id), person=None)
        return
    _write(turn, form, found=[require_id(body.id) for body in found[:OFFERED]])


def _take_day(turn: Turn, form: Conversation, text: str) -> None:
    moment = read_moment(text, turn.today)
    if moment is None or moment.day is None:
        turn.reply("commitments/refused/day_unclear")
        return
    _write(turn, form, due_on=moment.day.isoformat())


def _offered_bodies(turn: Turn, form: Conversation) -> list[Body]:
    found = [find_body_by_id(turn.session, body_id) for body_id in form.answers["found"]]
    named = [body for body in found if body is not None]
    return named or list_bodies(turn.session, BodyKind.TASK_FORCE)


def _offered_people(turn: Turn, body: Body) -> list[Person]:
    everybody = list_people_of(turn.session, body, on=turn.today)
    front = front_people(turn.session, body, turn.today)
    return list({person.id: person for person in [*front, *everybody]}.values())[:OFFERED]


def _offered_days(today: date) -> list[date]:
    """The ends of this month, of this quarter and of the year."""
    quarter = (today.month - 1) // 3 * 3 + 3
    ends = [date(today.year, month, monthrange(today.year, month)[1]) for month in (today.month, quarter, 12)]
    return list(dict.fromkeys(day for day in ends if day > today))


def _missing(form: Conversation) -> str | None:
    return next((name for name in QUESTIONS if not form.answers.get(name)), None)


def _form(turn: Turn) -> Conversation:
    turn.require(Right.ENTER_COMMITMENTS)
    return forms.my_form(turn, FORM)


def _write(turn: Turn, form: Conversation, **answers: object) -> None:
    forms.answer_form(turn, form, asked=None, **answers)
    form.asked = _missing(form)
    turn.session.flush()
    if turn.sender.callback_query_id:
        turn.refresh_cards(FORM, forms.form_id(form))
