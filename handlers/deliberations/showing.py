"""An item's card, its line on the problem's card, what waits for office and heads (M2, M16)."""

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes, Section
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.deliberations import (
    SUBJECT,
    is_group_head,
    list_heads,
    may_see_item,
)
from services.outcomes import Stale
from services.people import hats_of
from services.rights import Right, may
from storage import deliberations as rows
from storage.assignments import list_assignments_of_deliberation
from storage.base import require_id
from storage.bodies import find_body_by_id, get_body
from storage.deliberations import Deliberation, DeliberationState
from storage.issues import Issue, find_issue
from storage.people import Person, find_person
from storage.timeline import list_entries

routes = Routes()

CRITICAL = "critical"
OPINION = "opinion"
PAGE = 5


@routes.card(SUBJECT)
def card(turn: Turn, item_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """Three lines and what was said; never in a group."""
    item = rows.find_deliberation(turn.session, item_id)
    if item is None or reader is None:
        return None
    hats = hats_of(turn.session, reader, turn.today)
    if not may_see_item(occasion_of(turn), item, hats):
        return None
    entries = list_entries(turn.session, SUBJECT, item_id)
    return "deliberations/card", {
        **line_facts(turn, item),
        "opinions": [one for one in entries if one.action == OPINION],
        "assignments": [
            (one, get_body(turn.session, one.owner_id))
            for one in list_assignments_of_deliberation(turn.session, item_id)
        ],
        "recorder": find_person(turn.session, item.decided_by),
        "is_office": may(Right.HAND_DOWN, hats),
        "is_head": is_group_head(hats),
    }


def line_facts(turn: Turn, item: Deliberation) -> Facts:
    """What every message about it says."""
    issue = find_issue(turn.session, item.issue_id)
    return {"item": item, "issue": issue, "asker": find_body_by_id(turn.session, item.asked_for_id)}


@routes.section("deliberations")
def section(turn: Turn, issue: Issue, reader: Person) -> Section | None:
    """On the problem's card: whether it is before the leading group; for the office the button."""
    items = rows.list_deliberations_of(turn.session, require_id(issue.id))
    hats = hats_of(turn.session, reader, turn.today)
    last = items[-1] if items else None
    seen = last if last is not None and may_see_item(occasion_of(turn), last, hats) else None
    may_prepare = may(Right.HAND_DOWN, hats) and issue.is_open and issue.tier == CRITICAL
    may_prepare = may_prepare and (last is None or last.state not in rows.CURRENT)
    if last is None and not may_prepare:
        return None
    facts: Facts = {"item": last, "seen": seen is not None, "may_prepare": may_prepare, "issue": issue}
    return Section("deliberations/section", facts, has_buttons=True)


@routes.tap("deliberation.open")
def open_card(_update: Update, turn: Turn) -> None:
    """Tap: the card, in private."""
    turn.send_card(turn.me, SUBJECT, require_id(view_item(turn).id), manner=turn.manner_for(urgent=True))


@routes.tap("deliberations.page")
def leaf(_update: Update, turn: Turn) -> None:
    """Tap: the items that the person may see, the undecided ones first."""
    occasion = occasion_of(turn)
    found = [
        *reversed(rows.list_deliberations(turn.session, *rows.CURRENT)),
        *reversed(rows.list_deliberations(turn.session, DeliberationState.DECIDED)),
    ]
    seen = [item for item in found if may_see_item(occasion, item, turn.hats)]
    pages = max(1, -(-len(seen) // PAGE))
    page = min(max(0, turn.press.number()), pages - 1)
    shown = [line_facts(turn, item) for item in seen[page * PAGE : (page + 1) * PAGE]]
    turn.edit("deliberations/list", rows=shown, page=page, pages=pages, total=len(seen))


@routes.todo("deliberations")
def waiting(turn: Turn) -> list[WaitingItem]:
    """For the office what is to be put forward or recorded; for heads what is before them."""
    items = []
    for item in rows.list_deliberations(turn.session, DeliberationState.PREPARED, DeliberationState.PUT):
        is_put = item.state == DeliberationState.PUT
        if may(Right.HAND_DOWN, turn.hats):
            facts = {**line_facts(turn, item), "do": "decide" if is_put else "put"}
        elif is_put and turn.my_id in {one.id for one in list_heads(occasion_of(turn))}:
            if _has_spoken(turn, item):
                continue
            facts = {**line_facts(turn, item), "do": "agree"}
        else:
            continue
        items.append(WaitingItem("deliberations/todo", Light.YELLOW, None, facts))
    return items


def _has_spoken(turn: Turn, item: Deliberation) -> bool:
    entries = list_entries(turn.session, SUBJECT, require_id(item.id))
    return any(one.action == OPINION and one.person_id == turn.my_id for one in entries)


def view_item(turn: Turn) -> Deliberation:
    """The item that a button names. Raises Stale for who may not see it."""
    item = rows.find_deliberation(turn.session, turn.press.subject)
    if item is None or not may_see_item(occasion_of(turn), item, turn.hats):
        raise Stale
    return item
