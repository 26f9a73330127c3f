"""The monthly collection of figures as in scenarios 26 and 27: asked, doubted, missing, corrected."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook, load_workbook
from sqlalchemy import update
from sqlmodel import select

from services.collections.packing import count_missed
from services.collections.presets import dispatch_presets, indicator_rows
from simulator.people import Person as Actor
from storage.base import require_id
from storage.bodies import Body, list_bodies
from storage.collections import Collection, CollectionState, Figure, Return
from storage.people import Membership
from tests.world import ZONE, World

LIAISONS = ("05", "10", "15", "20", "25", "30", "35", "40", "45", "50")
PNG = b"\x89PNG\r\n\x1a\n"


def october(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=ZONE)


def prepare(world: World, **september: str) -> None:
    """Everybody has had their hats since January; September's output is known for some task forces."""
    with world.database.begin() as session:
        session.execute(update(Membership).values(from_date=date(2026, 1, 1)))
        month, at = date(2026, 9, 1), datetime(2026, 9, 20, 9, tzinfo=ZONE)
        collection = Collection(
            year=2026, number=900, month=month, title="九月", call_at=at, due_at=at, late_until=at,
            repeats=False, state=CollectionState.CALLED, created_by=20, created_at=at,
        )  # fmt: skip
        session.add(collection)
        session.flush()
        indicators = indicator_rows(collection.id or 0, list(dispatch_presets().indicators))
        session.add_all(indicators)
        session.flush()
        for name, value in september.items():
            body = session.exec(select(Body).where(Body.short_name == f"{name}专班")).one()
            handed = Return(collection_id=collection.id or 0, body_id=body.id or 0, returned_at=at, version=1)
            session.add(handed)
            session.flush()
            session.add(
                Figure(return_id=handed.id or 0, version=1, indicator_id=indicators[0].id or 0, value=value)
            )


async def collect(office: Actor) -> None:
    await office.says("/meetings")
    await office.taps("调度数据")
    await office.taps("新建收集")
    await office.sees("2026年10月调度数据")
    await office.sees("截止：10月23日（周五）17:30")
    await office.taps("提交")
    await office.sees("DD-2026-0001")


async def fill(liaison: Actor, *figures: str) -> None:
    await liaison.taps("填报")
    for figure in figures:
        await liaison.says(figure)
    await liaison.sees("核对无误请点“提交”")
    await liaison.taps("提交")
    await liaison.sees("已报送")


def told(person: Actor, words: str) -> int:
    return sum(message.contains(words) for message in person.messages())


async def test_october_is_due_on_friday_and_two_stay_missing(make_world: Callable[..., World]) -> None:
    async with make_world(at=october(12, 10)) as world:
        prepare(world, 木业="1100")
        office, leader = world.person("测试乙06"), world.person("测试甲01")
        liaisons = {name: world.person(f"测试丙{name}") for name in LIAISONS}
        await collect(office)
        liaisons["15"].sees_not("月调度数据")
        await world.advance_to(october(20))
        for liaison in liaisons.values():
            await liaison.sees("月调度数据报送")
        await liaisons["15"].sees("上月 1,100")
        for name in LIAISONS:
            if name not in ("25", "45"):
                await fill(liaisons[name], "1260", "800.5", "2个", "无")
        shown = await office.sees("已报 8 家，未报 2 家")
        assert shown.contains("木业专班 1,260／800.5／2／缺")

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
        shown = await liaisons["15"].sees("产值（本年累计）：1,260 万元", after=asked)
        assert shown.buttons == [["申请更正"]], "what is locked can only be corrected"

        await office.taps("开补报窗口")
        await office.taps("生成汇总")
        caption = await office.sees("未报：文化创意专班、有色金属专班")
        await world.settle()
        assert caption.attachment is not None
        assert caption.attachment.data.startswith(PNG)
        sheet = load_workbook(BytesIO(office.last().attachment.data)).active  # type: ignore[union-attr]
        rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
        assert rows["文化创意专班"][:2] == ("未报", None), "missing is empty, never a nought"
        assert rows["木业专班"][:3] == ("已报", 1260, 1100)

        await world.advance_to(october(26, 10))
        await fill(liaisons["25"], "300", "无", "1", "1")
        await office.sees("文化创意专班（补报） 300／缺／1／1")
        await office.taps("发给领导")
        await office.sees("测试甲01")
        await office.taps("确认发送")
        await office.sees("汇总第 2 版已发给")
        assert (await leader.sees("补报：文化创意专班")).contains("未报：有色金属专班")
        with world.database.begin() as session:
            bodies = {body.short_name: require_id(body.id) for body in list_bodies(session)}
            names = ("木业专班", "文化创意专班", "有色金属专班")
            missed = [count_missed(session, bodies[name], 2026) for name in names]
            assert missed == [(0, 0), (0, 1), (1, 0)], "missing and late, for the assessment"

        await fill(liaisons["45"], "500", "无", "1", "1")
        await world.settle()
        leader.sees_not("第3版")
        await world.advance_to(october(26, 11))
        renewed = await leader.sees("更正版（第3版）")
        assert renewed.contains("各单位均已报送")


async def test_doubtful_figures_are_asked_about_at_once(make_world: Callable[..., World]) -> None:
    async with make_world(at=october(20, 10)) as world:
        prepare(world, 木业="11000")
        office, liaison = world.person("测试乙06"), world.person("测试丙15")
        await collect(office)
        await liaison.taps("填报")
        await liaison.sees("请直接发送产值（本年累计）的数字（单位：万元，上月 11,000）")
        await liaison.says("一千多")
        await liaison.sees("“一千多”不是数字")
        await liaison.says("3家")
        await liaison.sees("单位对不上")
        await liaison.says("1.23")
        await liaison.sees("是不是单位写错了")
        await liaison.taps("改为 12,300 万元")
        await liaison.sees("请直接发送完成投资")
        await liaison.taps("暂无此数")
        await liaison.says("2.5")
        await liaison.sees("请填整数")
        await liaison.says("2")
        await liaison.says("1")
        await liaison.sees("核对无误")
        await liaison.taps("✏️ 产值")
        await liaison.says("1.2亿")
        await liaison.sees("产值（本年累计）：12,000 万元，上月 11,000")
        await liaison.taps("✏️ 产值")
        await liaison.says("9000")
        await liaison.sees("比上月累计 11,000 还少")
        await liaison.says("一家企业退出规上，统计口径调整")
        await liaison.sees("说明：一家企业退出规上")
        await liaison.taps("提交")
        await office.sees("木业专班 9,000／缺／2／1")

        await liaison.taps("修改")
        await liaison.taps("✏️ 产值")
        await liaison.says("30000")
        await liaison.sees("多了 173%")
        await liaison.says("12,600")
        await liaison.taps("提交")
        await office.sees("木业专班 12,600／缺／2／1")


async def test_the_form_goes_out_as_a_spreadsheet_and_comes_back(make_world: Callable[..., World]) -> None:
    async with make_world(at=october(20, 10)) as world:
        prepare(world, 木业="1100")
        office, liaison = world.person("测试乙06"), world.person("测试丙15")
        await collect(office)
        await liaison.taps("用表格填")
        sent = await liaison.sees("填好“本月数”一列")
        assert sent.attachment is not None
        assert sent.attachment.name == "10月调度数据-木业专班-DD-2026-0001.xlsx"
        book = load_workbook(BytesIO(sent.attachment.data))
        sheet = book.active
        assert sheet is not None
        assert [cell.value for cell in sheet[2]][:3] == ["产值（本年累计）", "万元", 1100]

        await liaison.taps("填报")
        await liaison.sends_document("坏.xlsx", b"PK-figures")
        await liaison.sees("文件已损坏")
        await liaison.sends_document("列.xlsx", table([["项", "数"], ["产值", 1]]))
        await liaison.sees("表头不对")
        wrong = [["指标", "单位", "本月数"], ["产值（本年累计）", "万元", "很多"], ["新开工项目", "个", 2]]
        await liaison.sends_document("错.xlsx", table([*wrong, ["新开工项目", "个", 3], ["利润", "万元", 3]]))
        said = await liaison.sees("“很多”：不是数字")
        for words in (
            "第 2 行",
            "一个数也没有写入",
            "第 4 行 新开工项目：同一指标写了两次",
            "第 5 行 利润：不是本表的指标",
        ):
            assert said.contains(words)
        for row, value in ((2, 1), (4, 2), (5, 3)):
            sheet.cell(row=row, column=4).value = value
        sheet.cell(row=2, column=2).value = "亿元"
        await liaison.sends_document("回.xls", b"old")
        await liaison.sees("只认 .xlsx 表格")
        mine, sheet.title = book.properties.subject, "产值"
        for subject, words in (
            ("DD-2026-0001 task_force.food 食品专班", "这是别的单位的表，请用发给本单位的那一份（食品专班）"),
            ("DD-2026-0009 task_force.wood 木业专班", "这是另一次收集的表（DD-2026-0009）"),
        ):
            book.properties.subject, strange = subject, BytesIO()
            book.save(strange)
            said = await liaison.sends_document("别.xlsx", strange.getvalue())
            await liaison.sees(words, after=said)
        book.properties.subject, filled = mine, BytesIO()
        book.save(filled)
        await liaison.sends_document("回.xlsx", filled.getvalue())
        await liaison.sees("多了 809%")
        await liaison.taps("确认无误")
        await liaison.sees("产值（本年累计）：10,000 万元")
        await liaison.taps("提交")
        await office.sees("木业专班 10,000／缺／2／3 📎1")


async def test_the_next_month_comes_by_itself_with_last_months_figures(
    make_world: Callable[..., World],
) -> None:
    async with make_world(at=october(12, 10)) as world:
        prepare(world)
        office, liaison = world.person("测试乙06"), world.person("测试丙15")
        await office.says("/meetings")
        await office.taps("调度数据")
        await office.taps("新建收集")
        await office.taps("📐 指标")
        await office.taps("✅ 新签约项目")
        await office.says("技改投资，万元")
        await office.sees("✅ 技改投资（万元）")
        await office.taps("返回")
        await office.taps("提交")
        await world.advance_to(october(20))
        await fill(liaison, "1260", "800", "2", "55")
        await world.advance_to(datetime(2026, 11, 19, 18, tzinfo=ZONE))
        liaison.sees_not("2026年11月")
        await world.advance_to(datetime(2026, 11, 20, 9, tzinfo=ZONE))
        card = await liaison.sees("2026年11月调度数据")
        assert card.contains("DD-2026-0002")
        assert card.contains("11月25日（周三）17:30")
        assert card.contains("技改投资：未报（上月 55）")


async def test_a_locked_figure_is_corrected_with_two_consents_and_leaders_are_told(
    make_world: Callable[..., World],
) -> None:
    async with make_world(at=october(20, 10)) as world:
        prepare(world, 食品="1150")
        office, second = world.person("测试乙06"), world.person("测试乙05")
        liaison, deputy, leader = (world.person(f"测试{name}") for name in ("丙50", "丙47", "甲01"))
        await collect(office)
        await liaison.taps("填报")
        await liaison.says("12600")
        await liaison.taps("确认无误")
        for figure in ("500", "1", "1"):
            await liaison.says(figure)
        await liaison.taps("提交")
        early = await liaison.taps_raw("collection.correct:a", await liaison.sees("月调度数据报送"))
        assert early.alert
        await world.advance_to(october(23, 17, 30))
        await office.taps("查看汇总")
        await office.taps("发给领导")
        await office.taps("确认发送")
        await world.advance_to(october(26, 9))
        await leader.sees("未报：")
        await liaison.says("DD-2026-0001")
        await liaison.taps("申请更正")
        await liaison.taps("产值")
        await liaison.says("1260")
        await liaison.says("多写了一个 0")
        await liaison.sees("原值：12,600 万元")
        await liaison.taps("提交")
        await liaison.sees("待本单位分管负责人同意")
        assert told(office, "数据更正申请") == 0, "the body's own deputy comes first"
        await deputy.taps("同意")
        await office.sees("数据更正申请")
        await second.sees("多写了一个 0")
        asked = await office.sees("本单位：测试丙47 同意")
        forged = await liaison.taps_raw("collection.correct_agree:1", await liaison.sees("数据更正申请"))
        assert forged.alert
        await office.taps("同意", message=asked)
        await liaison.sees("✅ 已更正：食品专班 产值（本年累计） 12,600 → 1,260 万元")
        again = await second.taps_raw("collection.correct_refuse:1", await second.sees("数据更正申请"))
        assert "已经办结" in (again.text or "")
        corrected = await leader.sees("更正版（第2版）")
        assert corrected.contains("食品专班 产值（本年累计）：12,600 → 1,260 万元")
        await liaison.says("DD-2026-0001")
        await liaison.sees("第 2 版")
        with world.database.read() as session:
            kept = [
                figure.value for figure in session.exec(select(Figure)) if figure.value in ("12600", "1260")
            ]
        assert sorted(kept) == ["1260", "12600"], "the earlier version is still there"


async def test_only_the_bodys_own_people_hand_in(make_world: Callable[..., World]) -> None:
    async with make_world(at=october(20, 10)) as world:
        prepare(world)
        office, liaison = world.person("测试乙06"), world.person("测试丙15")
        clerk = world.person("测试戊16")
        await collect(office)
        card = await liaison.sees("月调度数据报送")
        await clerk.says("DD-2026-0001")
        await clerk.sees("没有这项操作的权限")
        for verb in ("fill", "sheet", "correct", "pack", "correct_agree"):
            forged = await clerk.taps_raw(f"collection.{verb}:1", card)
            assert forged.alert
        await liaison.taps("填报")
        for name in ("产值", "完成投资", "新开工项目", "新签约项目"):
            await liaison.sees(f"👉 {name}")
            await liaison.taps("暂无此数")
        empty = await liaison.taps("提交")
        assert "还没有填数" in (empty.text or "")
        await clerk.says("/meetings")
        await clerk.sees("近期没有需要您参加的会议")
        clerk.sees_not("月调度数据")


def table(rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
