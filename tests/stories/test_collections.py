"""The monthly collection of figures as in scenario 26: what is missing stays missing."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import update

from simulator.people import Person as Actor
from storage.people import Membership
from tests.world import ZONE, World

LIAISONS = ("05", "10", "15", "20", "25", "30", "35", "40", "45", "50")


def october(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=ZONE)


def since_ever(world: World) -> None:
    with world.database.begin() as session:
        session.execute(update(Membership).values(from_date=date(2026, 1, 1)))


async def collect(office: Actor) -> None:
    await office.says("/meetings")
    await office.taps("调度数据")
    await office.taps("新建收集")
    await office.sees("2026年10月月调度数据")
    await office.sees("截止：10月23日（周五）17:30")
    await office.taps("提交")
    await office.sees("DD-2026-0001")


async def hand_in(liaison: Actor, figures: str) -> None:
    await liaison.taps("填报")
    await liaison.says(figures)
    await liaison.taps("提交")
    await liaison.sees("已报送")


def told(person: Actor, words: str) -> int:
    return sum(message.contains(words) for message in person.messages())


async def test_october_is_due_on_friday_and_two_stay_missing(make_world: Callable[..., World]) -> None:
    async with make_world(at=october(12, 10)) as world:
        since_ever(world)
        office = world.person("测试乙06")
        liaisons = {name: world.person(f"测试丙{name}") for name in LIAISONS}
        await collect(office)
        liaisons["15"].sees_not("月调度数据")
        await world.advance_to(october(20))
        for liaison in liaisons.values():
            await liaison.sees("月调度数据报送")
        for name in LIAISONS:
            if name not in ("25", "45"):
                await hand_in(liaisons[name], "产值 1260 万元，新开工 2 个")
        await office.sees("已报 8 家，未报 2 家")

        await world.advance_to(october(22, 17))
        assert told(liaisons["25"], "还未报送") == 0
        await world.advance_to(october(23))
        assert told(liaisons["25"], "还未报送") == 1
        await world.advance_to(october(23, 15))
        assert told(liaisons["25"], "还未报送") == 2
        assert told(liaisons["15"], "还未报送") == 0
        await liaisons["25"].says("/todo")
        await liaisons["25"].sees("数据未报")

        await world.advance_to(october(23, 17, 30))
        listed = await office.sees("未报 2 家：")
        assert listed.contains("文化创意专班 测试丙25 19900000053")
        assert listed.contains("有色金属专班 测试丙45")
        assert not listed.contains("木业")
        await office.says("DD-2026-0001")
        shown = await office.sees("⬜ 文化创意专班：未报")
        assert not shown.contains("文化创意专班：0")

        await world.advance_to(october(23, 18))
        closed = await liaisons["25"].taps("填报")
        assert "截止" in (closed.text or "")
        asked = await liaisons["15"].says("DD-2026-0001")
        shown = await liaisons["15"].sees("已报：产值 1260 万元", after=asked)
        assert shown.buttons == [["查看全文"]], "what was handed in in time cannot be changed any more"

        await office.taps("开补报窗口")
        await world.advance_to(october(26, 10))
        await hand_in(liaisons["25"], "产值 300 万元")
        await office.sees("文化创意专班（补报） 产值 300 万元")


async def test_the_next_month_comes_by_itself(make_world: Callable[..., World]) -> None:
    async with make_world(at=october(12, 10)) as world:
        since_ever(world)
        office, liaison = world.person("测试乙06"), world.person("测试丙15")
        await collect(office)
        await world.advance_to(october(20))
        await world.advance_to(datetime(2026, 11, 19, 18, tzinfo=ZONE))
        liaison.sees_not("2026年11月")
        await world.advance_to(datetime(2026, 11, 20, 9, tzinfo=ZONE))
        card = await liaison.sees("2026年11月月调度数据")
        assert card.contains("DD-2026-0002")
        assert card.contains("11月25日（周三）17:30")


async def test_a_file_is_a_return_and_the_office_gets_it(make_world: Callable[..., World]) -> None:
    async with make_world(at=october(20, 10)) as world:
        since_ever(world)
        office, liaison = world.person("测试乙06"), world.person("测试丙15")
        await collect(office)
        await liaison.taps("填报")
        await liaison.sends_document("十月.xlsx", b"PK-figures")
        await liaison.sees("已收到 1 个文件")
        await liaison.taps("提交")
        await liaison.sees("已报送")
        await office.sees("木业专班 📎1")
        await office.taps("查看 木业专班")
        await office.sees("（见文件）")
        await world.settle()
        assert office.last().attachment is not None


async def test_only_the_bodys_own_people_hand_in(make_world: Callable[..., World]) -> None:
    async with make_world(at=october(20, 10)) as world:
        since_ever(world)
        office, liaison = world.person("测试乙06"), world.person("测试丙15")
        clerk = world.person("测试戊16")
        await collect(office)
        card = await liaison.sees("月调度数据报送")
        await clerk.says("DD-2026-0001")
        await clerk.sees("没有这项操作的权限")
        forged = await clerk.taps_raw("collection.fill:1", card)
        assert forged.alert
        await clerk.says("/meetings")
        await clerk.sees("近期没有需要您参加的会议")
        clerk.sees_not("月调度数据")
