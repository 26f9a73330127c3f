"""From unit, bodies, roles and post of one row to the hats of a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.people import Hat
from services.roster.vocabulary import RosterRole, vocabulary
from storage.base import require_id
from storage.bodies import Body, BodyKind, WorkGroup
from storage.people import Role


@dataclass(frozen=True)
class HatSource:
    """What one row says, with every name resolved. `standing` holds the bodies that each role implies."""

    unit: Body
    bodies: Sequence[Body]
    roles: frozenset[RosterRole]
    post: str
    leading_group: Body
    office: Body
    work_groups: Mapping[int, Sequence[WorkGroup]]


def derive_hats(source: HatSource) -> list[Hat]:
    """Every hat, each (body, role) once, the unit's first. The post tells the finer role."""
    hats: dict[tuple[int, Role], Hat] = {}
    for hat in [*_unit_hats(source), *_body_hats(source)]:
        key = (require_id(hat.body.id), hat.role)
        known = hats.get(key)
        hats[key] = replace(hat, is_unit=hat.is_unit or (known is not None and known.is_unit))
    return list(hats.values())


def _unit_hats(source: HatSource) -> Iterable[Hat]:
    unit, post = source.unit, source.post
    roles: list[Role] = []
    if unit.kind == BodyKind.OFFICE:
        roles = _office_roles(source)
    elif unit.kind == BodyKind.MEMBER_UNIT:
        contact = {
            RosterRole.UNIT_DEPUTY: Role.DEPUTY_IN_CHARGE,
            RosterRole.UNIT_CHIEF: Role.SECTION_CHIEF,
        }
        roles = [role for word, role in contact.items() if word in source.roles]
    for role in roles or vocabulary().roles_by_post(unit.kind, post):
        yield Hat(unit, role, is_unit=True)


def _body_hats(source: HatSource) -> Iterable[Hat]:
    for body in _bodies_worn(source):
        if body.kind == BodyKind.OFFICE:
            roles = _office_roles(source)
        elif body.kind == BodyKind.TASK_FORCE:
            roles = _task_force_roles(source, body)
        else:
            roles = vocabulary().roles_by_post(body.kind, source.post)
        work_group, heads = _work_group(source, body)
        for role in roles:
            grouped = role != Role.LEAD_LEADER
            yield Hat(
                body, role, work_group=work_group if grouped else None, heads_work_group=heads and grouped
            )


def _bodies_worn(source: HatSource) -> list[Body]:
    """The bodies that the row names, and those that its roles imply."""
    worn = list(source.bodies)
    if RosterRole.LEADING_GROUP in source.roles:
        worn.append(source.leading_group)
    if source.roles & {RosterRole.OFFICE, RosterRole.ADMINISTRATOR}:
        worn.append(source.office)
    return list({body.code: body for body in worn}.values())


def _office_roles(source: HatSource) -> list[Role]:
    roles: list[Role] = []
    if RosterRole.ADMINISTRATOR in source.roles:
        roles.append(Role.ADMINISTRATOR)
    if RosterRole.OFFICE in source.roles or not roles:
        roles += vocabulary().roles_by_post(BodyKind.OFFICE, source.post)
    return roles


def _task_force_roles(source: HatSource, body: Body) -> list[Role]:
    roles: list[Role] = []
    if RosterRole.LEAD_LEADER in source.roles:
        roles.append(Role.LEAD_LEADER)
    if RosterRole.TASK_FORCE in source.roles or not roles:
        roles += vocabulary().roles_by_post(body.kind, source.post)
    return roles


def _work_group(source: HatSource, body: Body) -> tuple[str | None, bool]:
    """The work group that the post names, and whether it names its head."""
    words = vocabulary()
    for part in words.split(source.post):
        for group in source.work_groups.get(require_id(body.id), ()):
            if part.startswith(group.name):
                return group.code, part.endswith(words.work_groups.head_ends)
    return None, False
