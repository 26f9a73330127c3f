"""The founding story in a real browser against the real `zhuanban demo`, and what kill -9 does to it."""

import asyncio

from playwright.async_api import Browser, expect

from tests.browser.tryout import Seat, TryOut, take_seat

TROUBLE = "义堂木业园三家板材厂配电容量不够，新线上不去"
HOME = ["我的待办", "上报问题", "查政策", "会议"]


async def test_everybody_has_the_home_row_from_the_start(browser: Browser, demo: TryOut) -> None:
    for name in ("测试戊16", "测试乙04", "陈士贤"):
        seat = await take_seat(browser, demo.url, name)
        await expect(seat.page.locator(".reply-key")).to_have_text(HOME)
        await seat.sees(f"您好，{name}")


async def test_report_act_look_up_answer_and_reminders(browser: Browser, demo: TryOut) -> None:
    clerk, liaison, chief = await asyncio.gather(
        *(take_seat(browser, demo.url, name) for name in ("测试戊16", "测试丙15", "测试丙13"))
    )
    code = await _report(clerk)
    await _take_on(clerk, liaison, chief, code)
    await _look_up(clerk)
    await liaison.taps("参加", on="会议通知")
    await liaison.sees("您的答复：参加")
    await _time_passes(liaison, silent=await take_seat(browser, demo.url, "测试丙10"))


async def _report(clerk: Seat) -> str:
    """A photo with a line about it, the draft card, one tap. Returns the problem's code."""
    await clerk.sends_photo(TROUBLE)
    draft = await clerk.sees("问题提报草稿")
    for guess in ("产业：木业", "属地：义堂镇", "级别：较大", "附件：1 件（照片 1）"):
        await expect(draft).to_contain_text(guess)
    await clerk.taps("✅ 提交")
    card = await clerk.sees("请木业专班在 11月23日 17:30 前受理")
    return await card.locator("code").first.inner_text()


async def _take_on(clerk: Seat, liaison: Seat, chief: Seat, code: str) -> None:
    """The first accepts, the others' cards change; progress, result, verdict."""
    theirs = await chief.sees(code)
    await expect(theirs.get_by_role("button", name="受理", exact=True)).to_be_visible()
    await liaison.taps("受理", on=code)
    await expect(theirs).to_contain_text("测试丙15 已受理")
    await expect(theirs.get_by_role("button", name="受理", exact=True)).to_have_count(0)
    await liaison.taps("进展", on=code)
    await liaison.sees("请写一句进展")
    await liaison.says("已会同供电公司现场查看")
    await clerk.sees("有新进展（测试丙15）：已会同供电公司现场查看")
    await liaison.taps("办结", on="已会同供电公司现场查看")
    await liaison.says("供电公司已完成增容，三条新线均已通电")
    await clerk.taps("满意", on="办理结果：供电公司已完成增容")
    await clerk.sees("已办结")
    await liaison.sees("提报人评价：满意")


async def _look_up(clerk: Seat) -> None:
    """A typing error is understood; a policy opens with a tap and leads back."""
    await clerk.presses("查政策")
    await clerk.sees("要查什么政策")
    await clerk.says("贷款帖息")
    await clerk.sees("按“贷款贴息”查找")
    await clerk.says("贷款贴息")
    found = await clerk.sees("“贷款贴息”，共")
    await found.get_by_role("button", name="1", exact=True).click()
    await clerk.taps("返回", on="咨询：")
    await clerk.sees("“贷款贴息”，共")


async def _time_passes(comes: Seat, silent: Seat) -> None:
    """Who has not answered is reminded; on Monday who comes is reminded an hour before."""
    before = silent.log.locator(".row.in", has_text="您还未答复")
    count = await before.count()
    await comes.moves_clock("+1小时")
    await comes.moves_clock("+1小时")
    await expect(before).to_have_count(count + 1)
    await comes.moves_clock("下个工作日9:00")
    await comes.sees("您已答复参加，请准时到会")


async def test_killed_in_the_middle_of_a_form_it_goes_on(browser: Browser, demo: TryOut) -> None:
    clerk = await take_seat(browser, demo.url, "测试戊16")
    await clerk.presses("上报问题")
    await clerk.sees("请说说是什么事")
    await clerk.says("园区停电影响生产")
    await clerk.sees("问题提报草稿")
    await clerk.taps("类别")
    await clerk.sees("请选择")
    demo.has_kept("请选择类别")
    demo.kill()
    demo.start()
    await clerk.taps("审批服务")
    await expect(await clerk.sees("问题提报草稿")).to_contain_text("类别：审批服务")
    await clerk.says("已经两天了")
    await clerk.sees("已经两天了")
    await clerk.taps("✅ 提交")
    await clerk.sees("状态：待受理")
