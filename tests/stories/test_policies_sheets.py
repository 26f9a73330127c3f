"""The policy list as a spreadsheet in chat: sent out, changed, shown, written, undone; never by halves."""

from pathlib import Path

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from services.mechanism import default_mechanism
from services.policies import load_demo_policies
from storage.policies import find_policy, list_policies, update_policies
from tests.world import World

Rows = list[list[str]]


def book_of(path: Path, rows: Rows) -> bytes:
    with Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path.read_bytes()


def rows_of(path: Path, content: bytes) -> Rows:
    path.write_bytes(content)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


def find_titled(world: World, title: str) -> tuple[str, int, str]:
    with world.database.begin() as session:
        policy = next(policy for policy in list_policies(session) if policy.title == title)
        return policy.summary, policy.version, policy.state


def change_summary(world: World, code: str, summary: str) -> None:
    with world.database.begin() as session:
        policy = find_policy(session, code)
        assert policy is not None
        update_policies(session, [(policy, {"summary": summary})], now=world.clock.now())


async def test_the_list_goes_out_comes_back_and_is_undone(world: World, tmp_path: Path) -> None:
    office, clerk, path = world.person("测试乙06"), world.person("测试戊04"), tmp_path / "list.xlsx"
    with world.database.begin() as session:
        load_demo_policies(session, now=world.clock.now())
    change_summary(world, "ZC-0001", "=HYPERLINK(1) 起步")
    await office.says("/policy")
    await office.taps("清单管理")
    menu = await office.sees("政策清单管理")
    await office.taps("导出")
    await world.settle()
    [sent] = [message for message in office.messages() if message.document]
    assert sent.document_name == "政策清单2026-11-23.xlsx"
    exported = sent.document or b""
    rows = rows_of(path, exported)
    await office.sends_document("政策清单.xlsx", exported)
    await office.sees("没有变化，不用导入")
    await clerk.sends_document("政策清单.xlsx", exported)
    await clerk.sees("提交")
    assert not any(message.contains("政策清单预览") for message in clerk.messages())

    title, ends = rows[1][0], rows[0].index("失效日期")
    level = rows[0].index("层级")
    rows[1][ends], rows[1][level] = "2031-12-31", "省"
    del rows[3]
    rows.append(["兰山区夜间经济扶持办法", *[""] * (len(rows[0]) - 1)])
    rows[-1][level], rows[-1][rows[0].index("要素类别")] = "区", "财税"
    rows[-1][rows[0].index("是否向5+5产业倾斜")] = rows[-1][rows[0].index("是否向三个100倾斜")] = "否"
    await office.taps("导入", message=menu)
    await office.sees("请发来政策清单")
    await office.says("在哪里")
    await office.sees("请发来 .xlsx 文件")
    await office.sends_document("政策清单.xlsx", book_of(path, rows))
    shown = await office.sees("新增 1，变更 1")
    for words in (
        f"变更 {title}",
        "层级：",
        "→ 省",
        "→ 2031-12-31",
        "新增 兰山区夜间经济扶持办法",
        "不在表中 1",
    ):
        assert shown.contains(words), words
    change_summary(world, "ZC-0005", "改过的要点")
    await office.taps("确认导入", message=shown)
    shown = await office.sees("预览之后清单有了变化")
    await office.taps("确认导入", message=shown)
    done = await office.sees("已导入：新增 1，变更 2")
    assert find_titled(world, title)[1:] == (3, "published")
    await office.taps("撤销导入", message=done)
    asked = await office.sees("撤销这次导入")
    await office.taps("确认撤销", message=asked)
    await office.sees("3 条恢复原样")
    assert find_titled(world, "兰山区夜间经济扶持办法")[2] == "withdrawn"
    await office.sends_document("政策清单.xlsx", book_of(path, rows))
    shown = await office.sees("新增 0，变更 3", after=done)
    assert shown.contains("状态：不再发布 → 已发布")
    await office.taps("取消", message=shown)
    await office.sees("已取消，没有写入")


async def test_what_is_wrong_is_listed_and_a_kill_loses_nothing(world: World, tmp_path: Path) -> None:
    office, path = world.person("测试乙06"), tmp_path / "list.xlsx"
    heads = ["标题", "层级", "要素类别"]
    await office.sends_document("清单.xlsx", book_of(path, [heads, ["夜市办法", "县", "财税"]]))
    wrong = await office.sees("有 1 处错误，没有写入")
    assert wrong.contains("第 2 行 层级")
    assert not wrong.contains("确认导入")
    many = [heads, *([f"试行办法第{number}号", "区", "财税"] for number in range(1200))]
    await office.sends_document("清单.xlsx", book_of(path, many))
    shown = await office.sees("新增 1200")
    await office.taps("更多", message=shown)
    await office.sees("第 2 / 120 页")
    await office.taps("确认导入", message=shown)
    await world.stop()
    await world.start()
    done = await office.sees("已导入：新增 1200", timeout=60)
    await world.advance(days=2)
    await office.taps("撤销导入", message=done)
    refused = await office.taps("确认撤销", message=done)
    assert "不能整批撤销" in (refused.text or "")
    with world.database.begin() as session:
        added = [one for one in list_policies(session) if one.title.startswith("试行办法第")]
    assert len(added) == len({one.title for one in added}) == 1200
    assert default_mechanism().imports.at_once < 1200
