"""A personal calendar feed: the address from /me, a new one, none; and what a calendar reads there (M14)."""

from datetime import datetime

from telegram import Update

from handlers.house import House
from handlers.meetings.feeding import almanac_of
from handlers.routes import Routes
from handlers.turn import Turn
from services.feeds import close_feed, find_reader, has_feed, open_feed
from services.meetings.calendars import write_feed
from storage.database import Session
from templates import word

routes = Routes()


@routes.tap("feed.show")
def show(_update: Update, turn: Turn) -> None:
    """Tap in /me: what a feed is, and whether there is one."""
    turn.reply("feeds/about", subscribed=has_feed(turn.session, turn.me))


@routes.tap("feed.open")
def make(_update: Update, turn: Turn) -> None:
    """Tap: a new address; an earlier one ceases to work."""
    secret = open_feed(turn.session, turn.me, now=turn.now)
    turn.edit("feeds/address", address=turn.house.feed_address(secret))


@routes.tap("feed.close")
def revoke(_update: Update, turn: Turn) -> None:
    """Tap: the address ceases to work."""
    close_feed(turn.session, turn.me)
    turn.edit("feeds/closed")


def read_feed(session: Session, house: House, secret: str, now: datetime) -> str | None:
    """What a calendar reads at an address; None where there is nothing (any more)."""
    person = find_reader(session, secret)
    if person is None:
        return None
    return write_feed(session, person, almanac_of(house), name=word("name", "feed"), now=now)
