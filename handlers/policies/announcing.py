"""The news of a morning to those whom new policies concern, and the office's report of it (scenario 33)."""

from datetime import timedelta

from telegram import Update

from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.outcomes import Stale
from services.policies import (
    ANNOUNCE,
    is_blocked,
    list_keepers,
    policy_lines_of,
    purpose_of,
    report_news,
    send_news,
)
from services.rights import Right
from storage.base import require_id
from storage.due import Due, DueState, schedule
from storage.outbox import Priority
from storage.policies import PolicyAnnouncement, find_announcement

routes = Routes()

REPORT = "policy.news_report"
SHOWN = 5


@routes.due(ANNOUNCE)
def announce(due: Due, turn: Turn) -> None:
    """Each subscriber hears once, however many of their subscriptions match."""
    announcement = find_announcement(turn.session, due.subject_id or 0)
    told = send_news(turn.session, announcement, now=turn.now) if announcement is not None else []
    if announcement is None or not told:
        due.state = DueState.MISSED
        return
    announcement_id = require_id(announcement.id)
    for news in told:
        turn.tell(
            news.person,
            "policies/news",
            priority=Priority.BROADCAST,
            purpose=purpose_of(announcement_id),
            lines=policy_lines_of(news.policies[:SHOWN], today=turn.today),
            more=max(0, len(news.policies) - SHOWN),
            subscriptions=news.subscriptions[:3],
            announcement=announcement_id,
        )
    _plan_report(turn, announcement_id)


def _plan_report(turn: Turn, announcement_id: int) -> None:
    after = timedelta(minutes=turn.house.mechanism.policies.report_after_minutes)
    key = f"{REPORT}:{announcement_id}"
    schedule(turn.session, Due(key=key, kind=REPORT, subject_id=announcement_id, due_at=turn.now + after))


@routes.due(REPORT)
def report(due: Due, turn: Turn) -> None:
    """The office hears whom it reached; the blocked ones by name."""
    announcement = find_announcement(turn.session, due.subject_id or 0)
    if announcement is None:
        due.state = DueState.MISSED
        return
    keepers = list_keepers(turn.session, turn.today)
    facts = _report_facts(turn, announcement)
    turn.tell(
        keepers,
        "policies/news_report",
        report=facts["report"],
        announcement=facts["announcement"],
        blocked=facts["blocked"],
        others=facts["others"],
    )


@routes.tap("policy.news_report")
def renew_report(_update: Update, turn: Turn) -> None:
    """Tap of the office: the figures as they are now. Raises NotAllowed, Stale."""
    turn.require(Right.KEEP_POLICIES)
    announcement = find_announcement(turn.session, turn.press.subject)
    if announcement is None:
        raise Stale
    turn.edit("policies/news_report", **_report_facts(turn, announcement))


def _report_facts(turn: Turn, announcement: PolicyAnnouncement) -> Facts:
    found = report_news(turn.session, announcement)
    blocked = [person for person in found.unreached if is_blocked(turn.session, person)]
    return {
        "report": found,
        "announcement": require_id(announcement.id),
        "blocked": blocked,
        "others": [person for person in found.unreached if person not in blocked],
    }
