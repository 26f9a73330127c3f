"""The one table of rights, row by row (M1, M2)."""

from datetime import date

import pytest
from sqlmodel import select

from services.outcomes import NotAllowed
from services.people import Hats, hats_of
from services.rights import Right, may, require
from storage.bodies import Body
from storage.database import Database, Session
from storage.people import Person

TODAY = date(2026, 11, 23)
CLERK, OFFICE, ADMIN, DEPUTY = "测试戊16", "测试乙05", "测试乙09", "测试戊15"


def hats(session: Session, name: str) -> Hats:
    """The hats of somebody of the roster."""
    return hats_of(session, session.exec(select(Person).where(Person.name == name)).one(), TODAY)


@pytest.mark.parametrize(
    ("right", "allowed"),
    [
        (Right.ADMINISTER, {ADMIN}),
        (Right.BIND_PEOPLE, {OFFICE, ADMIN}),
        (Right.CONFIRM_ACCOUNT, {OFFICE, ADMIN, DEPUTY}),
        (Right.BIND_GROUP, {CLERK, ADMIN, DEPUTY}),
        (Right.SEE_EVERYTHING, {OFFICE, ADMIN}),
        (Right.CONVENE, {OFFICE, ADMIN}),
        (Right.COLLECT_FIGURES, {OFFICE, ADMIN}),
        (Right.ENTER_COMMITMENTS, {OFFICE, ADMIN}),
        (Right.SUPERVISE, {OFFICE}),
        (Right.HAND_DOWN, {OFFICE}),
        (Right.INSTRUCT, set()),
    ],
)
def test_who_may_what_over_a_township(database: Database, right: Right, allowed: set[str]) -> None:
    with database.begin() as session:
        township = session.exec(select(Body).where(Body.name == "义堂镇")).one()
        people = {name: hats(session, name) for name in (CLERK, OFFICE, ADMIN, DEPUTY)}
        assert {name for name, worn in people.items() if may(right, worn, township)} == allowed
        for name, worn in people.items():
            if name not in allowed:
                with pytest.raises(NotAllowed):
                    require(right, worn, township)


def test_rights_over_a_body_end_at_its_border(database: Database) -> None:
    with database.begin() as session:
        other = session.exec(select(Body).where(Body.name == "李官镇")).one()
        assert not may(Right.CONFIRM_ACCOUNT, hats(session, DEPUTY), other)
        assert not may(Right.BIND_GROUP, hats(session, CLERK), other)
        assert not may(Right.BIND_GROUP, hats(session, CLERK))
