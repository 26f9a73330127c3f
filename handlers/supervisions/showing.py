"""A supervision's card, its line on the problem's card, its number, the list, the receipts, what waits."""

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.numbers import Number
from handlers.routes import Facts, Routes, Section
from handlers.supervisions.facts import full_facts, line_facts, public_facts
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.people import Hats, hats_of, list_stood_in_for
from services.receipts import find_receipt_for, list_owed, sign_receipt
from services.rights import Right, may
from services.supervisions import SUBJECT, list_seen, may_see_supervision, view_supervision
from storage import supervisions as rows
from storage.base import require_id
from storage.issues import Issue, find_issue, list_upheld
from storage.people import Person
from storage.supervisions import Supervision, SupervisionState

routes = Routes()

PAGE = 5


@routes.card(SUBJECT)
def card(turn: Turn, supervision_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """In full for who may see the problem; number, title, owner, deadline and state in groups."""
    supervision = rows.find_supervision(turn.session, supervision_id)
    if supervision is None:
        return None
    if reader is None:
        return "supervisions/card_public", public_facts(turn, supervision)
    hats = hats_of(turn.session, reader, turn.today)
    if not may_see_supervision(occasion_of(turn), supervision, hats):
        return None
    facts = {**full_facts(turn, supervision), **_buttons(turn, supervision, hats)}
    return "supervisions/card", facts


def _buttons(turn: Turn, supervision: Supervision, hats: Hats) -> Facts:
    supervision_id, person_id = require_id(supervision.id), require_id(hats.person.id)
    receipt = find_receipt_for(occasion_of(turn), SUBJECT, supervision_id, person_id)
    return {
        "may_sign": supervision.is_current and receipt is not None and receipt.is_owed,
        "may_verify": supervision.is_current and may(Right.SUPERVISE, hats),
        "may_instruct": hats.is_leader,
    }


@routes.section("supervisions")
def section(turn: Turn, issue: Issue, reader: Person) -> Section | None:
    """On the problem's card: under which supervision it is, or was."""
    supervision = rows.find_last_of(turn.session, require_id(issue.id))
    if supervision is None:
        return None
    receipt = find_receipt_for(occasion_of(turn), SUBJECT, require_id(supervision.id), reader.id)
    may_sign = supervision.is_current and receipt is not None and receipt.is_owed
    facts = {**line_facts(turn, supervision), "may_sign": may_sign}
    return Section("supervisions/section", facts, has_buttons=True)


@routes.tap("supervision.open")
def open_card(_update: Update, turn: Turn) -> None:
    """Tap: the card, in private."""
    supervision = view_supervision(occasion_of(turn), turn.press.subject)
    if turn.sender.is_private:
        turn.show_card(SUBJECT, require_id(supervision.id))
        return
    turn.send_card(turn.me, SUBJECT, require_id(supervision.id))
    turn.answer("issues/shown_in_private", bot=turn.house.bot_username)


@routes.number("DB")
def open_number(turn: Turn, number: Number) -> None:
    """DB-2026-0001 in any style, typed or as a deep link."""
    year = number.year or turn.today.year
    found = rows.find_supervision_numbered(turn.session, year, number.number)
    if found is None or not may_see_supervision(occasion_of(turn), found, turn.hats):
        turn.reply("supervisions/refused/not_found")
        return
    turn.show_card(SUBJECT, require_id(found.id))


@routes.tap("supervision.sign")
def sign(_update: Update, turn: Turn) -> None:
    """Tap on the receipt's button."""
    supervision = view_supervision(occasion_of(turn), turn.press.subject)
    fresh = sign_receipt(occasion_of(turn), SUBJECT, require_id(supervision.id))
    turn.answer("receipts/signed_toast", fresh=fresh, code=supervision.code)
    turn.refresh_cards(SUBJECT, require_id(supervision.id))
    turn.refresh_cards("issue", supervision.issue_id)


@routes.tap("supervisions.page")
def leaf(_update: Update, turn: Turn) -> None:
    """Tap: the list of what is supervised now, as far as the person may see it."""
    seen, page = list_seen(occasion_of(turn)), max(0, turn.press.number())
    pages = max(1, -(-len(seen) // PAGE))
    page = min(page, pages - 1)
    shown = [line_facts(turn, one) for one in seen[page * PAGE : (page + 1) * PAGE]]
    turn.edit("supervisions/list", rows=shown, page=page, pages=pages, total=len(seen))


@routes.todo("supervisions")
def waiting(turn: Turn) -> list[WaitingItem]:
    """Receipts that I owe; progress that I have to report; for the office, what to verify and to list."""
    return [*_to_sign(turn), *_to_report(turn), *_to_verify(turn), *_to_list(turn)]


def _to_sign(turn: Turn) -> list[WaitingItem]:
    items = []
    for receipt in list_owed(occasion_of(turn), SUBJECT):
        supervision = rows.find_supervision(turn.session, receipt.subject_id)
        if supervision is not None and supervision.is_current:
            late = receipt.due_at is not None and receipt.due_at < turn.now
            light = Light.RED if late else Light.YELLOW
            facts = {**line_facts(turn, supervision), "do": "sign"}
            items.append(WaitingItem("supervisions/todo", light, receipt.due_at, facts))
    return items


def _to_report(turn: Turn) -> list[WaitingItem]:
    items = []
    leads = {turn.my_id, *list_stood_in_for(turn.session, turn.my_id, turn.today)}
    for supervision in rows.list_supervisions(turn.session):
        due_at, issue = supervision.progress_due_at, find_issue(turn.session, supervision.issue_id)
        if due_at is None or issue is None or issue.lead_id not in leads:
            continue
        if turn.working_time.day_of(due_at) <= turn.today:
            facts = {**line_facts(turn, supervision), "do": "progress"}
            items.append(WaitingItem("supervisions/todo", Light.RED, due_at, facts))
    return items


def _to_verify(turn: Turn) -> list[WaitingItem]:
    if not turn.may(Right.SUPERVISE):
        return []
    return [
        WaitingItem(
            "supervisions/todo",
            Light.RED if one.due_at < turn.now else Light.YELLOW,
            one.due_at,
            {**line_facts(turn, one), "do": "verify"},
        )
        for one in rows.list_supervisions(turn.session)
        if one.state == SupervisionState.VERIFYING
    ]


def _to_list(turn: Turn) -> list[WaitingItem]:
    """Complaints that were right twice come onto the list, also when the form was left (scenario 16)."""
    if not turn.may(Right.SUPERVISE):
        return []
    return [
        WaitingItem("supervisions/todo_list", Light.RED, one.due_at, {"issue": one})
        for one in list_upheld(turn.session)
    ]
