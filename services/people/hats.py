"""Who somebody is: the hats of a person, and their unit on any day (M1)."""

from dataclasses import dataclass
from datetime import date

from storage.bodies import Body, BodyKind, get_body
from storage.database import Session
from storage.people import Membership, Person, Role, list_hats

LEADING_ROLES = (Role.GROUP_HEAD, Role.DEPUTY_GROUP_HEAD, Role.LEAD_LEADER)


@dataclass(frozen=True)
class Hat:
    """One role in one body."""

    body: Body
    role: Role
    is_unit: bool = False
    work_group: str | None = None
    heads_work_group: bool = False


@dataclass(frozen=True)
class Hats:
    """All that a person is on one day. Read once per update; everything else is asked of it."""

    person: Person
    hats: tuple[Hat, ...]

    @property
    def is_office(self) -> bool:
        """Works in the office of the leading group; an administrator alone does not."""
        return any(hat.body.kind == BodyKind.OFFICE and hat.role != Role.ADMINISTRATOR for hat in self.hats)

    @property
    def is_administrator(self) -> bool:
        """Looks after roster and settings."""
        return any(hat.role == Role.ADMINISTRATOR for hat in self.hats)

    @property
    def is_leader(self) -> bool:
        """Belongs to those who decide: heads of the leading group and leaders in charge."""
        return any(hat.role in LEADING_ROLES for hat in self.hats)

    @property
    def unit(self) -> Body | None:
        """The person's own unit on that day."""
        return next((hat.body for hat in self.hats if hat.is_unit), None)

    def bodies(self, *kinds: BodyKind) -> list[Body]:
        """The bodies that the person belongs to (of these kinds), each once, in their official order."""
        found = {hat.body.id: hat.body for hat in self.hats if not kinds or hat.body.kind in kinds}
        return list(found.values())

    def belongs_to(self, body: Body) -> bool:
        """Whether the person wears any hat in this body."""
        return any(hat.body.id == body.id for hat in self.hats)

    def roles_in(self, body: Body) -> frozenset[Role]:
        """The roles that the person has in this body."""
        return frozenset(hat.role for hat in self.hats if hat.body.id == body.id)

    def has_role(self, body: Body, *roles: Role) -> bool:
        """Whether the person has one of these roles in this body."""
        return not self.roles_in(body).isdisjoint(roles)

    def acting_body(self, *bodies: Body) -> Body | None:
        """As which of a matter's bodies the person acts: the first one they belong to."""
        return next((body for body in bodies if self.belongs_to(body)), None)


def hats_of(session: Session, person: Person, on: date) -> Hats:
    """The hats of a person on a local day."""
    return Hats(person, tuple(_hat(row, body) for row, body in list_hats(session, person, on)))


def _hat(row: Membership, body: Body) -> Hat:
    return Hat(body, Role(row.role), row.is_unit, row.work_group, row.heads_work_group)


def is_office(session: Session, person: Person, on: date) -> bool:
    """Whether a person works in the office on a day."""
    return hats_of(session, person, on).is_office


def bodies_of(session: Session, person: Person, on: date, *kinds: BodyKind) -> list[Body]:
    """The bodies that a person belongs to on a day."""
    return hats_of(session, person, on).bodies(*kinds)


def unit_on(session: Session, person: Person, day: date) -> Body:
    """The unit that a person belonged to on a day: what a card of that day shows (M1)."""
    unit = hats_of(session, person, day).unit
    return unit if unit is not None else get_body(session, person.unit_id)
