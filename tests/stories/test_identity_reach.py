"""People who have blocked the assistant: no retries, others are told, and the way back (scenario 39)."""

from datetime import datetime

from sqlmodel import select

from simulator.people import Person as Actor
from storage import outbox
from storage.accounts import Account
from storage.outbox import OutboxRow, OutboxState
from storage.people import Person
from tests.world import ZONE, World

AWAY, DEPUTY = "测试己36", "测试己35"
"""Section chief and deputy in charge of 区城管局, which has no liaison officer."""


def notify(world: World, name: str, *texts: str, important: bool = True) -> None:
    """Important things are to be told to somebody."""
    with world.database.begin() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        account = session.exec(select(Account).where(Account.person_id == person.id)).one()
        for text in texts:
            outbox.add_call(
                session,
                chat_id=account.user_id,
                person_id=person.id,
                method="sendMessage",
                payload={"text": text, "parse_mode": "HTML"},
                state="queued",
                priority=1,
                important=important,
                attempts=0,
                created_at=world.clock.now(),
            )
    assert world.assistant is not None
    world.assistant.wake()


def attempts_to(world: World, actor: Actor) -> int:
    """How often Telegram was asked to send something to somebody."""
    return sum(call.chat_id == actor.id and call.method == "sendMessage" for call in world.telegram.calls)


async def away(world: World) -> Actor:
    """Somebody who blocked the assistant while it was not looking."""
    person = world.person(AWAY)
    await person.says("/me")
    await person.sees("区城管局")
    await world.settle()
    await person.blocks_bot()
    return person


async def test_a_blocked_notice_goes_once_to_others_of_the_unit(world: World) -> None:
    deputy, office = world.person(DEPUTY), world.person("测试乙05")
    person = await away(world)
    await world.settle()
    before = attempts_to(world, person)
    notify(world, AWAY, "<b>重大问题</b>请阅", "第二件要事")
    notify(world, AWAY, "闲话", important=False)
    told = await deputy.sees("代收要事")
    assert "测试己36目前收不到" in told.text
    assert "重大问题请阅" in told.text
    assert "第二件要事" in told.text
    assert "闲话" not in told.text
    await world.advance(minutes=30)
    assert attempts_to(world, person) - before <= 1
    assert sum("代收要事" in message.text for message in deputy.messages()) == 1
    await world.advance_to(datetime(2026, 11, 24, 8, 40, tzinfo=ZONE))
    listed = await office.sees("无法送达名单")
    assert AWAY in listed.text


async def test_every_message_knows_that_it_did_not_arrive(world: World) -> None:
    world.person(DEPUTY)
    await away(world)
    await world.settle()
    notify(world, AWAY, "第一件", "第二件", "第三件")
    await world.settle()
    with world.database.begin() as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.important)).all()
        assert [row.state for row in rows] == [OutboxState.UNREACHABLE] * 3


async def test_the_way_back_brings_at_most_five_in_one_message(world: World) -> None:
    world.person(DEPUTY)
    person = await away(world)
    await world.settle()
    notify(world, AWAY, *(f"要事{number}号" for number in range(1, 8)))
    await world.settle()
    await person.unblocks_bot()
    digest = await person.sees("欢迎回来")
    assert "要事7号" in digest.text
    assert "要事3号" in digest.text
    assert "要事2号" not in digest.text
    assert "更早的还有 2 条" in digest.text
    notify(world, AWAY, "新的要事")
    await person.sees("新的要事")
    await person.blocks_bot()
    await person.unblocks_bot()
    await world.settle()
    assert sum("欢迎回来" in message.text for message in person.messages()) == 1


async def test_pressing_start_is_enough_to_be_reachable_again(world: World) -> None:
    world.person(DEPUTY)
    person = await away(world)
    await world.settle()
    notify(world, AWAY, "错过的要事")
    await world.settle()
    await world.stop()
    await person.unblocks_bot()
    world.telegram.world.updates.clear()
    await world.start()
    await person.starts()
    await person.sees("错过的要事")
    with world.database.begin() as session:
        account = session.get(Account, person.id)
        assert account is not None
        assert account.unreachable_since is None


async def test_where_nobody_of_the_unit_can_be_reached_the_office_is_told(world: World) -> None:
    office = world.person("测试乙05")
    await away(world)
    await world.settle()
    notify(world, AWAY, "没人收的要事")
    await office.sees("没人收的要事")


async def test_admin_lists_who_cannot_be_reached(world: World) -> None:
    world.person(DEPUTY)
    office = world.person("测试乙05")
    await away(world)
    await world.settle()
    notify(world, AWAY, "要事")
    await world.settle()
    await office.says("/admin")
    await office.taps("无法送达")
    listed = await office.sees("屏蔽了本系统")
    assert "测试己36（区城管局）" in listed.text
    assert "未送达要事 1 条" in listed.text
