"""Leave and delegates as told in scenarios 21 and 22: reasons, two steps, meetings without delegates."""

from datetime import datetime

from sqlmodel import select

from simulator.messages import Message
from simulator.people import Person as Actor
from storage.meetings import Participant
from templates.rendering import base36
from tests.world import ZONE, World

WEDNESDAY = datetime(2026, 12, 9, 16, 0, tzinfo=ZONE)
DAY = datetime(2026, 12, 14, 9, 0, tzinfo=ZONE)


async def make(office: Actor, kind: str, when: str, *taps: str) -> None:
    await office.says("/meetings")
    await office.taps("新建")
    await office.taps(kind)
    await office.says(when)
    await office.says("区政府三楼会议室")
    for label in taps:
        await office.taps(label)
    await office.taps("提交")
    await office.sees("HY-2026-0001")


async def test_a_delegate_needs_a_reason_and_the_office_and_gets_the_material(world: World) -> None:
    office, sends, stand_in = world.person("测试乙04"), world.person("测试己19"), world.person("欧阳测试")
    await make(office, "半年分析", "12月14日 9:00")
    await office.taps("更多")
    await office.taps("材料")
    await office.sends_document("半年分析材料.docx", b"paper")
    await office.sees("现有 1 份材料")
    await office.taps("完成")
    await office.sees("随会议通知发出")
    await world.advance_to(DAY.replace(day=10, hour=16))
    await sends.sees("会议通知")
    await sends.taps("代会")
    await sends.taps("欧阳测试")
    await sends.sees("请选择不能到会的原因")
    await sends.taps("公务冲突")
    await sends.sees("代会（欧阳测试）待批")
    stand_in.sees_not("会议通知")
    request = await office.sees("代会申请")
    assert request.contains("测试己19（区住建局")
    assert request.contains("代会人：欧阳测试（区住建局，业务科长）")
    assert request.contains("原因：公务冲突")
    await office.taps("同意")
    await sends.sees("已同意 欧阳测试 代会")
    await stand_in.sees("您代 测试己19 参会")
    await world.settle()
    assert [m for m in stand_in.messages() if m.document], "the delegate gets the documents unasked"
    await stand_in.taps("参加")
    await office.says("HY-2026-0001")
    card = await office.sees("代会 1")
    await office.taps("名单", message=card)
    await office.sees("📋 半年分析")
    await office.taps("代会", message=card)
    await office.sees("测试己19（区住建局）代会：欧阳测试")


async def test_where_nobody_may_be_sent_only_leave_can_be_asked_for(world: World) -> None:
    office, chair, asks = world.person("测试乙04"), world.person("测试甲01"), world.person("测试丙11")
    await make(office, "年度考核", "12月14日 9:00")
    await world.advance_to(DAY.replace(day=10, hour=16))
    call = await asks.sees("要求本人参加，不得代会")
    assert "代会]" not in str(call)
    with world.database.begin() as session:
        mine = session.exec(select(Participant)).all()
        person = [one.id for one in mine if one.person_id == asks.id - 100_000]
    forged = await asks.taps_raw(f"meeting.delegate:{base36(person[0] or 0)}:1", call)
    assert "不得代会" in (forged.text or "")
    await asks.taps("请假")
    await asks.taps("病假")
    await office.taps("准假")
    await asks.sees("待批（待主持领导批）")
    await chair.sees("办公室已初核，待主持领导（测试甲01）批")
    asks.sees_not("已准假")
    await chair.taps("不准")
    refused = await asks.sees("未准假")
    assert refused.contains("请参加。")
    assert not refused.contains("代会")


async def test_leave_goes_to_the_office_then_to_the_chair_and_stays_private(world: World) -> None:
    office, chair = world.person("测试乙04"), world.person("测试甲02")
    asks, other = world.person("测试丁07"), world.person("测试丁10")
    group = world.group("人才线工作群", [asks], body="人才服务保障线")
    await make(office, "月调度", "12月14日 9:00")
    await world.advance_to(DAY.replace(day=10, hour=16))
    await asks.taps("请假")
    await asks.taps("公务冲突")
    await asks.sees("请写明与哪个会议或公务冲突")
    await asks.says("省人才工作会议")
    await asks.sees("请假（公务冲突）待批")
    first = await office.sees("请假申请")
    assert (await chair.sees("由您主持")).contains("您的答复：参加"), "nobody chases who chairs"
    chair.sees_not("请假申请")
    subject = _subject(first)
    await office.taps("准假")
    again = await office.taps_raw(f"meeting.grant:{subject}:office", first)
    assert "已经处理过" in (again.text or "")
    request = await chair.sees("请假申请")
    assert request.contains("公务冲突：省人才工作会议")
    await chair.says("/todo")
    await chair.sees("请假待批：测试丁07")
    stolen = await other.taps_raw(f"meeting.grant:{subject}:chair", await other.sees("会议通知"))
    assert "没有这项操作的权限" in (stolen.text or "")
    await chair.taps("准假", message=request)
    await asks.sees("已准假")
    await asks.sees("请假 1", chat=group)
    asks.sees_not("省人才工作会议", chat=group)
    asks.sees_not("公务冲突", chat=group)

    await world.advance_to(DAY.replace(hour=8))
    summary = await chair.sees("会前汇总")
    assert summary.contains("测试丁07（区人才办）公务冲突：省人才工作会议，已准假")
    await office.sees("会前汇总")
    await asks.taps("参加")
    await office.says("HY-2026-0001")
    card = await office.sees("请假 0")
    await office.taps("名单", message=card)
    await office.sees("📋 月调度")
    await office.taps("记录", message=card)
    steps = await office.sees("测试丁07 答复：请假 → 参加")
    assert steps.contains("测试甲02 同意请假")


def _subject(card: Message) -> str:
    return str(card.button_rows[0][0]["callback_data"]).split(":")[1]
