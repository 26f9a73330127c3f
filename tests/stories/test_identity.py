"""Binding an account to a person, by number or invitation; strangers get nothing else (M1, scenario 35)."""

import pytest
from sqlmodel import select

from simulator.people import Person as Actor
from storage.accounts import Account, AccountState, Invitation
from storage.people import Person, PhoneHistory
from tests.world import World

OWN = "199-0000-0117"
"""The number of 测试戊16 on the roster."""


async def link_for(office: Actor, name: str) -> str:
    """The office makes an invitation for somebody; its payload."""
    await office.says("/admin")
    await office.taps("邀请")
    await office.sees("请发送要邀请的人的姓名")
    said = await office.says(name)
    await office.taps(f"{name}（")
    message = await office.sees("https://t.me/", after=said)
    return message.text.split("?start=")[1].split()[0]


def account_of(world: World, actor: Actor) -> Account | None:
    """What the database knows of a Telegram account."""
    with world.database.begin() as session:
        return session.get(Account, actor.id)


@pytest.mark.parametrize("phone", [OWN, "+86 199 0000 0117", "8619900000117", "１９９００００ ０１１７"])
async def test_the_own_number_binds_however_it_is_written(world: World, phone: str) -> None:
    clerk = world.stranger("小李", phone=phone)
    await clerk.starts()
    await clerk.sees("请联系单位联络员开通")
    assert clerk.keyboard == [["📱 验证手机号"]]

    await clerk.taps("验证手机号")
    welcome = await clerk.sees("您好，测试戊16！账号已绑定")
    assert welcome.contains("上报")
    assert clerk.keyboard == [["我的待办", "上报问题", "查政策", "会议"]]
    await clerk.says("/me")
    await clerk.sees("义堂镇")


async def test_somebody_elses_contact_is_refused(world: World) -> None:
    stranger = world.stranger("冒名者", phone="13800000000")
    world.stranger("真身", phone=OWN)
    await stranger.starts()
    await stranger.shares_contact(phone=OWN, name="测试戊16")
    refusal = await stranger.sees("不是您本人的名片")
    assert "测试戊16" not in refusal.text
    await stranger.shares_contact(phone="199-0000-0028", name="没有账号的人")
    await world.settle()
    await stranger.says("/me")
    await world.settle()
    stranger.sees_not("账号已绑定")
    assert account_of(world, stranger) is None


async def test_a_typed_number_is_not_enough(world: World) -> None:
    stranger = world.stranger("冒名者", phone="13800000000")
    for typed in (OWN, "我是测试戊16，19900000117"):
        said = await stranger.says(typed)
        await stranger.sees("验证手机号", after=said)
    await world.settle()
    stranger.sees_not("您好")
    assert account_of(world, stranger) is None


async def test_a_stranger_gets_nothing_but_how_to_bind(world: World) -> None:
    stranger = world.stranger("路人", phone="13800000000")
    clerk = world.person("测试戊16")
    for command in (
        "/help",
        "/todo",
        "/me",
        "/report 停电",
        "/policy 人才",
        "/cancel",
        "/admin",
        "/bind",
        "/x",
    ):
        said = await stranger.says(command)
        answer = await stranger.sees("验证手机号", after=said)
        assert "还没有绑定名册" in answer.text
    for free in ("园区停电了", "WT-2026-0001", "王辉", "测试乙09", "上报问题"):
        said = await stranger.says(free)
        await stranger.sees("还没有绑定名册", after=said)
    sent = await stranger.sends_document("台账.xlsx", b"x" * 10)
    await stranger.sees("还没有绑定名册", after=sent)
    photo = await stranger.sends_photo(caption="路断了")
    await stranger.sees("还没有绑定名册", after=photo)
    place = await stranger.sends_location(35.1, 118.3)
    await stranger.sees("还没有绑定名册", after=place)
    deep = await stranger.starts("WT-2026-0001")
    await stranger.sees("还没有绑定名册", after=deep)
    assert await stranger.types_inline("人才") == []
    assert await stranger.types_inline("报 停电") == []

    await clerk.says("/help")
    message = await clerk.sees("查看本人身份")
    group = world.group("混进来的人", [clerk, stranger], body="木业产业专班")
    for verb in ("admin.menu", "issue.accept:1", "groups.keep:1", "identity.confirm:1"):
        answer = await stranger.taps_raw(verb, message)
        assert answer.alert
        assert answer.text is not None
        assert "还没有绑定名册" in answer.text
    await stranger.says("/bind", chat=group)
    await world.settle()
    assert not [message for message in group.messages() if message.from_bot]


async def test_who_has_left_gets_nothing_any_more(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/me")
    await clerk.sees("义堂镇")
    with world.database.begin() as session:
        person = session.exec(select(Person).where(Person.name == "测试戊16")).one()
        person.active = False
        session.add(person)
    for text in ("/me", "/help", "测试乙09", "/start"):
        said = await clerk.says(text)
        answer = await clerk.sees("还没有绑定名册", after=said)
        assert "测试" not in answer.text
    assert await clerk.types_inline("人才") == []
    shared = await clerk.shares_contact()
    await clerk.sees("转给办公室", after=shared)


async def test_an_invitation_binds_once(world: World) -> None:
    office = world.person("测试乙05")
    payload = await link_for(office, "测试戊16")
    with world.database.begin() as session:
        invitation = session.exec(select(Invitation)).one()
        assert payload.removeprefix("inv_") not in invitation.code_hash

    clerk = world.stranger("小李", phone="13911112222")
    await clerk.starts(payload)
    await clerk.sees("您好，测试戊16！账号已绑定")
    await office.sees("测试戊16已通过邀请链接完成绑定")

    second = world.stranger("捡到链接的人", phone="13911113333")
    await second.starts(payload)
    await second.sees("邀请链接无效")
    assert account_of(world, second) is None


async def test_the_code_of_an_invitation_is_written_down_nowhere(world: World) -> None:
    office = world.person("测试乙05")
    payload = await link_for(office, "测试戊16")
    await world.settle()
    code = payload.removeprefix("inv_")
    with world.database.begin() as session:
        connection = session.connection()
        for table in Account.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                assert code not in str(row), table.name


async def test_an_invitation_expires_and_a_newer_one_takes_its_place(world: World) -> None:
    office = world.person("测试乙05")
    first = await link_for(office, "测试戊16")
    await world.advance(minutes=1)
    second = await link_for(office, "测试戊16")
    assert first != second
    early = world.stranger("小李", phone="13911112222")
    await early.starts(first)
    await early.sees("邀请链接无效")
    await world.advance(hours=73)
    said = await early.starts(second)
    await early.sees("邀请链接无效", after=said)
    assert account_of(world, early) is None


async def test_namesakes_are_told_apart_by_their_unit(world: World) -> None:
    office = world.person("测试乙05")
    await office.says("/admin")
    await office.taps("邀请")
    await office.sees("请发送要邀请的人的姓名")
    await office.says("测试重名")
    choice = await office.sees("找到 2 人")
    labels = [label for row in choice.buttons for label in row]
    assert "测试重名（白沙埠镇）" in labels
    assert "测试重名（区教育体育局）" in labels
    await office.taps("测试重名（白沙埠镇）")
    made = await office.sees("已生成")
    assert "白沙埠镇" in made.text


async def test_a_link_for_a_bound_person_asks_for_confirmation(world: World) -> None:
    office, clerk = world.person("测试乙05"), world.person("测试戊16")
    admin = world.person("测试乙09")
    payload = await link_for(office, "测试戊16")
    other = world.stranger("新手机", phone="13911112222")
    await other.starts(payload)
    await other.sees("转给办公室")
    await admin.sees("换号核验")
    await clerk.says("/me")
    await clerk.sees("义堂镇")
    other.sees_not("账号已绑定")


async def test_an_unknown_number_becomes_a_request_that_the_office_answers(world: World) -> None:
    office, admin = world.person("测试乙05"), world.person("测试乙09")
    leader = world.person("测试丙11")
    stranger = world.stranger("新来的", phone="13911112222")
    await stranger.starts()
    await stranger.taps("验证手机号")
    told = await stranger.sees("转给办公室")
    assert "测试" not in told.text
    card = await office.sees("绑定申请")
    assert "13911112222" in card.text
    await admin.sees("绑定申请")
    leader.sees_not("绑定申请")

    await office.taps("选择人员", message=card)
    await office.sees("请发送这个账号本人的姓名")
    await office.says("戊16")
    await office.taps("测试戊16（义堂镇）")
    await stranger.sees("您好，测试戊16！账号已绑定")
    done = await admin.sees("✅ 已确认")
    assert not done.buttons
    with world.database.begin() as session:
        person = session.exec(select(Person).where(Person.name == "测试戊16")).one()
        assert person.phone == "13911112222"
        assert session.exec(select(PhoneHistory)).one().phone == "19900000117"


async def test_a_request_can_be_refused_and_is_decided_once(world: World) -> None:
    office, admin = world.person("测试乙05"), world.person("测试乙09")
    stranger = world.stranger("骗子", phone="13911112222")
    await stranger.shares_contact()
    card, other = await office.sees("绑定申请"), await admin.sees("绑定申请")
    stale = next(label for row in other.buttons for label in row if "不予通过" in label)
    await office.taps("不予通过", message=card)
    await stranger.sees("没有通过")
    await world.settle()
    with pytest.raises(AssertionError):
        await admin.taps(stale, message=other, timeout=0.1)
    answer = await admin.taps_raw("identity.refuse:1", other)
    assert answer.alert
    assert answer.text is not None
    assert "没有重复操作" in answer.text
    assert account_of(world, stranger) is None


async def test_a_request_that_nobody_answers_lapses(world: World) -> None:
    office = world.person("测试乙05")
    stranger = world.stranger("新来的", phone="13911112222")
    await stranger.shares_contact()
    await office.sees("绑定申请")
    await world.advance(hours=73)
    await stranger.sees("逾期没有处理")
    await office.sees("逾期未处理，已失效")


async def test_the_same_contact_twice_is_one_request(world: World) -> None:
    office = world.person("测试乙05")
    stranger = world.stranger("心急的", phone="13911112222")
    for _ in range(3):
        await stranger.shares_contact()
    await world.settle()
    assert sum("绑定申请" in message.text for message in office.messages()) == 1


async def test_a_deep_link_with_a_number_reaches_the_bound(world: World) -> None:
    clerk = world.person("测试戊16")
    said = await clerk.starts("XM-2026-0001")
    await clerk.sees("您好，测试戊16", after=said)


async def test_me_shows_every_hat(world: World) -> None:
    leader = world.person("周兴金")
    world.group("医药群", [leader], body="医药产业专班")
    await leader.says("/me")
    shown = await leader.sees("身份")
    for body in ("医养健康产业专班", "医药产业专班", "有色金属产业专班"):
        assert f"{body}：牵头区领导" in shown.text
    assert "副组长" in shown.text
    assert "医药群" in shown.text
    assert "199****0006" in shown.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("测试戊16", "上报和查询"),
        ("测试丙15", "专班、服务保障线"),
        ("测试乙05", "办公室"),
        ("王辉", "领导看板"),
    ],
)
async def test_help_fits_who_asks(world: World, name: str, words: str) -> None:
    person = world.person(name)
    await person.says("/help")
    told = await person.sees(words)
    assert len(told.text) < 600


async def test_cancel_says_whether_there_was_anything(world: World) -> None:
    office = world.person("测试乙05")
    await office.says("/cancel")
    await office.sees("当前没有正在填写的内容")
    await office.says("/admin")
    await office.taps("邀请")
    await office.says("/cancel")
    await office.sees("已取消")
    said = await office.says("测试戊16")
    await world.settle()
    assert not any(message.contains("找到") for message in office.messages() if message.id > said.id)


async def test_states_of_accounts_are_exclusive(world: World) -> None:
    clerk = world.stranger("小李", phone=OWN)
    await clerk.shares_contact()
    await clerk.sees("账号已绑定")
    account = account_of(world, clerk)
    assert account is not None
    assert account.state == AccountState.BOUND
    again = await clerk.shares_contact()
    await clerk.sees("您好，测试戊16", after=again)
