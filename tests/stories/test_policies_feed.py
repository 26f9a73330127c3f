"""The policy list from an address of the office: fetched beside the work, shown, taken over."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.engine.feeds import AddressRefused, TooLarge, Wanted, fetch, is_public
from tests.world import World

LIST = json.dumps(
    [
        {
            "标题": "兰山区夜间经济扶持办法",
            "文号": "兰商发〔2026〕3号",
            "层级": "区",
            "要素类别": "财税",
            "id": "F1",
        },
        {"title": "兰山区冷链物流补助办法", "level": "区", "factor": "财税", "external_id": "F2"},
    ],
    ensure_ascii=False,
).encode()


@asynccontextmanager
async def served(*answers: bytes) -> AsyncIterator[tuple[int, list[str]]]:
    """A small server that gives these raw answers in turn, the last one again and again."""
    requests: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(answers[min(len(requests), len(answers)) - 1])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], requests


def ok(body: bytes, *headers: str) -> bytes:
    head = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


async def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


async def test_the_list_is_fetched_shown_and_taken_over(world: World) -> None:
    office, clerk = world.person("测试乙06"), world.person("测试戊04")
    assert world.assistant is not None
    world.assistant.feeds.look_up = here
    world.assistant.feeds.allow = lambda _address: True
    unchanged = b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
    async with served(ok(LIST, 'ETag: "one"'), unchanged) as (port, requests):
        await office.says("/policy")
        await office.taps("清单管理")
        await office.taps("定期获取")
        await office.taps("设置网址")
        await office.sees("清单在哪个网址")
        await office.says(f"http://lists.example:{port}/policies.json")
        await office.taps("提交", message=await office.sees("核对无误"))
        shown = await office.sees("新增 2，变更 0")
        assert f"host: lists.example:{port}" in requests[0].lower()
        await clerk.says("/policy 夜间经济")
        await clerk.sees("没有找到")
        await office.taps("确认导入", message=shown)
        await office.sees("已导入：新增 2")
        asked = await clerk.says("/policy 夜间经济")
        await clerk.sees("兰山区夜间经济扶持办法", after=asked)
        await world.advance(days=7)
        assert 'if-none-match: "one"' in requests[1].lower()
        assert sum(message.contains("新增 2，变更 0") for message in office.messages()) == 1


async def test_a_private_address_is_refused_and_said_so(world: World) -> None:
    office = world.person("测试乙06")
    await office.says("/policy")
    await office.taps("清单管理")
    await office.taps("定期获取")
    await office.taps("设置网址")
    await office.sees("清单在哪个网址")
    await office.says("ftp://127.0.0.1/list")
    refused = await office.taps("提交", message=await office.sees("核对无误"))
    assert "要以 https:// 或 http:// 开头" in (refused.text or "")
    await office.taps("改网址")
    await office.sees("清单在哪个网址")
    await office.says("http://127.0.0.1/list")
    await office.taps("提交", message=await office.sees("网址：http://127.0.0.1/list"))
    await office.sees("这个网址不允许获取")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
     "fe80::1", "fd00::1", "::ffff:127.0.0.1", "224.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1",
     "2002:c0a8:1::1", "2001:0:7f00:1::1", "::127.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)
    assert is_public("8.8.8.8")
    assert is_public("2400:3200::1")


async def test_redirects_are_checked_and_lists_are_bounded() -> None:
    wanted = Wanted("http://lists.example/", None, None)

    async def both(host: str, _port: int) -> list[str]:
        return ["127.0.0.1"] if host == "lists.example" else ["10.0.0.7"]

    moved = b"HTTP/1.1 302 Found\r\nLocation: http://inside.example/\r\nConnection: close\r\n\r\n"
    async with served(moved) as (port, requests):
        wanted = Wanted(f"http://lists.example:{port}/", None, None)
        with pytest.raises(AddressRefused):
            await fetch(
                wanted, most_bytes=9, seconds=5, look_up=both, allow=lambda address: address == "127.0.0.1"
            )
        assert len(requests) == 1
    async with served(ok(b"x" * 100)) as (port, _):
        wanted = Wanted(f"http://lists.example:{port}/", None, None)
        with pytest.raises(TooLarge):
            await fetch(wanted, most_bytes=99, seconds=5, look_up=here, allow=lambda _: True)
    async with served(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") as (port, _):
        wanted = Wanted(f"http://lists.example:{port}/", None, None)
        with pytest.raises(httpx.HTTPStatusError):
            await fetch(wanted, most_bytes=99, seconds=5, look_up=here, allow=lambda _: True)


async def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A name that stands for another address a moment later (DNS rebinding) gains nothing by it."""
    told = iter([["127.0.0.1"], ["10.0.0.7"]])

    async def changing(_host: str, _port: int) -> list[str]:
        return next(told)

    async with served(ok(LIST)) as (port, requests):
        wanted = Wanted(f"http://localhost.example:{port}/", None, None)
        fetched = await fetch(
            wanted, most_bytes=9999, seconds=5, look_up=changing, allow=lambda one: one == "127.0.0.1"
        )
    assert fetched.content == LIST
    assert len(requests) == 1
    assert next(told) == ["10.0.0.7"], "it was looked up once only"


async def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    async def both(_host: str, _port: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.7"]

    with pytest.raises(AddressRefused):
        await fetch(Wanted("http://lists.example/", None, None), most_bytes=9, seconds=5, look_up=both)


async def test_what_has_not_changed_since_is_not_fetched_again() -> None:
    when = "Mon, 23 Nov 2026 01:00:00 GMT"
    unchanged = b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
    async with served(ok(LIST, f"Last-Modified: {when}"), unchanged) as (port, requests):
        url = f"http://lists.example:{port}/"
        first = await fetch(
            Wanted(url, None, None), most_bytes=9999, seconds=5, look_up=here, allow=lambda _: True
        )
        assert first.modified == when
        again = await fetch(
            Wanted(url, None, first.modified), most_bytes=9999, seconds=5, look_up=here, allow=lambda _: True
        )
    assert again.content is None
    assert f"if-modified-since: {when}".lower() in requests[1].lower()
    assert "if-modified-since" not in requests[0].lower()


async def test_a_server_that_never_ends_is_left_and_the_office_hears_it(world: World) -> None:
    office = world.person("测试乙06")
    assert world.assistant is not None
    feeds = world.assistant.feeds
    feeds.look_up, feeds.allow = here, lambda _address: True
    feeds.longest_seconds = 0.2
    endless = b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\nx"
    stopped = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(endless)
        await writer.drain()
        await reader.read()
        stopped.set()
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    async with server:
        await office.says("/policy")
        await office.taps("清单管理")
        await office.taps("定期获取")
        await office.taps("设置网址")
        await office.sees("清单在哪个网址")
        await office.says(f"http://lists.example:{server.sockets[0].getsockname()[1]}/policies.json")
        await office.taps("提交", message=await office.sees("核对无误"))
        await office.sees("没有连上，下次再试")
        await asyncio.wait_for(stopped.wait(), 5)
