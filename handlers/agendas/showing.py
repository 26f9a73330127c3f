"""The agenda's card, and its way out: a document for everybody who is called."""

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.meetings.facts import view_meeting
from handlers.meetings.papers import people_called
from handlers.minutes.issuing import number_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.agendas import Proposal, draft_agenda, last_decided, mark_sent
from services.meetings.reading import may_see_meeting
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from services.rights import Right, may
from storage import agendas as rows
from storage.agendas import AgendaTopic
from storage.base import require_id, type_json
from storage.meetings import Meeting, MeetingNotFound, find_meeting, get_meeting
from storage.minutes import list_issued_before
from storage.outbox import Priority
from storage.people import Person, find_person
from templates import words

routes = Routes()

CARD = "agenda"


@routes.tap("agenda.open")
def open_agenda(_update: Update, turn: Turn) -> None:
    """Tap on the meeting's card: for the office it drafts itself, others see what was sent."""
    meeting = the_meeting(turn)
    if turn.may(Right.CONVENE):
        draft_agenda(occasion_of(turn), meeting, in_words)
    if turn.show_card(CARD, require_id(meeting.id)) is None:
        raise NotAllowed


@routes.tap("agenda.again")
def draft_again(_update: Update, turn: Turn) -> None:
    """Tap of the office: what has come up since is added; nothing that was changed is touched."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
    before = len(rows.list_topics(turn.session, turn.press.subject))
    draft_agenda(occasion_of(turn), meeting, in_words)
    added = len(rows.list_topics(turn.session, turn.press.subject)) - before
    turn.answer("agendas/added_toast", added=added)
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("agenda.follow")
def show_follow_up(_update: Update, turn: Turn) -> None:
    """Tap of the office: what became of what the last meeting of this kind decided."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
    before = list_issued_before(turn.session, meeting, 1)
    number = number_of(before[0]) if before else ""
    followed = last_decided(occasion_of(turn), meeting)
    turn.reply("minutes/followed", about=view_meeting(meeting), number=number, followed=followed)


@routes.tap("agenda.send")
def ask_to_send(_update: Update, turn: Turn) -> None:
    """Tap of the office: to whom it goes, once more."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
    agenda = rows.find_agenda(turn.session, turn.press.subject)
    people = people_called(turn, meeting)
    turn.edit("agendas/send_confirm", about=view_meeting(meeting), agenda=agenda, people=len(people))


@routes.tap("agenda.send_now")
def send(_update: Update, turn: Turn) -> None:
    """Tap of the office (the second one): everybody who is called gets it. Raises AgendaRefused."""
    turn.require(Right.CONVENE)
    meeting = the_meeting(turn)
    known = rows.find_agenda(turn.session, turn.press.subject)
    is_again = known is not None and known.sent_at is not None
    topics = mark_sent(occasion_of(turn), turn.press.subject)
    document = _document(turn, meeting, topics)
    manner = turn.manner_for(priority=Priority.BROADCAST, purpose=f"agenda:{meeting.id}")
    facts: Facts = {"about": view_meeting(meeting), "again": is_again, "count": len(topics)}
    for person in people_called(turn, meeting):
        turn.send_file(person, "sendDocument", "document", document, manner, "agendas/sent", **facts)
    turn.answer("agendas/sent_toast")
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("agenda.card")
def back(_update: Update, turn: Turn) -> None:
    """Tap on `back`: the card in place of what is shown."""
    turn.require(Right.CONVENE)
    turn.refresh_cards(CARD, require_id(the_meeting(turn).id))


@routes.card(CARD)
def card(turn: Turn, meeting_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The office sees the draft, whoever is called what was sent; nobody else anything."""
    meeting, agenda = find_meeting(turn.session, meeting_id), rows.find_agenda(turn.session, meeting_id)
    if meeting is None or agenda is None or reader is None:
        return None
    hats = hats_of(turn.session, reader, turn.today)
    convenes = may(Right.CONVENE, hats)
    if not convenes and (agenda.sent_at is None or not may_see_meeting(turn.session, meeting, hats)):
        return None
    return "agendas/card", {
        "about": view_meeting(meeting),
        "agenda": agenda,
        "topics": rows.list_topics(turn.session, meeting_id),
        "removed": len(rows.list_topics(turn.session, meeting_id, removed=True)),
        "has_follow_up": bool(list_issued_before(turn.session, meeting, 1)),
        "convenes": convenes,
        "open": meeting.starts_at > turn.now,
    }


def in_words(proposal: Proposal) -> str:
    """The topic of a matter."""
    say = words("agenda_topic")
    facts = {**proposal.facts}
    if "indicators" in facts:
        facts["indicators"] = say["and"].join(facts["indicators"])
    return say[proposal.kind].format(**facts)


def the_meeting(turn: Turn) -> Meeting:
    """The meeting of the press. Raises Stale."""
    try:
        return get_meeting(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None


def _document(turn: Turn, meeting: Meeting, topics: list[AgendaTopic]) -> type_json:
    say, held = words("agenda_document"), meeting.starts_at.astimezone(turn.house.zone)
    chair = find_person(turn.session, meeting.chair_id)
    facts: type_json = {
        "title": say["title"].format(title=meeting.title),
        "when": say["when"].format(
            year=held.year, month=held.month, day=held.day, clock=f"{held.hour}:{held.minute:02}"
        ),
        "place": say["place"].format(place=meeting.place),
        "chair": say["chair"].format(name=chair.name) if chair else "",
        "topics": [say["topic"].format(place=n, text=topic.text) for n, topic in enumerate(topics, start=1)],
    }
    return {"made": "agenda", "name": say["name"].format(title=meeting.title), "facts": facts}
