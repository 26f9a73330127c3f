"""The bodies of the mechanism (M1): who can own, help with, hear of or decide a matter."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.base import choice, require_id


class BodyKind(StrEnum):
    """What a body is; rights and routing depend on it."""

    LEADING_GROUP = "leading_group"
    OFFICE = "office"
    TASK_FORCE = "task_force"
    SERVICE_LINE = "service_line"
    TOWNSHIP = "township"
    DEVELOPMENT_ZONE = "development_zone"
    MEMBER_UNIT = "member_unit"
    LEADERSHIP = "leadership"
    """The district's own leaders as a unit; nothing is routed to it and nothing is chased from it."""


class AliasKind(StrEnum):
    """Why a body is also known by another name."""

    SHORT = "short"
    OLD = "old"
    NEW = "new"


GROUND_KINDS = (BodyKind.TOWNSHIP, BodyKind.DEVELOPMENT_ZONE)
"""Bodies that answer for a place (M5)."""


class Body(SQLModel, table=True):
    """One body. `code` never changes; the name may, and its old name stays as an alias."""

    __table_args__ = (choice("kind", BodyKind),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True)
    code: str = Field(unique=True)
    name: str = Field(unique=True)
    short_name: str
    industry: str | None = Field(default=None, index=True)
    """Identifier of the industry that a task force answers for, e.g. `wood`."""
    factor: str | None = Field(default=None, index=True)
    """Identifier of the field that a service line answers for, e.g. `land`."""
    region_code: str | None = None
    """The statistics bureau's code of a township."""
    rank: int = 0
    """Place in lists, ascending."""
    active: bool = True


class BodyAlias(SQLModel, table=True):
    """Another name of a body. One name may stand for several bodies (merged departments)."""

    __tablename__ = "body_alias"
    __table_args__ = (UniqueConstraint("name", "body_id"), choice("kind", AliasKind))

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="body.id", index=True)
    name: str = Field(index=True)
    kind: str = AliasKind.SHORT


class Responsibility(SQLModel, table=True):
    """A department answers for a task force or a service line; it may answer for several, and share one."""

    __table_args__ = (UniqueConstraint("body_id", "department_id"),)

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="body.id", index=True)
    department_id: int = Field(foreign_key="body.id", index=True)


class LeadLeader(SQLModel, table=True):
    """A leader in charge of a task force as the founding document names them: known before the roster is."""

    __tablename__ = "lead_leader"
    __table_args__ = (UniqueConstraint("body_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="body.id", index=True)
    name: str
    rank: int = 0


class WorkGroup(SQLModel, table=True):
    """A group inside a task force; `code` is the module whose matters it takes (M3, M7)."""

    __tablename__ = "work_group"
    __table_args__ = (UniqueConstraint("body_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    body_id: int = Field(foreign_key="body.id", index=True)
    code: str
    name: str
    rank: int = 0
    active: bool = True


class BodyNotFound(LookupError):
    """No body has this id or code."""

    def __init__(self, wanted: int | str) -> None:
        super().__init__(f"no body {wanted!r}")
        self.wanted = wanted


def get_body(session: Session, body_id: int) -> Body:
    """The body with this id. Raises BodyNotFound."""
    body = session.get(Body, body_id)
    if body is None:
        raise BodyNotFound(body_id)
    return body


def find_body_by_id(session: Session, body_id: int | None) -> Body | None:
    """The body with this id, if there is one."""
    return session.get(Body, body_id) if body_id is not None else None


def find_body(session: Session, code: str) -> Body | None:
    """The body with this code, e.g. `task_force.wood`."""
    return session.exec(select(Body).where(Body.code == code)).one_or_none()


def find_body_for(session: Session, *, industry: str | None = None, factor: str | None = None) -> Body | None:
    """The active task force of an industry, or the active service line of a factor."""
    query = select(Body).where(col(Body.active))
    if industry is not None:
        query = query.where(Body.kind == BodyKind.TASK_FORCE, Body.industry == industry)
    if factor is not None:
        query = query.where(Body.kind == BodyKind.SERVICE_LINE, Body.factor == factor)
    return session.exec(query.order_by(col(Body.rank), col(Body.id))).first()


def list_bodies(session: Session, *kinds: BodyKind, also_inactive: bool = False) -> list[Body]:
    """Bodies of these kinds (all kinds when none is named) in their official order."""
    query = select(Body).order_by(col(Body.rank), col(Body.id))
    if kinds:
        query = query.where(col(Body.kind).in_(kinds))
    if not also_inactive:
        query = query.where(col(Body.active))
    return list(session.exec(query))


def list_aliases(session: Session, body: Body | None = None) -> list[BodyAlias]:
    """The other names of one body, or of all."""
    query = select(BodyAlias).order_by(col(BodyAlias.id))
    if body is not None:
        query = query.where(BodyAlias.body_id == require_id(body.id))
    return list(session.exec(query))


def list_departments_of(session: Session, body: Body) -> list[Body]:
    """The departments that answer for a task force or a service line."""
    query = select(Body).join(Responsibility, col(Responsibility.department_id) == col(Body.id))
    query = query.where(Responsibility.body_id == require_id(body.id))
    return list(session.exec(query.order_by(col(Body.rank), col(Body.id))))


def list_bodies_answered_by(session: Session, department: Body) -> list[Body]:
    """The task forces and service lines that a department answers for: none, one or several."""
    query = select(Body).join(Responsibility, col(Responsibility.body_id) == col(Body.id))
    query = query.where(Responsibility.department_id == require_id(department.id))
    return list(session.exec(query.order_by(col(Body.rank), col(Body.id))))


def list_work_groups(session: Session, body: Body) -> list[WorkGroup]:
    """The active work groups of a task force."""
    query = select(WorkGroup).where(WorkGroup.body_id == require_id(body.id), col(WorkGroup.active))
    return list(session.exec(query.order_by(col(WorkGroup.rank), col(WorkGroup.id))))


def list_lead_leaders(session: Session, body: Body) -> list[LeadLeader]:
    """The leaders in charge of a task force by name, in the document's order."""
    query = select(LeadLeader).where(LeadLeader.body_id == require_id(body.id))
    return list(session.exec(query.order_by(col(LeadLeader.rank), col(LeadLeader.id))))
