"""What the database knows of bodies, read once for all rows of a roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from services.bodies import BodyIndex, load_body_index
from storage.bodies import Body, BodyKind, BodyNotFound, Responsibility, WorkGroup, find_body


@dataclass(frozen=True)
class Surroundings:
    """Names, standing bodies, which departments answer for a body, and the work groups inside it."""

    index: BodyIndex
    leading_group: Body
    office: Body
    departments: Mapping[int, set[int]]
    work_groups: Mapping[int, Sequence[WorkGroup]]


def load_surroundings(session: Session) -> Surroundings:
    """Raises BodyNotFound when the structure has not been loaded."""
    departments: dict[int, set[int]] = {}
    for link in session.exec(select(Responsibility)):
        departments.setdefault(link.body_id, set()).add(link.department_id)
    groups: dict[int, list[WorkGroup]] = {}
    for group in session.exec(select(WorkGroup)):
        groups.setdefault(group.body_id, []).append(group)
    leading_group = _standing(session, BodyKind.LEADING_GROUP)
    office = _standing(session, BodyKind.OFFICE)
    return Surroundings(load_body_index(session), leading_group, office, departments, groups)


def _standing(session: Session, kind: BodyKind) -> Body:
    body = find_body(session, kind)
    if body is None:
        raise BodyNotFound(kind)
    return body
