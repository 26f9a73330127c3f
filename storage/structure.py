"""The packaged structure (M1): read from data/structure.toml, put into an empty database at first start."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from storage.base import require_id
from storage.bodies import AliasKind, Body, BodyAlias, LeadLeader, Responsibility, WorkGroup
from storage.packaged import packaged_toml

RANK_STEP = 10  # leaves room for bodies that the office adds in between


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PackagedBody(_Model):
    """One `[[bodies]]` entry; the keys are explained in the file."""

    kind: Literal[
        "leading_group",
        "office",
        "task_force",
        "service_line",
        "township",
        "development_zone",
        "member_unit",
        "leadership",
    ]
    code: str
    name: str
    short_name: str | None = None
    stem: str | None = None
    industry: str | None = None
    factor: str | None = None
    region_code: str | None = None
    leaders: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()
    new_names: tuple[str, ...] = ()


class PackagedWorkGroup(_Model):
    """One `[[work_groups]]` entry."""

    code: str
    name: str


class Structure(_Model):
    """The whole file."""

    alias_patterns: dict[str, tuple[str, ...]]
    work_groups: tuple[PackagedWorkGroup, ...]
    industries: dict[str, str] = Field(description="identifier to label")
    factors: dict[str, str] = Field(description="identifier to label")
    bodies: tuple[PackagedBody, ...]

    def aliases_of(self, entry: PackagedBody) -> dict[str, AliasKind]:
        """Every other name of a body and why it has it; never its own name."""
        patterns = self.alias_patterns.get(entry.kind, ()) if entry.stem else ()
        short = [pattern.format(stem=entry.stem) for pattern in patterns]
        names = dict.fromkeys([*short, *entry.aliases, entry.short_name or entry.name], AliasKind.SHORT)
        names |= dict.fromkeys(entry.old_names, AliasKind.OLD)
        names |= dict.fromkeys(entry.new_names, AliasKind.NEW)
        names.pop(entry.name, None)
        return names


@cache
def packaged_structure() -> Structure:
    """The structure that the product ships with."""
    return Structure.model_validate(packaged_toml("structure.toml"))


def load_structure(session: Session, structure: Structure | None = None) -> int:
    """Add the packaged bodies that are missing (by code) and return how many were added.

    A body that is there already is left exactly as it is, with its names, departments and work groups:
    what the office changed stays changed. A body whose name another one has taken is left out.
    """
    structure = structure or packaged_structure()
    existing = session.exec(select(Body.code, Body.name)).all()
    codes, names = {code for code, _ in existing}, {name for _, name in existing}
    added = {}
    for place, entry in enumerate(structure.bodies, start=1):
        if entry.code not in codes and entry.name not in names:
            added[entry.code] = _add_body(session, entry, rank=place * RANK_STEP)
    session.flush()
    for entry in structure.bodies:
        if entry.code in added:
            _add_surroundings(session, structure, entry, body_id=require_id(added[entry.code].id))
    session.flush()
    return len(added)


def _add_body(session: Session, entry: PackagedBody, *, rank: int) -> Body:
    body = Body(
        kind=entry.kind,
        code=entry.code,
        name=entry.name,
        short_name=entry.short_name or entry.name,
        industry=entry.industry,
        factor=entry.factor,
        region_code=entry.region_code,
        rank=rank,
    )
    session.add(body)
    return body


def _add_surroundings(session: Session, structure: Structure, entry: PackagedBody, *, body_id: int) -> None:
    for name, kind in structure.aliases_of(entry).items():
        session.add(BodyAlias(body_id=body_id, name=name, kind=kind))
    for place, name in enumerate(entry.leaders):
        session.add(LeadLeader(body_id=body_id, name=name, rank=place))
    departments = select(Body).where(col(Body.code).in_(entry.departments))
    for department in session.exec(departments):
        session.add(Responsibility(body_id=body_id, department_id=require_id(department.id)))
    if entry.kind == "task_force":
        for place, group in enumerate(structure.work_groups):
            session.add(WorkGroup(body_id=body_id, code=group.code, name=group.name, rank=place))
