"""Files: what people sent is fetched into DATA_DIR, named by content; what we send is found there.

Fetching is a queue of its own (rows of `stored_file` in state `wanted`), so a handler never waits for it and
a restart goes on where it was.
"""

import asyncio
import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from telegram import InputFile, InputMediaPhoto
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.clock import Clock
from bot.engine.executor import DatabaseExecutor
from bot.engine.line import TelegramLine, upload
from bot.logs import redact_text
from storage import files
from storage.base import require_id, type_json
from storage.database import Database
from storage.due import hasten_due
from storage.files import FileState, StoredFile, blob_path
from templates.documents import make_document
from templates.pictures import draw

log = structlog.get_logger(__name__)

MEDIA_FIELDS = ("photo", "document", "voice", "video", "audio")
TRIES = 6
PAUSE = timedelta(seconds=20)
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to be fetched."""

    id: int
    telegram_file_id: str
    attempts: int


def keep_blob(data_dir: Path, content: bytes) -> str:
    """Keep content under its hash; returns the hash. Keeping it twice changes nothing."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = blob_path(data_dir, sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())  # the row that will say “stored” survives power loss, and so must this
        Path(part.name).replace(path)
    return sha256


def _drawn(picture: str, facts: type_json) -> InputFile:
    """A picture of facts. It is drawn at the moment of sending: that takes too long for a transaction."""
    return InputFile(draw(picture, facts), filename=f"{picture}.png")


class FileStore:
    """Fetches wanted files, and turns references to stored ones into what Telegram takes."""

    def __init__(self, line: TelegramLine, executor: DatabaseExecutor, clock: Clock, data_dir: Path) -> None:
        self._line = line
        self._executor = executor
        self._database: Database = executor.database
        self._clock = clock
        self._data_dir = data_dir

    async def resolve(self, parameters: type_json) -> type_json:
        """Replace {"stored": id}, {"blob": sha256, "name": …}, {"words": text, "name": …} and
        {"picture": name, "facts": …} by a file id or an upload; {"made": name, "name": …, "facts": …} is a
        document that is written now. Raises FileNotFoundError.
        """
        for name in MEDIA_FIELDS:
            reference = parameters.get(name)
            if isinstance(reference, dict):
                parameters = {**parameters, name: await self._resolve_one(reference)}
        if isinstance(parameters.get("media"), dict):
            parameters = {**parameters, "media": await self._resolve_media(parameters["media"])}
        return parameters

    async def _resolve_media(self, reference: type_json) -> InputMediaPhoto:
        """Another picture for a message, with its caption."""
        content = await asyncio.to_thread(draw, str(reference["picture"]), reference["facts"])
        return InputMediaPhoto(content, caption=reference.get("caption"), parse_mode="HTML")

    async def _resolve_one(self, reference: type_json) -> object:
        if "stored" in reference:
            file = await self._executor.run(self._find, int(reference["stored"]))
            if file.sha256:
                path = blob_path(self._data_dir, file.sha256)
                if await asyncio.to_thread(path.exists):
                    return await asyncio.to_thread(upload, path, file.name)
            return file.telegram_file_id
        if "words" in reference:
            return InputFile(str(reference["words"]).encode(), filename=reference.get("name"))
        if "picture" in reference:
            return await asyncio.to_thread(_drawn, str(reference["picture"]), reference["facts"])
        if "made" in reference:
            content = await asyncio.to_thread(make_document, str(reference["made"]), reference["facts"])
            return InputFile(content, filename=str(reference["name"]))
        path = blob_path(self._data_dir, str(reference["blob"]))
        return await asyncio.to_thread(upload, path, reference.get("name"))

    def _find(self, file_id: int) -> StoredFile:
        with self._database.begin() as session:
            return files.get_file(session, file_id)

    async def fetch_wanted(self) -> int:
        """Fetch what is wanted and due; returns how many were tried."""
        wanted = await self._executor.run(self._list_wanted)
        await asyncio.gather(*(self._fetch(file) for file in wanted))
        return len(wanted)

    def _list_wanted(self) -> list[Wanted]:
        with self._database.begin() as session:
            found = files.list_wanted(session, AT_ONCE, now=self._clock.now())
            return [Wanted(require_id(file.id), file.telegram_file_id, file.attempts) for file in found]

    async def _fetch(self, file: Wanted) -> None:
        try:
            remote = await self._line.get_file(file.telegram_file_id)
            content = bytes(await remote.download_as_bytearray())
            sha256 = await asyncio.to_thread(keep_blob, self._data_dir, content)
        except (BadRequest, InvalidToken) as error:
            await self._executor.run(self._refuse, file, str(error))
        except (TelegramError, OSError) as error:  # OSError: the disk may be full
            await self._executor.run(self._postpone, file, redact_text(str(error)))
        except (KeyError, TypeError, ValueError) as error:  # an answer that is none of Telegram's
            await self._executor.run(self._postpone, file, repr(error))
        else:
            await self._executor.run(self._stored, file, sha256, len(content))

    def _stored(self, wanted: Wanted, sha256: str, size: int) -> None:
        with self._database.begin() as session:
            file = files.get_file(session, wanted.id)
            file.state, file.sha256, file.size, file.error = FileState.STORED, sha256, size, None
            hasten_due(session, files.waiting_key(wanted.id), now=self._clock.now())
        log.info("file stored", file=wanted.id, bytes=size)

    def _refuse(self, wanted: Wanted, why: str) -> None:
        with self._database.begin() as session:
            file = files.get_file(session, wanted.id)
            file.state, file.error = FileState.REFUSED, why
            hasten_due(session, files.waiting_key(wanted.id), now=self._clock.now())
        log.warning("file refused by Telegram", file=wanted.id, error=why)

    def _postpone(self, wanted: Wanted, why: str) -> None:
        if wanted.attempts + 1 >= TRIES:
            self._refuse(wanted, f"gave up after {TRIES} tries: {why}")
            return
        with self._database.begin() as session:
            file = files.get_file(session, wanted.id)
            file.attempts, file.error = wanted.attempts + 1, why
            file.retry_at = self._clock.now() + PAUSE * file.attempts
