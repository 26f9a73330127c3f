"""The buttons of a problem's card: one way for every action; what needs words is asked for by a form."""

from telegram import Update

from handlers.issues.asking import ask_for_words
from handlers.issues.following import follow_up
from handlers.issues.occasions import occasion_of
from handlers.issues.showing import find_mine, show_issue
from handlers.routes import Routes
from handlers.turn import Turn
from services.issues import Need, act_on_issue, check_action
from services.outcomes import Stale
from storage.base import require_id
from storage.bodies import Body, BodyKind, find_body_by_id, list_bodies
from storage.issues import Issue, IssueAction

routes = Routes()

BODY_PAGE = 8
OWNING_KINDS = (
    BodyKind.TASK_FORCE,
    BodyKind.TOWNSHIP,
    BodyKind.DEVELOPMENT_ZONE,
    BodyKind.SERVICE_LINE,
    BodyKind.OFFICE,
)


@routes.tap("issue.do")
def do(update: Update, turn: Turn) -> None:
    """Tap an action: it is done at once, or asks for what it needs."""
    action, phase = _action(turn.press.argument(0)), turn.press.number(1)
    issue, occasion = find_mine(turn), occasion_of(turn)
    if issue.phase == phase and (row := check_action(occasion, issue, action)).need is not Need.NOTHING:
        if row.need is Need.OWN:
            turn.routes.beginners[action](turn, issue, row)
        elif row.need in (Need.BODY, Need.BODY_AND_TEXT):
            _choose_body(turn, issue, action)
        else:
            ask_for_words(turn, issue, action, row.need)
        return
    acted = act_on_issue(occasion, require_id(issue.id), action, phase=phase)
    turn.answer("issues/done_toast", action=action.value, issue=acted.issue)
    if not acted.repeated:
        follow_up(turn, acted)


@routes.tap("issue.to")
def give_to(update: Update, turn: Turn) -> None:
    """Tap a body in the picker: it goes there, or the reason is asked for first."""
    action, phase = _action(turn.press.argument(0)), turn.press.number(1)
    body = find_body_by_id(turn.session, turn.press.number(2))
    if body is None or body.kind not in OWNING_KINDS:
        raise Stale
    issue = find_mine(turn)
    if issue.phase == phase and check_action(occasion_of(turn), issue, action).need is Need.BODY_AND_TEXT:
        _put_card_back(turn, issue)
        ask_for_words(turn, issue, action, Need.BODY_AND_TEXT, body=body.id)
        return
    acted = act_on_issue(occasion_of(turn), require_id(issue.id), action, phase=phase, body=body)
    turn.answer("issues/done_toast", action=action.value, issue=acted.issue)
    if not acted.repeated:
        follow_up(turn, acted)


def _put_card_back(turn: Turn, issue: Issue) -> None:
    """Where the picker was, the card stands again."""
    view = show_issue(turn, require_id(issue.id), turn.me)
    if view is not None:
        turn.edit(view[0], **view[1])


@routes.tap("issue.bodies")
def turn_bodies(update: Update, turn: Turn) -> None:
    """Leaf through the bodies."""
    _choose_body(turn, find_mine(turn), _action(turn.press.argument(0)), turn.press.number(1))


def _choose_body(turn: Turn, issue: Issue, action: IssueAction, page: int = 0) -> None:
    bodies: list[Body] = [
        body for body in list_bodies(turn.session, *OWNING_KINDS) if body.id != issue.owner_id
    ]
    pages = max(1, -(-len(bodies) // BODY_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = bodies[page * BODY_PAGE : (page + 1) * BODY_PAGE]
    turn.edit("issues/choose_body", issue=issue, action=action.value, bodies=shown, page=page, pages=pages)


def _action(name: str) -> IssueAction:
    try:
        return IssueAction(name)
    except ValueError:
        raise Stale from None
