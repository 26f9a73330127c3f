"""Documents for a meeting: the office sends them to the assistant, whoever is called gets them."""

from collections.abc import Iterable
from dataclasses import replace

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.meetings.facts import CALL, MEETING, view_meeting
from handlers.routes import Routes
from handlers.turn import Turn
from services.files import NewFile
from services.meetings.materials import add_material, count_materials, list_materials
from services.meetings.reading import may_see_meeting
from services.outcomes import NotAllowed, Stale
from services.rights import Right
from storage import meetings as rows
from storage.base import require_id
from storage.conversations import Conversation, ConversationState
from storage.files import Attachment, AttachmentKind
from storage.meetings import Meeting, MeetingNotFound, MeetingState
from storage.outbox import Priority
from storage.people import Person, get_person

routes = Routes()

FORM = "meeting_material"
AS_DOCUMENT = ("sendDocument", "document")
METHODS = {
    AttachmentKind.PHOTO: ("sendPhoto", "photo"),
    AttachmentKind.VIDEO: ("sendVideo", "video"),
    AttachmentKind.AUDIO: ("sendAudio", "audio"),
    AttachmentKind.VOICE: ("sendVoice", "voice"),
}


@routes.tap("meeting.material")
def ask_for_material(_update: Update, turn: Turn) -> None:
    """Tap of the office: documents are asked for."""
    meeting = _meeting(turn)
    turn.require(Right.CONVENE)
    forms.open_form(turn, FORM, subject_id=meeting.id, asked="file", added=[])
    turn.reply(
        "meetings/material_asked",
        about=view_meeting(meeting),
        count=count_materials(turn.session, turn.press.subject),
        form=forms.form_id(forms.find_form(turn) or forms.my_form(turn, FORM)),
    )


@routes.form(FORM)
def take_material(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Files while documents are asked for. Raises MaterialRefused."""
    turn.require(Right.CONVENE)
    if not intake.files:
        turn.reply("meetings/refused/file_wanted", form=forms.form_id(conversation))
        return
    meeting_id, limits = conversation.subject_id or 0, turn.house.mechanism.files
    added = [
        require_id(
            add_material(
                turn.session,
                meeting_id,
                NewFile(file.kind, file.file_id, file.unique_id, file.size, file.name, file.mime),
                limits=limits,
                person_id=turn.my_id,
                now=turn.now,
            ).id
        )
        for file in intake.files
    ]
    forms.answer_form(turn, conversation, asked="file", added=[*conversation.answers["added"], *added])
    meeting = rows.get_meeting(turn.session, meeting_id)
    turn.reply(
        "meetings/material_added",
        about=view_meeting(meeting),
        count=count_materials(turn.session, meeting_id),
        form=forms.form_id(conversation),
    )
    turn.refresh_cards(MEETING, meeting_id)


@routes.tap("meeting.material_done")
def finish_material(_update: Update, turn: Turn) -> None:
    """Tap of the office: that was all; whoever has been called gets what was added."""
    turn.require(Right.CONVENE)
    form = forms.my_form(turn, FORM)
    meeting = rows.get_meeting(turn.session, form.subject_id or 0)
    added = set(form.answers["added"])
    forms.close_form(turn, form, ConversationState.DONE)
    called = people_called(turn, meeting) if added else []
    fresh = [one for one in list_materials(turn.session, require_id(meeting.id)) if one.id in added]
    _send(turn, fresh, called)
    turn.edit("meetings/material_sent", about=view_meeting(meeting), count=len(fresh), people=len(called))
    for participant in rows.list_participants(turn.session, require_id(meeting.id), delegates=True):
        turn.refresh_cards(CALL, require_id(participant.id))


@routes.tap("meeting.materials")
def hand_out(_update: Update, turn: Turn) -> None:
    """Tap: the documents are sent here. Raises NotAllowed."""
    meeting = _meeting(turn)
    if not may_see_meeting(turn.session, meeting, turn.hats):
        raise NotAllowed
    for one in list_materials(turn.session, require_id(meeting.id)):
        method, field = _method(one)
        turn.reply_file(method, field, {"stored": one.file_id}, None)


def send_materials(turn: Turn, meeting: Meeting, people: Iterable[Person]) -> None:
    """All documents of a meeting to people who have just been called."""
    _send(turn, list_materials(turn.session, require_id(meeting.id)), list(people))


def _send(turn: Turn, materials: list[Attachment], people: list[Person]) -> None:
    manner = replace(turn.manner_for(priority=Priority.BROADCAST), silent=True)
    for person in people:
        for one in materials:
            method, field = _method(one)
            turn.send_file(person, method, field, {"stored": one.file_id}, manner)


def people_called(turn: Turn, meeting: Meeting) -> list[Person]:
    """Everybody who has been called, delegates too; nobody before the call."""
    if meeting.state != MeetingState.CALLED:
        return []
    parts = rows.list_participants(turn.session, require_id(meeting.id), delegates=True)
    return [get_person(turn.session, part.person_id) for part in parts if not part.withdrawn]


def _method(material: Attachment) -> tuple[str, str]:
    return METHODS.get(AttachmentKind(material.kind), AS_DOCUMENT)


def _meeting(turn: Turn) -> Meeting:
    try:
        return rows.get_meeting(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None
