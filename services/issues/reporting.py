"""Handing in a draft: the matter gets its number, its owner and its first clock (M7, M8, scenarios 1, 8)."""

from dataclasses import dataclass
from typing import cast

from services.bodies import Route, route_matter
from services.files import Matter, move_attachments
from services.issues.clocks import start_clock
from services.issues.drafts import Draft
from services.issues.occasion import NothingTold, Occasion
from services.issues.steps import SUBJECT, note_step
from services.issues.transitions import Clock
from services.mechanism import ModuleName, TierName
from services.outcomes import NotBound
from services.people import Hats, unit_on
from storage.base import require_id, type_json
from storage.bodies import Body
from storage.files import list_attachments
from storage.issues import Issue, IssueAction
from storage.issues.sounds import sound_of_matter
from storage.numbers import NumberKind, next_number


@dataclass(frozen=True)
class Submitted:
    """A new problem and where it goes."""

    issue: Issue
    owner: Body


def submit_issue(occasion: Occasion, draft: Draft, *, files: Matter | None = None) -> Submitted:
    """Make a problem of a draft; the attachments of `files` become its own.

    Raises NothingTold when the draft does not say what the matter is, NotBound when nobody reports.
    """
    if occasion.hats is None:
        raise NotBound
    if not draft.is_told:
        raise NothingTold
    submitted = open_issue(occasion, occasion.hats, draft, files=files)
    count = len(list_attachments(occasion.session, SUBJECT, require_id(submitted.issue.id)))
    note_report(occasion, submitted, IssueAction.REPORT, unit=occasion.hats.unit, files=count)
    return submitted


def open_issue(
    occasion: Occasion,
    reporter: Hats,
    draft: Draft,
    *,
    files: Matter | None = None,
    recorder_id: int | None = None,
) -> Submitted:
    """A problem with number, owner and clock, whoever acts; the timeline does not know of it yet."""
    route = _route(occasion, draft)
    issue = _issue(occasion, reporter, draft, route)
    issue.recorder_id = recorder_id
    occasion.session.add(issue)
    occasion.session.flush()
    if files is not None:
        move_attachments(occasion.session, files, matter_of(issue))
    start_clock(occasion, issue, Clock.ACCEPTANCE)
    return Submitted(issue, route.owner)


def note_report(
    occasion: Occasion, submitted: Submitted, action: IssueAction, *, unit: Body | None, files: int = 0
) -> None:
    """The timeline's first step of a new problem: who brought it, to whom it went."""
    issue = submitted.issue
    facts: type_json = {"to": issue.state, "phase": 0, "owner": submitted.owner.name, "files": files}
    note_step(occasion, issue, action, None, body=unit, facts=facts)
    occasion.session.flush()


def matter_of(issue: Issue) -> Matter:
    """Under what the attachments of a problem are kept."""
    return Matter(SUBJECT, require_id(issue.id))


def _route(occasion: Occasion, draft: Draft) -> Route:
    return route_matter(
        occasion.session,
        occasion.mechanism.routing,
        module=cast("ModuleName", draft.module),
        tier=cast("TierName", draft.tier),
        industry=draft.industry,
        factor=draft.factor,
        place=draft.place,
    )


def _issue(occasion: Occasion, hats: Hats, draft: Draft, route: Route) -> Issue:
    reporter = hats.person
    unit = unit_on(occasion.session, reporter, occasion.today)
    year = occasion.today.year
    return Issue(
        year=year,
        number=next_number(occasion.session, NumberKind.ISSUE, year),
        title=draft.title,
        text=draft.text,
        sound=sound_of_matter(draft.title, draft.enterprise),
        module=draft.module,
        tier=draft.tier,
        industry=draft.industry,
        factor=draft.factor,
        place_id=draft.place.id if draft.place else None,
        enterprise=draft.enterprise,
        reporter_id=require_id(reporter.id),
        reporter_unit_id=require_id(unit.id),
        owner_id=require_id(route.owner.id),
        work_group=route.work_group,
        helper_id=route.helper.id if route.helper else None,
        moved_at=occasion.now,
        moved_by=reporter.id,
        reported_at=occasion.now,
    )
