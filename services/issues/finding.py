"""Lists of problems: what waits for somebody, what they reported, what concerns their bodies, everything."""

from dataclasses import dataclass, replace
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


class IssueView(StrEnum):
    """The filters of the list."""

    MINE = "mine"
    REPORTED = "reported"
    BODY = "body"
    ALL = "all"


@dataclass(frozen=True)
class IssuePage:
    """One page of a list; `page` counts from 0 and is always within `pages`."""

    view: IssueView
    issues: list[Issue]
    total: int
    page: int
    pages: int


def list_views(hats: Hats) -> list[IssueView]:
    """The filters that somebody may use."""
    views = [IssueView.MINE, IssueView.REPORTED, IssueView.BODY]
    return [*views, IssueView.ALL] if may(Right.SEE_EVERYTHING, hats) else views


def list_page(session: Session, hats: Hats, view: IssueView, *, page: int, size: int) -> IssuePage:
    """One page of a view, `size` problems each; a view that is not theirs shows what waits for them."""
    if view not in list_views(hats):
        view = IssueView.MINE
    wanted = filter_for(hats, view)
    total = count_issues(session, wanted)
    pages = max(1, -(-total // size))
    page = min(max(page, 0), pages - 1)
    return IssuePage(view, list_issues(session, wanted, limit=size, offset=page * size), total, page, pages)


def filter_for(hats: Hats, view: IssueView) -> IssueFilter:
    """A view as a filter."""
    person_id = require_id(hats.person.id)
    if view is IssueView.MINE:
        return IssueFilter(acting=person_id, fronts=front_body_ids(hats))
    if view is IssueView.REPORTED:
        return IssueFilter(reporter=person_id)
    if view is IssueView.BODY:
        return IssueFilter(bodies=front_body_ids(hats), visible_to=None)
    return IssueFilter()


def list_waiting(session: Session, hats: Hats, *, limit: int) -> list[Issue]:
    """What waits for a person, the earliest deadline first."""
    return list_issues(session, filter_for(hats, IssueView.MINE), limit=limit)


def list_open_of(session: Session, body: Body, *, limit: int) -> list[Issue]:
    """What is open with a body, for its group."""
    wanted = IssueFilter(bodies=(require_id(body.id),), states=tuple(OPEN_STATES))
    return list_issues(session, wanted, limit=limit)


def find_by_number(session: Session, hats: Hats, year: int, number: int) -> Issue | None:
    """The problem with a number, if this person may see it; nobody learns whether there is one otherwise."""
    issue = find_issue_by_number(session, year, number)
    return issue if issue is not None and may_see(session, issue, hats) else None


def find_by_words(session: Session, hats: Hats, text: str, *, limit: int) -> list[Issue]:
    """Problems that this person may see and that contain all the words, the newest first."""
    words = tuple(text.split())
    if not words:
        return []
    return search_issues(session, replace(visible_filter(hats), words=words), limit=limit)
