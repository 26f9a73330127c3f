"""Somebody's message in a group becomes a report: a reply asks for it, its author confirms (scenario 4)."""

from telegram import Message, Update

from handlers import cards, forms
from handlers.attaching import attach_all
from handlers.intake import intake_of
from handlers.issues.announcing import announce
from handlers.issues.drafts import FORM, add_to_draft, begin_draft, draft_matter
from handlers.issues.occasions import in_private, occasion_of
from handlers.posting import Manner
from handlers.routes import Facts, Routes, Section
from handlers.spelling import find_spelled
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.files import Matter, copy_attachments
from services.issues import (
    RELAY,
    SUBJECT,
    Submitted,
    confirm_relay,
    drop_relay,
    lapse_relay,
    list_holders,
    mask_for_everybody,
    read_relay,
    relay_report,
)
from services.outcomes import Stale
from storage.accounts import AccountState, find_account
from storage.base import require_id
from storage.cards import list_cards
from storage.due import Due, DueState
from storage.issues import (
    Issue,
    IssueRelay,
    RelayState,
    find_issue,
    find_relay,
    find_relay_to,
    list_open_relays,
)
from storage.people import Person, find_person, get_person

routes = Routes()


def is_relaying(message: Message, text: str) -> bool:
    """Whether a command in a group is about the message that it replies to.

    Spelled in Chinese it always is; as /report only where no other words are to be reported.
    """
    original = message.reply_to_message
    is_spelled = find_spelled((message.text or "").strip()) is not None
    replies = original is not None and original.forum_topic_created is None
    return is_spelled or (replies and not text)


def take_from_group(turn: Turn, message: Message, note: str) -> None:
    """A reply in a group asks to report the message that it replies to."""
    original = message.reply_to_message
    if original is None or original.from_user is None or original.from_user.is_bot:
        turn.reply("issues/relay_what", reply_to=message.message_id)
        return
    speaker = None if original.sender_chat else _find_person(turn, original.from_user.id)
    if speaker is None or speaker.id == turn.my_id:
        _take_as_own(turn, message, original, is_unknown=speaker is None)
    else:
        _ask_author(turn, message, original, speaker, note)


def _find_person(turn: Turn, user_id: int) -> Person | None:
    account = find_account(turn.session, user_id)
    if account is None or account.state != AccountState.BOUND:
        return None
    person = find_person(turn.session, account.person_id)
    return person if person is not None and person.active else None


def _take_as_own(turn: Turn, message: Message, original: Message, *, is_unknown: bool) -> None:
    """One's own words, or those of somebody whom the roster does not know: a draft of one's own."""
    own = in_private(turn)
    draft = begin_draft(own)
    add_to_draft(own, draft, intake_of(original))
    template = "issues/relay_unknown" if is_unknown else "issues/draft_in_private"
    turn.reply(template, reply_to=message.message_id)
    own.show_card(FORM, forms.form_id(draft))


def _ask_author(turn: Turn, message: Message, original: Message, speaker: Person, note: str) -> None:
    intake = intake_of(original)
    relayed = relay_report(
        occasion_of(turn),
        speaker,
        intake.text,
        chat_id=turn.sender.chat_id,
        message_id=original.message_id,
        note=note,
    )
    relay = relayed.relay
    if relayed.repeated:
        issue = find_issue(turn.session, relay.issue_id or 0)
        turn.reply("issues/relay_repeated", reply_to=message.message_id, relay=relay, issue=issue)
        return
    relay_id = require_id(relay.id)
    attach_all(turn, Matter(RELAY, relay_id), intake)
    cards.show(turn, RELAY, relay_id, turn.here, None, manner=Manner(turn.priority))
    turn.send_card(speaker, RELAY, relay_id)
    in_private(turn).show_card(RELAY, relay_id)


@routes.card(RELAY)
def show_relay(turn: Turn, relay_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """Its author is asked; who wrote it down and the group see that it is on its way."""
    relay = find_relay(turn.session, relay_id)
    if relay is None:
        return None
    facts: Facts = {"relay": relay, **_people(turn, relay)}
    if relay.state in (RelayState.DECLINED, RelayState.TAKEN_BACK):
        return "issues/relay_dropped", facts
    draft = read_relay(occasion_of(turn), relay)
    facts |= {"draft": draft, "title": mask_for_everybody(draft.title, draft.enterprise)}
    if reader is None:
        return "issues/relay_public", facts
    return ("issues/relay_ask" if reader.id == relay.speaker_id else "issues/relay_wait"), facts


def _people(turn: Turn, relay: IssueRelay) -> Facts:
    return {
        "speaker": get_person(turn.session, relay.speaker_id),
        "recorder": get_person(turn.session, relay.recorder_id),
    }


@routes.tap("relay.confirm")
def confirm(update: Update, turn: Turn) -> None:
    """Tap “report it”: it is its author's report."""
    submitted = confirm_relay(occasion_of(turn), turn.press.subject)
    turn.answer("issues/submitted_toast", issue=submitted.issue)
    follow_relay(turn, turn.press.subject, submitted)


def follow_relay(turn: Turn, relay_id: int, submitted: Submitted) -> None:
    """Every card goes on as the problem's; who has to act gets a new one in place of the old."""
    holders = {person.id for person in list_holders(turn.session, submitted.issue, turn.today)}
    for card in list_cards(turn.session, RELAY, relay_id):
        if card.person_id in holders - {submitted.issue.reporter_id}:
            cards.take_away(turn, card)
    cards.become(turn, RELAY, relay_id, (SUBJECT, require_id(submitted.issue.id)))
    announce(turn, submitted.issue)


@routes.tap("relay.edit")
def edit(update: Update, turn: Turn) -> None:
    """Tap “change it first”: the words become a draft of their author's; the recorded ones are kept."""
    relay = find_relay(turn.session, turn.press.subject)
    if relay is None or relay.state != RelayState.OPEN or relay.speaker_id != turn.my_id:
        raise Stale
    own = in_private(turn)
    relay_id = require_id(relay.id)
    conversation = forms.open_form(own, FORM, fragments=[{"message": 0, "text": relay.text}], relay=relay_id)
    copy_attachments(turn.session, Matter(RELAY, relay_id), draft_matter(conversation))
    own.show_card(FORM, forms.form_id(conversation))


@routes.tap("relay.drop")
def drop(update: Update, turn: Turn) -> None:
    """Tap “do not report it”, by its author or by who wrote it down; the other one hears of it."""
    relay = drop_relay(occasion_of(turn), turn.press.subject)
    turn.refresh_cards(RELAY, require_id(relay.id))
    if relay.state == RelayState.DECLINED:
        recorder = get_person(turn.session, relay.recorder_id)
        turn.tell(recorder, "issues/told_relay_declined", relay=relay, speaker=turn.me)


@routes.due("issue_relay.lapse")
def lapse(due: Due, turn: Turn) -> None:
    """Its author kept silent: it stands as recorded, and both hear of that."""
    relay = find_relay(turn.session, due.subject_id or 0)
    if relay is None or relay.state != RelayState.OPEN:
        due.state = DueState.MISSED
        return
    submitted = lapse_relay(occasion_of(turn), require_id(relay.id))
    follow_relay(turn, require_id(relay.id), submitted)
    people = [get_person(turn.session, number) for number in (relay.speaker_id, relay.recorder_id)]
    speaker, recorder = people
    turn.tell(people, "issues/told_relay_stands", issue=submitted.issue, speaker=speaker, recorder=recorder)


@routes.todo(RELAY)
def list_waiting(turn: Turn) -> list[WaitingItem]:
    """Words of mine that somebody wrote down wait for my confirmation."""
    found = list_open_relays(turn.session, turn.my_id)
    return [WaitingItem("issues/todo_relay", Light.YELLOW, one.due_at, {"relay": one}) for one in found]


@routes.section(RELAY)
def show_origin(turn: Turn, issue: Issue, reader: Person) -> Section | None:
    """Who wrote the report down, whether its author has confirmed it, and the words as they were said."""
    if issue.recorder_id is None:
        return None
    relay = find_relay_to(turn.session, require_id(issue.id))
    if relay is None:
        return None
    changed = relay.text if relay.text != issue.text else None
    return Section("issues/section_relay", {"relay": relay, "changed": changed, **_people(turn, relay)})
