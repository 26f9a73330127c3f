"""Bodies by whatever name people give them, and the way of a matter to its owner (M1, M7, M8)."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from sqlmodel import Session, col, select

from services.mechanism import ModuleName, OwnerRule, Routing, TierName
from storage.base import require_id
from storage.bodies import (
    AliasKind,
    Body,
    BodyAlias,
    BodyKind,
    BodyNotFound,
    find_body,
    find_body_for,
    list_aliases,
    list_bodies,
    list_work_groups,
)
from storage.structure import RANK_STEP

NEAR = 0.65
"""Similarity from which a name is offered instead of an unknown one: one wrong character in three passes."""


class NameTaken(ValueError):
    """Another body has this name."""

    def __init__(self, name: str, body: Body) -> None:
        super().__init__(f"{name} is {body.code}")
        self.name = name
        self.body = body


class BodyIndex:
    """Every active body by name and by alias; built once for many look-ups."""

    def __init__(self, bodies: Iterable[Body], aliases: Iterable[BodyAlias]) -> None:
        self._bodies = {require_id(body.id): body for body in bodies}
        self._by_name = {name_key(body.name): body for body in self._bodies.values()}
        self._by_alias: dict[str, list[Body]] = defaultdict(list)
        for alias in aliases:
            if alias.body_id in self._bodies:
                self._by_alias[name_key(alias.name)].append(self._bodies[alias.body_id])

    def by_id(self, body_id: int) -> Body | None:
        """The active body with this id."""
        return self._bodies.get(body_id)

    def by_name(self, name: str, *kinds: BodyKind) -> Body | None:
        """The body with exactly this official name, blanks and width aside."""
        body = self._by_name.get(name_key(name))
        return body if body is not None and _fits(body, kinds) else None

    def by_alias(self, name: str, *kinds: BodyKind) -> list[Body]:
        """The bodies that are also known by this name; several after a merger of departments."""
        return [body for body in self._by_alias.get(name_key(name), ()) if _fits(body, kinds)]

    def nearest(self, name: str, *kinds: BodyKind) -> list[Body]:
        """The bodies whose name or alias is most like this one: all that are equally near, or none."""
        wanted = name_key(name)
        best: dict[int, float] = {}
        for known, body in self._all_names():
            if _fits(body, kinds):
                likeness = Levenshtein.normalized_similarity(wanted, known)
                body_id = require_id(body.id)
                best[body_id] = max(likeness, best.get(body_id, 0.0))
        top = max(best.values(), default=0.0)
        return [self._bodies[body_id] for body_id, likeness in best.items() if likeness == top >= NEAR]

    def _all_names(self) -> Iterable[tuple[str, Body]]:
        yield from self._by_name.items()
        for name, bodies in self._by_alias.items():
            for body in bodies:
                yield name, body


def load_body_index(session: Session) -> BodyIndex:
    """The index of what the database holds now."""
    return BodyIndex(list_bodies(session), list_aliases(session))


def name_key(name: str) -> str:
    """A name without what people do not see: blanks, width, case."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _fits(body: Body, kinds: tuple[BodyKind, ...]) -> bool:
    return not kinds or body.kind in kinds


@dataclass(frozen=True)
class Route:
    """Where a matter goes: lead owner, work group inside it, service line proposed for help."""

    owner: Body
    work_group: str | None
    helper: Body | None


def route_matter(
    session: Session,
    routing: Routing,
    *,
    module: ModuleName,
    tier: TierName,
    industry: str | None = None,
    factor: str | None = None,
    place: Body | None = None,
) -> Route:
    """The first owner that the mechanism's rules find (M7, M8, M16); the office when none fits.

    Raises BodyNotFound when there is not even an office.
    """
    field = factor or routing.modules[module].factor
    helper = find_body_for(session, factor=field) if field else None
    by_rule: dict[OwnerRule, Body | None] = {
        "place": place,
        "industry": find_body_for(session, industry=industry) if industry else None,
        "factor": find_body_for(session, factor=factor) if factor else None,
        "office": find_body(session, BodyKind.OFFICE),
    }
    owner = next((by_rule[rule] for rule in routing.owners(module, tier) if by_rule[rule]), None)
    if owner is None:
        raise BodyNotFound(BodyKind.OFFICE)
    groups = {group.code for group in list_work_groups(session, owner)}
    work_group = routing.modules[module].work_group
    return Route(
        owner,
        work_group if work_group in groups else None,
        helper if helper is not None and helper.id != owner.id else None,
    )


def add_body(
    session: Session, kind: BodyKind, name: str, *, short_name: str = "", region_code: str | None = None
) -> Body:
    """A body that the office adds, such as a township, at the end of its kind. Raises NameTaken."""
    _check_free(session, name)
    siblings = list_bodies(session, kind, also_inactive=True)
    body = Body(
        kind=kind,
        code=f"{kind}.added_{len(siblings) + 1}",
        name=name,
        short_name=short_name or name,
        region_code=region_code,
        rank=max((sibling.rank for sibling in siblings), default=0) + RANK_STEP // 10,
    )
    session.add(body)
    session.flush()
    return body


def rename_body(session: Session, body: Body, name: str) -> None:
    """Give a body a new name; the old one stays understood (scenario 36). Raises NameTaken."""
    if name_key(name) == name_key(body.name):
        return
    _check_free(session, name)
    own = {alias.name: alias for alias in list_aliases(session, body)}
    if body.name not in own:
        session.add(BodyAlias(body_id=require_id(body.id), name=body.name, kind=AliasKind.OLD))
    if body.short_name == body.name:
        body.short_name = name
    body.name = name
    session.flush()


def add_alias(session: Session, body: Body, name: str) -> None:
    """Let a body be known by one more name; a name that it has already changes nothing."""
    known = {alias.name for alias in list_aliases(session, body)} | {body.name}
    if name not in known:
        session.add(BodyAlias(body_id=require_id(body.id), name=name, kind=AliasKind.SHORT))
        session.flush()


def retire_body(body: Body) -> None:
    """Take a body out of use; what it did stays its own."""
    body.active = False


def _check_free(session: Session, name: str) -> None:
    taken = session.exec(select(Body).where(col(Body.name) == name)).one_or_none()
    if taken is not None:
        raise NameTaken(name, taken)
