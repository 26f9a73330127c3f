"""The list from the office's address: what came, what would change, and one tap to take it over."""

from pathlib import Path

from telegram import Update

from handlers.policies.filling import STAGES, Stage, open_stage, text_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.policies import (
    FEED_DUE,
    FEED_READ,
    apply_feed,
    list_keepers,
    plan_next_feed,
    preview_feed,
    set_feed,
    want_feed,
)
from services.rights import Right
from storage.conversations import Conversation
from storage.due import Due, DueState
from storage.policies import FeedOutcome, PolicyFeed
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
    preview = None
    if feed.outcome == FeedOutcome.NEW:
        preview = preview_feed(turn.session, _content(turn, feed), str(feed.kind), now=turn.now)
    keepers = list_keepers(turn.session, turn.today)
    turn.tell(keepers, "policies/fetched", feed=feed, preview=preview)


@routes.tap("policy.feed_apply")
def apply(_update: Update, turn: Turn) -> None:
    """Tap: take it over. The button names the list that was shown. Raises NotAllowed, Stale."""
    feed = get_feed(turn.session)
    if not feed.sha256 or turn.press.argument(0) != feed.sha256[:8]:
        raise Stale
    taken = apply_feed(
        turn.session,
        _content(turn, feed),
        str(feed.kind),
        hats=turn.hats,
        time=turn.working_time,
        rules=turn.house.mechanism.policies,
        now=turn.now,
    )
    turn.edit("policies/feed_applied", taken=taken)


def _set(turn: Turn, url: str) -> None:
    rules = turn.house.mechanism.policies
    set_feed(turn.session, url, hats=turn.hats, time=turn.working_time, rules=rules, now=turn.now)


def _content(turn: Turn, feed: PolicyFeed) -> bytes:
    """What was fetched. Raises Stale when it is not there any more."""
    sha256 = feed.sha256 or ""
    path: Path = turn.house.data_dir / "files" / sha256[:2] / sha256
    if not sha256 or not path.exists():
        raise Stale
    return path.read_bytes()


STAGES["feed"] = Stage(("url",), save)
