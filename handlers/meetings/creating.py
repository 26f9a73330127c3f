"""The form of a meeting or series, new or changed: a card with defaults, taps, and what is typed (M13)."""

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.meetings.drafts import FORM, draft_of, find_bodies
from handlers.meetings.facts import MEETING, frame_of
from handlers.meetings.picking import PICKS
from handlers.routes import Routes
from handlers.turn import Turn
from services.meetings.drafting import MeetingDraft, apply_moment, start_draft, submit_draft
from services.meetings.outcomes import KindMissing, TextTooLong
from services.meetings.series import change_series, draft_of_series
from services.meetings.typed_rhythms import read_rhythm
from services.moments import read_moment
from services.outcomes import Stale
from services.people import people_named_like
from services.rights import Right
from storage.base import require_id
from storage.conversations import Conversation
from storage.meetings import MeetingKind, MeetingNotFound, MeetingSeries, get_series
from templates import word, words

routes = Routes()

LONGEST = 60
WORDS = {"title": 60, "preparation": 200}
"""Parts of the form that take what is typed as it is, and how long it may be."""
VIEWS = ("main", "more", "when", "who", "place", "chair", *WORDS)
PEOPLE_FOUND = 6


@routes.tap("meeting.new")
def new(_update: Update, turn: Turn) -> None:
    """Tap of the office: a new meeting; its kind is asked first."""
    turn.require(Right.CONVENE)
    form = forms.open_form(turn, FORM, draft=MeetingDraft().to_json(), view="main", found=[], people=[])
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("meeting.change_series")
def change(_update: Update, turn: Turn) -> None:
    """Tap of the office: a series in the same form, with its next five dates."""
    turn.require(Right.CONVENE)
    try:
        series = get_series(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None
    if not series.active:
        raise Stale
    draft = draft_of_series(series).to_json()
    form = forms.open_form(turn, FORM, draft=draft, view="main", found=[], people=[], series=series.id)
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("meeting.kind")
def kind(_update: Update, turn: Turn) -> None:
    """Tap: the kind, with everything that it usually is."""
    form = _form(turn)
    try:
        chosen = MeetingKind(turn.press.argument())
    except ValueError:
        raise Stale from None
    draft = start_draft(
        turn.session, chosen, turn.house.mechanism.meetings,
        preparation=words("meeting_preparation").get(chosen, ""), on=turn.today,
    )  # fmt: skip
    _change(turn, form, draft, view="main")


@routes.tap("meeting.view")
def view(_update: Update, turn: Turn) -> None:
    """Tap: another part of the form."""
    form = _form(turn)
    wanted = turn.press.argument()
    if wanted not in VIEWS:
        raise Stale
    _change(turn, form, draft_of(form), view=wanted)


@routes.tap("meeting.pick")
def pick(_update: Update, turn: Turn) -> None:
    """Tap: one answer."""
    form = _form(turn)
    change = PICKS.get(turn.press.argument())
    if change is None:
        raise Stale
    try:
        draft = change(turn, draft_of(form), turn.press.argument(1))
    except (ValueError, OverflowError):
        raise Stale from None
    _change(turn, form, draft, view=str(form.answers["view"]))


@routes.tap("meeting.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: the meeting or series is made."""
    form = _form(turn)
    draft = draft_of(form)
    if draft.kind is None:
        raise KindMissing
    frame, changed = frame_of(turn), form.answers.get("series")
    series: MeetingSeries | None
    if changed is not None:
        series, meeting = change_series(turn.session, changed, draft, frame=frame, now=turn.now)
    else:
        title = word(draft.kind, "meeting_kind")
        series, meeting = submit_draft(turn.session, draft, title, by=turn.me, frame=frame, now=turn.now)
    made = {"series": series.id if series else None, "meeting": meeting.id if meeting else None}
    forms.answer_form(turn, form, made=made)
    forms.end_form(turn, form)
    if meeting is not None:
        turn.refresh_cards(MEETING, require_id(meeting.id))
        turn.show_card(MEETING, require_id(meeting.id))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text while the form is open: a time, a body, a name, a place, by what is asked and what it is."""
    turn.require(Right.CONVENE)
    text = " ".join(intake.text.split())
    longest = WORDS.get(str(conversation.answers["view"]), LONGEST)
    if len(text) > longest:
        raise TextTooLong(limit=longest)
    if not text:
        turn.reply("meetings/refused/words_wanted")
        return
    _take_text(turn, conversation, text)
    turn.repost_card(FORM, forms.form_id(conversation))


def _take_text(turn: Turn, form: Conversation, text: str) -> None:
    draft, view = draft_of(form), str(form.answers["view"])
    if view == "who":
        found = find_bodies(turn, text)
        if not found:
            turn.reply("meetings/refused/body_unknown", name=text)
        forms.answer_form(turn, form, found=[require_id(body.id) for body in found])
    elif view == "chair":
        people = people_named_like(turn.session, text)[:PEOPLE_FOUND]
        if not people:
            turn.reply("meetings/refused/person_unknown", name=text)
        forms.answer_form(turn, form, people=[require_id(person.id) for person in people])
    elif view in WORDS:
        _write(turn, form, draft.with_(**{view: text}), view="main")
    else:
        _take_time_or_place(turn, form, draft, text)


def _take_time_or_place(turn: Turn, form: Conversation, draft: MeetingDraft, text: str) -> None:
    """Raises RuleUnclear, DayUnsafe."""
    view = str(form.answers["view"])
    typed = read_rhythm(text)
    if typed is not None:
        draft = draft.with_pattern(typed.pattern)
    moment = read_moment(typed.rest if typed else text, turn.today)
    if moment is not None:
        draft = apply_moment(draft, moment, frame_of(turn), turn.now, keep_rhythm=typed is not None)
    elif view == "when" and typed is None:
        turn.reply("meetings/refused/time_unclear")
    elif typed is None:
        draft = draft.with_(place=text)
    _write(turn, form, draft, view="main" if view == "place" else view)


def _form(turn: Turn) -> Conversation:
    turn.require(Right.CONVENE)
    return forms.my_form(turn, FORM)


def _write(turn: Turn, form: Conversation, draft: MeetingDraft, *, view: str) -> None:
    forms.answer_form(turn, form, asked=view, draft=draft.to_json(), view=view)


def _change(turn: Turn, form: Conversation, draft: MeetingDraft, *, view: str) -> None:
    _write(turn, form, draft, view=view)
    turn.refresh_cards(FORM, forms.form_id(form))
