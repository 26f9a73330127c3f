"""Joining reports of one matter under the earliest number (scenario 6)."""

from dataclasses import dataclass

from services.issues.acting import Acted, carry_out, check_action
from services.issues.co_reporting import add_reporter, list_reporter_ids
from services.issues.likeness import Similar, find_similar_to, is_same_firm
from services.issues.occasion import ActionNotYours, IssueNotFound, Occasion
from services.issues.seeing import actors_of, may_see
from services.issues.steps import SUBJECT, note_step
from services.issues.transitions import Transition, list_rows
from services.outcomes import Outcome
from storage.base import require_id
from storage.issues import (
    Issue,
    IssueAction,
    PartyKind,
    add_party,
    find_issue,
    get_issue_for_update,
    list_merged,
)
from storage.timeline import list_entries


class SameIssue(Outcome):
    """A problem cannot be merged with itself, or with what it has been merged with already."""

    template = "issues/same_issue"


class NotMergeable(Outcome):
    """One of the two is no longer, or not now, to be merged."""

    template = "issues/not_mergeable"


@dataclass(frozen=True)
class Merging:
    """Two problems that may be merged: `kept` has the earlier number. `is_other_firm`: two firms."""

    kept: Issue
    merged: Issue
    is_other_firm: bool


@dataclass(frozen=True)
class Merged:
    """Two problems that have become one. `repeated`: they had been before; else `acted` is what was done."""

    kept: Issue
    merged: Issue
    repeated: bool = False
    acted: Acted | None = None


def list_merge_candidates(occasion: Occasion, issue: Issue) -> list[Similar]:
    """The likest open problems with which this person may merge it."""
    found = find_similar_to(occasion, issue)
    return [similar for similar in found if _may_merge(occasion, issue, similar.issue)]


def plan_merging(occasion: Occasion, one_id: int, other_id: int) -> Merging:
    """Which of two problems would be kept. Changes nothing; raises what `merge_issues` raises."""
    one, other = _find(occasion, one_id), _find(occasion, other_id)
    kept, merged = _in_order(one, other)
    _check(occasion, kept, merged)
    is_other_firm = bool(kept.enterprise and merged.enterprise) and not is_same_firm(
        kept.enterprise, merged.enterprise
    )
    return Merging(kept, merged, is_other_firm)


def merge_issues(occasion: Occasion, one_id: int, other_id: int) -> Merged:
    """Let the later of two problems go on as the earlier one: its reporters hear of that and judge it.

    By the office, or by the body that owns both. Doing it twice changes nothing.
    Raises IssueNotFound, SameIssue, ActionNotYours, ActionNotNow, NotMergeable.
    """
    locked = {number: get_issue_for_update(occasion.session, number) for number in sorted({one_id, other_id})}
    one, other = _seen(occasion, locked[one_id]), _seen(occasion, locked[other_id])
    kept, merged = _in_order(one, other)
    if merged.merged_into_id == kept.id and kept.id != merged.id:
        return Merged(kept, merged, repeated=True)
    row = _check(occasion, kept, merged)
    acted = carry_out(occasion, merged, row, None)
    step = list_entries(occasion.session, SUBJECT, require_id(merged.id))[-1]
    step.facts = {**step.facts, "into": kept.code}
    merged.merged_into_id, merged.closed_at = kept.id, occasion.now
    for earlier in list_merged(occasion.session, require_id(merged.id)):
        earlier.merged_into_id = kept.id
    for person_id in list_reporter_ids(occasion.session, merged):
        add_reporter(occasion, kept, person_id)
    _keep_sight(occasion, kept, merged)
    facts = {"merged": merged.code}
    note_step(occasion, kept, IssueAction.MERGE, None, facts=facts)
    occasion.session.flush()
    return Merged(kept, merged, acted=acted)


def find_kept(occasion: Occasion, issue: Issue) -> Issue | None:
    """The problem as which a merged one goes on."""
    return find_issue(occasion.session, issue.merged_into_id) if issue.merged_into_id is not None else None


def _check(occasion: Occasion, kept: Issue, merged: Issue) -> Transition:
    """The row by which the later problem is merged away; the earlier one must be open and theirs as well."""
    if kept.id in (merged.id, merged.merged_into_id):
        raise SameIssue(issue=merged)
    for issue in (kept, merged):
        if not list_rows(issue, IssueAction.MERGE):
            raise NotMergeable(issue=issue)
    row = check_action(occasion, merged, IssueAction.MERGE)
    if not _owns(occasion, kept):
        raise ActionNotYours(action=IssueAction.MERGE.value, state=kept.state)
    return row


def _owns(occasion: Occasion, issue: Issue) -> bool:
    if occasion.hats is None:
        return False
    actors = actors_of(occasion.session, issue, occasion.hats)
    return any(row.who & actors for row in list_rows(issue, IssueAction.MERGE))


def _may_merge(occasion: Occasion, one: Issue, other: Issue) -> bool:
    try:
        _check(occasion, *_in_order(one, other))
    except Outcome:
        return False
    return True


def _keep_sight(occasion: Occasion, kept: Issue, merged: Issue) -> None:
    """Who had the merged one in hand goes on reading."""
    session, kept_id, now = occasion.session, require_id(kept.id), occasion.now
    if merged.owner_id != kept.owner_id:
        add_party(session, kept_id, PartyKind.FORMER_OWNER, body_id=merged.owner_id, now=now)
    if merged.lead_id is not None and merged.lead_id != kept.lead_id:
        add_party(session, kept_id, PartyKind.FORMER_LEAD, person_id=merged.lead_id, now=now)


def _in_order(one: Issue, other: Issue) -> tuple[Issue, Issue]:
    return (one, other) if (one.year, one.number) <= (other.year, other.number) else (other, one)


def _find(occasion: Occasion, issue_id: int) -> Issue:
    return _seen(occasion, find_issue(occasion.session, issue_id))


def _seen(occasion: Occasion, issue: Issue | None) -> Issue:
    if issue is None or occasion.hats is None or not may_see(occasion.session, issue, occasion.hats):
        raise IssueNotFound
    return issue
