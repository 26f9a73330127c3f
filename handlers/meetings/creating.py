"""The form of a new meeting or series: a card with defaults, changed by taps or by typing (M13)."""

from datetime import date

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.meetings.facts import MEETING, frame_of, view_meeting
from handlers.meetings.picking import PICKS
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.bodies import load_body_index
from services.meetings.audience import INVITABLE, KIND
from services.meetings.drafting import (
    MeetingDraft,
    apply_moment,
    body_token,
    preview_draft,
    start_draft,
    submit_draft,
)
from services.meetings.kinds import presets
from services.meetings.outcomes import KindMissing, TextTooLong
from services.meetings.recurrence import read_rule
from services.moments import read_moment
from services.outcomes import Stale
from services.rights import Right
from storage.base import require_id
from storage.bodies import Body, get_body, list_bodies
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.meetings import MeetingKind, get_meeting, get_series
from storage.people import Person
from templates import word

routes = Routes()

FORM = "meeting_form"
LONGEST = 60
VIEWS = ("main", "when", "who", "place", "title")
DAYS_OFFERED, BODIES_FOUND = 8, 8


@routes.tap("meeting.new")
def new(_update: Update, turn: Turn) -> None:
    """Tap of the office: a new meeting; its kind is asked first."""
    turn.require(Right.CONVENE)
    form = forms.open_form(turn, FORM, draft=MeetingDraft().to_json(), view="main", found=[])
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("meeting.kind")
def kind(_update: Update, turn: Turn) -> None:
    """Tap: the kind, with everything that it usually is."""
    form = _form(turn)
    try:
        chosen = MeetingKind(turn.press.argument())
    except ValueError:
        raise Stale from None
    draft = start_draft(turn.session, chosen, turn.house.mechanism.meetings)
    _change(turn, form, draft, view="main")


@routes.tap("meeting.view")
def view(_update: Update, turn: Turn) -> None:
    """Tap: another part of the form."""
    form = _form(turn)
    wanted = turn.press.argument()
    if wanted not in VIEWS:
        raise Stale
    _change(turn, form, _draft(form), view=wanted)


@routes.tap("meeting.pick")
def pick(_update: Update, turn: Turn) -> None:
    """Tap: one answer."""
    form = _form(turn)
    change = PICKS.get(turn.press.argument())
    if change is None:
        raise Stale
    try:
        draft = change(turn, _draft(form), turn.press.argument(1))
    except (ValueError, OverflowError):
        raise Stale from None
    _change(turn, form, draft, view=str(form.answers["view"]))


@routes.tap("meeting.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: the meeting or series is made."""
    form = _form(turn)
    draft = _draft(form)
    if draft.kind is None:
        raise KindMissing
    frame = frame_of(turn)
    series, meeting = submit_draft(
        turn.session, draft, word(draft.kind, "meeting_kind"), by=turn.me, frame=frame, now=turn.now
    )
    made = {"series": series.id if series else None, "meeting": meeting.id if meeting else None}
    forms.answer_form(turn, form, made=made)
    forms.end_form(turn, form)
    if meeting is not None:
        turn.show_card(MEETING, require_id(meeting.id))


@routes.tap("meeting.drop")
def drop(_update: Update, turn: Turn) -> None:
    """Tap on `cancel`: nothing is made."""
    form = _form(turn)
    forms.end_form(turn, form, ConversationState.CANCELLED)


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text while the form is open: a time, a body, a name, a place, by what is asked and what it is."""
    turn.require(Right.CONVENE)
    text = " ".join(intake.text.split())
    if len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    if not text:
        turn.reply("meetings/refused/words_wanted")
        return
    _take_text(turn, conversation, text)
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form as it stands, with a look ahead; what came of it once it is finished."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    if form.state not in (ConversationState.OPEN, ConversationState.KEPT):
        return _finished(turn, form)
    draft = _draft(form)
    if draft.kind is None:
        return "meetings/form_kind", {"form": form_id, "kinds": [preset.kind for preset in presets().kinds]}
    facts: Facts = {"form": form_id, "draft": draft, "view": form.answers["view"]}
    if form.answers["view"] == "who":
        return "meetings/form_who", {**facts, **_who(turn, form, draft)}
    if form.answers["view"] == "when":
        return "meetings/form_when", {**facts, **_when(turn)}
    return "meetings/form", {**facts, "preview": preview_draft(turn.session, draft, frame_of(turn), turn.now)}


def _finished(turn: Turn, form: Conversation) -> tuple[str, Facts]:
    made = form.answers.get("made")
    if made is None:
        return "meetings/dropped", {}
    series = get_series(turn.session, made["series"]) if made["series"] else None
    meeting = get_meeting(turn.session, made["meeting"]) if made["meeting"] else None
    return "meetings/created", {
        "series": series,
        "pattern": read_rule(series.rrule) if series else None,
        "about": view_meeting(meeting) if meeting else None,
    }


def _take_text(turn: Turn, form: Conversation, text: str) -> None:
    draft, view = _draft(form), str(form.answers["view"])
    if view == "who":
        found = _find_bodies(turn, text)
        if not found:
            turn.reply("meetings/refused/body_unknown", name=text)
        forms.answer_form(turn, form, found=[require_id(body.id) for body in found])
        return
    moment = read_moment(text, turn.today) if view != "title" else None
    if moment is not None:
        draft = apply_moment(draft, moment, frame_of(turn), turn.now)
    elif view == "when":
        turn.reply("meetings/refused/time_unclear")
    else:
        draft = draft.with_(title=text) if view == "title" else draft.with_(place=text)
    _write(turn, form, draft, view="main" if view in ("title", "place") else view)


def _find_bodies(turn: Turn, text: str) -> list[Body]:
    index = load_body_index(turn.session)
    exact = index.by_name(text)
    found = [exact] if exact else index.by_alias(text) or index.nearest(text)
    containing = [body for body in list_bodies(turn.session) if text in body.name]
    merged = {body.id: body for body in [*found, *containing]}
    return list(merged.values())[:BODIES_FOUND]


def _who(turn: Turn, form: Conversation, draft: MeetingDraft) -> Facts:
    single = [one for one in draft.audience if not one.startswith(KIND)]
    chosen = [int(token.partition(":")[2]) for token in single]
    ids = list(dict.fromkeys([*chosen, *form.answers["found"]]))
    bodies = [(get_body(turn.session, body_id), body_token(body_id)) for body_id in ids]
    return {
        "kinds": [(kind, KIND + kind) for kind in INVITABLE],
        "bodies": bodies,
        "attendances": list(presets().attendance),
        "preview": preview_draft(turn.session, draft, frame_of(turn), turn.now),
    }


def _when(turn: Turn) -> Facts:
    ahead = [date.fromordinal(turn.today.toordinal() + days) for days in range(1, DAYS_OFFERED + 1)]
    return {"days": ahead, "times": presets().offers.times}


def _form(turn: Turn) -> Conversation:
    turn.require(Right.CONVENE)
    return forms.my_form(turn, FORM)


def _draft(form: Conversation) -> MeetingDraft:
    return MeetingDraft.model_validate(form.answers["draft"])


def _write(turn: Turn, form: Conversation, draft: MeetingDraft, *, view: str) -> None:
    forms.answer_form(turn, form, asked=view, draft=draft.to_json(), view=view)


def _change(turn: Turn, form: Conversation, draft: MeetingDraft, *, view: str) -> None:
    _write(turn, form, draft, view=view)
    turn.refresh_cards(FORM, forms.form_id(form))
