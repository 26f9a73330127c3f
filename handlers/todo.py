"""/todo: everything that waits for me, from every feature, the reddest first."""

from datetime import UTC, datetime

from telegram import Update

from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import WaitingItem

routes = Routes()

PAGE = 6
NEVER = datetime.max.replace(tzinfo=UTC)


@routes.command("todo")
def todo(update: Update, turn: Turn) -> None:
    """/todo and its home button."""
    turn.say("todo/list", todo_facts(turn, 0))


@routes.tap("todo.page")
def leaf(update: Update, turn: Turn) -> None:
    """Leaf through what waits; also brings the list up to date."""
    turn.edit("todo/list", **todo_facts(turn, turn.press.number()))


def list_items(turn: Turn) -> list[WaitingItem]:
    """All that waits for the acting person: red before yellow, then by what is due first."""
    items = [item for lister in turn.routes.todos.values() for item in lister(turn)]
    return sorted(items, key=lambda item: (item.light, item.due_at or NEVER))


def todo_facts(turn: Turn, page: int) -> Facts:
    """One page of what waits, as `todo/list` shows it."""
    items = list_items(turn)
    pages = max(1, -(-len(items) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = items[page * PAGE : (page + 1) * PAGE]
    return {"items": shown, "total": len(items), "page": page, "pages": pages}
