"""/dashboard: the board of open problems in chat, and the same as a picture (M17)."""

from collections.abc import Iterable
from datetime import date, time

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.assignments import has_assignments
from services.boards import Board, Named, Scope, list_pinned, list_reports, list_scopes, make_board
from services.deliberations import is_group_head
from services.helps import list_help_records
from services.issues import marks_at
from services.outcomes import NotAllowed, Stale
from services.rights import Right
from services.supervisions import has_supervisions
from storage.base import type_json
from storage.bodies import get_body
from storage.issues import OPEN_STATES, Verdict

routes = Routes()

PAGE = 15
"""Units on one page of the reports."""


@routes.command("dashboard")
def dashboard(update: Update, turn: Turn) -> None:
    """/dashboard: what is open of all that the person may see."""
    turn.say("boards/board", board_facts(turn))


@routes.tap("board.show")
def show(update: Update, turn: Turn) -> None:
    """Tap “board” under a digest: the board as a message of its own."""
    turn.say("boards/board", board_facts(turn))


@routes.tap("board.refresh")
def refresh(update: Update, turn: Turn) -> None:
    """Tap “refresh”: the figures of now, in place."""
    turn.edit("boards/board", **board_facts(turn))


@routes.tap("board.reports")
def count_reports(update: Update, turn: Turn) -> None:
    """Tap “reports”: how often each unit has reported, merged and joined ones included, leafed through."""
    if not _sees_all(turn):
        raise NotAllowed
    found = list_reports(turn.session)
    pages = max(1, -(-len(found) // PAGE))
    page = min(turn.press.number() if turn.press.arguments else 0, pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    total = sum(count for _, count in found)
    turn.edit("boards/reports", rows=shown, page=page, pages=pages, total=total)


@routes.tap("board.helps")
def show_helps(update: Update, turn: Turn) -> None:
    """Tap “help”: what lead owners have said of each service line this year (M21, scenario 14)."""
    if not _sees_all(turn):
        raise NotAllowed
    found = list_help_records(turn.session, since=turn.working_time.at(date(turn.today.year, 1, 1), time.min))
    turn.edit("boards/helps", rows=found, year=turn.today.year)


@routes.tap("board.picture")
def send_picture(update: Update, turn: Turn) -> None:
    """Tap “picture”: the board as a picture, to be passed on. It is drawn when it is delivered."""
    board = _board(turn)
    facts = {"board": board, "shown": turn.house.mechanism.boards.bodies}
    file: type_json = {"picture": "board", "facts": _drawing(turn, board)}
    turn.reply_file("sendPhoto", "photo", file, "boards/caption", **facts)


def board_facts(turn: Turn) -> Facts:
    """The board as `boards/board` shows it."""
    board = _board(turn)
    return {
        "board": board,
        "pinned": named_rows(turn, list_pinned(occasion_of(turn), turn.hats, board)),
        "shown": turn.house.mechanism.boards.bodies,
        "states": OPEN_STATES,
        "scopes": list_scopes(turn.hats),
        "lists": _lists(turn),
        "hands_down": turn.may(Right.HAND_DOWN),
        "may_instruct": turn.may(Right.INSTRUCT),
    }


def named_rows(turn: Turn, named: Iterable[Named]) -> list[Facts]:
    """Problems that are named among counts, as `boards/_rows` shows them."""
    return [
        {"issue": one.issue, "days": one.overdue_days, "owner": get_body(turn.session, one.issue.owner_id)}
        for one in named
    ]


def _lists(turn: Turn) -> list[str]:
    """The lists to which the board leads this person: those in which there may be something for them."""
    above = _sees_all(turn)
    occasion = occasion_of(turn)
    found = {
        "supervisions": above or has_supervisions(occasion),
        "assignments": above or has_assignments(occasion),
        "deliberations": turn.may(Right.HAND_DOWN) or is_group_head(turn.hats),
        "reports": above,
        "helps": above,
    }
    return [name for name, is_shown in found.items() if is_shown]


def _sees_all(turn: Turn) -> bool:
    return turn.may(Right.SEE_EVERYTHING) or turn.hats.is_leader


def _board(turn: Turn) -> Board:
    marks = marks_at(turn.working_time, turn.now)
    scope = _scope(turn.press.argument()) if turn.press.arguments else None
    return make_board(turn.session, turn.hats, rules=turn.house.mechanism.boards, marks=marks, scope=scope)


def _scope(name: str) -> Scope:
    try:
        return Scope(name)
    except ValueError:
        raise Stale from None


def _drawing(turn: Turn, board: Board) -> type_json:
    """All that the picture shows, as plain values: what is queued is what is drawn."""
    loads = board.loads[: turn.house.mechanism.boards.bodies]
    return {
        "at": turn.now.isoformat(),
        "scope": [body.short_name for body in board.bodies],
        "total": board.total,
        "overdue": board.overdue,
        "soon": board.soon,
        "listed": board.listed,
        "closed": board.closed,
        "period_days": board.period_days,
        "timely_percent": board.timely_percent,
        "states": [[state, board.states[state]] for state in OPEN_STATES],
        "verdicts": [[verdict, board.verdicts[verdict]] for verdict in Verdict],
        "ages": [[age.over, age.upto, age.total] for age in board.ages],
        "loads": [
            {
                "name": load.body.short_name,
                "states": [load.states[state] for state in OPEN_STATES],
                "overdue": load.overdue,
            }
            for load in loads
        ],
        "others": len(board.loads) - len(loads),
    }
