"""Hats: what a person is, in which body, on which day (M1, scenarios 35, 36, 37)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete
from sqlmodel import Session, select

from services.bodies import load_body_index
from services.people import (
    Hat,
    Hats,
    PhoneTaken,
    bodies_of,
    change_phone,
    contact_of,
    front_people,
    hats_of,
    is_office,
    lead_leader_names,
    may_see_phone,
    move_person,
    settle_moves,
    unit_on,
)
from services.phones import PhoneInvalid
from services.roster import load_demo_roster
from storage.bodies import Body, BodyKind
from storage.database import Database
from storage.people import Membership, Person, PhoneHistory, Role, list_people_named

NOW = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """The demo district."""
    with database.begin() as opened:
        opened.execute(delete(Membership))
        opened.execute(delete(Person))
        load_demo_roster(opened, now=NOW, zone=ZONE)
        yield opened


def person(session: Session, name: str) -> Person:
    return list_people_named(session, name)[0]


def hats(session: Session, name: str, on: date = TODAY) -> Hats:
    return hats_of(session, person(session, name), on)


def body(session: Session, name: str) -> Body:
    index = load_body_index(session)
    found = index.by_name(name) or index.by_alias(name)[0]
    assert found is not None
    return found


def names(people: list[Person]) -> list[str]:
    return [somebody.name for somebody in people]


def test_one_leader_leads_three_task_forces(session: Session) -> None:
    leader = hats(session, "周兴金")
    assert [found.short_name for found in leader.bodies(BodyKind.TASK_FORCE)] == [
        "医养健康专班",
        "医药专班",
        "有色金属专班",
    ]
    assert leader.is_leader
    assert not leader.is_office


def test_one_person_acts_as_the_body_that_the_matter_belongs_to(session: Session) -> None:
    both = hats(session, "测试丙26")
    line, force = body(session, "金融服务保障线"), body(session, "现代金融产业专班")
    assert both.acting_body(body(session, "木业"), line) == line
    assert both.acting_body(force, line) == force
    assert both.acting_body(body(session, "义堂镇")) is None


def test_office_and_administrators_are_not_the_same(session: Session) -> None:
    clerk, administrator = hats(session, "测试乙05"), hats(session, "测试乙09")
    assert (clerk.is_office, clerk.is_administrator) == (True, False)
    assert (administrator.is_office, administrator.is_administrator) == (False, True)
    assert is_office(session, person(session, "测试乙01"), TODAY)
    assert bodies_of(session, person(session, "测试丙15"), TODAY, BodyKind.TASK_FORCE) == [
        body(session, "木业")
    ]


FINER_ROLES = [
    ("测试甲01", "领导小组", Role.GROUP_HEAD),
    ("闫斌", "领导小组", Role.DEPUTY_GROUP_HEAD),
    ("测试丙01", "领导小组", Role.MEMBER),
    ("测试乙01", "领导小组办公室", Role.PRINCIPAL),
    ("测试乙02", "领导小组办公室", Role.DEPUTY_IN_CHARGE),
    ("测试乙07", "领导小组办公室", Role.SECTION_CHIEF),
    ("测试丙12", "木业产业专班", Role.DEPUTY_IN_CHARGE),
    ("测试丙13", "木业产业专班", Role.SECTION_CHIEF),
    ("测试丙14", "木业产业专班", Role.STAFF),
    ("测试丙15", "木业产业专班", Role.LIAISON_OFFICER),
    ("测试丙15", "区林业局", Role.STAFF),
    ("测试丁17", "金融服务保障线", Role.SECTION_CHIEF),
    ("测试戊16", "义堂镇", Role.LIAISON_OFFICER),
    ("测试己19", "区住建局", Role.DEPUTY_IN_CHARGE),
    ("欧阳测试", "区住建局", Role.SECTION_CHIEF),
]


def test_the_finer_role_follows_from_the_post(session: Session) -> None:
    wrong = [
        (name, where, role)
        for name, where, role in FINER_ROLES
        if hats(session, name).roles_in(body(session, where)) != {role}
    ]
    assert wrong == []


def test_every_member_unit_has_exactly_its_two_contacts(session: Session) -> None:
    for unit in ("区住建局", "区金融办", "区经信局"):
        wearers = session.exec(select(Membership).where(Membership.body_id == body(session, unit).id)).all()
        roles = [wearer.role for wearer in wearers]
        assert (roles.count(Role.DEPUTY_IN_CHARGE), roles.count(Role.SECTION_CHIEF)) == (1, 1), unit


def test_a_matter_goes_to_those_in_front_never_to_leaders(session: Session) -> None:
    wood = body(session, "木业产业专班")
    assert names(front_people(session, wood, TODAY)) == ["测试丙13", "测试丙15"]
    attraction = front_people(session, wood, TODAY, work_group="project_attraction")
    assert names(attraction) == ["测试丙13", "测试丙14", "测试丙15"]
    assert names(front_people(session, body(session, "义堂镇"), TODAY)) == ["测试戊16"]


def test_a_body_without_front_people_falls_back_to_the_nearest_rank(session: Session) -> None:
    yitang = body(session, "义堂镇")
    person(session, "测试戊16").active = False
    session.flush()
    assert names(front_people(session, yitang, TODAY)) == ["测试戊15"]
    contact = contact_of(session, yitang, TODAY)
    assert contact is not None
    assert contact.name == "测试戊15"
    person(session, "测试戊15").active = False
    session.flush()
    assert front_people(session, yitang, TODAY) == []
    assert contact_of(session, yitang, TODAY) is None


def test_leaders_in_charge_come_in_the_documents_order(session: Session) -> None:
    medicine = body(session, "医药")
    assert lead_leader_names(session, medicine, TODAY) == ["纪丙坤", "周兴金"]
    session.execute(delete(Membership))
    assert lead_leader_names(session, medicine, TODAY) == ["纪丙坤", "周兴金"]


def test_leaders_numbers_are_for_the_office_and_their_own_task_forces(session: Session) -> None:
    leader = hats(session, "陈士贤")
    allowed = {
        name: may_see_phone(hats(session, name), leader)
        for name in ("测试戊12", "测试丙15", "测试丙11", "测试丙01", "测试乙05", "测试乙09", "陈士贤")
    }
    assert allowed == {
        "测试戊12": False,
        "测试丙15": False,
        "测试丙11": True,
        "测试丙01": False,
        "测试乙05": True,
        "测试乙09": True,
        "陈士贤": True,
    }
    assert may_see_phone(hats(session, "测试戊12"), hats(session, "测试丙15"))


def test_a_move_ahead_takes_effect_on_its_day(session: Session) -> None:
    mover = person(session, "测试丙24")
    tourism, force = body(session, "区旅游局"), body(session, "全域旅游产业专班")
    day = date(2026, 12, 1)
    new = [Hat(tourism, Role.STAFF, is_unit=True), Hat(force, Role.STAFF, work_group="project_progress")]
    move_person(session, mover, new, from_day=day, today=TODAY)
    assert (unit_on(session, mover, TODAY).name, unit_on(session, mover, day).name) == (
        "区文广新局",
        "区旅游局",
    )
    assert mover.unit_id != tourism.id
    assert settle_moves(session, day) == 1
    assert mover.unit_id == tourism.id
    assert settle_moves(session, day) == 0
    assert not hats_of(session, mover, day).belongs_to(body(session, "文化创意"))
    assert hats_of(session, mover, TODAY).belongs_to(body(session, "文化创意"))


def test_a_person_has_exactly_one_unit(session: Session) -> None:
    two = [Hat(body(session, name), Role.STAFF, is_unit=True) for name in ("区旅游局", "区财政局")]
    for wrong in ([], two):
        with pytest.raises(ValueError, match="exactly one unit"):
            move_person(session, person(session, "测试丙24"), wrong, from_day=TODAY, today=TODAY)


def test_a_new_number_keeps_the_old_and_takes_nobodys(session: Session) -> None:
    owner, other = person(session, "测试㛃"), person(session, "测试丁06")
    change_phone(session, owner, "+86 199-0000-0990", now=NOW)
    change_phone(session, owner, "19900000990", now=NOW)
    (old,) = session.exec(select(PhoneHistory)).all()
    assert (owner.phone, old.phone, old.replaced_at) == ("19900000990", "19900000083", NOW)
    with pytest.raises(PhoneTaken) as taken:
        change_phone(session, owner, other.phone, now=NOW)
    assert taken.value.holder == other
    with pytest.raises(PhoneInvalid):
        change_phone(session, owner, "12345", now=NOW)
