"""Files on Telegram's side: bytes by id, handed out again under short paths."""

from __future__ import annotations

import hashlib
import mimetypes
import struct
from dataclasses import dataclass

from simulator.errors import bad_request

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024


@dataclass(slots=True, frozen=True)
class StoredFile:
    """Bytes with the ids Telegram gives them; `unique_id` is the same for the same bytes."""

    file_id: str
    unique_id: str
    kind: str
    data: bytes
    name: str | None
    mime: str
    path: str

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.data)


class FileStore:
    """All files of the simulated world."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._counter = 0

    def add(self, kind: str, data: bytes, name: str | None = None, mime: str | None = None) -> StoredFile:
        """Keep bytes as a file of a kind (photo, document, voice, …)."""
        self._counter += 1
        unique = hashlib.sha1(kind.encode() + data, usedforsecurity=False).hexdigest()[:15]
        guessed = mime or mimetypes.guess_type(name or "")[0] or _MIME.get(kind, "application/octet-stream")
        suffix = _suffix(name, guessed, kind)
        path = f"{kind}s/file_{self._counter}{suffix}"
        stored = StoredFile(
            f"SIM{kind[:4]}{self._counter}-{unique}", f"U{unique}", kind, data, name, guessed, path
        )
        self._by_id[stored.file_id] = self._by_path[path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file with an id, if there is one."""
        return self._by_id.get(file_id)

    def get(self, file_id: str) -> StoredFile:
        """The file with an id; refused in Telegram's words when there is none."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return stored

    def at_path(self, path: str) -> StoredFile | None:
        """The file that `getFile` named by this path."""
        return self._by_path.get(path)


_MIME = {
    "photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "audio": "audio/mpeg",
    "animation": "video/mp4", "sticker": "image/webp",
}  # fmt: skip


def _suffix(name: str | None, mime: str, kind: str) -> str:
    if kind == "photo":
        return ".jpg"
    if name and "." in name:
        tail = name.rsplit(".", 1)[1]
        return f".{tail}" if tail.isascii() and tail.isalnum() else ""
    return {"audio/ogg": ".oga"}.get(mime) or mimetypes.guess_extension(mime) or ""


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, WebP or JPEG; None when it is no picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data) or (1280, 960)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return None
