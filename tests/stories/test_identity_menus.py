"""Roles decide menus: what each sees behind the menu button (M1)."""

from datetime import datetime

from sqlmodel import select

from simulator.menus import commands_for
from simulator.people import Person as Actor
from storage.people import Membership, Person
from tests.world import ZONE, World


def menu_of(world: World, actor: Actor) -> list[str]:
    """The commands in somebody's private menu."""
    chat = actor.world.private_chat(actor.account)
    return [command["command"] for command in commands_for(actor.world, actor.account, chat)]


async def test_strangers_are_offered_only_the_door(world: World) -> None:
    await world.settle()
    assert menu_of(world, world.stranger("路人")) == ["start", "help"]


async def test_the_menu_comes_with_the_account_and_goes_with_it(world: World) -> None:
    admin = world.person("测试乙09")
    clerk = world.stranger("小李", phone="199-0000-0117")
    await clerk.shares_contact()
    await clerk.sees("账号已绑定")
    await world.settle()
    assert "me" in menu_of(world, clerk)
    assert "admin" not in menu_of(world, clerk)
    other = world.stranger("新账号", phone="199-0000-0117")
    await other.shares_contact()
    await admin.taps("确认改绑")
    await other.sees("账号已绑定")
    await world.settle()
    assert menu_of(world, clerk) == ["start", "help"]
    assert "me" in menu_of(world, other)


async def test_the_office_has_admin(world: World) -> None:
    for name in ("测试乙05", "测试乙09"):
        person = world.person(name)
        await person.starts()
        await person.sees("您好")
        await world.settle()
        assert "admin" in menu_of(world, person)


async def test_groups_have_their_own_menu(world: World) -> None:
    clerk = world.person("测试戊16")
    group = world.group("群", [clerk])
    await world.settle()
    names = [command["command"] for command in commands_for(clerk.world, clerk.account, group.chat)]
    assert "bind" in names
    assert "me" not in names


async def test_a_new_role_changes_the_menu_overnight(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.starts()
    await clerk.sees("您好")
    await world.settle()
    assert "admin" not in menu_of(world, clerk)
    with world.database.begin() as session:
        person = session.exec(select(Person).where(Person.name == "测试戊16")).one()
        model = session.exec(select(Person).where(Person.name == "测试乙09")).one()
        hat = session.exec(select(Membership).where(Membership.person_id == model.id)).first()
        assert hat is not None
        session.add(
            Membership(**{**hat.model_dump(exclude={"id"}), "person_id": person.id, "is_unit": False})
        )
    await world.advance_to(datetime(2026, 11, 24, 0, 30, tzinfo=ZONE))
    assert "admin" in menu_of(world, clerk)


async def test_a_menu_is_set_once(world: World) -> None:
    await world.settle()  # the look through everybody's menus at the start is over before the clerk is there
    clerk = world.person("测试戊16")
    await clerk.starts()
    for _ in range(3):
        await clerk.says("/help")
    await world.settle()
    await world.stop()
    await world.start()
    await world.settle()
    calls = [call for call in world.telegram.calls if call.method == "setMyCommands"]
    assert len(calls) == 3
