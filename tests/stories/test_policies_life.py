"""The life of policies: entered, released, announced (scenario 33), asked about before the end (32)."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import or_, update
from sqlmodel import col, select

from services.issues import list_holders
from services.policies import load_demo_policies
from simulator.people import Person as Actor
from storage.issues import Issue
from storage.people import Membership, Person
from storage.policies import (
    Policy,
    PolicyState,
    PolicySubscription,
    add_subscription,
    find_policy,
    list_versions,
    update_policies,
)
from tests.world import ZONE, World

TITLE_OF_LOANS = "兰山区中小微企业贷款贴息实施细则"
TITLE = "兰山区食品产业人才引进补贴办法"


def told(person: Actor, words: str) -> int:
    return sum(message.contains(words) for message in person.messages())


def since_ever(world: World) -> None:
    with world.database.begin() as session:
        session.execute(update(Membership).values(from_date=date(2026, 1, 1)))


def stock(world: World) -> None:
    with world.database.begin() as session:
        assert load_demo_policies(session, now=world.clock.now()).applied


def subscribe_all(world: World, count: int) -> list[Actor]:
    """So many people subscribe to food and talent, each of them twice over."""
    with world.database.begin() as session:
        named = or_(col(Person.name).startswith("测试戊"), col(Person.name).startswith("测试丙"))
        people = session.exec(select(Person).where(named)).all()[:count]
        assert len(people) == count
        for person in people:
            for factor, industry in (("talent", "food"), ("talent", ""), ("", "food")):
                wanted = PolicySubscription(
                    person_id=person.id, factor=factor, industry=industry, created_at=world.clock.now()
                )
                add_subscription(session, wanted)
        names = [person.name for person in people]
    return [world.person(name) for name in names]


async def enter(office: Actor, title: str = TITLE) -> None:
    await office.says("/policy")
    await office.taps("清单管理")
    await office.taps("录入政策")
    await office.sees("政策标题是什么")
    await office.says(title)
    await office.sees("文号是什么")
    await office.says("兰人才发〔2026〕9号")
    await office.taps("区", message=await office.sees("哪一级的"))
    await office.taps("人才", message=await office.sees("属于哪类要素"))
    await office.sees("牵头部门是哪个")
    await office.says("区科技局")
    await office.sees("哪天失效")
    await office.says("2027-12-31")
    await office.sees("核对无误")
    await office.taps("提交")
    await office.sees("状态：待拆解")


async def break_down(department: Actor) -> None:
    await department.taps("拆解")
    await department.taps("食品")
    await department.taps("选好了")
    await department.sees("适用对象是谁")
    await department.says("食品企业引进的博士和高级技师")
    await department.sees("给什么支持")
    await department.says("博士每人补贴三万元，高级技师每人补贴一万元。")
    for question in ("申报条件有哪些", "怎么申报？", "到哪里申报", "申报截止到哪天"):
        await department.taps("跳过", message=await department.sees(question))
    await department.taps("由部门答复", message=await department.sees("由谁答复咨询"))
    await department.taps("提交", message=await department.sees("核对无误"))


async def test_entered_broken_down_reviewed_announced_once_each(world: World) -> None:
    subscribers = subscribe_all(world, 37)
    office, clerk = world.person("测试乙06"), world.person("测试丁17")
    department = department_person(world, "区科技局")
    blocked = subscribers[3]
    await blocked.says("/start")
    await world.settle()
    await blocked.blocks_bot()
    await world.settle()
    await enter(office)
    await clerk.says("/policy 食品产业人才引进")
    await world.settle()
    clerk.sees_not(TITLE)
    await break_down(department)
    await office.sees("待审核")
    await office.taps("退回")
    await office.sees("为什么退回")
    await office.says("请写明补贴年限")
    await office.taps("提交", message=await office.sees("退回理由：请写明补贴年限"))
    await department.sees("请写明补贴年限")
    await department.taps("拆解")
    await department.taps("提交")
    await world.settle()
    await office.taps("发布")
    await office.sees("已发布，下一个工作日早上告知订阅的人")
    await clerk.says("/policy 食品产业人才引进")
    await clerk.sees(TITLE)

    await world.advance_to(datetime(2026, 11, 24, 8, 59, tzinfo=ZONE))
    assert told(subscribers[0], "您订阅的政策有更新") == 0
    await world.advance_to(datetime(2026, 11, 24, 9, 0, tzinfo=ZONE))
    for person in subscribers:
        assert told(person, "您订阅的政策有更新") == (person is not blocked), person.name
    await subscribers[0].taps("看全文")
    await subscribers[0].sees("食品企业引进的博士")
    await subscribers[1].taps("不再订阅")
    await world.advance_to(datetime(2026, 11, 24, 10, 0, tzinfo=ZONE))
    report = await office.sees("政策告知情况")
    assert report.contains("应告知 37 人：送达 36，已读 1，失败 1"), report.text
    assert report.contains(f"屏蔽了机器人：{blocked.name}")


async def test_what_is_not_released_is_never_announced(world: World) -> None:
    (subscriber,) = subscribe_all(world, 1)
    office, department = world.person("测试乙06"), department_person(world, "区科技局")
    await enter(office)
    await break_down(department)
    await office.taps("不再发布")
    stale = await office.taps_raw("policy.release:1", await office.sees("不再发布"))
    assert "不再发布" in (stale.text or "")
    await world.advance_to(datetime(2026, 11, 25, 10, 0, tzinfo=ZONE))
    assert told(subscriber, "您订阅的政策有更新") == 0


def department_person(world: World, body: str) -> Actor:
    """Somebody who takes a department's matters on."""
    from services.people import front_people
    from storage.bodies import Body

    with world.database.begin() as session:
        found = session.exec(select(Body).where(Body.name == body)).one()
        name = front_people(session, found, date(2026, 11, 23))[0].name
    return world.person(name)


async def test_only_the_office_keeps_the_list(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("/policy")
    shown = await clerk.sees("要查什么政策")
    assert not any("清单管理" in label for row in shown.buttons for label in row)
    for verb in ("policy.keep", "policy.new", "policy.misses", "policy.synonym", "policy.release:1"):
        answer = await clerk.taps_raw(verb, shown)
        assert answer.alert, verb


async def test_the_last_day_is_asked_about_marked_and_told(make_world: Callable[..., World]) -> None:
    async with make_world(at=datetime(2026, 10, 30, 15, tzinfo=ZONE)) as world:
        since_ever(world)
        stock(world)
        code = end_on(world, TITLE_OF_LOANS, date(2026, 11, 30))
        department, office = department_person(world, "区金融办"), world.person("测试乙06")
        clerk = world.person("测试戊04")
        await world.advance_to(datetime(2026, 10, 31, 9, 0, tzinfo=ZONE))
        await world.advance_to(datetime(2026, 11, 2, 9, 0, tzinfo=ZONE))
        asked = await department.sees("2026-11-30 失效")
        assert asked.contains("延续、修订还是废止")
        assert not told(office, "贷款贴息实施细则》2026-11-30 失效")
        await clerk.says("/report 企业贷款贴息没有到账，资金周转困难")
        await clerk.taps("提交")
        await world.settle()
        holder = holder_of(world, 1)
        await clerk.taps("适用政策")
        fitting = await clerk.sees("可能适用于")
        assert fitting.contains("贷款贴息")
        await clerk.taps("引用 1", message=fitting)
        await clerk.sees("引用政策")

        await world.advance_to(datetime(2026, 11, 23, 9, 30, tzinfo=ZONE))
        await department.sees("第二次询问")
        await office.sees("尚未收到答复")
        await holder.sees("将于 2026-11-30 失效")
        await world.advance_to(datetime(2026, 11, 30, 12, tzinfo=ZONE))
        asked_today = await clerk.says("/policy 贷款贴息")
        today = await clerk.sees("1. ", after=asked_today)
        assert not today.contains("已于 2026-11-30 失效")
        await world.advance_to(datetime(2026, 12, 1, 9, 30, tzinfo=ZONE))
        await holder.sees("引用的政策已于 2026-11-30 失效")
        assert told(holder, "已于 2026-11-30 失效") == 1
        asked_again = await clerk.says("/policy 贷款贴息")
        listed = await clerk.sees("已于 2026-11-30 失效", after=asked_again)
        assert not listed.text.split("2. ")[0].count("失效"), "what is in force comes first"
        await clerk.says(code)
        await clerk.sees("⚠️ 已于 2026-11-30 失效")


async def test_many_that_end_are_one_message_and_answered_one_after_the_other(world: World) -> None:
    stock(world)
    titles = titles_in_force(world)[:3]
    for title in titles:
        end_on(world, title, date(2026, 11, 30))
    department, office = department_person(world, "区金融办"), world.person("测试乙06")
    await world.advance_to(datetime(2026, 11, 24, 9, 30, tzinfo=ZONE))
    asked = await department.sees("5 项政策快到期，请逐项答复")
    assert told(department, "失效") == 1, "one message however many they are (two examples end that day, too)"
    for title in titles:
        assert asked.contains(f"《{title}》2026-11-30 失效")
    await office.sees("抄送：已请牵头部门答复，尚未收到答复")
    assert told(office, "2026-11-30 失效") == 1
    await department.taps("➡️ 下一项", message=asked)
    await department.sees("👉 2. ")
    for left in (4, 3, 2, 1):
        await department.taps("废止", message=asked)
        await department.sees(f"{left} 项政策快到期，请逐项答复")
    await department.taps("废止", message=asked)
    await department.sees("快到期的政策都答复了")
    stranger = world.person("测试戊04")
    await stranger.says("/policy")
    await stranger.taps_raw("policy.expiring:-:0", await stranger.sees("政策"))
    await world.settle()
    assert not told(stranger, "2026-11-30 失效"), "who is not asked sees none of it"


async def test_a_renewal_needs_number_day_and_the_office(world: World) -> None:
    stock(world)
    code = end_on(world, TITLE_OF_LOANS, date(2026, 11, 30))
    department, office = department_person(world, "区金融办"), world.person("测试乙06")
    await world.advance_to(datetime(2026, 11, 24, 9, 30, tzinfo=ZONE))
    await department.taps("延续", message=await department.sees(f"{TITLE_OF_LOANS}》2026-11-30 失效"))
    await department.sees("新文号是什么")
    await department.says("兰金发〔2026〕21号")
    await department.sees("延续到哪一天")
    await department.says("2026-11-01")
    refused = await department.taps("提交", message=await department.sees("核对无误"))
    assert "晚于原来的 2026-11-30" in (refused.text or "")
    await department.taps("改新期限")
    await department.sees("延续到哪一天")
    await department.says("2028-11-30")
    await department.taps("提交", message=await department.sees("新期限：2028-11-30"))
    await department.sees("已报办公室")
    await department.says(code)
    await department.sees("有效期至 2026-11-30")
    await office.taps("同意", message=await office.sees("新文号：兰金发〔2026〕21号"))
    await office.sees("有效期至 2028-11-30")
    await world.settle()
    with world.database.begin() as session:
        policy = find_policy(session, code)
        assert policy is not None
        assert (policy.document_number, policy.expires_on) == ("兰金发〔2026〕21号", date(2028, 11, 30))
        assert list_versions(session, policy)
    await office.says(code)
    await office.taps("展开")
    await office.taps("历次版本")
    versions = await office.sees("》历次版本")
    assert versions.contains("失效日期：2026-11-30 → 2028-11-30")


def holder_of(world: World, issue_id: int) -> Actor:
    """Somebody with the next step in a problem."""
    with world.database.begin() as session:
        issue = session.get_one(Issue, issue_id)
        name = list_holders(session, issue, date(2026, 11, 23))[0].name
    return world.person(name)


def end_on(world: World, title: str, day: date) -> str:
    with world.database.begin() as session:
        from storage.policies import list_policies

        policy = next(one for one in list_policies(session) if one.title == title)
        update_policies(
            session,
            [(policy, {"expires_on": day, "contact": "区金融办", "lead_department": "区金融办"})],
            now=world.clock.now(),
        )
        return policy.code


def titles_in_force(world: World) -> list[str]:
    """What is published and still holds at the end of the next month."""
    with world.database.begin() as session:
        found = select(Policy.title).where(Policy.state == PolicyState.PUBLISHED)
        later = or_(col(Policy.expires_on).is_(None), col(Policy.expires_on) > date(2027, 1, 31))
        return list(session.exec(found.where(later).order_by(col(Policy.id))))
