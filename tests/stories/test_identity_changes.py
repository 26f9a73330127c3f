"""Another number, another account (scenario 37): never on one's own word, never two valid accounts."""

import asyncio
from datetime import datetime

import pytest
from sqlmodel import col, select

from storage import outbox
from storage.accounts import Account, AccountState
from storage.people import Person, PhoneHistory
from tests.world import ZONE, World

HER = "测试㛃"
"""Deputy in charge of 区编办; its principal is 测试丁04."""


def number_of(world: World, name: str) -> str:
    """The roster's number."""
    with world.database.begin() as session:
        return session.exec(select(Person).where(Person.name == name)).one().phone


def valid_accounts(world: World, name: str) -> list[int]:
    """Telegram ids of the accounts by which somebody may act."""
    with world.database.begin() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        rows = session.exec(
            select(Account).where(Account.person_id == person.id, col(Account.state) == AccountState.BOUND)
        )
        return [row.user_id for row in rows]


async def test_a_new_account_is_confirmed_by_who_is_in_charge(world: World) -> None:
    her, admin = world.person(HER), world.person("测试乙09")
    head, office = world.person("测试丁04"), world.person("测试乙05")
    new = world.stranger("新手机", phone="13911112222")

    await new.says("我换号了")
    asked = await new.sees("不能自行改绑")
    assert HER not in asked.text
    admin.sees_not("换号核验")
    old = number_of(world, HER)
    await new.says(f"我是{HER}，原手机号 +86 {old[:3]}-{old[3:7]} {old[7:]}")
    await new.sees("转交核验")
    card = await admin.sees("换号核验")
    assert HER in card.text
    await head.sees("换号核验")
    office.sees_not("换号核验")
    her.sees_not("换号核验")

    await new.taps("验证手机号")
    await admin.sees("已验证的号码：13911112222")
    new.sees_not("账号已绑定")
    assert valid_accounts(world, HER) == [her.id]

    await head.taps("确认改绑")
    await new.sees(f"您好，{HER}！账号已绑定")
    await her.sees("这个账号即刻失效")
    assert valid_accounts(world, HER) == [new.id]
    closed = await admin.sees("✅ 已确认 · 测试丁04")
    assert not closed.buttons
    assert number_of(world, HER) == "13911112222"
    with world.database.begin() as session:
        assert session.exec(select(PhoneHistory)).one().phone == old

    said = await her.says("/me")
    await her.sees("还没有绑定名册", after=said)
    await world.settle()
    assert sum("这个账号即刻失效" in message.text for message in her.messages()) == 1


async def test_knowing_the_old_number_binds_nobody(world: World) -> None:
    her, admin = world.person(HER), world.person("测试乙09")
    thief = world.stranger("冒名者", phone="13800000000")
    await thief.says("换手机号了")
    await thief.says(number_of(world, HER))
    await thief.sees("转交核验")
    await admin.taps("不予通过")
    await thief.sees("没有通过")
    assert valid_accounts(world, HER) == [her.id]


async def test_the_answer_tells_nothing_about_who_exists(world: World) -> None:
    world.person("测试乙09")
    answers = []
    for name in (HER, "查无此人"):
        stranger = world.stranger(f"账号{name}", phone=None)
        said = await stranger.says("我换号了")
        await stranger.sees("不能自行改绑", after=said)
        said = await stranger.says(f"{name}，区编办")
        answers.append((await stranger.sees("转交核验", after=said)).text)
    assert answers[0] == answers[1]


async def test_the_same_number_from_another_account_waits_for_confirmation(world: World) -> None:
    clerk, deputy = world.person("测试戊16"), world.person("测试戊15")
    admin = world.person("测试乙09")
    new = world.stranger("新账号", phone="199-0000-0117")
    await new.shares_contact()
    await new.sees("转给办公室")
    assert valid_accounts(world, "测试戊16") == [clerk.id]
    await deputy.sees("换号核验")
    await admin.taps("确认改绑")
    await new.sees("账号已绑定")
    assert valid_accounts(world, "测试戊16") == [new.id]
    # both tapped: the second hears that it has been done
    card = await deputy.sees("已确认")
    answer = await deputy.taps_raw("identity.confirm:1", card)
    assert answer.text is not None
    assert "没有重复操作" in answer.text


async def test_nobody_confirms_for_themselves_or_for_another_unit(world: World) -> None:
    her, admin = world.person(HER), world.person("测试乙09")
    other = world.person("测试戊15")
    new = world.stranger("新手机", phone="13911112222")
    await new.says(f"我换号了，{HER} 区编办")
    await new.sees("转交核验")
    card = await admin.sees("换号核验")
    for who in (her, other):
        await who.says("/help")
        message = await who.sees("查看本人身份")
        answer = await who.taps_raw("identity.confirm:1", message)
        assert answer.alert
        assert answer.text == "您没有这项操作的权限。"
    assert valid_accounts(world, HER) == [her.id]
    assert card.buttons


async def test_two_confirmations_at_once_bind_once(world: World) -> None:
    clerk, deputy = world.person("测试戊16"), world.person("测试戊15")
    admin = world.person("测试乙09")
    new = world.stranger("新账号", phone="199-0000-0117")
    await new.shares_contact()
    first, second = await deputy.sees("换号核验"), await admin.sees("换号核验")
    answers = await asyncio.gather(
        deputy.taps("确认改绑", message=first), admin.taps_raw("identity.confirm:1", second)
    )
    await world.settle()
    assert valid_accounts(world, "测试戊16") == [new.id]
    texts = [answer.text or "" for answer in answers]
    assert sum("没有重复操作" in text for text in texts) == 1
    assert sum("失效" in message.text for message in clerk.messages()) == 1


async def test_what_waits_follows_to_the_new_account(world: World) -> None:
    her, admin = world.person("测试戊16"), world.person("测试乙09")
    new = world.stranger("新账号", phone="199-0000-0117")
    await new.shares_contact()
    await admin.sees("换号核验")
    await world.advance_to(datetime(2026, 11, 23, 21, 0, tzinfo=ZONE))
    await hold_notice_for(world, "测试戊16", "明早的提醒")
    await admin.taps("确认改绑")
    await new.sees("账号已绑定")
    await world.advance_to(datetime(2026, 11, 24, 9, 30, tzinfo=ZONE))
    await new.sees("明早的提醒")
    her.sees_not("明早的提醒")


async def test_only_the_number_changes(world: World) -> None:
    clerk, office = world.person("测试戊16"), world.person("测试乙05")
    clerk.account.phone = "13911112222"
    await clerk.shares_contact()
    await clerk.sees("转给办公室")
    await office.sees("手机号变更")
    await office.taps("更新手机号")
    await clerk.sees("手机号已更新")
    assert number_of(world, "测试戊16") == "13911112222"
    assert valid_accounts(world, "测试戊16") == [clerk.id]


async def test_a_number_that_belongs_to_somebody_else_is_not_taken_over(world: World) -> None:
    clerk, office = world.person("测试戊16"), world.person("测试乙05")
    clerk.account.phone = "199-0000-0039"
    await clerk.shares_contact()
    await office.sees("手机号变更")
    answer = await office.taps("更新手机号")
    assert answer.alert
    assert answer.text is not None
    assert "测试丙11" in answer.text
    assert number_of(world, "测试戊16") == "19900000117"


async def test_a_bound_person_learns_how_a_change_goes(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("我换手机了")
    await clerk.sees("换了 Telegram 账号")


@pytest.mark.parametrize(
    "said", ["我换号了", "换手机号了怎么办", "手机号换了", "我 换 号 了", "换了个账号", "重新绑定"]
)
async def test_many_ways_to_say_it(world: World, said: str) -> None:
    new = world.stranger("新手机")
    await new.says(said)
    await new.sees("不能自行改绑")


async def test_too_many_requests_are_refused(world: World) -> None:
    admin = world.person("测试乙09")
    pest = world.stranger("骚扰者", phone="13800000000")
    for number in range(1, 6):
        await pest.shares_contact()
        card = await admin.sees("绑定申请")
        await admin.taps_raw(f"identity.refuse:{number}", card)
        await world.settle()
    await pest.shares_contact()
    await pest.sees("太多了")


async def hold_notice_for(world: World, name: str, text: str) -> None:
    """A notice that waits for the morning."""
    with world.database.begin() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        account = session.exec(select(Account).where(Account.person_id == person.id)).one()
        outbox.add_call(
            session,
            chat_id=account.user_id,
            person_id=person.id,
            method="sendMessage",
            payload={"text": text},
            state="queued",
            priority=1,
            important=True,
            attempts=0,
            created_at=world.clock.now(),
            not_before=datetime(2026, 11, 24, 9, tzinfo=ZONE),
        )
