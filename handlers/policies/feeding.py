"""The list from the office's address: what came, what would change, and one tap to take it over."""

from telegram import Update

from handlers.policies.filling import STAGES, Stage, open_stage, text_of
from handlers.policies.importing import CARD, content_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.policies import (
    FEED_DUE,
    FEED_READ,
    begin_import,
    list_keepers,
    plan_next_feed,
    read_import,
    set_feed,
    want_feed,
)
from services.rights import Right
from storage.base import require_id
from storage.conversations import Conversation
from storage.due import Due, DueState
from storage.policies import FeedOutcome
from storage.policies.feeds import get_feed

routes = Routes()


@routes.tap("policy.feed")
def show(_update: Update, turn: Turn) -> None:
    """Tap: the address and how the last time went. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    turn.reply("policies/feed", feed=get_feed(turn.session))


@routes.tap("policy.feed_set")
def begin(_update: Update, turn: Turn) -> None:
    """Tap: another address. Raises NotAllowed."""
    turn.require(Right.KEEP_POLICIES)
    open_stage(turn, "feed")


def save(turn: Turn, form: Conversation) -> None:
    """The address is kept, and fetched at once."""
    _set(turn, text_of(form, "url"))


@routes.tap("policy.feed_stop")
def stop(_update: Update, turn: Turn) -> None:
    """Tap: no longer. Raises NotAllowed."""
    _set(turn, "")
    turn.edit("policies/feed", feed=get_feed(turn.session))


@routes.due(FEED_DUE)
def fetch(due: Due, turn: Turn) -> None:
    """The time has come: the engine fetches it beside us."""
    if not want_feed(turn.session, now=turn.now):
        due.state = DueState.MISSED
        return
    plan_next_feed(turn.session, time=turn.working_time, rules=turn.house.mechanism.policies, now=turn.now)


@routes.due(FEED_READ)
def tell(_due: Due, turn: Turn) -> None:
    """The office hears what would change, or why nothing came."""
    feed = get_feed(turn.session)
    if feed.outcome == FeedOutcome.SAME:
        return
    keepers = list_keepers(turn.session, turn.today)
    if feed.outcome != FeedOutcome.NEW:
        turn.tell(keepers, "policies/fetched", feed=feed)
        return
    fetched = begin_import(turn.session, feed.url, sha256=feed.sha256, kind=f".{feed.kind}", now=turn.now)
    read_import(turn.session, fetched, content_of(turn, fetched))
    turn.send_card(keepers, CARD, require_id(fetched.id))


def _set(turn: Turn, url: str) -> None:
    rules = turn.house.mechanism.policies
    set_feed(turn.session, url, hats=turn.hats, time=turn.working_time, rules=rules, now=turn.now)


STAGES["feed"] = Stage(("url",), save)
