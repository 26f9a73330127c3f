"""/admin: what the office and the administrators look after, in place, with rights checked on every tap."""

import json

import pytest
from sqlmodel import select

from storage import inbox
from storage.inbox import InboxRow, InboxState, RawUpdate
from tests.world import World


def park(world: World, update_id: int, update: dict[str, object]) -> None:
    """An update that has failed three times."""
    with world.database.begin() as session:
        payload = json.dumps({"update_id": update_id, **update})
        inbox.add_updates(session, [RawUpdate(update_id, "1", "message", payload)], now=world.clock.now())
        row = session.exec(select(InboxRow).where(InboxRow.update_id == update_id)).one()
        inbox.mark_parked(session, row.id or 0, attempts=3, error="ValueError: <b>", now=world.clock.now())


def state_of(world: World, update_id: int) -> str:
    """Where an update stands."""
    with world.database.begin() as session:
        return session.exec(select(InboxRow).where(InboxRow.update_id == update_id)).one().state


@pytest.mark.parametrize("name", ["测试戊16", "测试丙11", "王辉", "测试甲01"])
async def test_others_are_refused(world: World, name: str) -> None:
    person = world.person(name)
    await person.says("/admin")
    refused = await person.sees("没有这项操作的权限")
    verbs = (
        "admin.menu", "admin.invite", "admin.requests", "admin.request:1", "admin.choose:1",
        "admin.unbound::0", "admin.unbound_unit:1:0", "admin.unreachable", "admin.parked_list::0",
        "admin.parked_one:1", "admin.retry:1", "admin.discard:1", "admin.groups::0", "admin.group:1",
        "admin.untie:1", "admin.holidays", "admin.person:1:1",
    )  # fmt: skip
    for verb in verbs:
        answer = await person.taps_raw(verb, refused)
        assert answer.alert, verb
        assert answer.text == "您没有这项操作的权限。", verb


async def test_everything_happens_in_one_message(world: World) -> None:
    admin = world.person("测试乙09")
    await admin.says("/admin")
    menu = await admin.sees("🛠 管理")
    for label in ("绑定申请", "未绑定人员", "无法送达", "异常消息", "群绑定", "节假日", "邀请"):
        await admin.taps(label, message=menu)
        await world.settle()
        assert "🛠 管理" not in menu.text
        await admin.taps("返回", message=menu)
        await world.settle()
        assert "🛠 管理" in menu.text
    assert len([message for message in admin.messages() if message.from_bot]) == 1


async def test_who_is_not_bound_is_listed_by_unit(world: World) -> None:
    office = world.person("测试乙05")
    world.person("测试丙15")
    await office.says("/admin")
    await office.taps("未绑定人员")
    listed = await office.sees("全部 165 人，还有 163 人没有绑定")
    for _ in range(10):
        if any("区林业局" in label for row in listed.buttons for label in row):
            break
        await office.taps("更多")
        await world.settle()
    await office.taps("区林业局")
    unit = await office.sees("区林业局未绑定 4 人")
    assert "测试丙11" in unit.text
    assert "测试丙15" not in unit.text


async def test_parked_updates_are_retried_or_discarded(world: World) -> None:
    admin = world.person("测试乙09")
    await admin.says("/me")
    await admin.sees("身份")
    said = {
        "message": {
            "message_id": 9001,
            "date": 1,
            "chat": {"id": admin.id, "type": "private", "first_name": "测试乙09"},
            "from": {"id": admin.id, "is_bot": False, "first_name": "测试乙09"},
            "text": "/cancel",
            "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
        }
    }
    park(world, 1, said)
    park(world, 2, {"message": {"nonsense": True}})
    await admin.says("/admin")
    await admin.taps("异常消息 2")
    await admin.sees("处理三次都没有成功")
    await admin.taps("#1 message")
    await admin.sees("ValueError")
    await admin.taps("重试")
    await admin.sees("当前没有正在填写的内容")
    await world.settle()
    assert state_of(world, 1) == InboxState.DONE
    await admin.taps("#2 message")
    await admin.taps("丢弃")
    await admin.sees("目前没有搁置的消息")
    assert state_of(world, 2) == InboxState.DISCARDED


async def test_the_office_has_no_parked_messages(world: World) -> None:
    office = world.person("测试乙05")
    await office.says("/admin")
    menu = await office.sees("🛠 管理")
    assert not menu.contains("异常消息")
    answer = await office.taps_raw("admin.parked_list::0", menu)
    assert answer.text == "您没有这项操作的权限。"


async def test_an_update_that_fails_is_reported_to_administrators(world: World) -> None:
    admin = world.person("测试乙09")
    world.telegram.inject({"message": {"nonsense": True}})
    await world.settle()
    await world.advance(seconds=1)
    await world.advance(seconds=5)
    await admin.sees("条消息处理三次都没有成功")


async def test_groups_are_listed_and_untied(world: World) -> None:
    admin, office = world.person("测试乙09"), world.person("测试乙05")
    world.group("木业群", [world.person("测试丙15")], body="木业产业专班")
    await office.says("/admin")
    await office.taps("群绑定")
    await office.taps("木业群")
    detail = await office.sees("状态：正常")
    assert not detail.contains("解除绑定")
    await admin.says("/admin")
    await admin.taps("群绑定")
    await admin.taps("木业群")
    await admin.taps("解除绑定")
    await admin.sees("还没有绑定的群")


async def test_holidays_tell_until_when_they_are_known(world: World) -> None:
    office = world.person("测试乙05")
    await office.says("/admin")
    await office.taps("节假日")
    told = await office.sees("已知到 2026-12-31")
    assert "2027 年的安排还没有导入" in told.text


async def test_requests_open_from_the_list(world: World) -> None:
    stranger = world.stranger("新来的", phone="13911112222")
    await stranger.shares_contact()
    await stranger.sees("转给办公室")
    office = world.person("测试乙05")
    await office.says("/admin")
    await office.taps("绑定申请 1")
    await office.taps("新来的")
    await office.taps("不予通过")
    await stranger.sees("没有通过")
