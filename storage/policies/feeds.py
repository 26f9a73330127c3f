"""The address from which the list comes every week, and how the last time went."""

from datetime import datetime

from sqlmodel import Session

from storage.policies.choices import FeedOutcome
from storage.policies.working_tables import PolicyFeed


def get_feed(session: Session) -> PolicyFeed:
    """The one row; without an address nothing is fetched."""
    feed = session.get(PolicyFeed, 1, with_for_update=True)
    if feed is None:
        feed = PolicyFeed(id=1)
        session.add(feed)
        session.flush()
    return feed


def note_fetched(
    session: Session,
    outcome: FeedOutcome,
    *,
    now: datetime,
    etag: str | None = None,
    modified: str | None = None,
    sha256: str | None = None,
    kind: str | None = None,
) -> PolicyFeed:
    """Write down how it went; what was fetched before stays known unless there is something new."""
    feed = get_feed(session)
    feed.wanted_at, feed.fetched_at, feed.outcome = None, now, outcome.value
    if outcome is FeedOutcome.NEW:
        feed.etag, feed.modified, feed.sha256, feed.kind = etag, modified, sha256, kind
    session.flush()
    return feed
