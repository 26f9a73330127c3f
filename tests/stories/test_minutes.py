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
    await office.sees("（无）")
    await world.advance_to(at(11, 30, 10))
    await office.says("HY-2026-0001")
    await office.taps("纪要")
    await office.says(LINES)
    draft = await office.sees("主办：区住建局")
    assert draft.contains("主办：木业产业专班")
    assert len([one for one in draft.buttons if "去掉" in str(one)]) == 1
    early = await office.taps_raw("minutes.sign:1", draft)
    assert early.alert
    assert not told(comes, "会议纪要"), "nothing goes out before it is signed"

    await office.taps("送主持领导审签")
    assert not told(comes, "会议纪要")
    await chair.taps("退回修改")
    await office.sees("退回了纪要")
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
    await office.sees("逾期 · 木业专班")
    await office.taps("落实情况表")
    table = await office.sees("📋 上次议定事项落实情况")
    assert table.contains("逾期 木业专班"), str(table)
    assert table.contains("未启动 区住建局")


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
