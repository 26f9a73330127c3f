"""The verdicts of several reporters on one solution: the worst counts (scenarios 6 and 16)."""

from services.issues.occasion import Occasion
from services.issues.transitions import Transition
from storage.base import require_id
from storage.issues import (
    Issue,
    IssueAction,
    IssueState,
    Verdict,
    list_judgements,
    put_judgement,
)

SAID = {IssueAction.SATISFIED: Verdict.SATISFIED, IssueAction.DISSATISFIED: Verdict.DISSATISFIED}


def note_judgement(occasion: Occasion, issue: Issue, row: Transition) -> None:
    """Write down what somebody said of the solution, before the problem moves on; a new solution is judged by
    all its reporters anew.
    """
    session, issue_id = occasion.session, require_id(issue.id)
    if row.to is IssueState.CONFIRMING:
        # What is listed comes before them after its verification, when others may have joined.
        issue.awaited = issue.reporters
    elif row.action in SAID and occasion.person_id is not None:
        put_judgement(
            session,
            issue_id,
            phase=issue.phase,
            person_id=occasion.person_id,
            verdict=SAID[row.action],
            now=occasion.now,
        )
        issue.awaited -= row.action is IssueAction.SATISFIED and not row.moves


def has_judged(occasion: Occasion, issue: Issue, action: IssueAction) -> bool:
    """Whether this person has said exactly this of the present solution."""
    if action not in SAID:
        return False
    return any(
        known.person_id == occasion.person_id and known.verdict == SAID[action]
        for known in list_judgements(occasion.session, require_id(issue.id), phase=issue.phase)
    )


def worst_verdict(occasion: Occasion, issue: Issue) -> Verdict:
    """What counts in the end: the worst that was said of the present solution; unrated if nobody spoke."""
    judgements = list_judgements(occasion.session, require_id(issue.id), phase=issue.phase)
    said = {known.verdict for known in judgements}
    for verdict in (Verdict.DISSATISFIED, Verdict.SATISFIED):
        if verdict in said:
            return verdict
    return Verdict.UNRATED
