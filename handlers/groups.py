"""/bind ties a group or topic to a body; what happens when the assistant comes, goes, or the group moves."""

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberUpdated, Message, Update

from handlers import reachability
from handlers.routes import Routes
from handlers.turn import Turn
from services.groups import (
    bind_group,
    body_of,
    find_choice,
    get_group,
    may_change,
    resume_groups,
    see_group,
    unbind_group,
)
from services.outcomes import NotAllowed, Stale
from services.people import list_administrators
from services.rights import Right
from storage.accounts import Group, GroupState
from storage.bodies import Body, BodyKind, list_bodies

routes = Routes()

PAGE = 8
KINDS = (
    BodyKind.TASK_FORCE,
    BodyKind.SERVICE_LINE,
    BodyKind.TOWNSHIP,
    BodyKind.DEVELOPMENT_ZONE,
    BodyKind.MEMBER_UNIT,
    BodyKind.OFFICE,
    BodyKind.LEADING_GROUP,
)
PRESENT = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED)
GROUPS = ("group", "supergroup")


# -- /bind ---------------------------------------------------------------------------------------------


@routes.command("bind", private=False, group=True, unbound_groups=True)
def bind(update: Update, turn: Turn) -> None:
    """`/bind` in a group or topic: choose a body, or what to do with the one it has."""
    title = _title(turn, update.message)
    group = see_group(turn.session, turn.sender.chat_id, turn.sender.thread_id, title, now=turn.now)
    body = body_of(turn.session, group)
    if group.state == GroupState.BOUND and body is not None:
        turn.reply("groups/bound", group=group, body=body)
    else:
        turn.say("groups/choose", _choices(turn, group))


@routes.tap("groups.change")
def change(update: Update, turn: Turn) -> None:
    """Tap on choosing (another) body. Raises Stale, NotAllowed."""
    group = _group_here(turn)
    if not may_change(turn.session, group, turn.hats):
        raise NotAllowed
    turn.edit("groups/choose", **_choices(turn, group))


@routes.tap("groups.kind")
def choose_kind(update: Update, turn: Turn) -> None:
    """Administrators see all bodies of a kind, in pages. Raises Stale, NotAllowed."""
    group, kind = _group_here(turn), turn.press.argument()
    turn.require(Right.BIND_GROUP)
    if kind not in KINDS:
        raise Stale
    bodies, page = list_bodies(turn.session, BodyKind(kind)), turn.press.number(1)
    shown = bodies[page * PAGE : (page + 1) * PAGE]
    more = len(bodies) > (page + 1) * PAGE
    turn.edit("groups/choose_body", group=group, kind=kind, bodies=shown, page=page, more=more)


@routes.tap("groups.pick")
def pick(update: Update, turn: Turn) -> None:
    """Tap on a body: are you sure? Raises Stale, NotAllowed."""
    group = _group_here(turn)
    body = find_choice(turn.session, turn.press.number())
    turn.require(Right.BIND_GROUP, body)
    present = body_of(turn.session, group) if group.state == GroupState.BOUND else None
    turn.edit("groups/confirm", group=group, body=body, present=present)


@routes.tap("groups.bind")
def bind_now(update: Update, turn: Turn) -> None:
    """Confirmed: tie it. Raises Stale, NotAllowed, BoundToOther."""
    group = _group_here(turn)
    body = find_choice(turn.session, turn.press.number())
    bind_group(turn.session, group, body, by=turn.hats, now=turn.now)
    turn.edit("groups/bound", group=group, body=body)
    _tell_administrators(turn, "groups/bound_notice", group, body)


@routes.tap("groups.unbind")
def unbind(update: Update, turn: Turn) -> None:
    """Tap on untying: are you sure? Raises Stale, NotAllowed."""
    group = _group_here(turn)
    body = body_of(turn.session, group)
    if body is None or group.state != GroupState.BOUND:
        raise Stale
    turn.require(Right.BIND_GROUP, body)
    turn.edit("groups/confirm_unbind", group=group, body=body)


@routes.tap("groups.untie")
def unbind_now(update: Update, turn: Turn) -> None:
    """Confirmed: untie it. Raises Stale, NotAllowed."""
    group = _group_here(turn)
    body = unbind_group(turn.session, group, by=turn.hats, now=turn.now)
    turn.edit("groups/unbound", body=body)
    _tell_administrators(turn, "groups/unbound_notice", group, body)


@routes.tap("groups.keep")
def keep(update: Update, turn: Turn) -> None:
    """Tap on leaving it as it is. Raises Stale."""
    group = _group_here(turn)
    body = body_of(turn.session, group)
    if group.state == GroupState.BOUND and body is not None:
        turn.edit("groups/bound", group=group, body=body)
    else:
        turn.edit("groups/left_unbound")


# -- coming, going, moving -----------------------------------------------------------------------------


@routes.event("my_member")
def membership_changed(update: Update, turn: Turn) -> None:
    """The assistant was added, removed, blocked or allowed again (scenario 39)."""
    changed = update.my_chat_member
    if changed is None:
        return
    was, now_is = _present(changed.old_chat_member), _present(changed.new_chat_member)
    if turn.sender.is_private:
        _private_changed(turn, now_is)
    elif turn.sender.chat_kind in GROUPS and was != now_is:
        _group_changed(turn, changed, now_is)
    if _may_pin(changed.new_chat_member):
        reachability.may_pin(turn, changed.chat.id)


@routes.event("migrated")
def migrated(update: Update, turn: Turn) -> None:
    """A group became a supergroup; Telegram says so in the old chat and in the new one."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id:
        reachability.group_migrated(turn, message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        reachability.group_migrated(turn, message.migrate_from_chat_id, message.chat_id)


def _private_changed(turn: Turn, here: bool) -> None:
    if not here:
        reachability.person_unreachable(turn, turn.sender.user_id)
    elif turn.account is not None:
        reachability.person_returned(turn, turn.account)


def _group_changed(turn: Turn, changed: ChatMemberUpdated, here: bool) -> None:
    if not here:
        reachability.group_gone(turn, changed.chat.id)
        return
    group = see_group(turn.session, changed.chat.id, None, turn.sender.chat_title, now=turn.now)
    by = turn.hats if turn.is_bound else None
    resumed = resume_groups(turn.session, group.chat_id, by=by, now=turn.now)
    for again, body in resumed:
        turn.reply("groups/resumed", body=body)
        _tell_administrators(turn, "groups/resumed_notice", again, body)
    if by is not None and group.state == GroupState.SEEN:
        turn.reply("groups/greeting")


def _present(member: ChatMember) -> bool:
    return member.status in PRESENT


def _may_pin(member: ChatMember) -> bool:
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_pin_messages)


# ------------------------------------------------------------------------------------------------------


def _choices(turn: Turn, group: Group) -> dict[str, object]:
    own = turn.hats.bodies(*KINDS)
    return {"group": group, "bodies": own, "kinds": KINDS if turn.may(Right.BIND_GROUP) else ()}


def _group_here(turn: Turn) -> Group:
    group = get_group(turn.session, turn.press.subject)
    if group.chat_id != turn.sender.chat_id:
        raise Stale
    return group


def _title(turn: Turn, message: Message | None) -> str:
    first = message.reply_to_message if message else None
    topic = first.forum_topic_created if first else None
    return f"{turn.sender.chat_title} · {topic.name}" if topic else turn.sender.chat_title


def _tell_administrators(turn: Turn, template: str, group: Group, body: Body) -> None:
    others = [person for person in list_administrators(turn.session, turn.today) if person.id != turn.my_id]
    turn.tell(others, template, group=group, body=body, by=turn.me)
