"""From a new policy to a released one: entered, explained by its lead department, released."""

from datetime import date

from telegram import Update

from handlers.policies.filling import FORM, SKIPPED, STAGES, Stage, open_stage, text_of, values_of
from handlers.posting import Manner
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.files import Matter, move_attachments
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from services.policies import (
    DRAFT_CARD,
    SUBJECT,
    break_down_policy,
    correct_policy,
    drop_policy,
    enter_policy,
    get_pending,
    is_asked,
    lead_body,
    list_answerers,
    list_changes,
    list_keepers,
    may_break_down,
    policy_card,
    release_policy,
    return_policy,
)
from services.rights import Right, may
from storage.base import require_id
from storage.bodies import find_body_by_id
from storage.conversations import Conversation
from storage.files import list_attachments
from storage.outbox import Priority
from storage.people import Person
from storage.policies import Policy, PolicyState, PolicyValue, get_policy, list_in_state
from storage.timeline import list_entries

routes = Routes()

ENTERING = ("title", "document_number", "level", "factor", "lead", "expires_on")
POINTS = (
    "industries", "audience", "summary", "conditions", "how_to_apply", "where_to_apply", "apply_by",
    "contact_person_id",
)  # fmt: skip
CORRECTABLE = (
    "title", "document_number", "level", "factor", "industries", "audience", "summary", "conditions",
    "how_to_apply", "where_to_apply", "apply_by", "effective_on", "expires_on", "contact",
)  # fmt: skip
DAYS = ("expires_on", "effective_on", "apply_by")


@routes.tap("policy.new")
def new(_update: Update, turn: Turn) -> None:
    """Tap of the office: a new policy. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    open_stage(turn, "enter")


def enter(turn: Turn, form: Conversation) -> None:
    """Handed in: the lead department gets it to break it down. Raises Stale, NotAllowed."""
    values = values_of(form)
    lead = find_body_by_id(turn.session, values.pop("lead"))
    if lead is None:
        raise Stale
    replaces = get_policy(turn.session, form.subject_id) if form.subject_id is not None else None
    policy = enter_policy(
        turn.session, typed_values(values), lead=lead, hats=turn.hats, now=turn.now, replaces=replaces
    )
    policy_id = require_id(policy.id)
    move_attachments(turn.session, Matter(FORM, require_id(form.id)), Matter(SUBJECT, policy_id))
    bring_draft(turn, policy)
    turn.show_card(DRAFT_CARD, policy_id)


@routes.tap("policy.points")
def begin_points(_update: Update, turn: Turn) -> None:
    """Tap of the lead department: break it down. Raises PolicyMoved, NotAllowed."""
    policy = get_pending(turn.session, turn.press.subject, PolicyState.DRAFT)
    if not may_break_down(turn.hats, policy, lead_body(turn.session, policy)):
        raise NotAllowed
    said = policy.model_dump(mode="json")
    was_done = bool(policy.summary)  # sent back: only what is to change has to be answered again
    known = {key: said[key] or SKIPPED for key in POINTS if said[key] or was_done}
    open_stage(turn, "points", subject_id=policy.id, values=known)


def hand_in_points(turn: Turn, form: Conversation) -> None:
    """Broken down: the office has to release it."""
    values = typed_values(values_of(form))
    policy = break_down_policy(turn.session, form.subject_id or 0, values, hats=turn.hats, now=turn.now)
    turn.refresh_cards(DRAFT_CARD, require_id(policy.id))
    keepers = [one for one in list_keepers(turn.session, turn.today) if one.id != turn.my_id]
    turn.send_card(keepers, DRAFT_CARD, require_id(policy.id))
    turn.show_card(DRAFT_CARD, require_id(policy.id))


@routes.tap("policy.release")
def release(_update: Update, turn: Turn) -> None:
    """Tap of the office: released; subscribers hear of it the next working morning."""
    at = release_policy(
        turn.session,
        turn.press.subject,
        hats=turn.hats,
        time=turn.working_time,
        rules=turn.house.mechanism.policies,
        now=turn.now,
    )
    turn.answer("policies/released_toast", at=at)
    turn.refresh_cards(DRAFT_CARD, turn.press.subject)


@routes.tap("policy.return")
def begin_return(_update: Update, turn: Turn) -> None:
    """Tap of the office: back to the lead department, with a reason. Raises NotAllowed, PolicyMoved."""
    turn.require(Right.KEEP_POLICIES)
    policy = get_pending(turn.session, turn.press.subject, PolicyState.REVIEW)
    open_stage(turn, "return", subject_id=policy.id)


def hand_back(turn: Turn, form: Conversation) -> None:
    """Sent back: the lead department gets it again."""
    policy_id = form.subject_id or 0
    policy = return_policy(turn.session, policy_id, text_of(form, "reason"), hats=turn.hats, now=turn.now)
    turn.refresh_cards(DRAFT_CARD, policy_id)
    bring_draft(turn, policy)


@routes.tap("policy.give_up")
def give_up(_update: Update, turn: Turn) -> None:
    """Tap of the office: it will not be released. Raises NotAllowed, PolicyMoved."""
    drop_policy(turn.session, turn.press.subject, hats=turn.hats, now=turn.now)
    turn.refresh_cards(DRAFT_CARD, turn.press.subject)


@routes.tap("policy.correct")
def begin_correction(_update: Update, turn: Turn) -> None:
    """Tap of the office: which field is wrong? With the field as argument, it is asked. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    policy = get_pending(turn.session, turn.press.subject, PolicyState.PUBLISHED)
    if not turn.press.arguments:
        turn.reply("policies/correct", policy=policy, fields=CORRECTABLE)
        return
    key = turn.press.argument()
    if key not in CORRECTABLE:
        raise Stale
    open_stage(turn, "correct", subject_id=policy.id, fields=(key,))


def correct(turn: Turn, form: Conversation) -> None:
    """Corrected; what it said before is kept."""
    values = typed_values(values_of(form))
    policy = correct_policy(turn.session, form.subject_id or 0, values, hats=turn.hats, now=turn.now)
    turn.reply("policies/corrected", policy=policy)


@routes.tap("policy.versions")
def show_versions(_update: Update, turn: Turn) -> None:
    """Tap: who changed what, and when. Raises NoSuchPolicy, PolicyMoved."""
    policy = get_pending(turn.session, turn.press.subject, PolicyState.PUBLISHED)
    entries = list_entries(turn.session, SUBJECT, require_id(policy.id))
    turn.reply(
        "policies/versions",
        policy=policy,
        changes=list_changes(turn.session, policy)[:8],
        entries=entries[-6:],
    )


@routes.tap("policy.draft")
def open_draft(_update: Update, turn: Turn) -> None:
    """Tap in /todo: the card of a policy on its way."""
    if turn.show_card(DRAFT_CARD, turn.press.subject) is None:
        raise NotAllowed


@routes.card(DRAFT_CARD)
def show_draft(turn: Turn, policy_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """A policy on its way, for its lead department and the office."""
    policy = get_policy(turn.session, policy_id)
    body = lead_body(turn.session, policy)
    if reader is None:
        return None
    hats = hats_of(turn.session, reader, turn.today)
    keeps = may(Right.KEEP_POLICIES, hats)
    if not (keeps or hats.belongs_to(body) or policy.contact_person_id == reader.id):
        return None
    return "policies/draft", {
        "policy": policy,
        "card": policy_card(policy, today=turn.today),
        "body": body,
        "keeps": keeps,
        "may_break_down": may_break_down(hats, policy, body),
        "entries": list_entries(turn.session, SUBJECT, policy_id)[-4:],
        "files": len(list_attachments(turn.session, SUBJECT, policy_id)),
    }


@routes.todo("policy_drafts")
def list_waiting(turn: Turn) -> list[WaitingItem]:
    """Drafts for me to break down, and reviews for the office."""
    mine = [
        policy
        for policy in list_in_state(turn.session, PolicyState.DRAFT)
        if is_asked(turn.session, policy, lead_body(turn.session, policy), turn.hats, turn.today)
    ]
    if may(Right.KEEP_POLICIES, turn.hats):
        mine += list_in_state(turn.session, PolicyState.REVIEW)
    return [WaitingItem("policies/todo_draft", Light.YELLOW, facts={"policy": policy}) for policy in mine]


def bring_draft(turn: Turn, policy: Policy) -> None:
    """The draft's card goes to who has to break it down."""
    body = lead_body(turn.session, policy)
    people = list_answerers(turn.session, policy, body, turn.today)
    manner = Manner(Priority.REMINDER, turn.off_duty_until(), important=True)
    others = [one for one in people if one.id != turn.my_id]
    turn.send_card(others, DRAFT_CARD, require_id(policy.id), manner=manner)


def typed_values(values: Facts) -> dict[str, PolicyValue]:
    """Answers as the columns of a policy take them."""
    found: dict[str, PolicyValue] = {}
    for key, value in values.items():
        if key in DAYS:
            found[key] = date.fromisoformat(value) if isinstance(value, str) else None
        elif key == "industries":
            found[key] = value if isinstance(value, str) else ""
        elif isinstance(value, str | int) or value is None:
            found[key] = value
    return found


STAGES["enter"] = Stage(ENTERING, enter, takes_files=True)
STAGES["points"] = Stage(POINTS, hand_in_points)
STAGES["return"] = Stage(("reason",), hand_back)
STAGES["correct"] = Stage(CORRECTABLE, correct)
