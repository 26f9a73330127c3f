"""Items for the leading group: prepared from what went upward, put forward, decided (M2, M16)."""

from services.issues.occasion import Occasion
from services.outcomes import NotAllowed, Outcome, Stale
from services.people import Hats
from services.rights import Right, may, require
from storage import deliberations as rows
from storage.assignments import list_assignments_of_deliberation, list_helpers
from storage.base import require_id
from storage.bodies import BodyKind, find_body
from storage.deliberations import Deliberation, DeliberationState
from storage.issues import Issue
from storage.people import Person, Role, list_people_of
from storage.timeline import add_step

SUBJECT = "deliberation"
LONGEST = 2000
GROUP_ROLES = (Role.GROUP_HEAD, Role.DEPUTY_GROUP_HEAD)


class DecisionEmpty(Outcome):
    """A decision needs words."""

    template = "deliberations/refused/empty"


class DecisionTooLong(Outcome):
    """Facts: limit."""

    template = "deliberations/refused/too_long"


class ItemMoved(Outcome):
    """The button is from an earlier state. Facts: state."""

    template = "deliberations/refused/moved"


def prepare_item(
    occasion: Occasion,
    issue: Issue,
    *,
    done_so_far: str = "",
    stuck_at: str = "",
    to_decide: str = "",
    asked_for_id: int | None = None,
) -> Deliberation:
    """A problem is to go before the leading group: three lines; one that is open already is returned."""
    issue_id = require_id(issue.id)
    current = rows.find_current_of(occasion.session, issue_id)
    if current is not None:
        return current
    item = Deliberation(
        issue_id=issue_id,
        asked_for_id=asked_for_id,
        done_so_far=done_so_far,
        stuck_at=stuck_at,
        to_decide=to_decide or issue.title,
        created_at=occasion.now,
    )
    return rows.add_deliberation(occasion.session, item)


def put_forward(occasion: Occasion, item_id: int) -> Deliberation:
    """The office puts it before the heads of the leading group. Raises NotAllowed, ItemMoved."""
    item = _of_office(occasion, item_id)
    if item.state != DeliberationState.PREPARED:
        raise ItemMoved(state=item.state)
    item.state, item.put_by, item.put_at = DeliberationState.PUT, occasion.person_id, occasion.now
    _note(occasion, item, "put", None)
    occasion.session.flush()
    return item


def give_opinion(occasion: Occasion, item_id: int, text: str) -> Deliberation:
    """A head of the leading group says what they think, kept word for word; the office records the decision.

    Raises NotAllowed, ItemMoved, DecisionEmpty, DecisionTooLong.
    """
    item = _lock(item_id, occasion)
    if occasion.hats is None or not is_group_head(occasion.hats):
        raise NotAllowed
    if item.state != DeliberationState.PUT:
        raise ItemMoved(state=item.state)
    _note(occasion, item, "opinion", check_decision(text))
    return item


def record_decision(occasion: Occasion, item_id: int, text: str) -> Deliberation:
    """What the leading group decided, word for word.

    Raises NotAllowed, ItemMoved, DecisionEmpty, DecisionTooLong.
    """
    item = _of_office(occasion, item_id)
    if item.state not in rows.CURRENT:
        raise ItemMoved(state=item.state)
    item.decision = check_decision(text)
    item.state, item.decided_by, item.decided_at = DeliberationState.DECIDED, occasion.person_id, occasion.now
    _note(occasion, item, "decided", item.decision)
    occasion.session.flush()
    return item


def drop_item(occasion: Occasion, issue: Issue) -> Deliberation | None:
    """The problem ended before it was decided. Returns the item that fell, if there was one."""
    item = rows.find_current_of(occasion.session, require_id(issue.id))
    if item is not None:
        item.state = DeliberationState.DROPPED
        occasion.session.flush()
    return item


def check_decision(text: str) -> str:
    """The words, as they came. Raises DecisionEmpty, DecisionTooLong."""
    if not text.strip():
        raise DecisionEmpty
    if len(text) > LONGEST:
        raise DecisionTooLong(limit=LONGEST)
    return text


def list_heads(occasion: Occasion) -> list[Person]:
    """Before whom items are put: the heads of the leading group."""
    group = find_body(occasion.session, BodyKind.LEADING_GROUP)
    if group is None:
        return []
    return list_people_of(occasion.session, group, Role.GROUP_HEAD, on=occasion.today)


def is_group_head(hats: Hats) -> bool:
    """Whether somebody is a head or deputy head of the leading group."""
    return any(hat.body.kind == BodyKind.LEADING_GROUP and hat.role in GROUP_ROLES for hat in hats.hats)


def may_see_item(occasion: Occasion, item: Deliberation, hats: Hats) -> bool:
    """The office, the heads, the body that brought it up, and those who carry the decision out."""
    if may(Right.SEE_EVERYTHING, hats) or is_group_head(hats):
        return True
    concerned = {item.asked_for_id}
    for assignment in list_assignments_of_deliberation(occasion.session, require_id(item.id)):
        concerned |= {assignment.owner_id, *list_helpers(occasion.session, require_id(assignment.id))}
    return any(hat.body.id in concerned for hat in hats.hats)


def _of_office(occasion: Occasion, item_id: int) -> Deliberation:
    if occasion.hats is None:
        raise NotAllowed
    require(Right.HAND_DOWN, occasion.hats)
    return _lock(item_id, occasion)


def _lock(item_id: int, occasion: Occasion) -> Deliberation:
    item = rows.get_deliberation_for_update(occasion.session, item_id)
    if item is None:
        raise Stale
    return item


def _note(occasion: Occasion, item: Deliberation, action: str, text: str | None) -> None:
    who, unit = occasion.person, occasion.unit
    add_step(occasion.session, SUBJECT, item.id, action, by=who, at=occasion.now, body=unit, text=text)
