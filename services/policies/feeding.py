"""The list from an address of the office: what would change, and taking it over (M18)."""

import csv
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from sqlmodel import Session

from services.calendar import WorkingTime
from services.mechanism import Policies
from services.outcomes import Outcome as Refusal
from services.outcomes import Stale
from services.people import Hats
from services.policies.importing import import_policies
from services.policies.life import plan_news
from services.policies.notes import PolicyNote
from services.policies.reading import sheet_words
from services.rights import Right, require
from storage.due import Due, schedule
from storage.policies import PolicyFeed, list_policies_since
from storage.policies.feeds import get_feed
from storage.spreadsheets import ImportReport, Outcome, SheetLimits

FEED_DUE = "policy.feed"
FEED_READ = "policy.feed_read"
MOST_ANNOUNCED = 20
"""New policies of one list that are announced; a longer list is a first filling and no news."""


class AddressUnfit(Refusal):
    """Not an address of the web."""

    template = "policies/refused/address_unfit"


class FeedUnreadable(ValueError):
    """What was fetched is no list of policies."""


@dataclass(frozen=True)
class FeedPreview:
    """What taking the list over would change."""

    report: ImportReport
    new: int
    changed: int
    gone: int


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


def preview_feed(session: Session, content: bytes, kind: str, *, now: datetime) -> FeedPreview:
    """What the fetched list would change; nothing is written."""
    with _on_disk(content, kind) as path:
        return _preview(import_policies(session, path, now=now, apply=False))


def apply_feed(
    session: Session,
    content: bytes,
    kind: str,
    *,
    hats: Hats,
    time: WorkingTime,
    rules: Policies,
    now: datetime,
    limits: SheetLimits | None = None,
) -> FeedPreview:
    """Take the fetched list over: what is new is announced, what is gone stays. Raises NotAllowed, Stale."""
    require(Right.KEEP_POLICIES, hats)
    with _on_disk(content, kind) as path:
        report = import_policies(session, path, now=now, apply=True, limits=limits, by_id=hats.person.id)
    if not report.applied:
        raise Stale
    new = list_policies_since(session, now)
    for policy in new if len(new) <= MOST_ANNOUNCED else []:
        if not policy.is_expired(_today(time, now)):
            plan_news(session, policy, time=time, rules=rules, now=now)
    return _preview(report)


def _today(time: WorkingTime, now: datetime) -> date:
    return time.day_of(now)


def _preview(report: ImportReport) -> FeedPreview:
    gone = sum(note.code == PolicyNote.GONE for note in report.notes)
    return FeedPreview(report, report.count(Outcome.NEW), report.count(Outcome.CHANGED), gone)


@contextmanager
def _on_disk(content: bytes, kind: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"feed.{kind}"
        path.write_bytes(content)
        yield path
