"""The parent's side: start the assistant as a process, kill it, start it again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import TracebackType

from tests.crash.child import Life

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Nursery(AbstractAsyncContextManager["Nursery"]):
    """One assistant at a time. What all of them log goes to one file."""

    def __init__(self, life: Life, log: Path) -> None:
        self.life, self.log = life, log
        self._file = log.open("wb")
        self._forker: Process | None = None
        self._plain: Process | None = None
        self._pid: int | None = None

    async def __aenter__(self) -> "Nursery":
        self._forker = await self._spawn("--nursery")
        await self._hear(self._forker, "ready")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._plain is not None:
            self._plain.kill()
            await self._plain.communicate()
        if self._forker is not None:
            await self._forker.communicate(b"")  # the end of its input is the end of the nursery
        self._file.close()

    async def bear(self) -> None:
        """Start the assistant by a fork; returns before it works."""
        assert self._forker is not None
        await _write(self._forker, "bear")
        self._pid = int(await self._hear(self._forker, "born"))

    async def bear_anew(self) -> None:
        """Start the assistant as a process of its own, with all its imports."""
        self._plain = await self._spawn()
        self._pid = int(await self._hear(self._plain, "born"))

    async def works(self) -> None:
        """Wait until the assistant works."""
        source = self._plain or self._forker
        assert source is not None
        while int(await self._hear(source, "works")) != self._pid:
            continue  # said by one that was killed before we listened

    async def kill(self) -> None:
        """SIGKILL, and wait for the end. AssertionError when it had ended before, by itself."""
        assert self._pid is not None
        os.kill(self._pid, signal.SIGKILL)
        status = await self._bury()
        assert status == signal.SIGKILL, f"ended by itself ({status}):\n{self.tail()}"

    async def stop(self) -> None:
        """SIGTERM; AssertionError unless the assistant ends in good order."""
        assert self._pid is not None
        os.kill(self._pid, signal.SIGTERM)
        status = await self._bury()
        assert status == 0, f"did not end in good order ({status}):\n{self.tail()}"

    async def _bury(self) -> int:
        """The wait status of the process."""
        self._pid = None
        if self._plain is not None:
            async with asyncio.timeout(PATIENCE):
                await self._plain.communicate()
            code, self._plain = self._plain.returncode or 0, None
            return -code if code < 0 else code << 8
        assert self._forker is not None
        await _write(self._forker, "bury")
        _, status = (await self._hear(self._forker, "dead")).split()
        return int(status)

    def tail(self, size: int = 6000) -> str:
        """The end of the log."""
        return self.log.read_bytes()[-size:].decode(errors="replace")

    async def _spawn(self, *options: str) -> Process:
        arguments = ("-m", "tests.crash.child", self.life.to_json(), *options)
        return await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=self._file
        )

    async def _hear(self, process: Process, word: str) -> str:
        """What follows `word` in the next line that begins with it; older lines are skipped."""
        assert process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE):
                while line := (await process.stdout.readline()).decode():
                    said, _, rest = line.strip().partition(" ")
                    if said == word:
                        return rest
        except TimeoutError:
            raise AssertionError(f"does not say {word!r}:\n{self.tail()}") from None
        raise AssertionError(f"ended without saying {word!r}:\n{self.tail()}")


async def _write(process: Process, word: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{word}\n".encode())
    await process.stdin.drain()
