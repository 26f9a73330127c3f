"""What people send is kept by content: fetched, tried again, refused when Telegram will not give it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from bot.engine import files as engine_files
from bot.engine.files import keep_blob
from handlers.posting import Destination, Manner, post_file
from simulator.people import Person as Actor
from storage.files import StoredFile, add_file, blob_path
from tests.engine.lab import bare, rows, running
from tests.world import World


async def want(world: World, sender: Actor, data: bytes, name: str = "x.bin") -> None:
    """Somebody sends a file, and a row says that it is to be fetched."""
    message = await sender.sends_document(name, data)
    assert message.attachment is not None
    with world.database.begin() as session:
        add_file(
            session,
            StoredFile(
                telegram_unique_id=f"u{message.id}",
                telegram_file_id=message.to_json()["document"]["file_id"],
                created_at=world.clock.now(),
            ),
        )
    running(world).wake()


def stored(world: World) -> list[tuple[object, object]]:
    """State and hash of every file."""
    return [
        (row["state"], row["sha256"]) for row in rows(world.database, "SELECT * FROM stored_file ORDER BY id")
    ]


async def fetched(world: World) -> None:
    """Let the fetching come to rest."""
    running(world).wake()
    await world.settle()


def data_dir(world: World) -> Path:
    """Where the world keeps files."""
    return running(world).house.data_dir


async def test_files_are_kept_by_content(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        for data in (b"one", b"two", b"one", b""):
            await want(world, clerk, data)
        await fetched(world)
        assert stored(world) == [
            ("stored", sha256(data).hexdigest()) for data in (b"one", b"two", b"one", b"")
        ]
        assert blob_path(data_dir(world), sha256(b"one").hexdigest()).read_bytes() == b"one"


@pytest.mark.parametrize("fault", [500, "drop", 429])
async def test_a_failed_fetch_is_tried_again(make_world: Callable[..., World], fault: int | str) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        world.telegram.fail_next("getFile", status=fault)
        await want(world, clerk, b"content")
        await fetched(world)
        assert stored(world) == [("wanted", None)]
        await world.advance(minutes=1)
        assert stored(world)[0][0] == "stored"


async def test_what_never_comes_is_given_up(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        world.telegram.fail_next("getFile", status=500, times=99)
        await want(world, clerk, b"content")
        for _ in range(7):
            await fetched(world)
            world.clock.advance(minutes=5)
        await fetched(world)
        assert stored(world)[0][0] == "refused"


async def test_a_file_beyond_telegrams_limit_is_refused_at_once(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        await want(world, clerk, bytes(21 * 1024 * 1024))
        await fetched(world)
        found = rows(world.database, "SELECT state, error FROM stored_file")
        assert found[0]["state"] == "refused"
        assert "too big" in str(found[0]["error"])


async def test_a_full_disk_is_waited_for(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(data_dir: Path, content: bytes) -> str:
        raise OSError(28, "No space left on device")

    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        monkeypatch.setattr(engine_files, "keep_blob", full)
        await want(world, clerk, b"content")
        await fetched(world)
        assert stored(world) == [("wanted", None)]
        assert not running(world).failures()
        monkeypatch.undo()
        await world.advance(minutes=1)
        assert stored(world)[0][0] == "stored"


def test_the_same_content_kept_by_several_at_once(tmp_path: Path) -> None:
    content = b"x" * 300_000
    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            keeping = [threads.submit(keep_blob, tmp_path, content) for _ in range(8)]
            hashes = {kept.result() for kept in keeping}
            path = blob_path(tmp_path, hashes.pop())
            assert not hashes
            assert path.read_bytes() == content
            assert list(path.parent.iterdir()) == [path]
            path.unlink()


async def test_an_upload_keeps_its_name_and_survives_a_second_try(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        kept = await asyncio.to_thread(keep_blob, data_dir(world), b"table" * 300_000)
        world.telegram.fail_next("sendDocument", status=502)
        with world.database.begin() as session:
            blob = {"blob": kept, "name": "月报 2026.xlsx"}
            post_file(
                session,
                "sendDocument",
                "document",
                blob,
                None,
                Destination(clerk.id),
                Manner(),
                now=world.clock.now(),
            )
        await fetched(world)
        message = clerk.last()
        assert message.attachment is not None
        assert message.attachment.data == b"table" * 300_000
        assert message.to_json()["document"]["file_name"] == "月报 2026.xlsx"


async def test_a_file_that_is_gone_fails_its_message_alone(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        clerk = world.person("测试戊16")
        for reference in ({"blob": "0" * 64, "name": "x"}, {"stored": 12345}):
            with world.database.begin() as session:
                to, now = Destination(clerk.id), world.clock.now()
                post_file(session, "sendDocument", "document", reference, None, to, Manner(), now=now)
        await fetched(world)
        found = rows(world.database, "SELECT state FROM outbox")
        assert [row["state"] for row in found] == ["failed", "failed"]
