"""Rights: one table says who may do what outside the life of a single matter (which has a table of its own).

Checked on every action, never only when a button was drawn.
"""

from collections.abc import Callable
from enum import StrEnum

from services.outcomes import NotAllowed
from services.people import Hats
from storage.bodies import Body
from storage.people import Role


class Right(StrEnum):
    """Something that not everybody may do."""

    ADMINISTER = "administer"
    """Roster, settings, parked updates, accounts."""
    BIND_PEOPLE = "bind_people"
    """Invite, answer requests to be bound, see who is not bound."""
    CONFIRM_ACCOUNT = "confirm_account"
    """Confirm that a new account is really a person of this unit (scenario 37)."""
    BIND_GROUP = "bind_group"
    """Tie a group to a body."""
    SEE_EVERYTHING = "see_everything"
    """Every matter, whoever owns it (M2)."""
    CONVENE = "convene"
    """Make, move and cancel meetings (M13)."""
    COLLECT_FIGURES = "collect_figures"
    """Call the monthly dispatch (M13)."""
    ENTER_COMMITMENTS = "enter_commitments"
    """Write commitments down for bodies (M15)."""
    SUPERVISE = "supervise"
    """List problems for supervision, verify, take them off the list (M16)."""
    HAND_DOWN = "hand_down"
    """Make assignments, put items forward, write decisions down (M2)."""
    KEEP_POLICIES = "keep_policies"
    """Enter, release and correct policies, and teach the search words (M18)."""
    INSTRUCT = "instruct"
    """Give instructions."""


Rule = Callable[[Hats, Body | None], bool]


def _office(hats: Hats, _body: Body | None) -> bool:
    return hats.is_office or hats.is_administrator


def _office_itself(hats: Hats, _body: Body | None) -> bool:
    return hats.is_office


def _leader(hats: Hats, _body: Body | None) -> bool:
    return hats.is_leader


def _administrator(hats: Hats, _body: Body | None) -> bool:
    return hats.is_administrator


def _own_people(hats: Hats, body: Body | None) -> bool:
    return hats.is_administrator or (body is not None and any(hat.body.id == body.id for hat in hats.hats))


def _answers_for_unit(hats: Hats, body: Body | None) -> bool:
    in_charge = body is not None and hats.has_role(body, Role.DEPUTY_IN_CHARGE, Role.PRINCIPAL)
    return _office(hats, body) or in_charge


RIGHTS: dict[Right, Rule] = {
    Right.ADMINISTER: _administrator,
    Right.BIND_PEOPLE: _office,
    Right.CONFIRM_ACCOUNT: _answers_for_unit,
    Right.BIND_GROUP: _own_people,
    Right.SEE_EVERYTHING: _office,
    Right.CONVENE: _office,
    Right.COLLECT_FIGURES: _office,
    Right.ENTER_COMMITMENTS: _office,
    Right.SUPERVISE: _office_itself,
    Right.HAND_DOWN: _office_itself,
    Right.KEEP_POLICIES: _office,
    Right.INSTRUCT: _leader,
}


def may(right: Right, hats: Hats, body: Body | None = None) -> bool:
    """Whether somebody with these hats has the right (where it matters: over `body`)."""
    return RIGHTS[right](hats, body)


def require(right: Right, hats: Hats, body: Body | None = None) -> None:
    """Raises NotAllowed unless `may`."""
    if not may(right, hats, body):
        raise NotAllowed
