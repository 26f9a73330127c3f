"""The form of listing a problem: deadline, requirement, supervising leader, all proposed (scenario 10)."""

from datetime import date

from telegram import Update

from handlers import cards, forms
from handlers.intake import Intake
from handlers.issues.announcing import tell_reporter
from handlers.issues.following import follow_up
from handlers.issues.occasions import find_question, occasion_of
from handlers.posting import Destination
from handlers.routes import Facts, Routes
from handlers.supervisions.facts import URGENT
from handlers.turn import Turn
from services.assignments import read_only_term
from services.calendar import CalendarMissing
from services.issues import SUBJECT as ISSUE
from services.issues import Acted, Transition
from services.outcomes import Stale
from services.people import front_people, in_their_place, people_named_like
from services.rights import Right
from services.supervisions import (
    LONGEST,
    SUBJECT,
    Listed,
    check_day,
    check_words,
    list_for_supervision,
    list_helping,
    list_possible_leaders,
)
from storage.accounts import list_groups_of
from storage.base import require_id
from storage.bodies import get_body
from storage.conversations import Conversation
from storage.issues import Issue, IssueAction, find_issue
from storage.people import Person, find_person
from storage.timeline import list_entries
from templates import word

routes = Routes()

FORM = "supervision_form"
NOBODY = 0


@routes.begins(IssueAction.LIST)
def begin(turn: Turn, issue: Issue, _row: Transition) -> None:
    """Tap of the office on a problem's card: the form, complete with proposals."""
    _open(turn, issue, word("requirement", "supervision"))


@routes.follows(IssueAction.UPHOLD, FORM)
def go_on_to_list(turn: Turn, acted: Acted) -> None:
    """A complaint was right twice: what the office has just asked for is the proposal (scenario 16)."""
    if not acted.issue.is_listed and turn.may(Right.SUPERVISE):
        said = list_entries(turn.session, ISSUE, require_id(acted.issue.id))[-1].text or ""
        _open(turn, acted.issue, said[:LONGEST], upheld=True)


def _open(turn: Turn, issue: Issue, requirement: str, *, upheld: bool = False) -> None:
    leaders = list_possible_leaders(occasion_of(turn), issue)
    day = _after(turn, turn.house.mechanism.deadlines.solving.listed)
    form = forms.open_form(
        turn,
        FORM,
        subject_id=issue.id,
        due_on=day.isoformat() if day else None,
        requirement=requirement,
        upheld=upheld,
        leader=require_id(leaders[0].id) if leaders else NOBODY,
    )
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("supervision.due")
def choose_day(_update: Update, turn: Turn) -> None:
    """Tap one of the deadlines."""
    form = forms.my_form(turn, FORM)
    day = _after(turn, min(turn.press.number(), 250)) if turn.press.number() > 0 else None
    if day is None:
        raise Stale
    _write(turn, form, due_on=day.isoformat())


@routes.tap("supervision.leader")
def choose_leader(_update: Update, turn: Turn) -> None:
    """Tap one of the leaders, or nobody."""
    form = forms.my_form(turn, FORM)
    if turn.press.number() not in (NOBODY, *(require_id(one.id) for one in _leaders(turn, form))):
        raise Stale
    _write(turn, form, leader=turn.press.number())


@routes.tap("supervision.ask")
def ask(_update: Update, turn: Turn) -> None:
    """Tap: one answer is to be changed."""
    form, asked = forms.my_form(turn, FORM), turn.press.argument()
    if asked not in ("requirement", "leader", "due_on"):
        raise Stale
    forms.answer_form(turn, form, asked=asked)
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """A short date or span is the deadline, a leader's name the leader, anything else the requirement."""
    text = intake.text
    if not text:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
        return
    working = turn.working_time
    term = read_only_term(text, turn.today, working.calendar, is_over=working.is_over(turn.now))
    named = [one for one in people_named_like(turn.session, text) if one in _leaders(turn, conversation)]
    if conversation.asked != "requirement" and term is not None:
        check_day(occasion_of(turn), term.day)
        _write(turn, conversation, due_on=term.day.isoformat())
    elif conversation.asked != "requirement" and named:
        _write(turn, conversation, leader=require_id(named[0].id))
    elif conversation.asked in ("due_on", "leader"):
        turn.reply("supervisions/not_understood", asked=conversation.asked)
    else:
        _write(turn, conversation, requirement=check_words(text))
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.tap("supervision.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: number, receipts, pinned cards in the groups concerned."""
    form = forms.my_form(turn, FORM)
    if not form.answers.get("due_on"):
        raise Stale
    listed = list_for_supervision(
        occasion_of(turn),
        form.subject_id or 0,
        due_on=date.fromisoformat(form.answers["due_on"]),
        requirement=form.answers["requirement"],
        leader=find_person(turn.session, form.answers["leader"] or None),
    )
    forms.end_form(turn, form)
    follow_up(turn, listed.acted)
    turn.show_card(SUBJECT, require_id(listed.supervision.id))
    announce(turn, listed)


def announce(turn: Turn, listed: Listed) -> None:
    """Everybody concerned gets the card once; the groups concerned have it pinned."""
    supervision_id, issue = require_id(listed.supervision.id), listed.acted.issue
    helpers = list_helping(occasion_of(turn), issue)
    people = list(listed.signers)
    leader = find_person(turn.session, listed.supervision.leader_id)
    people += [leader] if leader is not None else []
    for body in helpers:
        people += front_people(turn.session, body, turn.today)
    present = in_their_place(turn.session, people, turn.today)
    told = [person for person in present if person.id != turn.my_id]
    turn.send_card(told, SUBJECT, supervision_id, manner=URGENT)
    for body_id in dict.fromkeys([issue.owner_id, *(require_id(body.id) for body in helpers)]):
        for group in list_groups_of(turn.session, body_id):
            to = Destination(group.chat_id, group.thread_id or None)
            cards.show(turn, SUBJECT, supervision_id, to, None, manner=URGENT)
    cards.pin(turn, SUBJECT, supervision_id)
    if issue.reporter_id not in {person.id for person in told}:
        name = "told_listed_instead" if listed.is_withdrawal_void else "told_listed"
        tell_reporter(turn, issue, f"supervisions/{name}", owner=get_body(turn.session, issue.owner_id))
    turn.refresh_cards(ISSUE, require_id(issue.id))


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form as it stands."""
    found = find_question(turn, form_id)
    if found is None:
        return None
    form, issue = found
    due_on = form.answers.get("due_on")
    offered = turn.house.mechanism.supervision.offered_workdays
    return "supervisions/form", {
        "form": form_id,
        "state": form.state,
        "asked": form.asked,
        "issue": issue,
        "owner": get_body(turn.session, issue.owner_id),
        "helpers": list_helping(occasion_of(turn), issue),
        "due_on": date.fromisoformat(due_on) if due_on else None,
        "requirement": form.answers["requirement"],
        "upheld": form.answers.get("upheld", False),
        "leader": find_person(turn.session, form.answers["leader"] or None),
        "leaders": _leaders(turn, form),
        "offered": [(days, _after(turn, days)) for days in offered],
    }


def _after(turn: Turn, workdays: int) -> date | None:
    try:
        return turn.working_time.calendar.add_workdays(turn.today, workdays)
    except CalendarMissing:
        return None


def _leaders(turn: Turn, form: Conversation) -> list[Person]:
    issue = find_issue(turn.session, form.subject_id or 0)
    return list_possible_leaders(occasion_of(turn), issue) if issue is not None else []


def _write(turn: Turn, form: Conversation, **answers: object) -> None:
    forms.answer_form(turn, form, asked=None, **answers)
    if turn.sender.callback_query_id:
        turn.refresh_cards(FORM, forms.form_id(form))
