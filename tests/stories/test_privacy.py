"""What somebody may not see, they do not see by any way, and are not told that it is there (scenario 35)."""

from tests.stories.test_issues_acting import report
from tests.world import World

LEADER = "陈士贤"
PHONE = "19900000007"


async def test_a_stranger_learns_nothing_but_whom_to_ask(world: World) -> None:
    clerk, stranger = world.person("测试戊16"), world.stranger("路人")
    await report(clerk)
    for asked in (LEADER, f"{LEADER}电话", "WT-2026-0001", "/issues 配电", "/dashboard", "/todo"):
        said = await stranger.says(asked)
        shown = await stranger.sees("验证手机号", after=said)
        assert not shown.contains("牵头")
        assert not shown.contains("配电")
        assert PHONE not in shown.text
        assert shown.contains("联络员")


async def test_not_there_and_not_yours_are_the_same_words(world: World) -> None:
    clerk, outsider = world.person("测试戊16"), world.person("测试丁07")
    card = await report(clerk)
    answers = []
    for asked in ("WT-2026-0001", "WT-2026-0002", "问〔2026〕1号", "/issues WT-2026-0001"):
        said = await outsider.says(asked)
        answers.append((await outsider.sees("没有找到", after=said)).text)
    assert len(set(answers)) == 1
    said = await outsider.says("/issues")
    shown = await outsider.sees("问题", after=said)
    there, absent = [await outsider.taps_raw(f"issue.view:{which}", shown) for which in ("1", "zz")]
    assert there.alert
    assert (there.text, there.alert) == (absent.text, absent.alert)
    for verb in ("issue.timeline", "issue.text", "issue.files"):
        told = await outsider.taps_raw(f"{verb}:1", shown)
        assert (told.text, told.alert) == (absent.text, absent.alert)
    outsider.sees_not("配电")
    assert card.contains("配电")


async def test_a_group_never_hears_of_people(world: World) -> None:
    clerk, liaison = world.person("测试戊12"), world.person("测试丙15")
    group = world.group("木业产业专班工作群", [clerk, liaison], body="木业产业专班")
    for asked in (LEADER, f"{LEADER}的电话"):
        await clerk.says(asked, chat=group)
    await world.settle()
    said_by_bot = [message for message in clerk.messages(group) if message.sender.is_bot]
    assert not [message for message in said_by_bot if message.contains(LEADER) or message.contains(PHONE)]


async def test_boards_and_digests_name_no_numbers_and_no_reporters(world: World) -> None:
    clerk, leader = world.person("测试戊16"), world.person(LEADER)
    await report(clerk, "/report 鲁丽木业停电，请联系13800001234")
    await leader.says("/dashboard")
    shown = await leader.sees("问题总览")
    assert "13800001234" not in shown.text
    assert not shown.contains("测试戊16")
