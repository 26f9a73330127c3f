"""Groups and topics tied to bodies: who may tie them, what becomes of them (M1, scenario 39)."""

from datetime import datetime

from services.outcomes import NotAllowed, Outcome, Stale
from services.people import Hats
from services.rights import Right, may, require
from storage import accounts
from storage.accounts import Group, GroupState
from storage.bodies import Body, BodyNotFound, get_body
from storage.database import Session
from storage.timeline import add_step

GROUP = "group"
"""`subject_kind` of what is written down about a group in the timeline."""

LONGEST_TITLE = 255


class BoundToOther(Outcome):
    """Whoever wants another body here must also answer for the present one."""

    template = "groups/bound_to_other"


def see_group(session: Session, chat_id: int, thread_id: int | None, title: str, *, now: datetime) -> Group:
    """The row of a group or topic, made when it is seen for the first time, with its present title."""
    group = accounts.find_group(session, chat_id, thread_id)
    if group is None:
        group = accounts.add_group(session, Group(chat_id=chat_id, thread_id=thread_id or 0, created_at=now))
    group.title = title[:LONGEST_TITLE] or group.title
    session.flush()
    return group


def get_group(session: Session, group_id: int) -> Group:
    """The group with this id. Raises Stale."""
    group = accounts.find_group_by_id(session, group_id)
    if group is None:
        raise Stale
    return group


def body_of(session: Session, group: Group) -> Body | None:
    """The body that a group is, or was, tied to."""
    return get_body(session, group.body_id) if group.body_id is not None else None


def bodies_of_groups(session: Session, groups: list[Group]) -> list[Body]:
    """The bodies that several groups are tied to, each once."""
    bodies = {group.body_id: body for group in groups if (body := body_of(session, group)) is not None}
    return list(bodies.values())


def find_choice(session: Session, body_id: int) -> Body:
    """The body that a button names. Raises Stale when there is none in use."""
    try:
        body = get_body(session, body_id)
    except BodyNotFound:
        raise Stale from None
    if not body.active:
        raise Stale
    return body


def may_change(session: Session, group: Group, hats: Hats) -> bool:
    """Whether somebody may take the group away from the body it is tied to now."""
    body = body_of(session, group)
    return body is None or group.state == GroupState.SEEN or may(Right.BIND_GROUP, hats, body)


def bind_group(session: Session, group: Group, body: Body, *, by: Hats, now: datetime) -> None:
    """Tie a group or topic to a body; the same one again changes nothing. Raises NotAllowed, BoundToOther."""
    require(Right.BIND_GROUP, by, body)
    if not may_change(session, group, by):
        present = body_of(session, group)
        raise BoundToOther(body=present.name if present else "")
    if group.state == GroupState.BOUND and group.body_id == body.id:
        return
    group.body_id, group.state = body.id, GroupState.BOUND
    group.bound_by, group.bound_at = by.person.id, now
    _note(session, group, "bound", body, by, now)


def unbind_group(session: Session, group: Group, *, by: Hats, now: datetime) -> Body:
    """Untie a group; it gets nothing from now on. Returns the body. Raises NotAllowed, Stale."""
    body = body_of(session, group)
    if body is None or group.state == GroupState.SEEN:
        raise Stale
    if not may_change(session, group, by):
        raise NotAllowed
    group.body_id, group.state, group.bound_by, group.bound_at = None, GroupState.SEEN, None, None
    _note(session, group, "unbound", body, by, now)
    return body


def resume_groups(
    session: Session, chat_id: int, *, by: Hats | None, now: datetime
) -> list[tuple[Group, Body]]:
    """The assistant is back in a group: what was tied there works again, if who brought it back may tie it.

    Topics may have gone meanwhile; delivery finds out.
    """
    resumed = []
    for group in accounts.list_groups_in(session, chat_id):
        body = body_of(session, group)
        if group.state != GroupState.SUSPENDED or body is None or by is None:
            continue
        if may(Right.BIND_GROUP, by, body):
            group.state = GroupState.BOUND
            _note(session, group, "resumed", body, by, now)
            resumed.append((group, body))
    return resumed


def _note(session: Session, group: Group, action: str, body: Body, by: Hats, now: datetime) -> None:
    facts = {"chat_id": group.chat_id, "title": group.title}
    add_step(session, GROUP, group.id, action, by=by.person, at=now, body=body, facts=facts)
