"""Steps in a problem's timeline: actions of its table, and those of features around it."""

from services.issues.occasion import Occasion
from services.issues.standing_in import note_stand_in
from storage.base import type_json
from storage.bodies import Body, get_body
from storage.issues import Issue
from storage.timeline import TimelineEntry, add_step

SUBJECT = "issue"
"""The kind under which cards, timeline and attachments of problems are kept."""


def note_step(
    occasion: Occasion,
    issue: Issue,
    step: str,
    text: str | None,
    *,
    body: Body | None = None,
    facts: type_json | None = None,
) -> TimelineEntry:
    """Write a step down as it is called in the words `issue_done`; `body` is as which somebody acted."""
    return add_step(
        occasion.session,
        SUBJECT,
        issue.id,
        step,
        by=occasion.person,
        at=occasion.now,
        body=body or acting_body_of(occasion, issue),
        text=text,
        facts={**(facts or {}), **note_stand_in(occasion, issue)},
    )


def acting_body_of(occasion: Occasion, issue: Issue, taking: Body | None = None) -> Body | None:
    """As which body somebody acts: the owner if they belong to it, or the one that takes it over (`taking`);
    else their own unit.
    """
    if occasion.hats is None:
        return None
    bodies = [get_body(occasion.session, issue.owner_id), *([taking] if taking is not None else [])]
    return occasion.hats.acting_body(*bodies) or occasion.hats.unit
