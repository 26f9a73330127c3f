"""The demo roster in a test database."""

import csv
from datetime import date
from pathlib import Path

import storage
from services.phones import normalise_phone
from sqlmodel import Session, select
from storage.base import require_id
from storage.bodies import Body
from storage.people import Membership, Person, Role

ROSTER = Path(storage.__file__).parent / "data" / "demo" / "roster.csv"


def load_demo_roster(session: Session) -> None:
    """The 165 people of the example roster."""
    bodies = {body.name: body for body in session.exec(select(Body))}
    with ROSTER.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            unit = bodies.get(row["单位"])
            if unit is None:
                continue
            person = Person(name=row["姓名"], phone=normalise_phone(row["手机号"]), unit_id=require_id(unit.id), post=row["职务"], rank=int(row["排序"]))
            session.add(person)
            session.flush()
            session.add(Membership(person_id=require_id(person.id), body_id=require_id(unit.id), role=Role.STAFF, is_unit=True, from_date=date(2026,1,1)))
