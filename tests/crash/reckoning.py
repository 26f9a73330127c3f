"""After the crashes: what people did, held against what the database and the chats say."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from sqlmodel import Session, col, select

from simulator.calls import Call
from simulator.people import Person as Actor
from storage.accounts import Account
from storage.cards import Card
from storage.conversations import Conversation, ConversationState
from storage.due import Due, DueState
from storage.inbox import InboxRow, InboxState
from storage.issues import Issue
from storage.meetings import Meeting, Participant
from storage.numbers import NumberSeries
from storage.outbox import OutboxRow, OutboxState
from storage.people import Person
from storage.timeline import TimelineEntry
from tests.crash.acting import ATTEND, LEAVE, Answered, Performer
from tests.crash.scene import CHASES, Scene

Sent = Counter[tuple[int, str]]
"""How often which text went to which chat."""


def check_nothing_waits(session: Session) -> None:
    """Every update is done, none was tried twice; nothing is left open half-way."""
    for row in session.exec(select(InboxRow)):
        assert (row.state, row.attempts, row.error) == (InboxState.DONE, 0, None), row
    for due in session.exec(select(Due)):
        assert (due.attempts, due.error) == (0, None), due
    unfinished = select(Conversation).where(Conversation.state == ConversationState.OPEN)
    assert not session.exec(unfinished).all()


def check_reports(session: Session, people: Iterable[Performer]) -> int:
    """Every report exists exactly once, under the number that its author saw; how many there are."""
    seen = {text: number for person in people for text, number in person.deeds.reports.items()}
    issues = session.exec(select(Issue).order_by(col(Issue.number))).all()
    assert Counter(issue.text for issue in issues) == Counter(list(seen))
    assert {issue.text: issue.code for issue in issues} == seen
    _check_gapless(session, "WT", [issue.number for issue in issues])
    return len(issues)


def _check_gapless(session: Session, kind: str, numbers: list[int]) -> None:
    assert numbers == list(range(1, len(numbers) + 1))
    assert session.get_one(NumberSeries, (kind, 2026)).last == len(numbers)


def check_answers(session: Session, people: Iterable[Performer]) -> None:
    """The last answer of everybody is recorded, and every change on the way to it in its order."""
    meeting = session.exec(select(Meeting)).one()
    steps = session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.subject_kind == "meeting", TimelineEntry.action == "replied")
        .order_by(col(TimelineEntry.id))
    ).all()
    for person in people:
        who = _person_id(session, person)
        statement = select(Participant).where(Participant.person_id == who)
        row = session.exec(statement.where(Participant.meeting_id == meeting.id)).one()
        assert Answered(row.reply, row.reason, row.note) == person.deeds.answers[-1]
        recorded = [str(step.facts["after"]) for step in steps if step.person_id == who]
        given = [answer.reply for answer in person.deeds.answers]
        assert _changes(recorded) == _changes(given)
        _check_count(recorded, given, person.deeds.again)
    silent = len(session.exec(select(Participant).where(Participant.reply == "none")).all())
    assert silent == 2


def _check_count(recorded: list[str], given: list[str], again: int) -> None:
    """Coming twice in a row is one answer; leave asked for once more is one more, as is a repeated tap."""
    attended = sum(reply == ATTEND for reply in _changes(given))
    assert recorded.count(ATTEND) == attended
    assert 0 <= recorded.count(LEAVE) - given.count(LEAVE) <= again


def _changes(replies: Iterable[str]) -> list[str]:
    return [reply for reply, _ in groupby(replies)]


def check_progress(session: Session, people: Iterable[Performer]) -> int:
    """Every second step of a conversation is written down once; how many there are."""
    entries = session.exec(select(TimelineEntry).where(TimelineEntry.action == "progress")).all()
    told = [words for person in people for _, words in person.deeds.progress]
    assert Counter(entry.text for entry in entries) == Counter(told)
    return len(told)


def check_reminders(session: Session, scene: Scene, sent: Sent) -> int:
    """Every reminder was done, wrote one message, and that message arrived; how many there are."""
    due = session.exec(select(Due).where(col(Due.key).contains("crash"))).all()
    assert not [(row.key, row.state) for row in due if row.state != DueState.DONE]
    written = session.exec(select(OutboxRow).where(OutboxRow.template == "commitments/reminder")).all()
    codes = [code for of_actor in scene.codes.values() for code in of_actor]
    for code in codes:
        assert sum(code in str(row.payload["text"]) for row in written) == 1, code
        assert any(code in text and "到期" in text for _, text in sent), code
    for silent in scene.silent:
        _check_chases(session, silent, sent)
    return len(due)


def _check_chases(session: Session, silent: Actor, sent: Sent) -> None:
    """Every chase was written and the last one arrived: one that still waits gives way to it."""
    to_silent = select(OutboxRow).where(OutboxRow.chat_id == silent.id, OutboxRow.method == "sendMessage")
    written = [str(row.payload["text"]) for row in session.exec(to_silent.order_by(col(OutboxRow.id)))]
    chases = [text for text in written if "未答复" in text]
    assert len(chases) >= CHASES, silent.name
    assert sent[silent.id, chases[-1]], silent.name
    assert any(chat == silent.id and "会议通知" in text for chat, text in sent)


def check_seen(scene: Scene, people: Iterable[Performer]) -> None:
    """Everybody still sees the number of each report beside its words, and so does who has to act on it."""
    shown = "\n".join(message.text for message in scene.liaison.messages())
    for person in people:
        messages = [message.text for message in person.actor.messages() if message.from_bot]
        for text, number in person.deeds.reports.items():
            title = text.partition("\n")[0]
            assert any(title in said and number in said for said in messages), (number, title)
            assert number in shown, number


def list_sent(calls: Iterable[Call]) -> Sent:
    """What Telegram has taken, by chat and text."""
    taken = [call for call in calls if call.method == "sendMessage" and call.outcome == "ok"]
    return Counter((int(str(call.chat_id)), str(call.parameters["text"])) for call in taken)


def count_repeated(session: Session, sent: Sent) -> Sent:
    """What went out more often than it was written. AssertionError when something went out less often."""
    bound = list(session.exec(select(Account.user_id)))  # what others should hear is only written down
    of_messages = select(OutboxRow).where(OutboxRow.method == "sendMessage")
    rows = session.exec(of_messages.where(col(OutboxRow.chat_id).in_(bound))).all()
    due = [row for row in rows if not _has_newer(session, row)]
    unsent = [
        (row.chat_id, row.state, row.error, row.template) for row in due if row.state != OutboxState.SENT
    ]
    assert not unsent
    written = Counter((row.chat_id, str(row.payload["text"])) for row in due)
    assert not written - sent, "never arrived"
    return sent - written


def _has_newer(session: Session, row: OutboxRow) -> bool:
    """Whether a card was taken back before it went out, for a newer one of the same matter that arrived."""
    card = session.get(Card, row.card_id) if row.card_id is not None else None
    if row.state != OutboxState.CANCELLED or card is None or card.live:
        return False
    newer = select(Card).where(Card.subject_kind == card.subject_kind, Card.subject_id == card.subject_id)
    newer = newer.where(Card.chat_id == card.chat_id, col(Card.id) > card.id)
    return any(one.message_id is not None for one in session.exec(newer))


def _person_id(session: Session, person: Performer) -> int | None:
    return session.exec(select(Person.id).where(Person.name == person.actor.name)).one()
