"""Steps in a problem's timeline that are no action of its table: those of features around it."""

from services.issues.occasion import Occasion
from services.issues.standing_in import note_stand_in
from storage.base import require_id, type_json
from storage.bodies import Body, get_body
from storage.issues import Issue
from storage.timeline import TimelineEntry, add_entry

SUBJECT = "issue"


def note_step(
    occasion: Occasion,
    issue: Issue,
    step: str,
    text: str | None,
    *,
    body: Body | None,
    facts: type_json | None = None,
) -> TimelineEntry:
    """Write a step down as it is called in the words `issue_done`; `body` is as which somebody acted."""
    acting = body or _acting_body(occasion, issue)
    return add_entry(
        occasion.session,
        TimelineEntry(
            subject_kind=SUBJECT,
            subject_id=require_id(issue.id),
            at=occasion.now,
            action=step,
            person_id=occasion.person_id,
            person_name=occasion.person_name,
            body_id=acting.id if acting else None,
            body_name=acting.name if acting else None,
            text=text,
            facts={**(facts or {}), **note_stand_in(occasion, issue)},
        ),
    )


def _acting_body(occasion: Occasion, issue: Issue) -> Body | None:
    if occasion.hats is None:
        return None
    return occasion.hats.acting_body(get_body(occasion.session, issue.owner_id)) or occasion.hats.unit
