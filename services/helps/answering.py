"""Answers of those who were asked for help: agreed, not possible and why, or material needed first."""

from enum import StrEnum

from services.helps.clocks import start_help_clock, stop_help_clock
from services.helps.outcomes import GroundMissing, HelpMoved, HelpNotYours
from services.helps.seeing import Helping, is_helper, open_help
from services.issues import Occasion
from services.issues.steps import note_step
from storage.helps import HelpRequest, HelpState, get_help_for_update
from storage.people import find_person


class Reply(StrEnum):
    """The three answers, by the state that they lead to."""

    AGREE = "agreed"
    UNABLE = "unable"
    WANT = "wanting"


STEPS = {Reply.AGREE: "help_agreed", Reply.UNABLE: "help_unable", Reply.WANT: "help_wanting"}
"""How the matter's timeline calls them."""


def check_answer(occasion: Occasion, helping: Helping, phase: int) -> None:
    """Raises HelpNotYours, HelpMoved unless this person may answer now, with a button of this phase."""
    row = helping.help
    if occasion.hats is None or not is_helper(row, occasion.hats):
        raise HelpNotYours(body=helping.body)
    if row.state != HelpState.ASKED or row.phase != phase:
        raise moved(occasion, helping)


def answer_help(
    occasion: Occasion,
    help_id: int,
    reply: Reply,
    *,
    phase: int,
    text: str = "",
    policy_id: int | None = None,
    files: int = 0,
) -> Helping:
    """Answer a request; a policy may stand for words where a ground is wanted.

    Raises HelpNotFound, HelpNotYours, HelpMoved, GroundMissing.
    """
    helping = lock_help(occasion, help_id)
    check_answer(occasion, helping, phase)
    words = text.strip()
    if reply is not Reply.AGREE and not words and (policy_id is None or reply is Reply.WANT):
        raise GroundMissing(reply=reply.value)
    row = helping.help
    row.late = row.late or (row.due_at is not None and row.due_at < occasion.now)
    row.state, row.phase = reply.value, row.phase + 1
    if reply is Reply.WANT:
        row.wanted, row.wanted_by, row.source_id = words, occasion.person_id, None
        start_help_clock(occasion, row)
    else:
        row.answer, row.policy_id = words or None, policy_id
        row.answered_by, row.answered_at = occasion.person_id, occasion.now
        stop_help_clock(occasion, row)
    note_step(occasion, helping.issue, STEPS[reply], words or None, body=helping.body, facts={"files": files})
    occasion.session.flush()
    return helping


def lock_help(occasion: Occasion, help_id: int) -> Helping:
    """The request as it is now, locked. Raises HelpNotFound."""
    return open_help(occasion, get_help_for_update(occasion.session, help_id), occasion.hats)


def moved(occasion: Occasion, helping: Helping) -> HelpMoved:
    """What somebody hears whose step came too late."""
    row: HelpRequest = helping.help
    name = find_person(occasion.session, row.answered_by)
    return HelpMoved(body=helping.body, state=row.state, name=name.name if name else None, at=row.answered_at)
