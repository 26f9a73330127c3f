"""Messages of the bot that carry a file: photos, documents, albums."""

from __future__ import annotations

from simulator.chats import Chat
from simulator.errors import BotApiError, bad_request
from simulator.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile, picture_size
from simulator.messages import Message
from simulator.methods.registry import Method, method
from simulator.methods.sending import deliver
from simulator.methods.targets import sending_chat
from simulator.methods.texts import caption_of
from simulator.request import Request, Upload
from simulator.shapes import Json

_KINDS = ("photo", "document", "voice", "video", "audio", "animation", "sticker", "video_note")
LARGEST_EDGE = 1280


def file_of(request: Request, kind: str, reference: str | None) -> StoredFile:
    """The file a parameter means: uploaded (directly or attach://), or one Telegram has by id."""
    name = (reference or "").removeprefix("attach://") if (reference or "").startswith("attach://") else kind
    upload = request.uploads.get(name)
    if upload is not None:
        return store_upload(request, kind, upload)
    if not reference or reference.startswith(("http://", "https://", "attach://")):
        raise bad_request("wrong file identifier/HTTP URL specified")
    stored = request.world.files.find(reference)
    if stored is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if kind not in (stored.kind, "document"):
        raise bad_request(
            f"type of file mismatch: can't use file of type {stored.kind.title()} as {kind.title()}"
        )
    return stored


def store_upload(request: Request, kind: str, upload: Upload) -> StoredFile:
    """Keep an uploaded file; refused when it is empty, too big, or no picture where one is due."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > UPLOAD_LIMIT:
        raise BotApiError(413, "Request Entity Too Large")
    if kind == "photo":
        if len(upload.data) > PHOTO_LIMIT:
            raise bad_request("file is too big")
        size = picture_size(upload.data)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if sum(size) > 10_000 or max(size) > 20 * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return request.world.files.add(kind, upload.data, upload.name, upload.mime)


def content_of(kind: str, stored: StoredFile, told: Json | None = None) -> Json:
    """The message fields that show a stored file; `told` may hold duration, width, height and length."""
    if kind == "photo":
        return {"photo": _sizes(stored)}
    described: Json = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
    }
    named = {**described, "file_name": stored.name or kind, "mime_type": stored.mime}
    content: Json = {kind: described | _measures(kind, stored, told or {})}
    if kind == "document":
        content = {"document": named}
    elif kind == "animation":
        content["document"] = named
    return content


def _measures(kind: str, stored: StoredFile, told: Json) -> Json:
    """Length in seconds, size in pixels, type: what Telegram tells of this kind of file."""
    size: Json = {"width": int(told.get("width") or 640), "height": int(told.get("height") or 480)}
    length: Json = {"duration": int(told.get("duration") or 0), "mime_type": stored.mime}
    if kind == "sticker":
        return size | {"type": "regular", "is_animated": False, "is_video": False}
    if kind == "video_note":
        return {"duration": length["duration"], "length": int(told.get("length") or 240)}
    return size | length if kind in ("video", "animation") else length


def _sizes(stored: StoredFile) -> list[Json]:
    width, height = picture_size(stored.data) or (1280, 960)
    sizes = []
    for edge in (90, 320, 800, LARGEST_EDGE):
        share = min(1.0, edge / max(width, height, 1))
        whole = share == 1.0
        sizes.append(
            {
                "file_id": stored.file_id,
                "file_unique_id": stored.unique_id
                if whole or edge == LARGEST_EDGE
                else f"{stored.unique_id}{edge}",
                "width": max(1, round(width * share)),
                "height": max(1, round(height * share)),
                "file_size": stored.size if whole else max(1, round(stored.size * share * share)),
            }
        )
        if whole:
            break
    return sizes


def _send_file(kind: str) -> Method:
    def send(request: Request) -> Json:
        content = caption_of(request, request.params)
        stored = file_of(request, kind, request.text(kind))
        chat = sending_chat(request)
        return deliver(request, chat, content_of(kind, stored, request.params) | content, stored).to_json()

    send.__doc__ = f"Send a {kind}."
    return send


for _kind in _KINDS:
    method("send" + _kind.title().replace("_", ""))(_send_file(_kind))


@method("sendMediaGroup")
def send_media_group(request: Request) -> list[Json]:
    """Send an album of 2 to 10 files; documents and audio only among themselves."""
    items = request.objects("media") or []
    kinds = {str(item["type"]) for item in items}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad_request("can't mix documents or audio with other media in an album")
    prepared = [(_album_item(request, item)) for item in items]
    chat = sending_chat(request, count=len(items))
    group_id = request.world.next_query_id()
    return [_post_item(request, chat, group_id, *item).to_json() for item in prepared]


def _album_item(request: Request, item: Json) -> tuple[Json, StoredFile]:
    kind = str(item["type"])
    stored = file_of(request, kind, str(item["media"]))
    return content_of(kind, stored, item) | caption_of(request, item), stored


def _post_item(request: Request, chat: Chat, group_id: str, content: Json, stored: StoredFile) -> Message:
    return deliver(request, chat, {"media_group_id": group_id, **content}, stored)


@method("getFile")
def get_file(request: Request) -> Json:
    """Tell the path under which a file can be fetched; refused above 20 MB."""
    stored = request.world.files.get(request.text("file_id") or "")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
