"""A draft: what somebody has told so far, what is guessed from it, what they have chosen (scenarios 1, 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from services.issues.guessing import Guess, guess
from storage.base import require_id
from storage.bodies import GROUND_KINDS, Body, list_aliases, list_bodies

FIELDS = ("title", "industry", "place", "enterprise", "module", "tier", "factor")


@dataclass(frozen=True)
class Draft:
    """What the draft card shows. `chosen` names the fields that the person has settled."""

    fragments: tuple[str, ...]
    title: str
    industry: str | None
    factor: str | None
    module: str
    tier: str
    place: Body | None
    enterprise: str | None
    enterprises: tuple[str, ...]
    chosen: frozenset[str]

    @property
    def text(self) -> str:
        """All that was told, word for word, one piece a line."""
        return "\n".join(self.fragments)

    @property
    def is_told(self) -> bool:
        """Whether somebody has said what the matter is."""
        return bool(self.title)


def read_draft(
    session: Session, fragments: list[str], chosen: Mapping[str, str | None], unit: Body | None
) -> Draft:
    """Put a draft together. `chosen` holds settled fields (None: settled as “none”).

    The place is the one that the text names, else `unit` if the person's own unit is a
    township or the zone.
    """
    grounds = list_bodies(session, *GROUND_KINDS)
    guessed = guess(fragments, _names(session, grounds))
    return Draft(
        fragments=tuple(fragments),
        title=_value("title", guessed.title, chosen) or "",
        industry=_value("industry", guessed.industry, chosen),
        factor=_value("factor", guessed.factor, chosen),
        module=_value("module", guessed.module, chosen) or guessed.module,
        tier=_value("tier", guessed.tier, chosen) or guessed.tier,
        place=_place(guessed, chosen, grounds, unit),
        enterprise=_value("enterprise", guessed.enterprise, chosen),
        enterprises=guessed.enterprises,
        chosen=frozenset(chosen),
    )


def _value(field: str, guessed: str | None, chosen: Mapping[str, str | None]) -> str | None:
    return chosen.get(field, guessed)


def _names(session: Session, grounds: list[Body]) -> dict[str, str]:
    """Every name of a township or the zone, with its code."""
    codes = {require_id(body.id): body.code for body in grounds}
    names = {body.name: body.code for body in grounds} | {body.short_name: body.code for body in grounds}
    aliases = {alias.name: codes[alias.body_id] for alias in list_aliases(session) if alias.body_id in codes}
    return aliases | names


def _place(
    guessed: Guess, chosen: Mapping[str, str | None], grounds: list[Body], unit: Body | None
) -> Body | None:
    by_code = {body.code: body for body in grounds}
    if "place" in chosen:
        return by_code.get(chosen["place"] or "")
    named = by_code.get(guessed.place or "")
    return named or (by_code.get(unit.code) if unit is not None else None)
