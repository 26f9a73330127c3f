"""What of helps waits for a person: answers, material to pass on or to bring, marks to give."""

from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.helps import Helping, view_help, workdays_left
from services.issues.seeing import front_body_ids
from storage import helps as rows
from storage.base import require_id
from storage.helps import HelpRequest

routes = Routes()

SOON = 1


@routes.todo("helps")
def waiting(turn: Turn) -> list[WaitingItem]:
    """Requests whose next step is mine, and solved matters whose helps I have not judged."""
    fronts = front_body_ids(turn.hats)
    asked = rows.list_asked_of(turn.session, fronts)
    wanted = rows.list_material_wanted_of(turn.session, fronts)
    to_pass_on = rows.list_to_pass_on(turn.session, turn.my_id)
    to_rate = rows.list_issues_to_rate(turn.session, turn.my_id)
    return [
        *(_item(turn, row, "answer") for row in asked),
        *(_item(turn, row, "bring") for row in wanted),
        *(_item(turn, row, "pass_on") for row in to_pass_on),
        *(WaitingItem("helps/todo_rate", Light.GREY, None, {"issue": issue}) for issue in to_rate),
    ]


def _item(turn: Turn, row: HelpRequest, step: str) -> WaitingItem:
    helping: Helping = view_help(occasion_of(turn), require_id(row.id), None)
    facts: Facts = {"help": row, "issue": helping.issue, "body": helping.body, "step": step}
    return WaitingItem("helps/todo", _light(turn, row), row.due_at, facts)


def _light(turn: Turn, row: HelpRequest) -> Light:
    left = workdays_left(occasion_of(turn), row)
    if left is None or row.due_at is None:
        return Light.GREY
    if row.due_at < turn.now or left <= 0:
        return Light.RED
    return Light.YELLOW if left <= SOON else Light.GREEN
