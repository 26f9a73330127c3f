"""Minutes as in scenario 25: signed off before they go out, one owner each, followed up next time."""

from datetime import datetime
from io import BytesIO

from docx import Document

from tests.stories.test_meetings import THURSDAY, make_weekly, told
from tests.world import ZONE, World

LINES = """会议研究了板材园区配电改造。
区住建局12月10日前完成三处配电改造方案，区规划分局配合。
木业专班12月4日前摸清企业用电缺口。"""


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def test_decided_items_go_out_after_the_chair_has_signed(world: World) -> None:
    office, chair, owner = (world.person(f"测试{name}") for name in ("乙05", "乙01", "丙15"))
    comes = world.person("测试丙11")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await office.says("HY-2026-0001")
    await office.taps("议程")
    await office.sees("还没有议题")
    await world.advance_to(at(11, 30, 10))
    await office.says("HY-2026-0001")
    await office.taps("纪要")
    await office.says(LINES)
    draft = await office.sees("主办：区住建局")
    assert draft.contains("主办：木业产业专班")
    early = await office.taps_raw("minutes.sign:1", draft)
    assert early.alert
    assert not told(comes, "会议纪要"), "nothing goes out before it is signed"

    await office.taps("送主持领导审签")
    assert not told(comes, "会议纪要")
    await chair.taps("退回修改")
    await chair.taps("不退回了")
    await chair.taps("退回修改")
    await chair.says("第2项时限再想想")
    back = await office.sees("退回了纪要")
    assert back.contains("意见：第2项时限再想想")
    await office.taps("修改纪要")
    await office.taps("送主持领导审签")
    await world.settle()
    signed = await chair.taps("审签")
    assert signed.alert is False, signed.text
    await comes.sees("区新旧动能转换领导小组办公室会议纪要〔2026〕第1期")
    await world.settle()
    sent = comes.last().attachment
    assert sent is not None
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(sent.data)).paragraphs)
    assert "〔2026〕第1期" in text
    assert "责任单位：区住建局；配合单位：区规划分局；完成时限：12月10日" in text
    assert "责任单位：木业产业专班；完成时限：12月4日" in text
    assert text.count("摸清企业用电缺口") == 1, "what was decided is said once"
    assert text.endswith("区新旧动能转换领导小组办公室\t2026年11月30日印发")
    again = await chair.taps_raw("minutes.sign:1", await chair.sees("会议纪要"))
    assert again.alert
    await owner.sees("JB-2026-0002")
    await owner.taps("签收")

    await world.advance_to(at(12, 7, 8))
    said = await office.says("HY-2026-0002")
    await office.sees("第2期", after=said)
    await office.taps("议程")
    agenda = await office.sees("1. 上次议定事项落实情况（2 项，未完成 2 项）")
    assert agenda.contains("2. 交办逾期：木业专班12月4日前摸清企业用电缺口。（木业专班，JB-2026-0002）")
    assert agenda.contains("3. 交办未签收：区住建局12月10日前完成三处配电改造方案")
    await office.taps("落实情况表")
    table = await office.sees("📋 上次议定事项落实情况")
    assert table.contains("逾期 木业专班"), str(table)
    assert table.contains("未启动 区住建局")


async def test_what_an_item_lacks_is_asked_about_before_the_chair_sees_it(world: World) -> None:
    office, chair, comes = (world.person(f"测试{name}") for name in ("乙05", "乙01", "丙11"))
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await world.advance_to(at(11, 30, 10))
    await office.says("HY-2026-0001")
    await office.taps("纪要")
    more = "\n".join(f"食品专班12月{day}日前报送第{day}批名单。" for day in range(10, 14))
    said = await office.says(f"区住建局牵头研究配电改造方案。\n12月10日前完成管网勘察。\n{LINES}\n{more}")
    draft = await office.sees("主办：区住建局，❓时限未写明", after=said)
    assert draft.contains("主办：❓未写明，12月10日")
    assert draft.contains("议定事项（8 项）")

    asked = await office.taps("送主持领导审签", message=draft)
    assert not asked.alert
    await office.sees("这一项还缺完成时限")
    said = await office.says("越快越好")
    await office.sees("没看出责任单位或完成时限", after=said)
    said = await office.says("12月8日前")
    await office.sees("这一项还缺责任单位", after=said)
    said = await office.says("区城管局")
    card = await office.sees("主办：区城管局，12月10日", after=said)
    assert card.contains("主办：区住建局，12月8日")
    assert not told(chair, "会议纪要")

    await office.taps("议定事项", message=card)
    page = await office.sees("共 8 项，第 1/2 页")
    await office.taps("下一页", message=page)
    await office.taps("改第 8 项", message=await office.sees("第 2/2 页"))
    await office.taps("去掉", message=await office.sees("第13批名单"))
    card = await office.sees("议定事项（7 项）")
    assert not card.contains("8. ")
    await office.taps("送主持领导审签")
    await chair.taps("退回修改")
    await chair.taps("文字需要修改")
    card = await office.sees("退回意见（测试乙01）：文字需要修改")
    await office.taps("送主持领导审签", message=card)
    await world.settle()
    signed = await chair.taps("审签")
    assert not signed.alert, signed.text

    sent = await comes.sees("议定事项 7 项")
    await comes.taps("已阅", message=sent)
    card = await office.sees("📖 已阅 1/")
    await office.taps("阅读情况", message=card)
    await office.taps("下一页", message=await office.sees("纪要阅读情况：已阅 1/"))
    forged = await comes.taps_raw("minutes.readers:1:0", sent)
    assert forged.alert


async def test_a_document_is_read_and_a_bad_one_is_refused(world: World) -> None:
    office, outsider = world.person("测试乙05"), world.person("测试戊16")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await world.advance_to(at(11, 30, 10))
    await office.says("HY-2026-0001")
    await office.taps("纪要")
    await office.sees("粘贴纪要")
    await office.sends_document("坏.docx", b"PK-no")
    await office.sees("这个文件读不出来")
    document = Document()
    for line in LINES.splitlines():
        document.add_paragraph(line)
    content = BytesIO()
    document.save(content)
    await office.sends_document("纪要.docx", content.getvalue())
    card = await office.sees("主办：木业产业专班")
    forged = await outsider.taps_raw("minutes.submit:1", card)
    assert forged.alert
