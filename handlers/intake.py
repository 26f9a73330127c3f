"""What a message carries, whatever its kind: text, files, a place, a contact."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from telegram import Animation, Audio, Contact, Document, Message, PhotoSize, Video, VideoNote, Voice

from storage.files import AttachmentKind


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file as Telegram describes it. `size` in bytes, None when Telegram does not say."""

    kind: AttachmentKind
    file_id: str
    unique_id: str
    size: int | None = None
    name: str | None = None
    mime: str | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the earth, in degrees, and its name if it came with one."""

    latitude: float
    longitude: float
    name: str | None = None


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card. `user_id` is whose it is, if Telegram knows."""

    phone: str
    name: str
    user_id: int | None


@dataclass(frozen=True, slots=True)
class Intake:
    """The content of one message. `text` is what was typed or the caption, stripped."""

    text: str = ""
    files: tuple[IncomingFile, ...] = ()
    place: Place | None = None
    contact: SharedContact | None = None
    message_id: int = 0
    album: str | None = None
    forwarded: bool = False
    other: str | None = field(default=None)
    """The kind of content that the assistant cannot use (a sticker, a poll …), if it is nothing else."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to work with."""
        return not (self.text or self.files or self.place or self.contact)


def intake_of(message: Message) -> Intake:
    """Read a message."""
    files = tuple(_files(message))
    place = _place(message)
    contact = _contact(message.contact) if message.contact else None
    text = (message.text or message.caption or "").strip()
    known = bool(text or files or place or contact)
    return Intake(
        text=text,
        files=files,
        place=place,
        contact=contact,
        message_id=message.message_id,
        album=message.media_group_id,
        forwarded=message.forward_origin is not None,
        other=None if known else "other",
    )


def _files(message: Message) -> Iterator[IncomingFile]:
    if message.photo:
        yield _file(AttachmentKind.PHOTO, message.photo[-1])
    if message.document and not message.animation:
        yield _file(AttachmentKind.DOCUMENT, message.document)
    if message.animation:
        yield _file(AttachmentKind.VIDEO, message.animation)
    if message.voice:
        yield _file(AttachmentKind.VOICE, message.voice)
    if message.video:
        yield _file(AttachmentKind.VIDEO, message.video)
    if message.video_note:
        yield _file(AttachmentKind.VIDEO, message.video_note)
    if message.audio:
        yield _file(AttachmentKind.AUDIO, message.audio)


def _file(
    kind: AttachmentKind, media: PhotoSize | Document | Voice | Video | VideoNote | Audio | Animation
) -> IncomingFile:
    told = media.to_dict()  # the attribute `duration` is about to change its type, what Telegram says is not
    seconds = told.get("duration")
    return IncomingFile(
        kind=kind,
        file_id=media.file_id,
        unique_id=media.file_unique_id,
        size=media.file_size,
        name=told.get("file_name"),
        mime=told.get("mime_type"),
        seconds=int(seconds) if seconds is not None else None,
    )


def _place(message: Message) -> Place | None:
    if message.venue:
        at = message.venue.location
        return Place(at.latitude, at.longitude, message.venue.title)
    if message.location:
        return Place(message.location.latitude, message.location.longitude)
    return None


def _contact(contact: Contact) -> SharedContact:
    name = f"{contact.last_name or ''}{contact.first_name}"
    return SharedContact(contact.phone_number, name, contact.user_id)
