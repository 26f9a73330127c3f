"""/dashboard: the board of open problems in chat, and the same as a picture (M17)."""

from telegram import Update

from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.boards import Board, Scope, list_scopes, make_board
from services.issues import marks_at
from services.outcomes import Stale
from storage.base import type_json
from storage.issues import OPEN_STATES, Verdict

routes = Routes()


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


@routes.tap("board.picture")
def send_picture(update: Update, turn: Turn) -> None:
    """Tap “picture”: the board as a picture, to be passed on. It is drawn when it is delivered."""
    board = _board(turn)
    facts = {"board": board, "shown": turn.house.mechanism.boards.bodies}
    file: type_json = {"picture": "board", "facts": _drawing(turn, board)}
    turn.reply_file("sendPhoto", "photo", file, "boards/caption", **facts)


def board_facts(turn: Turn) -> Facts:
    """The board as `boards/board` shows it."""
    return {
        "board": _board(turn),
        "shown": turn.house.mechanism.boards.bodies,
        "states": OPEN_STATES,
        "scopes": list_scopes(turn.hats),
    }


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
