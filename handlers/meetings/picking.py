"""What a tap in the form of a meeting changes: one function per answer."""

from collections.abc import Callable
from datetime import date, time

from handlers.turn import Turn
from services.meetings.audience import INVITABLE, KIND
from services.meetings.drafting import MeetingDraft, body_token, make_series, make_single, toggle_invited
from services.meetings.kinds import presets
from services.meetings.recurrence import Pattern
from services.outcomes import Stale
from storage.people import find_person

NOBODY = "none"


def _pick_kind_of_body(turn: Turn, draft: MeetingDraft, value: str) -> MeetingDraft:
    if value not in INVITABLE:
        raise Stale
    return toggle_invited(draft, KIND + value)


def _pick_body(turn: Turn, draft: MeetingDraft, value: str) -> MeetingDraft:
    return toggle_invited(draft, body_token(int(value)))


def _pick_attendance(turn: Turn, draft: MeetingDraft, value: str) -> MeetingDraft:
    if value not in presets().attendance:
        raise Stale
    return draft.with_(attendance=value)


def _pick_clock(turn: Turn, draft: MeetingDraft, value: str) -> MeetingDraft:
    return draft.with_(clock=time(int(value[:2]), int(value[2:])), end=None)


def _pick_rhythm(turn: Turn, draft: MeetingDraft, value: str) -> MeetingDraft:
    if value == "once":
        return make_single(draft)
    return make_series(draft, turn.house.mechanism.meetings)


def _pick_chair(turn: Turn, draft: MeetingDraft, value: str) -> MeetingDraft:
    if value == NOBODY:
        return draft.with_(chair_id=None)
    person = find_person(turn.session, int(value))
    if person is None:
        raise Stale
    return draft.with_(chair_id=person.id)


PICKS: dict[str, Callable[[Turn, MeetingDraft, str], MeetingDraft]] = {
    "bodies": _pick_kind_of_body,
    "body": _pick_body,
    "attendance": _pick_attendance,
    "clock": _pick_clock,
    "rhythm": _pick_rhythm,
    "chair": _pick_chair,
    "delegation": lambda turn, draft, value: draft.with_(delegation=value == "yes"),
    "weekday": lambda turn, draft, value: draft.with_pattern(Pattern("weekly", int(value))),
    "day": lambda turn, draft, value: draft.with_(day=int(value), nth=0),
    "on": lambda turn, draft, value: draft.with_(rhythm="once", on=date.fromordinal(int(value))),
}
