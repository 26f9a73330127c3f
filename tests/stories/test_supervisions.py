"""Listed supervision from listing to the end: scenario 10, and what ends it (M16)."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import select

from simulator.messages import Message
from simulator.people import Person
from storage.issues import Issue
from storage.receipts import Receipt
from storage.supervisions import Supervision
from tests.stories.test_issues_acting import choose, data
from tests.world import ZONE, World

STORY = "/report 铜业公司环评验收卡住了"


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def report(clerk: Person, story: str = STORY) -> Message:
    said = await clerk.says(story)
    await clerk.taps("提交", message=await clerk.sees("问题提报草稿", after=said))
    return await clerk.sees("状态：待受理", after=said)


async def list_it(world: World, office: Person, code: str = "WT-2026-0001", days: str = "10个工作日") -> None:
    said = await office.says(code)
    await choose(world, office, "挂牌督办", await office.sees(code, after=said))
    form = await office.sees("挂牌督办（草稿）", after=said)
    await office.taps(days, message=form)
    await office.taps("提交", message=form)
    await office.sees("DB-", after=form)


def _has(card: Message, label: str) -> bool:
    return any(label in button["text"] for row in card.button_rows for button in row)


def told(person: Person, words: str) -> int:
    return sum(message.contains(words) for message in person.messages())


async def listed(world: World) -> tuple[Person, Person, Person, Person, Person]:
    """A problem of the nonferrous task force, accepted by its liaison, listed by the office on 1 December."""
    clerk, office, head, deputy, liaison = (
        world.person(f"测试{name}") for name in ("戊16", "乙07", "丙41", "丙42", "丙45")
    )
    await report(clerk)
    await liaison.taps("受理")
    await world.advance_to(at(12, 1))
    await list_it(world, office)
    return clerk, office, head, deputy, liaison


async def test_listed_signed_reported_verified_and_taken_off(make_world: Callable[..., World]) -> None:
    async with make_world(at=at(11, 30)) as world:
        leader = world.person("周兴金")
        member = world.person("测试丙44")
        group = world.group("有色金属产业专班工作群", [member], body="有色金属产业专班")
        clerk, office, head, deputy, liaison = await listed(world)
        card = await head.sees("督〔2026〕1号")
        assert card.contains("12月15日（周二）17:30"), "ten working days, not the 11th"
        assert card.contains("主办：有色金属产业专班（领办人 测试丙45）")
        assert (await leader.sees("督〔2026〕1号")).contains("督办领导：周兴金")
        await clerk.sees("已由办公室挂牌督办")
        shown = await member.sees("督〔2026〕1号", chat=group)
        keeper = world.person("测试乙09")
        await keeper.sees("不能置顶")
        assert not shown.pinned
        group.promote_bot()
        await world.settle()
        assert shown.pinned, "made up for as soon as the assistant may"
        assert told(keeper, "不能置顶") == 1
        assert not shown.contains("铜业")
        public = await member.sees("状态：办理中", chat=group)
        assert public.contains("📌 挂牌督办 督〔2026〕1号"), "the problem's own card in the group says so"

        said = await leader.says("/dashboard")
        board = str((await leader.sees("问题总览", after=said)).text)
        assert board.index("📌 挂牌督办 1 件") < board.index("问〔2026〕1号") < board.index("未办结 1 件")
        for person in (head, liaison):
            await person.taps("签收")
        assert (await head.sees("测试丙41 ✓")).contains("测试丙42 未签")
        await world.advance_to(at(12, 2, 17, 30))
        call = await office.sees("签收期限已过")
        assert call.contains("测试丙42")
        assert call.contains("19900000070")
        assert not call.contains("测试丙41（")
        await office.taps("已电话 测试丙42", message=call)
        await head.sees("测试丙42 未签（已电话）")
        await deputy.taps("签收")
        await head.sees("测试丙42 ✓")

        await world.advance_to(at(12, 4, 9))
        await liaison.sees("今天 17:30 前请报一次进展")
        await world.advance_to(at(12, 4, 16, 1))
        week = str((await leader.sees("一周要情 · 12月4日")).text)
        assert week.index("📌 挂牌督办 1 件") < week.index("铜业公司环评验收卡住了") < week.index("到哪了")
        await world.advance_to(at(12, 4, 17, 30))
        await deputy.sees("还没有报")
        await office.sees("还没有报")
        await world.advance_to(at(12, 7, 9))
        assert told(liaison, "还没有报") == 1, "the newest in the place of the one before"
        assert told(deputy, "还没有报") == 1
        await liaison.says("/todo")
        await liaison.taps("进展 WT-2026-0001")
        await liaison.says("已进场监测")
        await liaison.sees("下次 12月10日（周四）前")
        await world.advance_to(at(12, 10, 9))
        await liaison.taps("进展")
        await liaison.says("监测报告已出")
        await world.advance_to(at(12, 11, 9))
        await deputy.sees("剩 2 个工作日")
        await world.advance_to(at(12, 14, 9))
        await head.sees("剩 1 个工作日")

        await _solve(liaison, "验收意见已出具")
        clerk.sees_not("请提报人评价")
        asked = await office.sees("已报办结，请核验")
        await world.settle()
        assert (await head.sees("状态：待核验")).contains("验收意见已出具")
        assert shown.pinned
        await office.taps("核验", message=asked)
        form = await office.sees("怎样核验的？", after=asked)
        await office.taps("现场核验通过", message=form)
        await office.says("现场看过，设备正常运行")
        await head.sees("核验通过，已摘牌")
        await clerk.taps("满意", message=await clerk.sees("请提报人评价"))
        await office.says("DB-2026-1")
        last = await office.sees("已于 12月14日 摘牌")
        assert last.contains("核验：通过（现场核验），测试乙07：现场看过，设备正常运行")
        await world.settle()
        assert not shown.pinned
        await world.advance_to(at(12, 21))
        assert told(head, "已超期") == 0


async def test_a_verification_that_is_not_passed_extends_once(make_world: Callable[..., World]) -> None:
    async with make_world(at=at(11, 30)) as world:
        clerk, office, head, _deputy, liaison = await listed(world)
        await world.advance_to(at(12, 14))
        for number, (label, due) in enumerate(
            (("延5个工作日", "12月22日（周二）"), ("核验不通过", "12月22日"))
        ):
            seen = office.last()
            await _solve(liaison, f"第 {number + 1} 次办结")
            asked = await office.sees("已报办结，请核验", after=seen)
            await office.taps("核验", message=asked)
            form = await office.sees("怎样核验的？", after=asked)
            assert _has(form, "延5个工作日") == (number == 0), "extended once only"
            if number == 0:
                forged = await office.taps_raw(data(form, "延5个工作日").replace("fail:5", "fail:6"), form)
                assert forged.alert
            await office.taps(label, message=form)
            await office.says("缺监测报告")
            back = await head.sees("核验未通过：缺监测报告")
            assert back.contains(due)
            await world.settle()
        assert (await head.sees("第 2 次未通过")).contains("督办中")
        clerk.sees_not("请提报人评价")
        await world.advance_to(at(12, 22, 17, 30))
        await head.sees("督办已超期")
        await office.sees("抄送：督办 督〔2026〕1号")
        await world.advance_to(at(12, 23, 9))
        assert told(head, "督办已超期") == 1, "the newest in the place of the one before"
        await head.sees("督办已超期 1 个工作日")
        assert told(office, "抄送：督办") == 1


async def test_who_joins_during_the_verification_judges_as_well(make_world: Callable[..., World]) -> None:
    async with make_world(at=at(11, 30)) as world:
        other = world.person("测试己10")
        clerk, office, _head, _deputy, liaison = await listed(world)
        await _solve(liaison, "验收意见已出具")
        asked = await office.sees("已报办结，请核验")
        said = await other.says("/report 铜业公司的环评验收还是卡住了")
        await other.taps("提交", message=await other.sees("问题提报草稿", after=said))
        await other.taps("附议 WT-2026-0001", message=await other.sees("提交前请看一下", after=said))
        await liaison.sees("有新的附议")
        await office.taps("核验", message=asked)
        await office.taps("材料核验通过", message=await office.sees("怎样核验的？", after=asked))
        await office.says("已看验收意见")
        first = await clerk.taps("满意", message=await clerk.sees("请提报人评价"))
        assert first.text == "感谢评价，还在等其他提报人评价。"
        await other.taps("满意", message=await other.sees("请提报人评价", after=said))
        await liaison.sees("提报人评价：满意，已办结")


async def test_only_the_office_takes_it_off(make_world: Callable[..., World]) -> None:
    async with make_world(at=at(11, 30)) as world:
        clerk, office, head, _deputy, _liaison = await listed(world)
        card = await head.sees("督〔2026〕1号")
        forged = await head.taps_raw("supervision.verify:1", card)
        assert forged.alert
        refused = await clerk.taps_raw("issue.do:1:withdraw:1", clerk.last())
        assert refused.alert
        await clerk.says("DB-2026-0001")
        outsider = world.person("测试丁07")
        for number in ("DB-2026-0001", "DB-2026-0099", "督〔2026〕1号"):
            said = await outsider.says(number)
            await outsider.sees("没有找到这个编号的督办事项", after=said)
        again = await office.taps_raw("issue.do:1:list:1", office.last())
        assert again.alert
        said = await office.says("WT-2026-1")
        await choose(world, office, "摘牌", await office.sees("WT-2026-0001", after=said))
        form = await office.sees("承办单位还没有报办结", after=said)
        await office.taps("材料核验通过", message=form)
        await office.says("并入全区环保专项，不再单独挂牌")
        await head.sees("核验通过，已摘牌")
        with world.database.begin() as session:
            issue = session.exec(select(Issue)).one()
            supervision = session.exec(select(Supervision)).one()
            assert (issue.state, issue.is_listed, supervision.state) == ("handling", False, "delisted")
            assert issue.due_at is not None
            assert all(one.signed_at or one.waived_at for one in session.exec(select(Receipt)))


async def _solve(liaison: Person, words: str) -> None:
    said = await liaison.says("WT-2026-1")
    await liaison.taps("办结", message=await liaison.sees("WT-2026-0001", after=said))
    await liaison.sees("请写明办理结果", after=said)
    await liaison.says(words)


async def test_the_office_extends_what_is_listed_and_the_supervision_keeps_step(
    make_world: Callable[..., World],
) -> None:
    """Scenario 15."""
    async with make_world(at=at(11, 30)) as world:
        clerk, office, head, deputy, liaison = await listed(world)
        await _ask_for_days(world, liaison, "3", "等待省级批复")
        await liaison.sees("最多 5 个")  # half of the ten days of the listing
        asked = await office.sees("申请延期")
        assert asked.contains("请办公室决定")
        deputy.sees_not("📮 申请延期")
        head.sees_not("📮 申请延期")
        await office.taps("同意", message=asked)
        await clerk.sees("已延期至 12月18日（周五），原因：等待省级批复")
        await head.sees("期限：12月18日（周五）17:30")
        with world.database.begin() as session:
            issue, supervision = session.exec(select(Issue)).one(), session.exec(select(Supervision)).one()
            assert issue.due_at == supervision.due_at == at(12, 18, 17, 30)
        await world.advance_to(at(12, 15, 18))
        assert told(head, "督办已超期") == 0
        await world.advance_to(at(12, 16, 9))
        await head.sees("剩 2 个工作日")
        await world.advance_to(at(12, 18, 9))
        await head.sees("12月18日 17:30，今天到期")
        liaison.sees_not("⏰ 问〔2026〕1号")


async def test_what_waits_for_the_chief_goes_to_the_office_when_it_is_listed(
    make_world: Callable[..., World],
) -> None:
    async with make_world(at=at(11, 30)) as world:
        clerk, office, deputy, liaison = (
            world.person(f"测试{name}") for name in ("戊16", "乙07", "丙42", "丙45")
        )
        await report(clerk)
        await liaison.taps("受理")
        await _ask_for_days(world, liaison, "2", "等待省级批复")
        before = await deputy.sees("申请延期")
        await list_it(world, office)
        await deputy.sees("请办公室决定")
        late = await deputy.taps_raw("issue.agree:1", before)
        assert late.text == "这项“延期”申请由办公室决定，现在不由您操作。"
        await office.taps("同意", message=await office.sees("申请延期"))
        await clerk.sees("已延期至 12月16日（周三）")


async def _ask_for_days(world: World, liaison: Person, days: str, reason: str) -> None:
    said = await liaison.says("WT-2026-1")
    await choose(world, liaison, "延期", await liaison.sees("WT-2026-0001", after=said))
    await liaison.says(days)
    await liaison.says(reason)


async def test_listed_before_anybody_accepts_it(make_world: Callable[..., World]) -> None:
    async with make_world(at=at(11, 30)) as world:
        clerk, office, liaison = (world.person(f"测试{name}") for name in ("戊16", "乙07", "丙45"))
        await report(clerk)
        await list_it(world, office, days="5个工作日")
        liaison.sees_not("督〔2026〕1号 · ")
        await liaison.taps("受理", message=await liaison.sees("状态：待受理"))
        card = await liaison.sees("办理期限：12月7日（周一）17:30")
        assert card.contains("挂牌督办 督〔2026〕1号")
        await liaison.taps("签收", message=card)
        await office.sees("测试丙45 ✓")
        with world.database.begin() as session:
            issue, supervision = session.exec(select(Issue)).one(), session.exec(select(Supervision)).one()
            assert issue.due_at == supervision.due_at
        await _ask_for_days(world, liaison, "2", "等待省级批复")
        await liaison.sees("最多 2 个")  # of the five days of the listing, not of the usual ten
        await world.advance_to(at(12, 3, 9))
        assert told(liaison, "剩 2 个工作日") + told(liaison, "今天 17:30 前请报一次进展") >= 2
        liaison.sees_not("⏰ 问〔2026〕1号")


async def test_what_is_typed_into_the_form(world: World) -> None:
    clerk, office = world.person("测试戊16"), world.person("测试乙07")
    await report(clerk)
    said = await office.says("WT-2026-0001")
    await choose(world, office, "挂牌督办", await office.sees("WT-2026-0001", after=said))
    for words, shown in (
        ("8个工作日", "12月3日（周四）"),
        ("12月18日", "12月18日（周五）"),
        ("马凤印", "督办领导：马凤印"),
        ("每周五向区政府报一次进度，年底前全部销号", "要求：每周五向区政府报一次进度"),
    ):
        await office.says(words)
        # Moved below these words, or edited above them when they were faster than the form's own delivery.
        form = await office.sees(shown)
    said = await office.says("字" * 501)
    await office.sees("请压缩到 500 字以内", after=said)
    await office.says("/cancel")
    said = await office.says("DB-2026-0001")
    await office.sees("没有找到这个编号的督办事项", after=said)
    assert form.text
