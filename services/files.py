"""Files and places that people hand in: what is taken, what is refused and why, where they belong."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, delete

from services.mechanism import FileLimits
from storage.base import require_id
from storage.files import (
    Attachment,
    AttachmentKind,
    StoredFile,
    add_file,
    find_by_unique_id,
    list_attachments,
)


class FileProblem(StrEnum):
    """Why a file is not taken."""

    TOO_LARGE = "too_large"
    EMPTY = "empty"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class NewFile:
    """A file as Telegram describes it. `size` in bytes, None when Telegram does not say."""

    kind: AttachmentKind
    file_id: str
    unique_id: str
    size: int | None = None
    name: str | None = None
    mime: str | None = None
    caption: str | None = None


@dataclass(frozen=True)
class Matter:
    """What files belong to: the kind and id that timeline and cards use."""

    kind: str
    id: int


def find_problem(limits: FileLimits, file: NewFile, count: int) -> FileProblem | None:
    """What speaks against taking a file into a matter that has `count` attachments already."""
    if file.size is not None and file.size > limits.max_bytes:
        return FileProblem.TOO_LARGE
    if file.size == 0:
        return FileProblem.EMPTY
    return FileProblem.TOO_MANY if count >= limits.per_matter else None


def attach_file(
    session: Session, matter: Matter, file: NewFile, *, person_id: int, now: datetime
) -> Attachment:
    """Remember a file with its matter; it is fetched soon after. Attaching it twice changes nothing."""
    stored = find_by_unique_id(session, file.unique_id) or _remember(session, file, now)
    for known in list_attachments(session, matter.kind, matter.id):
        if known.file_id == stored.id:
            return known
    return _add(
        session,
        Attachment(
            subject_kind=matter.kind,
            subject_id=matter.id,
            kind=file.kind,
            file_id=require_id(stored.id),
            caption=file.caption,
            person_id=person_id,
            created_at=now,
        ),
    )


def attach_place(
    session: Session,
    matter: Matter,
    *,
    latitude: float,
    longitude: float,
    name: str | None,
    person_id: int,
    now: datetime,
) -> Attachment:
    """Write down where it is, in degrees; a later place takes the earlier one's place."""
    session.execute(
        delete(Attachment).where(
            col(Attachment.subject_kind) == matter.kind,
            col(Attachment.subject_id) == matter.id,
            col(Attachment.kind) == AttachmentKind.LOCATION,
        )
    )
    return _add(
        session,
        Attachment(
            subject_kind=matter.kind,
            subject_id=matter.id,
            kind=AttachmentKind.LOCATION,
            latitude=latitude,
            longitude=longitude,
            caption=name,
            person_id=person_id,
            created_at=now,
        ),
    )


def move_attachments(session: Session, source: Matter, target: Matter) -> int:
    """Everything of one matter belongs to another from now on. Returns how many."""
    found = list_attachments(session, source.kind, source.id)
    for attachment in found:
        attachment.subject_kind, attachment.subject_id = target.kind, target.id
    session.flush()
    return len(found)


def copy_attachments(session: Session, source: Matter, target: Matter) -> None:
    """Another matter gets the same files."""
    for old in list_attachments(session, source.kind, source.id):
        copied = old.model_dump(exclude={"id", "subject_kind", "subject_id"})
        _add(session, Attachment(subject_kind=target.kind, subject_id=target.id, **copied))


def remove_attachment(session: Session, matter: Matter, attachment_id: int) -> bool:
    """Take an attachment out of a matter; whether it was there."""
    found = session.get(Attachment, attachment_id)
    if found is None or (found.subject_kind, found.subject_id) != (matter.kind, matter.id):
        return False
    session.delete(found)
    session.flush()
    return True


def _remember(session: Session, file: NewFile, now: datetime) -> StoredFile:
    return add_file(
        session,
        StoredFile(
            telegram_unique_id=file.unique_id,
            telegram_file_id=file.file_id,
            name=file.name[:255] if file.name else None,
            mime=file.mime[:120] if file.mime else None,
            size=file.size,
            created_at=now,
        ),
    )


def _add(session: Session, attachment: Attachment) -> Attachment:
    session.add(attachment)
    session.flush()
    return attachment
