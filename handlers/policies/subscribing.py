"""What somebody wants to hear of, and what they keep at hand."""

from telegram import Update

from handlers.policies.listing import FACTORS, INDUSTRIES, LEVELS, NOTHING, pick_value, place_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.policies import policy_lines_of, subscribe, unsubscribe
from storage.policies import (
    PolicyFactor,
    PolicyIndustry,
    PolicyNotFound,
    get_policy,
    list_favourites,
    list_subscriptions,
)

routes = Routes()

MOST_KEPT = 10
KINDS = {"factor": FACTORS, "industry": INDUSTRIES, "level": LEVELS}


@routes.tap("policy.subscriptions")
def show(_update: Update, turn: Turn) -> None:
    """Tap: my subscriptions."""
    turn.say("policies/subscriptions", _facts(turn))


@routes.tap("policy.subscribe")
def begin(_update: Update, turn: Turn) -> None:
    """Tap on a card: its own factor and first industry are proposed. Raises Stale."""
    factor, industry = NOTHING, NOTHING
    if turn.press.subject_id is not None:
        try:
            policy = get_policy(turn.session, turn.press.subject_id)
        except PolicyNotFound:
            raise Stale from None
        factor = place_of(FACTORS, PolicyFactor(policy.factor))
        industries = policy.industry_list
        industry = place_of(INDUSTRIES, PolicyIndustry(industries[0])) if industries else NOTHING
    turn.say(
        "policies/subscribe", {"chosen": (factor, industry, NOTHING), **_picked(factor, industry, NOTHING)}
    )


@routes.tap("policy.choose")
def choose(_update: Update, turn: Turn) -> None:
    """Tap in the picker: factor, industry, level so far; a fourth argument opens one. Raises Stale."""
    chosen = (turn.press.argument(0), turn.press.argument(1), turn.press.argument(2))
    picked = _picked(*chosen)
    if len(turn.press.arguments) > 3:
        kind = turn.press.argument(3)
        if kind not in KINDS:
            raise Stale
        values = [(str(place), value) for place, value in enumerate(KINDS[kind])]
        turn.edit("policies/subscribe_pick", kind=kind, values=values, chosen=chosen)
        return
    turn.edit("policies/subscribe", chosen=chosen, **picked)


@routes.tap("policy.subscribed")
def confirm(_update: Update, turn: Turn) -> None:
    """Tap on `subscribe`. Raises Stale, TooManySubscriptions."""
    subscribe(
        turn.session,
        turn.my_id,
        factor=pick_value(FACTORS, turn.press.argument(0)),
        industry=pick_value(INDUSTRIES, turn.press.argument(1)),
        level=pick_value(LEVELS, turn.press.argument(2)),
        now=turn.now,
    )
    turn.edit("policies/subscriptions", **_facts(turn))


@routes.tap("policy.unsubscribe")
def end(_update: Update, turn: Turn) -> None:
    """Tap: hear of it no longer. Raises Stale."""
    ended = unsubscribe(turn.session, turn.my_id, turn.press.subject)
    turn.answer("policies/unsubscribed", subscription=ended)
    if not turn.press.arguments:
        turn.edit("policies/subscriptions", **_facts(turn))


@routes.tap("policy.kept")
def show_kept(_update: Update, turn: Turn) -> None:
    """Tap: what I keep at hand."""
    found = list_favourites(turn.session, turn.my_id)
    lines = policy_lines_of(found[:MOST_KEPT], today=turn.today)
    turn.reply("policies/kept", lines=lines, more=max(0, len(found) - MOST_KEPT))


def _picked(factor: str, industry: str, level: str) -> Facts:
    """The values at these places. Raises Stale."""
    return {
        "factor": pick_value(FACTORS, factor),
        "industry": pick_value(INDUSTRIES, industry),
        "level": pick_value(LEVELS, level),
    }


def _facts(turn: Turn) -> Facts:
    return {"subscriptions": list_subscriptions(turn.session, turn.my_id)}
