"""Ten people, two who stay silent, a meeting that is about to be called, commitments with reminders."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session, select

from services.calendar import WorkingTime, load_calendar
from services.commitments import REMINDER, enter_commitment, numbering_of
from services.mechanism import default_mechanism
from services.meetings.calling import CHASE
from services.meetings.planning import Frame, Plan, create_meeting
from simulator.people import Person as Actor
from simulator.server import Simulator
from storage.accounts import Account, AccountState
from storage.base import require_id
from storage.bodies import Body
from storage.due import Due, schedule
from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.people import Person
from tests.world import ZONE

ACTORS = tuple(f"测试戊{number:02}" for number in range(1, 20, 2))
"""Heads of townships: they are called to the meeting, and report problems."""
SILENT = ("测试戊21", "测试戊23")
"""They are called and never answer: every chase reaches them."""
OFFICE, LIAISON = "测试乙05", "测试丙15"
CHASES = 3
TITLE = "镇街调度会"


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is there and what has been planned. `codes`: the commitments of each actor, by name."""

    actors: tuple[Actor, ...]
    silent: tuple[Actor, ...]
    liaison: Actor
    codes: dict[str, list[str]]


def set_scene(session: Session, telegram: Simulator, *, promises: int, seconds: float) -> Scene:
    """Bind people and plan everything; reminders fall due within the first `seconds`.

    `promises`: commitments (each with one reminder in that time) for every actor.
    """
    now = telegram.clock.now()
    actors = tuple(_bind(session, telegram, name) for name in ACTORS)
    silent = tuple(_bind(session, telegram, name) for name in SILENT)
    liaison, _office = (_bind(session, telegram, name) for name in (LIAISON, OFFICE))
    time_of = WorkingTime.of(default_mechanism(), load_calendar(session), ZONE)
    _plan_meeting(session, time_of, now=now)
    codes: dict[str, list[str]] = {actor.name: [] for actor in actors}
    count = promises * len(actors)
    for number in range(count):
        at = now + timedelta(seconds=seconds * (number + 1) / count)
        name = actors[number % len(actors)].name
        codes[name].append(_promise(session, time_of, name, number, at=at, now=now))
    return Scene(actors, silent, liaison, codes)


def _bind(session: Session, telegram: Simulator, name: str) -> Actor:
    person = _person(session, name)
    actor = telegram.person(name, phone=person.phone, id=100_000 + require_id(person.id))
    now = telegram.clock.now()
    account = Account(
        user_id=actor.id,
        person_id=person.id,
        display_name=name,
        state=AccountState.BOUND,
        bound_at=now,
        created_at=now,
    )
    session.add(account)
    actor.account.started = True
    telegram.world.private_chat(actor.account)
    return actor


def plan_chases(session: Session, *, now: datetime, seconds: float) -> None:
    """Chases beside those of the mechanism, within the next `seconds`; the call has to be out before."""
    meeting = session.exec(select(Meeting)).one()
    assert meeting.state == MeetingState.CALLED
    for number in range(CHASES):
        due = Due(
            key=f"meeting:{meeting.id}:v1:chase:crash:{number}",
            kind=CHASE,
            subject_id=meeting.id,
            due_at=now + timedelta(seconds=seconds * (number + 1) / CHASES),
            payload={"version": meeting.version},
        )
        schedule(session, due)


def _plan_meeting(session: Session, working: WorkingTime, *, now: datetime) -> None:
    """Tomorrow's meeting: its call is due now."""
    plan = Plan(MeetingKind.MONTHLY_DISPATCH, TITLE, "三楼会议室", ("kind:township",), "heads")
    frame = Frame(default_mechanism().meetings, working)
    tomorrow = working.at(working.day_of(now) + timedelta(days=1), time(15))
    create_meeting(session, plan, tomorrow, by=_person(session, OFFICE), frame=frame, now=now)


def _promise(
    session: Session, working: WorkingTime, name: str, number: int, *, at: datetime, now: datetime
) -> str:
    """A commitment that is reminded of at `at`; its code."""
    person = _person(session, name)
    body = session.get_one(Body, person.unit_id)
    due_on = working.day_of(now) + timedelta(days=300)
    commitment = enter_commitment(
        session,
        body=body,
        person=person,
        what=f"第{number}项",
        due_on=due_on,
        by=_person(session, OFFICE),
        rules=default_mechanism().commitments,
        time=working,
        now=now,
    )
    key = f"commitment:{commitment.id}:remind:crash"
    schedule(session, Due(key=key, kind=REMINDER, subject_id=commitment.id, due_at=at))
    return numbering_of(commitment).code


def _person(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()
