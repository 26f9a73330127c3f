"""Forged and stale buttons of the office, and names full of markup: an answer, never a broken update."""

import pytest
from sqlmodel import select

from storage.inbox import InboxRow, InboxState
from tests.world import World

VERBS = (
    "identity.confirm", "identity.refuse", "admin.menu", "admin.invite", "admin.requests", "admin.request",
    "admin.choose", "admin.unbound", "admin.unbound_unit", "admin.unreachable", "admin.parked_list",
    "admin.parked_one", "admin.retry", "admin.discard", "admin.groups", "admin.group", "admin.untie",
    "admin.holidays", "admin.person", "admin.leave", "groups.change", "groups.kind", "groups.pick",
    "groups.bind", "groups.unbind", "groups.untie", "groups.keep",
)  # fmt: skip
TAILS = (
    "",
    ":",
    ":0",
    ":1",
    ":zz:1",
    "::-1",
    ":1:-5",
    ":1:999999999",
    ":1:99999999999999999999",
    ":1:x:y",
    "::::",
)


def broken(world: World) -> list[str | None]:
    """Errors of updates that were not handled."""
    with world.database.begin() as session:
        rows = session.exec(select(InboxRow).where(InboxRow.state != InboxState.DONE)).all()
        return [row.error for row in rows]


@pytest.mark.parametrize("name", ["测试乙09", "测试戊16"])
async def test_forged_buttons_are_answered(world: World, name: str) -> None:
    person = world.person(name)
    await person.says("/me")
    message = await person.sees("身份")
    for verb in VERBS:
        for tail in TAILS:
            if len(f"{verb}{tail}") <= 64:
                await person.taps_raw(f"{verb}{tail}", message)
    await world.settle()
    assert broken(world) == []


async def test_names_full_of_markup_are_shown_as_they_are(world: World) -> None:
    office = world.person("测试乙05")
    stranger = world.stranger("<b>&'\"{{ 1 }}😀" * 6, phone="13911112222")
    await stranger.shares_contact()
    card = await office.sees("绑定申请")
    assert "<b>&'\"{{ 1 }}" in card.text
    await office.says("/admin")
    await office.taps("绑定申请 1")
    await world.settle()
    assert broken(world) == []


@pytest.mark.parametrize("typed", ["<i>", "%", "_", "' OR 1=1", "王" * 4000, "🙂", "\u202e测试"])
async def test_anything_may_be_typed_as_a_name(world: World, typed: str) -> None:
    office = world.person("测试乙05")
    await office.says("/admin")
    await office.taps("邀请")
    await office.sees("请发送要邀请的人的姓名")
    await office.says(typed)
    await office.sees("名册里没有")
    photo = await office.sends_photo()
    await world.settle()
    assert photo is not None
    assert broken(world) == []


@pytest.mark.parametrize(
    "said", ["我换号了" * 1000, "我换号了 <b>&", "我换号了 +86 199-0000-0083 13900000000 1"]
)
async def test_a_stranger_may_say_anything(world: World, said: str) -> None:
    world.person("测试乙09")
    stranger = world.stranger("路人")
    await stranger.says(said)
    await stranger.sees("验证手机号")
    await world.settle()
    assert broken(world) == []
