"""Reporting a problem: scenarios 1, 2 and 8, and what else may come into a draft."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import select

from simulator.pictures import plain_png
from storage.conversations import Conversation
from storage.files import Attachment, FileState, StoredFile
from storage.issues import Issue
from storage.people import Membership
from tests.world import ZONE, World

STORY = "义堂木业园三家板材厂配电容量不够，新线上不去"


async def test_a_photo_with_a_caption_becomes_a_problem_of_the_right_body(world: World) -> None:
    clerk, thirteen, fifteen = (world.person(f"测试{name}") for name in ("戊16", "丙13", "丙15"))
    await clerk.sends_photo(caption=STORY)
    card = await clerk.sees("问题提报草稿")
    for words in (
        "产业：木业（推断）",
        "属地：义堂镇",
        "要素：其他/用能（推断）",
        "类别：要素保障",
        "级别：较大—报专班",
        "附件：1 件（照片 1）",
        STORY,
    ):
        assert card.contains(words), words

    await clerk.taps("产业正确")
    answer = await clerk.taps("提交")
    assert answer.text is not None
    assert "WT-2026-0001" in answer.text
    receipt = await clerk.sees("问〔2026〕1号")
    assert receipt.id == card.id, "the draft's card goes on as the problem's card"
    assert receipt.contains("请木业专班在 11月24日 17:30 前受理")
    assert receipt.contains("WT-2026-0001")

    await thirteen.sees("问〔2026〕1号")
    await fifteen.sees("问〔2026〕1号")
    await fifteen.taps("受理")
    await thirteen.sees("测试丙15 已受理")
    seen = await clerk.sees("测试丙15 已受理")
    assert seen.contains("12月7日")
    assert seen.contains("剩 10 个工作日")
    await world.settle()
    with world.database.begin() as session:
        stored = session.exec(select(StoredFile)).one()
        assert stored.state == FileState.STORED
        assert session.exec(select(Attachment)).one().subject_kind == "issue"

    await thirteen.taps("附件")
    again = await thirteen.sees("照片（测试戊16")
    assert again.content.get("photo")


async def test_five_pieces_a_voice_note_and_a_place_are_one_matter(world: World) -> None:
    clerk = world.person("测试戊20")
    await clerk.says("有个事")
    await clerk.sees("请说说是什么事")
    clerk.sees_not("问题提报草稿")
    await clerk.says("就是金升那边的厂")
    await clerk.says("征地补偿没谈拢")
    await clerk.sends_voice(seconds=20)
    await clerk.sees("语音已附上，请再用一句话写清楚问题")
    await clerk.sends_location(35.26, 118.27)
    await world.settle()
    cards = [message for message in clerk.messages() if message.contains("问题提报草稿")]
    assert len(cards) == 1, "one card for all pieces"
    for words in ("产业：有色金属", "属地：方城镇", "企业：金升", "附件：1 件（语音 1）", "地点：已附位置"):
        assert cards[0].contains(words), words

    await world.advance(minutes=29)
    clerk.sees_not("还没提交")
    await world.advance(minutes=2)
    await clerk.sees("您有一份问题草稿还没提交")
    await world.advance(hours=5)
    assert sum(message.contains("还没提交") for message in clerk.messages()) == 1

    await world.advance(hours=24)
    await clerk.sees("已自动作废")
    with world.database.begin() as session:
        assert session.exec(select(Conversation.state)).one() == "expired"
        assert not session.exec(select(Issue)).all()


async def test_what_comes_after_hours_counts_from_the_next_working_day(
    make_world: Callable[..., World],
) -> None:
    async with make_world(at=datetime(2026, 9, 18, 19, 5, tzinfo=ZONE)) as world:
        _has_always_been_there(world)
        clerk, holder = world.person("测试戊02"), world.person("测试丙15")
        group = world.group("木业产业专班工作群", [holder], body="木业产业专班")
        await clerk.says("/report 板材厂停电，变压器容量不够")
        await clerk.taps("提交")
        card = await clerk.sees("问〔2026〕1号")
        assert card.contains("受理时限：9月20日（周日，国庆节调休上班）17:30")
        await world.advance_to(datetime(2026, 9, 19, 15, 0))
        holder.sees_not("WT-2026-0001")
        holder.sees_not("WT-2026-0001", chat=group)
        await world.advance_to(datetime(2026, 9, 20, 8, 59))
        holder.sees_not("WT-2026-0001")
        await world.advance_to(datetime(2026, 9, 20, 9, 0))
        await holder.sees("WT-2026-0001")
        await holder.sees("WT-2026-0001", chat=group)


async def test_text_with_the_command_and_two_taps(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report 食品厂冷库消防验收卡住了")
    await clerk.sees("产业：食品")
    await clerk.taps("提交")
    await clerk.sees("请食品专班在 11月24日 17:30 前受理")


async def test_the_home_button_asks_and_then_listens(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("上报问题")
    await clerk.sees("请说说是什么事")
    await clerk.says("镇里的板材厂招不到工人，三条线停了两条，眼看要耽误交货")
    await clerk.sees("要素：人才")


async def test_album_files_and_text_in_any_order_are_one_draft(world: World) -> None:
    clerk = world.person("测试戊16")
    for _ in range(3):
        await clerk.sends_photo(data=_picture(_), album="a1")
    await clerk.sends_document("清单.xlsx", b"sheet")
    await clerk.sees("附件：4 件（照片 3、文件 1）")
    denied = await clerk.taps("提交")
    assert denied.alert
    assert denied.text is not None
    assert "没有提交" in denied.text
    await clerk.says("园区三家板材厂的用电增容一直批不下来")
    await clerk.sees("标题：园区三家板材厂的用电增容一直批不下来")
    assert sum(message.contains("问题提报草稿") for message in clerk.messages()) == 1
    await clerk.taps("提交")
    await clerk.sees("问〔2026〕1号")


async def test_every_field_is_changed_by_one_tap_to_a_picker(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report 鲁丽木业用电增容办不下来")
    await clerk.sees("企业：鲁丽木业（推断）")
    await clerk.taps("产业")
    await clerk.taps("食品")
    await clerk.sees("产业：食品")
    await clerk.taps("属地")
    await clerk.taps("更多")
    await clerk.taps("经开区")
    await clerk.sees("属地：兰山经济开发区管委会")
    await clerk.taps("类别")
    await clerk.taps("项目推进")
    await clerk.taps("级别")
    await clerk.taps("一般")
    await clerk.sees("级别：一般—镇街办理")
    await clerk.taps("企业")
    await clerk.taps("输入")
    await clerk.says("山东鲁丽集团有限公司")
    await clerk.sees("企业：山东鲁丽集团有限公司")
    await clerk.taps("要素")
    await clerk.taps("不涉及")
    await clerk.taps("标题")
    await clerk.says("鲁丽用电增容")
    await clerk.sees("标题：鲁丽用电增容")
    await clerk.taps("附件")
    await clerk.sees("还没有附件")
    await clerk.taps("返回")
    await clerk.taps("提交")
    final = await clerk.sees("问〔2026〕1号")
    assert final.contains("请经开区在 11月24日 17:30 前受理")
    assert final.contains("类别：项目推进 · 级别：一般")


async def test_an_edited_message_changes_its_piece_of_the_draft(world: World) -> None:
    clerk = world.person("测试戊16")
    first = await clerk.says("/report 板材厂停电")
    await clerk.sees("标题：板材厂停电")
    await clerk.edits(first, "/report 家具厂停气")
    await clerk.sees("标题：家具厂停气")


async def test_another_command_keeps_the_draft_and_cancel_drops_it(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report 板材厂停电两天了")
    await clerk.sees("板材厂停电两天了")
    await clerk.says("/issues")
    await clerk.sees("没有等您办理的问题")
    await clerk.says("/todo")
    await clerk.taps("继续填写草稿")
    await clerk.says("影响三条生产线")
    await clerk.sees("板材厂停电两天了，影响三条生产线")
    await clerk.says("/cancel")
    await clerk.sees("这份问题草稿已取消")
    await clerk.says("/report 家具厂招工难的问题")
    await clerk.sees("标题：家具厂招工难的问题")


async def test_files_that_cannot_be_taken_are_named_and_nothing_is_lost(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.sends_document("空.txt", b"", caption="板材厂环评手续卡住了，请帮忙协调")
    await clerk.sees("是空文件（0 字节），没有附上")
    await clerk.sends_document("大.zip", b"x" * (25 * 1024 * 1024))
    await clerk.sees("超过 20 MB")
    await clerk.sees("标题：板材厂环评手续卡住了，请帮忙协调")
    await clerk.sees("附件：无")


async def test_ten_thousand_characters_are_kept_whole(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("板材厂停电" * 2000)
    await clerk.sees("正文共 10002 字，已全部保存")
    await clerk.taps("提交")
    await clerk.sees("问〔2026〕1号")
    with world.database.begin() as session:
        text = session.exec(select(Issue)).one().text
    assert text.replace("\n", "") == "板材厂停电" * 2000
    await clerk.taps("全文")
    await world.settle()
    shown = "".join(str(message.content.get("text", "")) for message in clerk.messages())
    assert shown.count("板材厂停电") > 2000


async def test_markup_and_formulas_are_only_words(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report <b>=1+1</b> & <script> 板材厂停电")
    await clerk.sees("<b>=1+1</b> & <script> 板材厂停电")
    await clerk.taps("提交")
    await clerk.sees("问〔2026〕1号")


async def test_submitting_twice_gives_one_number(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report 板材厂停电两天了")
    card = await clerk.sees("问题提报草稿")
    data = _data(card, "提交")
    await clerk.taps("提交")
    again = await clerk.taps_raw(data, card)
    assert again.text is not None
    assert "WT-2026-0001" in again.text
    with world.database.begin() as session:
        assert len(session.exec(select(Issue)).all()) == 1


async def test_a_restart_in_the_middle_changes_nothing(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report 板材厂停电")
    await clerk.taps("企业")
    await clerk.taps("输入")
    await world.stop()
    await clerk.says("鲁丽木业")
    await world.start()
    await clerk.sees("企业：鲁丽木业")


async def test_in_a_group_the_draft_is_made_in_private(world: World) -> None:
    clerk = world.person("测试丙14")
    group = world.group("木业群", [clerk], body="木业产业专班")
    await clerk.says("/report 鲁丽木业欠电费被停电，电话13912345678", chat=group)
    await clerk.sees("草稿已经放到您和我的私聊里", chat=group)
    clerk.sees_not("鲁丽", chat=group)
    await clerk.sees("企业：鲁丽木业")
    await clerk.taps("提交")
    shown = await clerk.sees("问〔2026〕1号", chat=group)
    assert not shown.contains("鲁丽")
    assert not shown.contains("13912345678")
    assert shown.contains("状态：待受理")


def _has_always_been_there(world: World) -> None:
    """The roster of the tests begins on a Monday in November; this story plays before it."""
    with world.database.begin() as session:
        session.exec(update(Membership).values(from_date=date(2026, 1, 1)))


def _picture(number: int) -> bytes:
    return plain_png() + bytes([number])


def _data(card: object, label: str) -> str:
    rows = getattr(card, "button_rows")  # noqa: B009
    return next(str(button["callback_data"]) for row in rows for button in row if label in button["text"])
