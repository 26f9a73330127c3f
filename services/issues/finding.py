"""Lists of problems: what waits for somebody, what they reported, what concerns their bodies, everything."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from services.issues.seeing import front_body_ids, may_see, visible_filter
from services.people import Hats
from services.rights import Right, may
from storage.base import require_id
from storage.bodies import Body
from storage.issues import (
    OPEN_STATES,
    Issue,
    IssueFilter,
    count_issues,
    find_issue_by_number,
    list_issues,
    search_issues,
)

MOST_WORDS = 6


class IssueView(StrEnum):
    """The filters of the list. `industry` and `module` take the one that is wanted as their argument."""

    MINE = "mine"
    REPORTED = "reported"
    BODY = "body"
    ALL = "all"
    OVERDUE = "overdue"
    SUPERVISED = "supervised"
    INDUSTRY = "industry"
    MODULE = "module"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which list somebody wants: a view, and for some the key of an industry or a module."""

    view: IssueView
    key: str | None = None


@dataclass(frozen=True)
class IssuePage:
    """One page of a list; `page` counts from 0 and is always within `pages`."""

    wish: Wish
    issues: list[Issue]
    total: int
    page: int
    pages: int


def list_views(hats: Hats) -> list[IssueView]:
    """The filters that somebody may use."""
    views = [IssueView.MINE, IssueView.REPORTED, IssueView.BODY]
    return [*views, IssueView.ALL] if may(Right.SEE_EVERYTHING, hats) else views


def list_page(session: Session, hats: Hats, wish: Wish, *, page: int, size: int, now: datetime) -> IssuePage:
    """One page of a list, `size` problems each; a view that is not theirs shows what waits for them."""
    if wish.view is IssueView.ALL and wish.view not in list_views(hats):
        wish = Wish(IssueView.MINE)
    wanted = filter_for(hats, wish, now=now)
    total = count_issues(session, wanted)
    pages = max(1, -(-total // size))
    page = min(max(page, 0), pages - 1)
    return IssuePage(wish, list_issues(session, wanted, limit=size, offset=page * size), total, page, pages)


def filter_for(hats: Hats, wish: Wish, *, now: datetime) -> IssueFilter:
    """A wish as a filter; nobody's list holds more than they may see."""
    seen = visible_filter(hats)
    filters = {
        IssueView.MINE: _mine(hats),
        IssueView.REPORTED: IssueFilter(reporter=require_id(hats.person.id)),
        IssueView.BODY: IssueFilter(bodies=front_body_ids(hats)),
        IssueView.OVERDUE: replace(seen, overdue_at=now),
        IssueView.SUPERVISED: replace(seen, listed=True),
        IssueView.INDUSTRY: replace(seen, industry=wish.key),
        IssueView.MODULE: replace(seen, module=wish.key),
    }
    return filters.get(wish.view, seen)


def _mine(hats: Hats) -> IssueFilter:
    return IssueFilter(acting=require_id(hats.person.id), fronts=front_body_ids(hats))


def list_waiting(session: Session, hats: Hats, *, limit: int) -> list[Issue]:
    """What waits for a person, the earliest deadline first."""
    return list_issues(session, _mine(hats), limit=limit)


def list_open_of(session: Session, body: Body, *, limit: int) -> list[Issue]:
    """What is open with a body, for its group."""
    wanted = IssueFilter(bodies=(require_id(body.id),), states=tuple(OPEN_STATES))
    return list_issues(session, wanted, limit=limit)


def find_by_number(session: Session, hats: Hats, year: int, number: int) -> Issue | None:
    """The problem with a number, if this person may see it; nobody learns whether there is one otherwise."""
    issue = find_issue_by_number(session, year, number)
    return issue if issue is not None and may_see(session, issue, hats) else None


def find_by_words(session: Session, hats: Hats, text: str, *, limit: int) -> list[Issue]:
    """Problems that this person may see and that all the words fit, the newest first.

    A word may stand in the text, name a place, a body or a person; where nothing fits, it may be pinyin, or
    spelled with characters that sound the same.
    """
    words = tuple(text.split())[:MOST_WORDS]
    if not words:
        return []
    wanted = replace(visible_filter(hats), words=words)
    found = search_issues(session, wanted, limit=limit)
    return found or search_issues(session, replace(wanted, by_sound=True), limit=limit)
