"""Imports of the policy list that are looked at before they are written: what each would do, line by line."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, delete, func
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from storage.base import choice, require_id, type_json


class ImportState(StrEnum):
    """Where an import stands. `failed`: the file could not be fetched; `dropped`: given up before writing."""

    READING = "reading"
    SHOWN = "shown"
    WRITING = "writing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"
    FAILED = "failed"


class LineKind(StrEnum):
    """What a line of an import is about, in the order in which lines are shown."""

    ERROR = "error"
    DOUBT = "doubt"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


class LineState(StrEnum):
    """What became of a line: written; restored by undoing; kept, as somebody has changed it since."""

    PLANNED = "planned"
    WRITTEN = "written"
    RESTORED = "restored"
    KEPT = "kept"


class PolicyImport(SQLModel, table=True):
    """One list that was handed in. `sha256` and `kind` (`.xlsx`, `.csv`) name its content, once fetched."""

    __tablename__ = "policy_import"
    __table_args__ = (choice("state", ImportState),)

    id: int | None = Field(default=None, primary_key=True)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    """Who handed it in, and later who had it written; None for a list that was fetched."""
    name: str = Field(max_length=255)
    sha256: str | None = Field(default=None, max_length=64)
    kind: str = Field(default=".xlsx", max_length=5)
    state: str = Field(default=ImportState.READING, max_length=10)
    digest: str | None = Field(default=None, max_length=64)
    is_renewed: bool = False
    """The list changed after it was shown; it is shown anew."""
    unchanged: int = 0
    created_at: datetime
    done_at: datetime | None = None


class PolicyImportLine(SQLModel, table=True):
    """One thing that an import would do, or has to say. `facts` by kind: see services/policies/sheets.py."""

    __tablename__ = "policy_import_line"
    __table_args__ = (
        choice("kind", LineKind),
        choice("state", LineState),
        Index("ix_policy_import_line_import", "import_id", "page"),
    )

    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="policy_import.id")
    place: int
    """Its place in the preview, from 0."""
    page: int = 0
    """The page of the preview on which it is shown, from 0."""
    kind: str = Field(max_length=8)
    policy_id: int | None = Field(default=None, foreign_key="policy.id")
    facts: type_json = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = Field(default=LineState.PLANNED, max_length=8)
    version: int | None = None
    """The policy's version that was written."""


WRITABLE = (LineKind.CHANGED, LineKind.NEW)


def add_import(session: Session, handed_in: PolicyImport) -> PolicyImport:
    """Remember a list that was handed in; it has its id afterwards."""
    session.add(handed_in)
    session.flush()
    return handed_in


def find_import(session: Session, import_id: int) -> PolicyImport | None:
    """The import with this id, held until the transaction ends."""
    return session.get(PolicyImport, import_id, with_for_update=True, populate_existing=True)


def replace_lines(session: Session, handed_in: PolicyImport, lines: Iterable[PolicyImportLine]) -> None:
    """Put these lines, in this order, in the place of those that were there."""
    import_id = require_id(handed_in.id)
    session.execute(delete(PolicyImportLine).where(col(PolicyImportLine.import_id) == import_id))
    for place, line in enumerate(lines):
        line.import_id, line.place = import_id, place
        session.add(line)
    session.flush()


def list_page(session: Session, handed_in: PolicyImport, page: int) -> list[PolicyImportLine]:
    """The lines of one page of the preview."""
    query = select(PolicyImportLine).where(
        PolicyImportLine.import_id == handed_in.id, PolicyImportLine.page == page
    )
    return list(session.exec(query.order_by(col(PolicyImportLine.place))))


def count_pages(session: Session, handed_in: PolicyImport) -> int:
    """How many pages the preview has; at least one."""
    last = select(func.max(PolicyImportLine.page)).where(PolicyImportLine.import_id == handed_in.id)
    return (session.exec(last).one() or 0) + 1


def list_lines_in_state(
    session: Session, handed_in: PolicyImport, state: LineState, *, limit: int
) -> list[PolicyImportLine]:
    """So many of the lines to be written (or restored) that stand like this, in their order."""
    query = select(PolicyImportLine).where(
        PolicyImportLine.import_id == handed_in.id,
        col(PolicyImportLine.kind).in_(WRITABLE),
        PolicyImportLine.state == state,
    )
    return list(session.exec(query.order_by(col(PolicyImportLine.place)).limit(limit)))


def count_lines(session: Session, handed_in: PolicyImport) -> dict[tuple[str, str], int]:
    """How many lines there are of each kind and state."""
    query = (
        select(PolicyImportLine.kind, PolicyImportLine.state, func.count())
        .where(PolicyImportLine.import_id == handed_in.id)
        .group_by(PolicyImportLine.kind, PolicyImportLine.state)
    )
    return {(kind, state): count for kind, state, count in session.execute(query).all()}


def list_added(session: Session, handed_in: PolicyImport) -> list[int]:
    """The ids of the policies that an import has added."""
    query = select(PolicyImportLine.policy_id).where(
        PolicyImportLine.import_id == handed_in.id,
        PolicyImportLine.kind == LineKind.NEW,
        PolicyImportLine.state == LineState.WRITTEN,
    )
    return [policy_id for policy_id in session.exec(query) if policy_id is not None]
