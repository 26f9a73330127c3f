"""Photos, files, voice and places, from both sides."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from little_bot import LittleBot
from playwright.async_api import Page, expect
from stage import OpenAs

from simulator.people import Person
from simulator.pictures import plain_png

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def page(bot: LittleBot, clerk: Person, open_as: OpenAs) -> Page:
    """The clerk's page after the start."""
    await clerk.starts()
    opened = await open_as(clerk)
    await expect(opened.get_by_role("log")).to_contain_text("欢迎")
    return opened


async def attach(page: Page, what: str) -> None:
    """Choose `what` from the menu of attachments."""
    await page.get_by_role("button", name="添加附件").click()
    await page.get_by_role("menuitem", name=what, exact=True).click()


async def choose_files(page: Page, what: str, *paths: Path) -> None:
    """Choose files from disk through the menu of attachments."""
    async with page.expect_file_chooser() as choosing:
        await attach(page, what)
    await (await choosing.value).set_files(list(paths))


async def test_a_photo_is_sent_with_words_and_shown_large(page: Page, clerk: Person, tmp_path: Path) -> None:
    picture = tmp_path / "现场.png"
    picture.write_bytes(plain_png())
    await choose_files(page, "照片", picture)
    dialog = page.get_by_role("dialog", name="发送 1 张照片")
    await dialog.get_by_label("添加说明").fill("配电房")
    await dialog.get_by_role("button", name="发送").click()
    bubble = page.locator(".row.out .bubble").last
    await expect(bubble).to_contain_text("配电房")
    shown = bubble.get_by_role("img", name="配电房")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
    assert clerk.messages()[-1].photo == picture.read_bytes()
    await bubble.get_by_role("button", name="查看照片").click()
    await expect(page.locator(".lightbox-image")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator(".lightbox")).to_have_count(0)


async def test_several_photos_become_one_album(page: Page, tmp_path: Path) -> None:
    pictures = [tmp_path / f"{number}.png" for number in range(3)]
    for picture in pictures:
        picture.write_bytes(plain_png())
    await choose_files(page, "照片", *pictures)
    await page.get_by_role("dialog").get_by_role("button", name="发送").click()
    album = page.get_by_role("group", name="相册")
    await expect(album.get_by_role("button", name="查看照片")).to_have_count(3)
    await album.get_by_role("button").first.click()
    first = await page.locator(".lightbox-image").get_attribute("src")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".lightbox-image")).not_to_have_attribute("src", first or "")


async def test_a_sample_photo_is_at_hand(page: Page, clerk: Person) -> None:
    await attach(page, "示例照片")
    await page.get_by_role("dialog").get_by_role("button", name="发送").click()
    await expect(page.locator(".row.out .photo")).to_be_visible()
    assert (clerk.messages()[-1].photo or b"").startswith(b"\xff\xd8")


async def test_a_file_goes_out_and_can_be_fetched(page: Page, tmp_path: Path) -> None:
    table = tmp_path / "台账.xlsx"
    table.write_bytes(b"PK-table")
    await choose_files(page, "文件", table)
    await page.get_by_role("dialog", name="发送 1 个文件").get_by_role("button", name="发送").click()
    async with page.expect_download() as loading:
        await page.get_by_role("link", name="下载 台账.xlsx").click()
    fetched = tmp_path / "fetched"
    await (await loading.value).save_as(fetched)
    assert fetched.read_bytes() == b"PK-table"


async def test_an_empty_file_is_refused(page: Page, tmp_path: Path) -> None:
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    await choose_files(page, "文件", empty)
    await expect(page.get_by_role("status")).to_contain_text("“空.txt”是空文件，不能发送")
    await expect(page.locator(".row.out .file-card")).to_have_count(0)


async def test_a_voice_sample_plays(page: Page) -> None:
    await attach(page, "语音样例")
    await page.get_by_label("时长（秒）").fill("61")
    await page.get_by_role("dialog").get_by_role("button", name="发送").click()
    voice = page.locator(".row.out .voice")
    await expect(voice).to_contain_text("1:01")
    await voice.get_by_role("button", name="播放语音").click()
    await expect(voice.get_by_role("button", name="暂停")).to_be_visible()
    await expect(voice.locator(".played").first).to_be_attached()


async def test_a_place_is_chosen_from_the_list(page: Page, clerk: Person) -> None:
    await attach(page, "位置")
    await page.get_by_role("dialog").get_by_role("button", name="义堂镇").click()
    await page.get_by_role("dialog").get_by_role("button", name="发送位置").click()
    await expect(page.locator(".row.out .place")).to_contain_text("北纬 35.1176，东经 118.2098")


async def test_the_bots_photo_carries_its_words(page: Page) -> None:
    await page.get_by_label("输入消息").fill("照片")
    await page.keyboard.press("Enter")
    bubble = page.locator(".row.in .bubble", has=page.locator(".photo"))
    await expect(bubble.locator("i")).to_have_text("照片")
    await expect(bubble.locator("img")).to_be_visible()
