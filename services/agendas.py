"""Agendas draft themselves from what is open; what the office has changed is never overwritten (M14)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from services.issues.occasion import Occasion
from services.minutes import FollowedUp, Progress, follow_up
from services.outcomes import Outcome, Stale
from storage import agendas as rows
from storage import minutes as minutes_rows
from storage.agendas import Agenda, AgendaTopic
from storage.assignments import Assignment, list_current
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.collections import find_latest_pack
from storage.issues import IssueFilter, list_issues
from storage.meetings import Meeting
from storage.receipts import list_receipts

LONGEST_TOPIC, MOST_TOPICS, MOST_OF_A_KIND = 200, 30, 6
RED = "red"


class AgendaRefused(Outcome):
    """Facts: problem (long, many, empty, unchanged)."""

    template = "agendas/refused/refused"


class TopicKind(StrEnum):
    """From what a topic was drafted."""

    FOLLOW_UP = "follow_up"
    SUPERVISED = "supervised"
    OVERDUE = "overdue"
    ASSIGNMENT = "assignment"
    UNSIGNED = "unsigned"
    RED_LIGHT = "red_light"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that should be talked about; `facts` are put into words by the templates."""

    kind: TopicKind
    source: str
    facts: type_json


def last_decided(occasion: Occasion, meeting: Meeting) -> list[FollowedUp]:
    """What the last meeting of this kind decided, and how far it is."""
    before = minutes_rows.list_issued_before(occasion.session, meeting, 1)
    return follow_up(occasion, require_id(before[0].id)) if before else []


def draft_agenda(occasion: Occasion, meeting: Meeting, word: Callable[[Proposal], str]) -> Agenda:
    """The agenda with a topic for every matter that has none yet; what is there stays as it is."""
    meeting_id = require_id(meeting.id)
    agenda = rows.lock_agenda(occasion.session, meeting_id)
    if agenda is None:
        fresh_one = Agenda(meeting_id=meeting_id, drafted_at=occasion.now)
        agenda = rows.add_agenda(occasion.session, fresh_one)
    known = rows.list_sources(occasion.session, meeting_id)
    room = MOST_TOPICS - len(rows.list_topics(occasion.session, meeting_id))
    fresh = [one for one in list_proposals(occasion, meeting) if one.source not in known][: max(0, room)]
    for proposal in fresh:
        rows.add_topic(occasion.session, meeting_id, word(proposal)[:LONGEST_TOPIC], proposal.source)
    if fresh:
        agenda.changed = True
    return agenda


def list_proposals(occasion: Occasion, meeting: Meeting) -> list[Proposal]:
    """Last time's decisions, what is supervised, overdue or not signed for, red lights of the last month."""
    return [
        *_follow_up(occasion, meeting),
        *_issues(occasion, TopicKind.SUPERVISED, IssueFilter(listed=True)),
        *_issues(occasion, TopicKind.OVERDUE, IssueFilter(overdue_at=occasion.now)),
        *_assignments(occasion),
        *_red_lights(occasion),
    ]


def _follow_up(occasion: Occasion, meeting: Meeting) -> list[Proposal]:
    decided = last_decided(occasion, meeting)
    left = sum(one.progress is not Progress.DONE for one in decided)
    facts: type_json = {"total": len(decided), "left": left}
    return [Proposal(TopicKind.FOLLOW_UP, "follow_up", facts)] if decided else []


def _issues(occasion: Occasion, kind: TopicKind, wanted: IssueFilter) -> list[Proposal]:
    """A problem that is both supervised and overdue is one topic: the source is the problem."""
    found = list_issues(occasion.session, wanted, limit=MOST_OF_A_KIND)
    return [
        Proposal(kind, f"issue:{issue.id}", _facts(occasion, issue.code, issue.title, issue.owner_id))
        for issue in found
        if kind is TopicKind.SUPERVISED or not issue.is_listed
    ]


def _assignments(occasion: Occasion) -> list[Proposal]:
    """Those that are overdue, then those that somebody should have signed for."""
    current = list_current(occasion.session)
    late = [one for one in current if one.due_at <= occasion.now]
    unsigned = [one for one in current if one.due_at > occasion.now and _is_unsigned(occasion, one)]
    return [
        Proposal(kind, f"assignment:{one.id}", _facts(occasion, one.code, one.text, one.owner_id))
        for kind, found in ((TopicKind.ASSIGNMENT, late), (TopicKind.UNSIGNED, unsigned))
        for one in found[:MOST_OF_A_KIND]
    ]


def _is_unsigned(occasion: Occasion, assignment: Assignment) -> bool:
    """Whether the time to sign for it is over and somebody has not."""
    asked = list_receipts(occasion.session, "assignment", require_id(assignment.id))
    return any(one.is_owed and one.due_at is not None and one.due_at <= occasion.now for one in asked)


def _facts(occasion: Occasion, code: str, title: str, owner_id: int) -> type_json:
    return {"code": code, "title": title, "owner": get_body(occasion.session, owner_id).short_name}


def _red_lights(occasion: Occasion) -> list[Proposal]:
    """Bodies whose figures of the last collection are red, each once with its indicators."""
    pack = find_latest_pack(occasion.session)
    found: dict[str, list[str]] = {}
    for group in pack.facts["groups"] if pack else []:
        for row in group["rows"]:
            cells = zip(group["indicators"], row["cells"], strict=True)
            red = [one["name"] for one, cell in cells if cell and cell["light"] == RED]
            found.setdefault(row["body"], []).extend(red)
    month = str(pack.facts["month"]) if pack else ""
    return [
        Proposal(TopicKind.RED_LIGHT, f"red:{month}:{body}"[:40], {"owner": body, "indicators": names})
        for body, names in found.items()
        if names
    ][:MOST_OF_A_KIND]


def add_topics(occasion: Occasion, meeting_id: int, text: str) -> list[AgendaTopic]:
    """Every line that was typed is a topic at the end. Raises AgendaRefused, Stale."""
    agenda = _locked(occasion, meeting_id)
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not lines:
        raise AgendaRefused(problem="empty")
    if any(len(line) > LONGEST_TOPIC for line in lines):
        raise AgendaRefused(problem="long")
    if len(rows.list_topics(occasion.session, meeting_id)) + len(lines) > MOST_TOPICS:
        raise AgendaRefused(problem="many")
    agenda.changed = True
    return [rows.add_topic(occasion.session, meeting_id, line) for line in lines]


def reword_topic(occasion: Occasion, meeting_id: int, topic_id: int, text: str) -> None:
    """Other words for a topic. Raises AgendaRefused, Stale."""
    topic, words = _topic(occasion, meeting_id, topic_id), " ".join(text.split())
    if not words or len(words) > LONGEST_TOPIC:
        raise AgendaRefused(problem="long" if words else "empty")
    topic.text = words


def remove_topic(occasion: Occasion, meeting_id: int, topic_id: int) -> None:
    """A topic is taken out; it can be brought back. Raises Stale."""
    _topic(occasion, meeting_id, topic_id).removed = True
    occasion.session.flush()


def restore_topics(occasion: Occasion, meeting_id: int) -> None:
    """Everything that was taken out comes back to its place. Raises Stale."""
    _locked(occasion, meeting_id).changed = True
    for topic in rows.list_topics(occasion.session, meeting_id, removed=True):
        topic.removed = False
    occasion.session.flush()


def move_topic(occasion: Occasion, meeting_id: int, topic_id: int, step: int) -> None:
    """A topic goes one place up (-1) or down (1); at the end it stays. Raises Stale."""
    topic = _topic(occasion, meeting_id, topic_id)
    topics = rows.list_topics(occasion.session, meeting_id)
    place = [one.id for one in topics].index(topic.id) + (1 if step > 0 else -1)
    if 0 <= place < len(topics):
        rows.swap_topics(occasion.session, topic, topics[place])


def mark_sent(occasion: Occasion, meeting_id: int) -> list[AgendaTopic]:
    """It goes out as it is now. Returns the topics. Raises AgendaRefused (empty, unchanged), Stale."""
    agenda = _locked(occasion, meeting_id)
    topics = rows.list_topics(occasion.session, meeting_id)
    if not topics:
        raise AgendaRefused(problem="nothing")
    if agenda.sent_at is not None and not agenda.is_outdated:
        raise AgendaRefused(problem="unchanged")
    agenda.sent_at, agenda.changed = occasion.now, False
    return topics


def _topic(occasion: Occasion, meeting_id: int, topic_id: int) -> AgendaTopic:
    """A topic that is about to change."""
    agenda = _locked(occasion, meeting_id)
    topic = rows.find_topic(occasion.session, meeting_id, topic_id)
    if topic is None or topic.removed:
        raise Stale
    agenda.changed = True
    return topic


def _locked(occasion: Occasion, meeting_id: int) -> Agenda:
    agenda = rows.lock_agenda(occasion.session, meeting_id)
    if agenda is None:
        raise Stale
    return agenda
