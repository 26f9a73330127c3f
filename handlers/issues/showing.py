"""A problem's card as each reader may see it, its timeline, its files, its number typed anywhere."""

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.numbers import Number
from handlers.posting import Manner, post_call
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.instructions import list_closed_requests
from services.issues import (
    SUBJECT,
    IssueNotFound,
    actors_of,
    find_by_number,
    is_overdue,
    list_allowed,
    mask_for_everybody,
    may_see,
    read_course,
    view_issue,
    workdays_left,
)
from services.people import Hats, contact_of, hats_of
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.calendar import find_calendar_day
from storage.files import Attachment, AttachmentKind, list_attachments
from storage.issues import Issue, IssueAction, find_issue
from storage.people import Person, find_person, get_person
from storage.supervisions import find_current_of
from storage.timeline import list_entries

routes = Routes()

TIMELINE_PAGE = 12
SEND = {
    AttachmentKind.PHOTO: ("sendPhoto", "photo"),
    AttachmentKind.DOCUMENT: ("sendDocument", "document"),
    AttachmentKind.VOICE: ("sendVoice", "voice"),
    AttachmentKind.VIDEO: ("sendVideo", "video"),
    AttachmentKind.AUDIO: ("sendAudio", "audio"),
}
FRIDAY = 5
MOST_BUTTONS = 6
"""Actions that a card shows at once."""
LINE = 1000
"""Characters of one line of a full text, so that long messages can be split at line ends."""


@routes.card(SUBJECT)
def show_issue(turn: Turn, issue_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The card: in full for who may see it, with number, title and state only in groups (scenario 3)."""
    issue = find_issue(turn.session, issue_id)
    if issue is None:
        return None
    if reader is None:
        return "issues/card_public", public_facts(turn, issue)
    hats = hats_of(turn.session, reader, turn.today)
    if not may_see(turn.session, issue, hats):
        return "issues/card_hidden", {"issue": issue}
    return "issues/card", full_facts(turn, issue, hats)


def full_facts(turn: Turn, issue: Issue, hats: Hats, *, is_unfolded: bool = False) -> Facts:
    """The full card with this reader's buttons: the main one first, a few more, the others behind `more`."""
    allowed = list_allowed(issue, actors_of(turn.session, issue, hats), now=turn.now)
    actions = [row.action.value for row in allowed]
    folded = len(actions) > MOST_BUTTONS and not is_unfolded
    sections = [view(turn, issue, hats.person) for view in turn.routes.sections.values()]
    return {
        **card_facts(turn, issue),
        "actions": actions[: MOST_BUTTONS - 1] if folded else actions,
        "silent": _silent(turn, issue, hats),
        "is_folded": folded,
        "is_unfolded": is_unfolded,
        "sections": [section for section in sections if section is not None],
    }


def _silent(turn: Turn, issue: Issue, hats: Hats) -> set[int]:
    """Steps (by id) whose words this reader may not read: what leaders wrote for others (scenario 18)."""
    closed = list_closed_requests(occasion_of(turn), require_id(issue.id), hats)
    entries = list_entries(turn.session, SUBJECT, require_id(issue.id)) if closed else []
    return {
        require_id(one.id)
        for one in entries
        if one.action == IssueAction.INSTRUCT and one.facts.get("request") in closed
    }


def public_facts(turn: Turn, issue: Issue) -> Facts:
    """What everybody in a group may read."""
    return {
        "issue": issue,
        "title": mask_for_everybody(issue.title, issue.enterprise),
        "unit": get_body(turn.session, issue.reporter_unit_id),
        "owner": get_body(turn.session, issue.owner_id),
        "lead": find_person(turn.session, issue.lead_id),
        "kept": find_issue(turn.session, issue.merged_into_id) if issue.merged_into_id else None,
        "supervision": find_current_of(turn.session, require_id(issue.id)) if issue.is_listed else None,
    }


def card_facts(turn: Turn, issue: Issue) -> Facts:
    """What the full card shows."""
    session = turn.session
    entries = list_entries(session, SUBJECT, require_id(issue.id))
    return {
        "issue": issue,
        "reporter": get_person(session, issue.reporter_id),
        "unit": get_body(session, issue.reporter_unit_id),
        "owner": get_body(session, issue.owner_id),
        "helper": get_body(session, issue.helper_id) if issue.helper_id else None,
        "place": get_body(session, issue.place_id) if issue.place_id else None,
        "lead": find_person(session, issue.lead_id),
        "mover": find_person(session, issue.moved_by),
        "entries": entries,
        "course": read_course(occasion_of(turn), issue, entries),
        "attachments": list_attachments(session, SUBJECT, require_id(issue.id)),
        "is_overdue": is_overdue(issue, turn.now),
        "left": workdays_left(occasion_of(turn), issue),
        "make_up": _make_up_day(turn, issue),
    }


def _make_up_day(turn: Turn, issue: Issue) -> str | None:
    """The holiday for which the last day is worked although it is a weekend; "" if nobody knows which."""
    last = turn.working_time.day_of(issue.due_at) if issue.due_at else None
    if last is None or last.isoweekday() <= FRIDAY:
        return None
    announced = find_calendar_day(turn.session, last)
    return announced.name if announced is not None else ""


def find_mine(turn: Turn) -> Issue:
    """The problem that a button names. Raises IssueNotFound for who may not see it."""
    return view_issue(turn.session, turn.press.subject, turn.hats)


@routes.number("WT")
def open_issue(turn: Turn, number: Number) -> None:
    """WT-2026-0001 in any style, typed or as a deep link."""
    year = number.year or turn.today.year
    issue = find_by_number(turn.session, turn.hats, year, number.number)
    if issue is None:
        turn.reply("issues/not_found")
        return
    turn.show_card(SUBJECT, require_id(issue.id))


@routes.tap("issue.view")
def view(update: Update, turn: Turn) -> None:
    """Tap “view”: the card in the person's own chat; in a group others hear whom to ask (scenario 3)."""
    issue = find_issue(turn.session, turn.press.subject)
    if issue is None:
        raise IssueNotFound
    if not may_see(turn.session, issue, turn.hats):
        if turn.sender.is_private and turn.sender.inline_message_id is None:
            raise IssueNotFound  # nothing has shown it to them here: they do not learn that it is there
        contact = contact_of(turn.session, get_body(turn.session, issue.owner_id), turn.today)
        turn.answer("issues/not_for_you", alert=True, contact=contact)
        return
    if turn.sender.is_private and turn.sender.message_id is not None:
        turn.show_card(SUBJECT, require_id(issue.id))
        return
    turn.send_card(turn.me, SUBJECT, require_id(issue.id), manner=Manner())
    turn.answer("issues/shown_in_private", bot=turn.house.bot_username)


@routes.tap("issue.timeline")
def show_timeline(update: Update, turn: Turn) -> None:
    """Tap “timeline”: every step, the newest page first; “back” brings the card back."""
    issue = find_mine(turn)
    entries = list_entries(turn.session, SUBJECT, require_id(issue.id))
    pages = max(1, -(-len(entries) // TIMELINE_PAGE))
    page = turn.press.number() if turn.press.arguments else pages - 1
    page = min(max(page, 0), pages - 1)
    shown = entries[page * TIMELINE_PAGE : (page + 1) * TIMELINE_PAGE]
    silent = _silent(turn, issue, turn.hats)
    course = read_course(occasion_of(turn), issue, entries)
    facts: Facts = {"entries": shown, "page": page, "pages": pages, "silent": silent, "course": course}
    turn.edit("issues/timeline", issue=issue, **facts)


@routes.tap("issue.more")
def unfold(update: Update, turn: Turn) -> None:
    """Tap “more”: the card with all that its reader may do."""
    turn.edit("issues/card", **full_facts(turn, find_mine(turn), turn.hats, is_unfolded=True))


@routes.tap("issue.back")
def back(update: Update, turn: Turn) -> None:
    """Tap “back”: the card again."""
    issue = find_mine(turn)
    view = show_issue(turn, require_id(issue.id), turn.me)
    if view is not None:
        turn.edit(view[0], **view[1])


@routes.tap("issue.text")
def show_text(update: Update, turn: Turn) -> None:
    """Tap “full text”: all that the reporter wrote."""
    issue = find_mine(turn)
    lines = [
        line[at : at + LINE] for line in issue.text.split("\n") for at in range(0, max(1, len(line)), LINE)
    ]
    turn.reply("issues/full_text", issue=issue, lines=lines)


@routes.tap("issue.files")
def show_files(update: Update, turn: Turn) -> None:
    """Tap “attachments”: photos, files, voice notes and the place are sent again, from our own copies."""
    issue = find_mine(turn)
    attachments = list_attachments(turn.session, SUBJECT, require_id(issue.id))
    turn.answer("issues/files_toast", count=len(attachments))
    for attachment in attachments:
        _send(turn, issue, attachment)


def _pieces(line: str) -> list[str]:
    return [line[at : at + LINE] for at in range(0, max(1, len(line)), LINE)]


def _send(turn: Turn, issue: Issue, attachment: Attachment) -> None:
    if attachment.kind == AttachmentKind.LOCATION:
        point: type_json = {"latitude": attachment.latitude, "longitude": attachment.longitude}
        post_call(turn.session, "sendLocation", point, turn.here, Manner(turn.priority), now=turn.now)
        return
    method, field = SEND[AttachmentKind(attachment.kind)]
    giver = find_person(turn.session, attachment.person_id)
    file: type_json = {"stored": attachment.file_id}
    turn.reply_file(
        method, field, file, "issues/file_caption", issue=issue, attachment=attachment, giver=giver
    )
