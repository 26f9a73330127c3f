"""Files that people sent: kept by content in DATA_DIR, not only as Telegram's ids (scenario 1)."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Index, text
from sqlmodel import Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice


class FileState(StrEnum):
    """`wanted` files are still to be fetched; `refused` ones never will be (`error` says why)."""

    WANTED = "wanted"
    STORED = "stored"
    REFUSED = "refused"


class AttachmentKind(StrEnum):
    """What a person attached."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    AUDIO = "audio"
    LOCATION = "location"


_WANTED = text("state = 'wanted'")


class StoredFile(SQLModel, table=True):
    """One file as Telegram knows it. `sha256` names the copy in DATA_DIR once it is there."""

    __tablename__ = "stored_file"
    __table_args__ = (
        choice("state", FileState),
        Index("ix_stored_file_wanted", "id", sqlite_where=_WANTED, postgresql_where=_WANTED),
        Index("ix_stored_file_sha256", "sha256"),
    )

    id: int | None = Field(default=None, primary_key=True)
    telegram_unique_id: str = Field(unique=True, max_length=120)
    telegram_file_id: str = Field(max_length=250)
    name: str | None = Field(default=None, max_length=255)
    mime: str | None = Field(default=None, max_length=120)
    size: int | None = None
    state: str = Field(default=FileState.WANTED, max_length=10)
    sha256: str | None = Field(default=None, max_length=64)
    attempts: int = 0
    retry_at: datetime | None = None
    error: str | None = Field(default=None, sa_column=Column(Text))
    created_at: datetime


class Attachment(SQLModel, table=True):
    """A file or place that belongs to a matter."""

    __tablename__ = "attachment"
    __table_args__ = (
        choice("kind", AttachmentKind),
        Index("ix_attachment_subject", "subject_kind", "subject_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject_kind: str = Field(max_length=30)
    subject_id: int
    kind: str = Field(max_length=12)
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    caption: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime


def blob_path(data_dir: Path, sha256: str) -> Path:
    """Where the content with this hash is kept."""
    return data_dir / "files" / sha256[:2] / sha256


def waiting_key(file_id: int) -> str:
    """How the key of a due row begins that waits for a file; it falls due as soon as the file is there."""
    return f"file:{file_id}:"


def find_by_unique_id(session: Session, unique_id: str) -> StoredFile | None:
    """The file that Telegram knows under this lasting id."""
    return session.exec(select(StoredFile).where(StoredFile.telegram_unique_id == unique_id)).first()


def add_file(session: Session, file: StoredFile) -> StoredFile:
    """Remember a file; it has its id afterwards."""
    session.add(file)
    session.flush()
    return file


def list_wanted(session: Session, limit: int, *, now: datetime) -> list[StoredFile]:
    """Files still to be fetched whose time has come."""
    ready = col(StoredFile.retry_at).is_(None) | (col(StoredFile.retry_at) <= now)
    statement = select(StoredFile).where(StoredFile.state == FileState.WANTED, ready)
    return list(session.exec(statement.order_by(col(StoredFile.id)).limit(limit)))


def get_file(session: Session, file_id: int) -> StoredFile:
    """The file with this id. Raises NoResultFound."""
    return session.exec(select(StoredFile).where(StoredFile.id == file_id)).one()


def list_attachments(session: Session, subject_kind: str, subject_id: int) -> list[Attachment]:
    """What belongs to a matter, in the order it came."""
    statement = select(Attachment).where(
        Attachment.subject_kind == subject_kind, Attachment.subject_id == subject_id
    )
    return list(session.exec(statement.order_by(col(Attachment.id))))
