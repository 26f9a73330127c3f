"""Policies whose last day comes: questions to departments, the office's decision, word to matters (32)."""

from datetime import datetime, time, timedelta

from telegram import Update

from handlers.policies.asking import ask, is_mine, show_list
from handlers.policies.filling import STAGES, Stage, day_of, open_stage, text_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.outcomes import NotAllowed, Stale
from services.policies import (
    Asking,
    answer_review,
    decide_review,
    find_asked,
    lead_body,
    list_citing_people,
    list_just_ended,
    list_keepers,
    list_questions_due,
    may_answer_review,
)
from services.rights import Right, may
from storage.base import require_id
from storage.conversations import Conversation
from storage.due import Due, schedule
from storage.people import Person
from storage.policies import Policy, PolicyReview, ReviewAnswer, list_open_reviews

routes = Routes()

DAILY = "policy.daily"


def plan_policies(turn: Turn) -> None:
    """At the start: the daily look at last days, unless it is planned."""
    at = turn.house.mechanism.policies.expiring_at
    today = turn.working_time.at(turn.today, at)
    _plan(turn, today if today > turn.now else turn.now, at)


def _plan(turn: Turn, moment: datetime, _at: time) -> None:
    day = turn.working_time.day_of(moment)
    schedule(turn.session, Due(key=f"{DAILY}:{day}", kind=DAILY, due_at=moment, urgent=True))


@routes.due(DAILY)
def look_at_last_days(_due: Due, turn: Turn) -> None:
    """Every day: ask about what ends soon, tell the matters that rely on what has ended."""
    rules = turn.house.mechanism.policies
    askings = list(list_questions_due(turn.session, rules, today=turn.today, now=turn.now))
    ask(turn, askings)
    for asking in askings:
        if asking.is_near:
            _tell_matters(turn, asking.policy)
    for policy in list_just_ended(turn.session, today=turn.today, now=turn.now):
        _tell_matters(turn, policy)
    tomorrow = turn.today + timedelta(days=1)
    _plan(turn, turn.working_time.at(tomorrow, rules.expiring_at), rules.expiring_at)


def _tell_matters(turn: Turn, policy: Policy) -> None:
    for issue, people in list_citing_people(turn.session, policy, turn.today):
        turn.tell(people, "policies/cited_ending", policy=policy, issue=issue, today=turn.today)


@routes.tap("policy.renew")
def begin_renewal(_update: Update, turn: Turn) -> None:
    """Tap “renew”: the new number and the new last day are asked. Raises Stale, PolicyMoved, NotAllowed."""
    review, policy = _mine(turn)
    open_stage(turn, "renew", subject_id=policy.id, values={"review": str(review.id)})


def renew(turn: Turn, form: Conversation) -> None:
    """Handed in: the office decides."""
    review_id = int(text_of(form, "review"))
    policy = answer_review(
        turn.session,
        review_id,
        ReviewAnswer.RENEW,
        hats=turn.hats,
        now=turn.now,
        number=text_of(form, "new_number"),
        until=day_of(form, "new_until"),
    )
    _put_before_office(turn, policy, review_id)


@routes.tap("policy.revise")
def revise(_update: Update, turn: Turn) -> None:
    """Tap “revise”: written down, and the new text is entered. Raises NotAllowed, PolicyMoved."""
    review, policy = _mine(turn)
    answer_review(turn.session, require_id(review.id), ReviewAnswer.REVISE, hats=turn.hats, now=turn.now)
    _put_before_office(turn, policy, require_id(review.id))
    body = lead_body(turn.session, policy)
    known = {
        "title": policy.title,
        "level": policy.level,
        "factor": policy.factor,
        "lead": require_id(body.id),
    }
    open_stage(turn, "enter", subject_id=policy.id, values=known)


@routes.tap("policy.repeal")
def repeal(_update: Update, turn: Turn) -> None:
    """Tap “repeal”: it ends on its last day. Raises NotAllowed, PolicyMoved."""
    review, policy = _mine(turn)
    answer_review(turn.session, require_id(review.id), ReviewAnswer.REPEAL, hats=turn.hats, now=turn.now)
    _put_before_office(turn, policy, require_id(review.id))
    if turn.press.arguments:
        show_list(turn, turn.press.number())


@routes.tap("policy.agree")
def agree(_update: Update, turn: Turn) -> None:
    """Tap of the office: it is so. Raises NotAllowed, PolicyMoved, Stale."""
    policy = decide_review(turn.session, turn.press.subject, agreed=True, hats=turn.hats, now=turn.now)
    turn.edit("policies/review_decided", policy=policy, agreed=True)


@routes.tap("policy.disagree")
def disagree(_update: Update, turn: Turn) -> None:
    """Tap of the office: the department is asked anew. Raises NotAllowed, PolicyMoved, Stale."""
    policy = decide_review(turn.session, turn.press.subject, agreed=False, hats=turn.hats, now=turn.now)
    turn.edit("policies/review_decided", policy=policy, agreed=False)
    review, _ = find_asked(turn.session, turn.press.subject)
    ask(turn, [Asking(policy, review, is_again=False, is_near=False)])


@routes.tap("policy.review")
def show_review(_update: Update, turn: Turn) -> None:
    """Tap in /todo: the question or the answer to decide on. Raises Stale, PolicyMoved, NotAllowed."""
    review, policy = find_asked(turn.session, turn.press.subject)
    if review.answer is not None and may(Right.KEEP_POLICIES, turn.hats):
        turn.say("policies/review", _review_facts(turn, review, policy))
        return
    review, policy = _mine(turn)
    body = lead_body(turn.session, policy)
    facts: Facts = {"policy": policy, "review": require_id(review.id), "body": body, "is_again": False}
    turn.say("policies/expiring", {**facts, "is_copy": False})


@routes.todo("policy_reviews")
def list_waiting(turn: Turn) -> list[WaitingItem]:
    """Last days that I have to say something about."""
    keeps = may(Right.KEEP_POLICIES, turn.hats)
    return [
        WaitingItem("policies/todo_review", Light.YELLOW, facts={"policy": policy, "review": review})
        for review, policy in list_open_reviews(turn.session)
        if (keeps if review.answer is not None else is_mine(turn, policy))
    ]


def _mine(turn: Turn) -> tuple[PolicyReview, Policy]:
    review, policy = find_asked(turn.session, turn.press.subject)
    if not may_answer_review(turn.session, turn.hats, policy):
        raise NotAllowed
    if review.decided_at is not None:
        raise Stale
    return review, policy


def _put_before_office(turn: Turn, policy: Policy, review_id: int) -> None:
    review, _ = find_asked(turn.session, review_id)
    keepers: list[Person] = list_keepers(turn.session, turn.today)
    body = lead_body(turn.session, policy)
    turn.tell(keepers, "policies/review", important=True, policy=policy, asked=review, body=body)
    if turn.my_id not in {person.id for person in keepers}:
        turn.reply("policies/review_handed_in", policy=policy, answer=review.answer)


def _review_facts(turn: Turn, review: PolicyReview, policy: Policy) -> Facts:
    body = lead_body(turn.session, policy)
    return {"policy": policy, "asked": review, "body": body}


STAGES["renew"] = Stage(("new_number", "new_until"), renew)
