"""/issues: lists with filters, leafed through in place; finding by words; what waits for me."""

from telegram import Update

from handlers.issues.showing import public_facts
from handlers.numbers import open_number
from handlers.offers import Offer
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.issues import (
    IssuePage,
    IssueView,
    Marks,
    Wish,
    actors_of,
    find_by_words,
    is_overdue,
    list_allowed,
    list_open_of,
    list_page,
    list_views,
    list_waiting,
    marks_at,
)
from services.outcomes import Stale
from storage.accounts import find_bound_group
from storage.base import require_id
from storage.bodies import find_body_by_id, get_body
from storage.issues import MODULES, Issue, IssueParty, list_parties_of_all
from templates import words

routes = Routes()

PAGE = 6
IN_GROUP = 10
OFFERED = 10
FOUND = 3
SHORTEST = 2
"""Characters from which free text may be about a problem."""
WAITING_LIMIT = 200
KEYED = {IssueView.INDUSTRY: tuple(words("industry")), IssueView.MODULE: MODULES}
"""Views that want a key, and the keys there are."""


@routes.command("issues", group=True)
def issues(update: Update, turn: Turn) -> None:
    """/issues: what waits for me, else the first view that shows something; in a group what is open there.

    With words, in private: what fits them.
    """
    asked = _words_of(update)
    if turn.sender.is_private and asked:
        _search(turn, asked)
        return
    if turn.sender.is_private:
        turn.say("issues/list", _first_view(turn))
        return
    group = find_bound_group(turn.session, turn.sender.chat_id, turn.sender.thread_id)
    body = find_body_by_id(turn.session, group.body_id) if group else None
    if body is None:
        return
    rows = [public_facts(turn, issue) for issue in list_open_of(turn.session, body, limit=IN_GROUP)]
    turn.reply("issues/list_public", body=body, rows=rows)


def _words_of(update: Update) -> str:
    text = update.message.text if update.message is not None else None
    return (text or "").partition(" ")[2].strip() if (text or "").startswith("/") else ""


def _search(turn: Turn, asked: str) -> None:
    if open_number(turn, asked):
        return
    found = find_by_words(turn.session, turn.hats, asked, limit=OFFERED)
    marks = marks_at(turn.working_time, turn.now)
    turn.reply("issues/search", asked=asked, rows=[row_facts(turn, issue, marks) for issue in found])


@routes.tap("issues.page")
def leaf(update: Update, turn: Turn) -> None:
    """Tap a filter or a page of the list: it changes in place."""
    turn.edit("issues/list", **list_facts(turn, _wish(turn), turn.press.number(1)))


@routes.tap("issues.list")
def open_list(update: Update, turn: Turn) -> None:
    """Tap a figure of a board or a digest: the problems behind it, as a message of their own."""
    turn.say("issues/list", list_facts(turn, _wish(turn), 0))


@routes.tap("issues.filter")
def choose_filter(update: Update, turn: Turn) -> None:
    """Tap “filter”: by industry or by module, in place."""
    view = _view(turn) if turn.press.arguments else None
    if view is not None and view not in KEYED:
        raise Stale
    turn.edit("issues/filter", view=view, keys=KEYED[view] if view else ())


def _view(turn: Turn) -> IssueView:
    try:
        return IssueView(turn.press.argument(0))
    except ValueError:
        raise Stale from None


def _wish(turn: Turn) -> Wish:
    view = _view(turn)
    if view not in KEYED:
        return Wish(view)
    key = turn.press.argument(2)
    if key not in KEYED[view]:
        raise Stale
    return Wish(view, key)


def _first_view(turn: Turn) -> Facts:
    for view in list_views(turn.hats):
        facts = list_facts(turn, Wish(view), 0)
        if facts["rows"]:
            return facts
    return list_facts(turn, Wish(IssueView.MINE), 0)


def list_facts(turn: Turn, wish: Wish, page: int) -> Facts:
    """One page of a list, as `issues/list` shows it."""
    found = list_page(turn.session, turn.hats, wish, page=page, size=PAGE, now=turn.now)
    return {"found": found, "rows": _rows(turn, found), "views": list_views(turn.hats)}


def _rows(turn: Turn, found: IssuePage) -> list[Facts]:
    marks = marks_at(turn.working_time, turn.now)
    return [row_facts(turn, issue, marks) for issue in found.issues]


def row_facts(turn: Turn, issue: Issue, marks: Marks) -> Facts:
    """A problem as one line of a list."""
    return {
        "issue": issue,
        "owner": get_body(turn.session, issue.owner_id),
        "light": light_of(issue, marks),
        "is_overdue": is_overdue(issue, turn.now),
    }


def light_of(issue: Issue, marks: Marks) -> Light:
    """Red: overdue or due today; yellow: soon; grey: nothing runs."""
    if not issue.is_open or issue.due_at is None:
        return Light.GREY
    if issue.due_at < marks.tonight:
        return Light.RED
    return Light.YELLOW if issue.due_at < marks.soon else Light.GREEN


@routes.todo("issues")
def list_mine(turn: Turn) -> list[WaitingItem]:
    """Problems whose next step is mine, each with its main button."""
    marks = marks_at(turn.working_time, turn.now)
    found = list_waiting(turn.session, turn.hats, limit=WAITING_LIMIT)
    parties = list_parties_of_all(turn.session, [require_id(issue.id) for issue in found])
    return [_item(turn, issue, marks, parties.get(require_id(issue.id), [])) for issue in found]


def _item(turn: Turn, issue: Issue, marks: Marks, parties: list[IssueParty]) -> WaitingItem:
    actors = actors_of(turn.session, issue, turn.hats, parties=parties)
    allowed = list_allowed(issue, actors, now=turn.now)
    main = next((row.action.value for row in allowed if row.is_main), None)
    facts = {**row_facts(turn, issue, marks), "main": main}
    return WaitingItem("issues/todo", light_of(issue, marks), issue.due_at, facts)


@routes.finder("issues")
def find(turn: Turn, text: str) -> dict[str, object] | None:
    """Problems that a few words may be about."""
    if len(text) < SHORTEST:
        return None
    found = find_by_words(turn.session, turn.hats, text, limit=FOUND)
    marks = marks_at(turn.working_time, turn.now)
    return {"rows": [row_facts(turn, issue, marks) for issue in found]} if found else None


@routes.offer("issues")
def offer(turn: Turn, text: str) -> list[Offer]:
    """Problems that the person may see, to be shown in a chat without private details."""
    found = find_by_words(turn.session, turn.hats, text, limit=OFFERED) if len(text) >= SHORTEST else []
    return [
        Offer(f"issue:{require_id(issue.id)}", "issues/offer", public_facts(turn, issue)) for issue in found
    ]
