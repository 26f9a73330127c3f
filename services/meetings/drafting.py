"""A meeting while it is being made: defaults of its kind, what was typed or tapped, a look ahead (M13)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from pydantic import BaseModel, ConfigDict

from services.calendar import CalendarMissing
from services.mechanism import Meetings
from services.meetings.audience import BODY, KIND, bodies_invited, list_guests, usual_chair
from services.meetings.kinds import Rhythm, presets
from services.meetings.outcomes import DayUnsafe, KindMissing, TimeMissing
from services.meetings.planning import Frame, Plan, create_meeting, create_series
from services.meetings.recurrence import LAST_SAFE_DAY, Pattern, slots_after, to_rule
from services.meetings.timetable import make_timetable
from services.moments import Moment
from storage.base import type_json
from storage.database import Session
from storage.meetings import Meeting, MeetingKind, MeetingSeries, last_place
from storage.people import Person

PREVIEWED = 5


class MeetingDraft(BaseModel):
    """The answers so far. A rhythm other than `once` makes a series."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: MeetingKind | None = None
    title: str = ""
    rhythm: Rhythm = "once"
    weekday: int = 0
    day: int = 0
    months: tuple[int, ...] = ()
    on: date | None = None
    clock: time | None = None
    end: time | None = None
    place: str = ""
    audience: tuple[str, ...] = ()
    attendance: str = "heads"
    chair_id: int | None = None
    delegation: bool = True
    preparation: str = ""
    interval: int = 1
    nth: int = 0
    until: date | None = None

    def to_json(self) -> type_json:
        """As a conversation keeps it."""
        return self.model_dump(mode="json")

    def with_(self, **changes: object) -> "MeetingDraft":
        """A checked copy with some answers changed."""
        return MeetingDraft.model_validate({**self.model_dump(), **changes})

    @property
    def pattern(self) -> Pattern:
        """The rhythm in parts."""
        by_day = self.rhythm != "weekly" and not self.nth
        return Pattern(
            self.rhythm,
            0 if by_day else self.weekday,
            self.day if by_day else 0,
            self.months if self.rhythm == "yearly" else (),
            self.interval,
            self.nth if self.rhythm == "monthly" else 0,
            self.until,
        )

    def with_pattern(self, pattern: Pattern) -> "MeetingDraft":
        """A checked copy with another rhythm."""
        return self.with_(
            rhythm=pattern.rhythm, weekday=pattern.weekday, day=pattern.day, months=pattern.months,
            interval=pattern.interval, nth=pattern.nth, until=pattern.until,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A day on which it would take place. `works` is None while the holidays of its year are not known."""

    day: date
    works: bool | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come of a draft: days, people, the moment of the call (None when it cannot be told yet)."""

    slots: tuple[Slot, ...]
    guests: int
    bodies: tuple[str, ...]
    starts_at: datetime | None = None
    call_at: datetime | None = None
    reply_by: datetime | None = None
    next_workday: date | None = None
    """For a single meeting on a day off: the day that is proposed instead."""
    unknown_year: int | None = None


def start_draft(
    session: Session, kind: MeetingKind, rules: Meetings, *, preparation: str, on: date
) -> MeetingDraft:
    """A draft with the defaults of a kind; the place is the last one of that kind."""
    preset = presets().of(kind)
    chair = usual_chair(session, preset.chair, on)
    draft = MeetingDraft(
        kind=kind,
        rhythm=preset.rhythm,
        day=preset.day or 0,
        months=preset.months,
        clock=preset.at,
        place=last_place(session, kind) or "",
        audience=tuple(KIND + one for one in preset.audience),
        attendance=preset.attendance,
        chair_id=chair.id if chair else None,
        delegation=preset.delegation,
        preparation=preparation,
    )
    if preset.rhythm == "weekly":
        return draft.with_(weekday=rules.weekly.weekday, clock=rules.weekly.at)
    if preset.rhythm == "monthly":
        return draft.with_(day=rules.monthly.day, clock=rules.monthly.at)
    return draft


def apply_moment(
    draft: MeetingDraft, moment: Moment, frame: Frame, now: datetime, *, keep_rhythm: bool = False
) -> MeetingDraft:
    """Take over what was typed: a rhythm makes a series, a day a single meeting. Raises DayUnsafe.

    With `keep_rhythm` only the time counts: the rhythm has been read already.
    """
    clock = moment.start or draft.clock
    end = moment.end if moment.start else draft.end
    if moment.every_weekday is not None:
        pattern = Pattern("weekly", moment.every_weekday)
        return draft.with_pattern(pattern).with_(clock=clock, end=end)
    if moment.every_day is not None:
        if not 1 <= moment.every_day <= LAST_SAFE_DAY:
            raise DayUnsafe(last=LAST_SAFE_DAY)
        pattern = Pattern("monthly", day=moment.every_day)
        return draft.with_pattern(pattern).with_(clock=clock, end=end)
    if moment.day is None or keep_rhythm:
        return draft.with_(clock=clock, end=end)
    day = moment.day
    if moment.nearest and clock is not None and frame.time.at(day, clock) <= now:
        day += timedelta(weeks=1)
    return draft.with_(rhythm="once", on=day, clock=clock, end=end)


def make_single(draft: MeetingDraft) -> MeetingDraft:
    """One meeting instead of a series."""
    return draft.with_(rhythm="once")


def make_series(draft: MeetingDraft, rules: Meetings) -> MeetingDraft:
    """A series instead of one meeting, in the rhythm of the kind (weekly where it has none)."""
    preset = presets().of(draft.kind) if draft.kind else None
    if preset is not None and preset.rhythm == "monthly":
        return draft.with_pattern(Pattern("monthly", day=draft.day or rules.monthly.day))
    if preset is not None and preset.rhythm == "yearly":
        months, day = draft.months or preset.months, draft.day or preset.day or 1
        return draft.with_pattern(Pattern("yearly", day=day, months=months))
    weekday = draft.on.isoweekday() if draft.on else draft.weekday or rules.weekly.weekday
    return draft.with_pattern(Pattern("weekly", weekday)).with_(clock=draft.clock or rules.weekly.at)


def toggle_invited(draft: MeetingDraft, token: str) -> MeetingDraft:
    """Invite a kind of bodies (`kind:…`) or a body (`body:…`), or no longer."""
    if token in draft.audience:
        return draft.with_(audience=tuple(one for one in draft.audience if one != token))
    return draft.with_(audience=(*draft.audience, token))


def body_token(body_id: int) -> str:
    """How one body stands in an audience."""
    return BODY + str(body_id)


def preview_draft(session: Session, draft: MeetingDraft, frame: Frame, now: datetime) -> Preview:
    """A look ahead; nothing is written."""
    guests = len(list_guests(session, draft.audience, draft.attendance, frame.time.day_of(now)))
    bodies = tuple(body.short_name for body in bodies_invited(session, draft.audience))
    days = _days(draft, frame, now)
    slots = tuple(Slot(day, _works(day, frame)) for day in days)
    if not slots or draft.clock is None:
        return Preview(slots, guests, bodies)
    starts_at = frame.time.at(slots[0].day, draft.clock)
    try:
        table = make_timetable(starts_at, frame.rules, frame.time, now=now)
        off = slots[0].works is False and draft.rhythm == "once"
        instead = frame.time.calendar.later_workday(slots[0].day) if off else None
    except CalendarMissing as missing:
        return Preview(slots, guests, bodies, starts_at, unknown_year=missing.year)
    return Preview(slots, guests, bodies, starts_at, table.call_at, table.reply_by, instead)


def submit_draft(
    session: Session, draft: MeetingDraft, title: str, *, by: Person, frame: Frame, now: datetime
) -> tuple[MeetingSeries | None, Meeting | None]:
    """Make what the draft describes; `title` is used when nobody gave it one.

    Returns the series (None for a single meeting) and the meeting that comes next (None while the holidays
    of its year are not known). Raises KindMissing, TimeMissing and what making raises.
    """
    if draft.kind is None:
        raise KindMissing
    plan = plan_drafted(draft, title)
    if draft.clock is None:
        raise TimeMissing
    if draft.rhythm == "once":
        if draft.on is None:
            raise TimeMissing
        starts_at = frame.time.at(draft.on, draft.clock)
        ends_at = frame.time.at(draft.on, draft.end) if draft.end else None
        return None, create_meeting(session, plan, starts_at, ends_at, by=by, frame=frame, now=now)
    if not draft.pattern.is_complete:
        raise TimeMissing
    return create_series(
        session, plan, draft.pattern, draft.clock, duration_drafted(draft), by=by, frame=frame, now=now
    )


def plan_drafted(draft: MeetingDraft, title: str) -> Plan:
    """What a draft says of every meeting that comes of it. Raises KindMissing."""
    if draft.kind is None:
        raise KindMissing
    return Plan(
        draft.kind,
        draft.title or title,
        draft.place,
        draft.audience,
        draft.attendance,
        draft.chair_id,
        draft.delegation,
        draft.preparation,
    )


def duration_drafted(draft: MeetingDraft) -> int | None:
    """How long it lasts, in minutes; None when nobody said."""
    if draft.end is None or draft.clock is None:
        return None
    return (draft.end.hour - draft.clock.hour) * 60 + draft.end.minute - draft.clock.minute


def _days(draft: MeetingDraft, frame: Frame, now: datetime) -> list[date]:
    if draft.rhythm == "once":
        return [draft.on] if draft.on else []
    if draft.clock is None or not draft.pattern.is_complete:
        return []
    ahead = slots_after(to_rule(draft.pattern), draft.clock, frame.time.zone, after=now)
    return list(islice(ahead, PREVIEWED))


def _works(day: date, frame: Frame) -> bool | None:
    try:
        return frame.time.calendar.is_workday(day)
    except CalendarMissing:
        return None
