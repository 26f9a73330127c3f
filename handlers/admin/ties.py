"""Which groups are tied to which bodies."""

from telegram import Update

from handlers.routes import Routes
from handlers.turn import Turn
from services.groups import body_of, get_group, may_change, unbind_group
from services.rights import Right
from storage.accounts import list_tied_groups

routes = Routes()

PAGE = 8


@routes.tap("admin.groups")
def list_groups(update: Update, turn: Turn) -> None:
    """Every tied group. Raises NotAllowed, Stale."""
    turn.require(Right.BIND_PEOPLE)
    _show_list(turn, turn.press.number())


@routes.tap("admin.group")
def show_group(update: Update, turn: Turn) -> None:
    """One group; untying it is for administrators and the body's own people. Raises NotAllowed, Stale."""
    turn.require(Right.BIND_PEOPLE)
    group = get_group(turn.session, turn.press.subject)
    may = may_change(turn.session, group, turn.hats)
    turn.edit("admin/group", group=group, body=body_of(turn.session, group), may_untie=may)


@routes.tap("admin.untie")
def untie(update: Update, turn: Turn) -> None:
    """Tap on untying. Raises NotAllowed, Stale."""
    turn.require(Right.BIND_PEOPLE)
    unbind_group(turn.session, get_group(turn.session, turn.press.subject), by=turn.hats, now=turn.now)
    _show_list(turn, 0)


def _show_list(turn: Turn, page: int) -> None:
    tied = list_tied_groups(turn.session)
    shown = tied[page * PAGE : (page + 1) * PAGE]
    turn.edit(
        "admin/groups",
        groups=[{"group": group, "body": body_of(turn.session, group)} for group in shown],
        count=len(tied),
        page=page,
        more=len(tied) > (page + 1) * PAGE,
    )
