"""The list from an address of the office: where it is, when it is fetched, how it is read (M18)."""

import csv
import json
from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

from sqlmodel import Session

from services.calendar import WorkingTime
from services.mechanism import Policies
from services.outcomes import Outcome as Refusal
from services.people import Hats
from services.policies.reading import sheet_words
from services.rights import Right, require
from storage.due import Due, schedule
from storage.policies import PolicyFeed
from storage.policies.feeds import get_feed

FEED_DUE = "policy.feed"
FEED_READ = "policy.feed_read"


class AddressUnfit(Refusal):
    """Not an address of the web."""

    template = "policies/refused/address_unfit"


class FeedUnreadable(ValueError):
    """What was fetched is no list of policies."""


def set_feed(
    session: Session, url: str, *, hats: Hats, time: WorkingTime, rules: Policies, now: datetime
) -> PolicyFeed:
    """Fetch the list from this address at once and every week; an empty one ends it.

    Raises NotAllowed, AddressUnfit.
    """
    require(Right.KEEP_POLICIES, hats)
    feed = get_feed(session)
    address = url.strip()
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or len(address) > 500):
        raise AddressUnfit
    feed.url, feed.etag, feed.modified, feed.outcome = address, None, None, None
    if address:
        schedule(
            session, Due(key=f"{FEED_DUE}:now:{now.isoformat()}", kind=FEED_DUE, subject_id=1, due_at=now)
        )
        plan_next_feed(session, time=time, rules=rules, now=now)
    return feed


def plan_next_feed(session: Session, *, time: WorkingTime, rules: Policies, now: datetime) -> None:
    """The next weekly fetch."""
    today = time.day_of(now)
    ahead = (rules.feed_weekday - today.isoweekday()) % 7
    due_at = time.at(today + timedelta(days=ahead), rules.feed_at)
    if due_at <= now:
        due_at = time.at(today + timedelta(days=ahead + 7), rules.feed_at)
    key = f"{FEED_DUE}:{time.day_of(due_at)}"
    schedule(session, Due(key=key, kind=FEED_DUE, subject_id=1, due_at=due_at, urgent=True))


def want_feed(session: Session, *, now: datetime) -> bool:
    """Ask for a fetch; False when there is no address."""
    feed = get_feed(session)
    if not feed.url:
        return False
    feed.wanted_at = now
    session.flush()
    return True


def as_csv(content: bytes) -> bytes:
    """A JSON list of objects (keys as in the spreadsheet, or our own) as the CSV that the import reads.

    Raises FeedUnreadable.
    """
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError):
        raise FeedUnreadable from None
    if isinstance(rows, dict):
        rows = next((value for value in rows.values() if isinstance(value, list)), None)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FeedUnreadable
    spelled = {**sheet_words().columns, **sheet_words().optional_columns}
    found = StringIO()
    writer = csv.writer(found)
    writer.writerow([headings[0] for headings in spelled.values()])
    for row in rows:
        writer.writerow([_cell(row, key, headings) for key, headings in spelled.items()])
    return found.getvalue().encode("utf-8-sig")


def _cell(row: dict[str, object], key: str, headings: tuple[str, ...]) -> str:
    value = next((row[name] for name in (key, *headings) if name in row), None)
    if isinstance(value, list):
        return sheet_words().separators.industries[0].join(str(one) for one in value)
    return "" if value is None else str(value)
