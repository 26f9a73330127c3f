"""Searching for a person: who they are, and no number for whom it does not concern (scenario 35)."""

import pytest
from sqlmodel import col, select

from storage.people import Person
from storage.timeline import TimelineEntry
from tests.world import World

LEADER = "陈士贤"
"""Leads the task force of wood; its liaison officer is 测试丙15."""


def views_of(world: World, name: str) -> list[str | None]:
    """Who has been shown somebody's number, oldest first."""
    with world.database.begin() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        seen = select(TimelineEntry).where(
            TimelineEntry.subject_kind == "person",
            TimelineEntry.subject_id == person.id,
            TimelineEntry.action == "phone_viewed",
        )
        return [entry.person_name for entry in session.exec(seen.order_by(col(TimelineEntry.id)))]


async def test_no_number_of_a_leader_for_whom_it_does_not_concern(world: World) -> None:
    clerk = world.person("测试戊12")
    await clerk.says(LEADER)
    shown = await clerk.sees("牵头区领导")
    assert "木业产业专班" in shown.text
    assert "请通过专班联络员测试丙15联系" in shown.text
    assert "1990000" not in shown.text
    assert views_of(world, LEADER) == []


@pytest.mark.parametrize("viewer", ["测试乙05", "测试乙09", "测试丙11"])
async def test_the_office_and_heads_of_the_task_force_see_it_and_that_is_recorded(
    world: World, viewer: str
) -> None:
    person = world.person(viewer)
    await person.says(f"{LEADER}的电话")
    shown = await person.sees("牵头区领导")
    assert "电话：19900000007" in shown.text
    assert views_of(world, LEADER) == [viewer]


async def test_heads_of_another_task_force_do_not_see_it(world: World) -> None:
    other = world.person("测试丙16")
    await other.says(f"查一下{LEADER}电话")
    shown = await other.sees("牵头区领导")
    assert "199" not in shown.text


@pytest.mark.parametrize("asked", ["测试·阿依古丽", "测试•阿依古丽", "欧阳测试 联系方式", "测试㛃是谁"])
async def test_unusual_names_are_found(world: World, asked: str) -> None:
    clerk = world.person("测试戊12")
    await clerk.says(asked)
    await clerk.sees("👤")


async def test_namesakes_are_shown_together(world: World) -> None:
    clerk = world.person("测试戊12")
    await clerk.says("测试重名")
    shown = await clerk.sees("👤")
    assert "白沙埠镇" in shown.text
    assert "区教育体育局" in shown.text


async def test_a_contact_that_is_passed_on_shows_no_number(world: World) -> None:
    clerk = world.person("测试戊12")
    await clerk.shares_contact(phone="199-0000-0007", name=LEADER)
    told = await clerk.sees("不是您本人的名片")
    assert "199" not in told.text


async def test_inline_mode_shows_no_people(world: World) -> None:
    clerk = world.person("测试戊12")
    for found in await clerk.types_inline(LEADER):
        assert LEADER not in found.title
        assert "19900000007" not in str(found.raw)
