"""The people of the demo: the fictitious roster, each with a Telegram account, and their working groups."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from services.roster import load_demo_roster
from simulator.people import Person as Actor
from simulator.server import Simulator
from storage.accounts import Account, AccountState, GroupState
from storage.accounts import Group as GroupRow
from storage.base import require_id
from storage.bodies import Body, BodyKind, get_body
from storage.database import Database
from storage.people import Person, list_people, list_people_of
from templates import words

FIRST_USER_ID = 100_000
NOT_BOUND = 2
"""So many people at the end of the roster are left to try binding with."""


def enter_people(telegram: Simulator, database: Database, zone: ZoneInfo) -> list[Actor]:
    """Import the roster, give everybody an account, bind almost all, make the groups; returns those bound."""
    now = telegram.clock.now()
    with database.begin() as session:
        load_demo_roster(session, now=now, zone=zone)
        people = list_people(session)
        actors = [enter_person(telegram, session, person) for person in people]
        for person in people[:-NOT_BOUND]:
            _bind(session, person, now)
        _make_groups(telegram, session, now, now.astimezone(zone).date())
    return actors[:-NOT_BOUND]


def enter_person(telegram: Simulator, session: Session, person: Person) -> Actor:
    """Somebody of the roster as a Telegram user."""
    note = f"{get_body(session, person.unit_id).name} · {person.post}"
    actor = telegram.person(person.name, phone=person.phone, note=note, id=user_id(person))
    telegram.world.private_chat(actor.account)
    return actor


def user_id(person: Person) -> int:
    """The Telegram user that plays a person of the roster."""
    return FIRST_USER_ID + require_id(person.id)


def _bind(session: Session, person: Person, now: datetime) -> None:
    session.add(
        Account(
            user_id=user_id(person),
            person_id=person.id,
            display_name=person.name,
            state=AccountState.BOUND,
            bound_at=now,
            created_at=now,
        )
    )


def _make_groups(telegram: Simulator, session: Session, now: datetime, today: date) -> None:
    suffix = words("demo")["group_suffix"]
    kinds = (BodyKind.OFFICE, BodyKind.TASK_FORCE)
    bodies = session.exec(select(Body).where(col(Body.kind).in_(kinds)).order_by(col(Body.rank)))
    for body in bodies.all():
        members = list_people_of(session, body, on=today)
        actors = [telegram.person(person.name, id=user_id(person)) for person in members]
        group = telegram.group(f"{body.name}{suffix}", actors)
        group.promote_bot()
        _tie(session, group.id, group.title, body, now)


def _tie(session: Session, chat_id: int, title: str, body: Body, now: datetime) -> None:
    session.add(
        GroupRow(
            chat_id=chat_id,
            title=title,
            body_id=body.id,
            state=GroupState.BOUND,
            bound_at=now,
            created_at=now,
        )
    )
