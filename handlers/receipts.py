"""Receipts that did not come: the office telephones, and that it did is written down (scenario 10)."""

from dataclasses import dataclass

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.assignments import SUBJECT as ASSIGNMENT
from services.outcomes import Stale
from services.people import in_their_place, list_office_people, unit_on
from services.receipts import LATE, list_unsigned, note_call
from services.rights import Right
from services.supervisions import SUBJECT as SUPERVISION
from services.supervisions import list_watching
from storage.assignments import find_assignment
from storage.due import Due, DueState
from storage.issues import find_issue
from storage.people import Person, find_person
from storage.receipts import Receipt, list_to_call
from storage.supervisions import find_supervision

routes = Routes()


@dataclass(frozen=True)
class About:
    """The matter that is to be signed for, and who telephones."""

    formal: tuple[str, int, int]
    code: str
    title: str
    callers: list[Person]


def about(turn: Turn, kind: str, subject_id: int) -> About | None:
    """The matter, while it still goes on."""
    if kind == SUPERVISION:
        supervision = find_supervision(turn.session, subject_id)
        issue = find_issue(turn.session, supervision.issue_id) if supervision is not None else None
        if supervision is None or issue is None or not supervision.is_current:
            return None
        callers = list_watching(occasion_of(turn), supervision)
        return About(supervision.formal, supervision.code, issue.title, callers)
    assignment = find_assignment(turn.session, subject_id) if kind == ASSIGNMENT else None
    if assignment is None or not assignment.is_current:
        return None
    giver, office = (
        find_person(turn.session, assignment.assigned_by),
        list_office_people(turn.session, turn.today),
    )
    callers = [person for person in office if giver is not None and person.id == giver.id] or office
    present = in_their_place(turn.session, callers, turn.today)
    return About(assignment.formal, assignment.code, assignment.text, present)


@routes.due(LATE)
def tell_office(due: Due, turn: Turn) -> None:
    """The time for signing is over: the office gets the names and the numbers, once."""
    kind, subject_id = str(due.payload["kind"]), due.subject_id or 0
    matter = about(turn, kind, subject_id)
    if matter is None or not list_unsigned(turn.session, kind, subject_id):
        due.state = DueState.MISSED
        return
    facts = _facts(turn, matter, kind, subject_id)
    turn.tell(
        matter.callers, "receipts/late", important=True, about=facts["about"], unsigned=facts["unsigned"]
    )


@routes.tap("receipt.list")
def show(_update: Update, turn: Turn) -> None:
    """Tap in /todo: whom to telephone."""
    turn.require(Right.SUPERVISE)
    kind, subject_id = turn.press.argument(), turn.press.subject
    matter = about(turn, kind, subject_id)
    if matter is None:
        raise Stale
    turn.say("receipts/late", _facts(turn, matter, kind, subject_id))


@routes.tap("receipt.called")
def called(_update: Update, turn: Turn) -> None:
    """Tap: somebody has been telephoned."""
    receipt = note_call(occasion_of(turn), turn.press.subject)
    turn.answer("receipts/called_toast")
    matter = about(turn, receipt.subject_kind, receipt.subject_id)
    if matter is not None:
        facts = _facts(turn, matter, receipt.subject_kind, receipt.subject_id)
        turn.edit("receipts/late", **facts)
        turn.refresh_cards(receipt.subject_kind, receipt.subject_id)


@routes.todo("receipts")
def waiting(turn: Turn) -> list[WaitingItem]:
    """Those whom the office has to telephone, by matter: everybody of it sees them, one call clears it."""
    if not turn.may(Right.SUPERVISE):
        return []
    counts: dict[tuple[str, int], int] = {}
    for receipt in list_to_call(turn.session, now=turn.now):
        key = (receipt.subject_kind, receipt.subject_id)
        counts[key] = counts.get(key, 0) + 1
    items = []
    for (kind, subject_id), count in counts.items():
        matter = about(turn, kind, subject_id)
        if matter is not None:
            facts: Facts = {"about": matter, "count": count, "kind": kind, "subject_id": subject_id}
            items.append(WaitingItem("receipts/todo", Light.RED, None, facts))
    return items


def _facts(turn: Turn, matter: About, kind: str, subject_id: int) -> Facts:
    return {
        "about": matter,
        "unsigned": [_call(turn, *pair) for pair in list_unsigned(turn.session, kind, subject_id)],
    }


def _call(turn: Turn, receipt: Receipt, person: Person) -> Facts:
    """Whom to telephone: who stands in for somebody on leave."""
    present = in_their_place(turn.session, [person], turn.today)[0]
    unit = unit_on(turn.session, present, turn.today)
    absent = person if present.id != person.id else None
    return {"receipt": receipt, "person": present, "unit": unit, "absent": absent}
