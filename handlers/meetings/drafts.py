"""How the form of a meeting looks: its parts, a look ahead, what came of it (M13)."""

from collections.abc import Callable
from datetime import date

from handlers.meetings.facts import frame_of, view_meeting
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.bodies import load_body_index
from services.meetings.audience import INVITABLE, KIND
from services.meetings.drafting import MeetingDraft, body_token, preview_draft
from services.meetings.kinds import presets
from services.meetings.recurrence import read_rule
from services.people import unit_on
from storage.bodies import Body, get_body, list_bodies
from storage.conversations import Conversation, find_conversation
from storage.meetings import get_meeting, get_series
from storage.people import Person, find_person, get_person

routes = Routes()

FORM = "meeting_form"
DAYS_OFFERED, BODIES_FOUND = 8, 8


def draft_of(form: Conversation) -> MeetingDraft:
    """The answers so far."""
    return MeetingDraft.model_validate(form.answers["draft"])


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form as it stands, with a look ahead; what came of it once it is finished."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    if not form.goes_on:
        return _finished(turn, form)
    draft = draft_of(form)
    if draft.kind is None:
        return "meetings/form_kind", {"form": form_id, "kinds": [preset.kind for preset in presets().kinds]}
    facts: Facts = {
        "form": form_id,
        "draft": draft,
        "view": form.answers["view"],
        "chair": find_person(turn.session, draft.chair_id),
        "changes": form.answers.get("series") is not None,
    }
    view = str(form.answers["view"])
    if view in _PARTS:
        template, facts_of = _PARTS[view]
        return template, {**facts, **facts_of(turn, form, draft)}
    return "meetings/form", {**facts, "preview": preview_draft(turn.session, draft, frame_of(turn), turn.now)}


def _finished(turn: Turn, form: Conversation) -> tuple[str, Facts]:
    made = form.answers.get("made")
    if made is None:
        return "meetings/dropped", {}
    series = get_series(turn.session, made["series"]) if made["series"] else None
    meeting = get_meeting(turn.session, made["meeting"]) if made["meeting"] else None
    return "meetings/created", {
        "series": series,
        "changed": form.answers.get("series") is not None,
        "pattern": read_rule(series.rrule) if series else None,
        "about": view_meeting(meeting) if meeting else None,
    }


def find_bodies(turn: Turn, text: str) -> list[Body]:
    """The bodies that may be meant."""
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


def _when(turn: Turn, _form: Conversation, _draft: MeetingDraft) -> Facts:
    ahead = [date.fromordinal(turn.today.toordinal() + days) for days in range(1, DAYS_OFFERED + 1)]
    return {"days": ahead, "times": presets().offers.times}


def _people(turn: Turn, form: Conversation, _draft: MeetingDraft) -> Facts:
    """Who was found by name, each with the unit: namesakes are told apart."""
    people = [get_person(turn.session, person_id) for person_id in form.answers.get("people", [])]
    return {"found": [(person, unit_on(turn.session, person, turn.today).short_name) for person in people]}


_PARTS: dict[str, tuple[str, Callable[[Turn, Conversation, MeetingDraft], Facts]]] = {
    "who": ("meetings/form_who", _who),
    "when": ("meetings/form_when", _when),
    "chair": ("meetings/form_chair", _people),
}
