"""The draft of a report as a conversation: pieces of text, files and a place gather in it, in any order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import forms
from handlers.attaching import Refused, attach_all
from handlers.intake import Intake
from handlers.turn import Turn
from services.files import Matter
from services.issues import Draft, is_opener, read_draft
from services.people import hats_of
from storage import conversations
from storage.base import type_json
from storage.conversations import Conversation, ConversationState
from storage.due import Due, cancel_due, schedule
from storage.files import Attachment, AttachmentKind, list_attachments
from storage.people import get_person

FORM = "report"
"""The form's name; also the kind of its card and of its attachments."""
REMIND, EXPIRE = "report.remind", "report.expire"
REPOST_AFTER = 3
"""Messages after which the card has scrolled too far up to be edited silently."""


@dataclass(frozen=True)
class Added:
    """What became of one message: files that were not taken, and whether a voice note came without words."""

    refused: Refused = ()
    is_mute_voice: bool = False


def find_draft(turn: Turn) -> Conversation | None:
    """The person's one draft: the open one, or the one that was left."""
    open_here = forms.find_form(turn)
    if open_here is not None and open_here.form == FORM:
        return open_here
    return conversations.find_kept(turn.session, turn.sender.chat_id, turn.my_id, FORM)


def take_draft(turn: Turn) -> Conversation:
    """The person's draft, opened again or begun."""
    found = find_draft(turn)
    if found is None:
        return forms.open_form(turn, FORM)
    if found.state != ConversationState.OPEN:
        forms.resume_form(turn, found)
    return found


def begin_draft(turn: Turn) -> Conversation:
    """A draft for a matter of its own: a new one, unless the person's draft is still empty."""
    found = find_draft(turn)
    if found is not None and not fragments_of(found) and not attachments_of(turn, found):
        return take_draft(turn)
    return forms.open_form(turn, FORM)


def list_drafts_of(turn: Turn) -> list[Conversation]:
    """All drafts that the person has not handed in, the latest first."""
    return conversations.list_unfinished(turn.session, turn.sender.chat_id, turn.my_id, FORM)


def find_other(turn: Turn, conversation: Conversation) -> Conversation | None:
    """Another draft of its author's that waits, the latest."""
    drafts = conversations.list_unfinished(turn.session, conversation.chat_id, conversation.person_id, FORM)
    return next((draft for draft in drafts if draft.id != conversation.id), None)


def draft_matter(conversation: Conversation) -> Matter:
    """Under what the draft's attachments are kept."""
    return Matter(FORM, forms.form_id(conversation))


def fragments_of(conversation: Conversation) -> list[type_json]:
    """The pieces told so far: each the id of its message and its text."""
    return list(conversation.answers.get("fragments", ()))


def chosen_of(conversation: Conversation) -> dict[str, str | None]:
    """The fields that the person has settled."""
    return dict(conversation.answers.get("chosen", {}))


def draft_of(turn: Turn, conversation: Conversation) -> Draft:
    """The draft as it stands, guesses included."""
    author = get_person(turn.session, conversation.person_id)
    unit = hats_of(turn.session, author, turn.today).unit
    texts = [str(piece["text"]) for piece in fragments_of(conversation)]
    return read_draft(turn.session, texts, chosen_of(conversation), unit)


def attachments_of(turn: Turn, conversation: Conversation) -> list[Attachment]:
    """What has been attached so far."""
    return list_attachments(turn.session, FORM, forms.form_id(conversation))


def add_to_draft(turn: Turn, conversation: Conversation, intake: Intake) -> Added:
    """Take a message into the draft; pickers that were open close."""
    fragments = fragments_of(conversation)
    if intake.text:
        fragments.append({"message": intake.message_id, "text": intake.text})
    refused = attach_all(turn, draft_matter(conversation), intake)
    is_same_album = intake.album is not None and intake.album == conversation.answers.get("album")
    since = int(conversation.answers.get("since", 0)) + (not is_same_album)
    forms.answer_form(turn, conversation, fragments=fragments, view=None, since=since, album=intake.album)
    plan_reminders(turn, conversation)
    is_mute_voice = not intake.text and any(file.kind == AttachmentKind.VOICE for file in intake.files)
    return Added(refused, is_mute_voice)


def change_fragment(turn: Turn, conversation: Conversation, message_id: int, text: str) -> bool:
    """A message was edited: its piece of the draft follows. Whether it is part of the draft."""
    fragments = fragments_of(conversation)
    if not any(piece["message"] == message_id for piece in fragments):
        return False
    changed = [
        {"message": message_id, "text": text} if piece["message"] == message_id else piece
        for piece in fragments
    ]
    forms.answer_form(turn, conversation, fragments=[piece for piece in changed if piece["text"]])
    plan_reminders(turn, conversation)
    return True


def choose(turn: Turn, conversation: Conversation, field: str, value: str | None) -> None:
    """Settle one field; the card shows itself again."""
    chosen = {**chosen_of(conversation), field: value}
    forms.answer_form(turn, conversation, chosen=chosen, view=None)
    plan_reminders(turn, conversation)


def is_blank(conversation: Conversation) -> bool:
    """Whether nothing but greetings has been said so far."""
    return all(is_opener(str(piece["text"])) for piece in fragments_of(conversation))


def plan_reminders(turn: Turn, conversation: Conversation) -> None:
    """One reminder when nobody touches the draft, then its end (scenario 2)."""
    drafts, number = turn.house.mechanism.drafts, forms.form_id(conversation)
    remind_at = turn.now + timedelta(minutes=drafts.remind_after_minutes)
    expire_at = turn.now + timedelta(hours=drafts.expire_after_hours)
    _plan(turn, conversation, REMIND, f"{REMIND}:{number}", remind_at)
    _plan(turn, conversation, EXPIRE, f"{EXPIRE}:{number}", expire_at)


def forget_reminders(turn: Turn, conversation: Conversation) -> None:
    """The draft is finished: nothing more is to happen to it."""
    cancel_due(turn.session, [REMIND, EXPIRE], forms.form_id(conversation))


def _plan(turn: Turn, conversation: Conversation, kind: str, key: str, at: datetime) -> None:
    row = Due(
        key=key,
        kind=kind,
        subject_id=forms.form_id(conversation),
        person_id=conversation.person_id,
        due_at=at,
        urgent=kind == EXPIRE,  # the end is on time; the message about it waits for the morning
    )
    schedule(turn.session, row)
