"""The agenda drafts itself; what the office changes stays; it goes out as a document (M14)."""

from datetime import timedelta
from io import BytesIO

from docx import Document
from sqlmodel import select

from storage.issues import Issue
from tests.stories.test_issues_acting import report
from tests.stories.test_meetings import THURSDAY, make_weekly
from tests.world import World


async def test_drafted_from_what_is_open_changed_and_sent(world: World) -> None:
    clerk, office, comes = (world.person(f"测试{name}") for name in ("戊16", "乙05", "丙11"))
    outsider = world.person("测试己28")
    await report(clerk)
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    with world.database.begin() as session:
        session.exec(select(Issue)).one().due_at = THURSDAY - timedelta(days=1)
    await office.says("HY-2026-0001")
    await office.taps("议程")
    card = await office.sees("📋 议程（草案，未发出）")
    assert card.contains("1. 逾期问题："), card.text
    assert card.contains("WT-2026-0001")

    await office.taps("加议题", message=card)
    said = await office.says("研究年底冲刺安排\n通报签约项目")
    card = await office.sees("3. 通报签约项目", after=said)
    await office.taps("改议题", message=card)
    await office.taps("第 3 项")
    await office.taps("上移")
    await office.sees("第 2 项（共 3 项）")
    said = await office.says("通报十一月签约项目")
    card = await office.sees("2. 通报十一月签约项目", after=said)
    assert card.contains("3. 研究年底冲刺安排")

    await office.taps("改议题", message=card)
    await office.taps("第 1 项")
    await office.taps("去掉")
    card = await office.sees("1. 通报十一月签约项目")
    again = await office.taps("补充新事项", message=card)
    assert again.text == "没有新的事项", "what was taken out is not drafted again"
    await office.taps("恢复去掉的 1 项", message=card)
    card = await office.sees("1. 逾期问题：")

    forged = await comes.taps_raw("agenda.remove:1:1", await comes.sees("会议通知"))
    assert forged.alert
    await office.taps("发给参会人员", message=card)
    await office.taps("确认发出")
    await office.sees("发给参会人员。")
    await comes.sees("会议议程：周例会")
    await world.settle()
    sent = comes.last().attachment
    assert sent is not None
    lines = [paragraph.text for paragraph in Document(BytesIO(sent.data)).paragraphs]
    assert lines[0] == "周例会议程"
    assert "2. 通报十一月签约项目" in lines
    outsider.sees_not("会议议程")

    await comes.says("HY-2026-0001")
    await comes.taps("议程")
    seen = await comes.sees("2. 通报十一月签约项目")
    assert not seen.buttons

    await office.taps("加议题", message=card)
    said = await office.says("传达市里会议精神")
    card = await office.sees("参会人员手里不是最新的", after=said)
    await office.taps("发更正版", message=card)
    await office.taps("确认发出")
    await comes.sees("会议议程（更正版，以此为准）：周例会")


async def test_bad_topics_are_refused_and_nothing_goes_out_before_the_call(world: World) -> None:
    office = world.person("测试乙05")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await office.says("HY-2026-0001")
    await office.taps("议程")
    card = await office.sees("还没有议题")
    await office.taps("加议题", message=card)
    said = await office.says("很长" * 101)
    await office.sees("每项请控制在 200 字以内", after=said)
    said = await office.says("\n".join(f"议题{n}" for n in range(31)))
    await office.sees("最多 30 项", after=said)
    said = await office.says("研究一件事")
    await office.sees("1. 研究一件事", after=said)
