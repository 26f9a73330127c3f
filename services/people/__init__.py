"""People of the roster: their hats, whom to ask, what changes about them, and how they are found (M1)."""

from services.people.absence import acting_hats, in_their_place, list_stood_in_for
from services.people.asking import (
    FRONT_ROLES,
    contact_of,
    front_people,
    lead_leader_names,
    list_administrators,
    list_chiefs,
    list_leaders,
    list_office_people,
    list_stand_ins,
    may_see_phone,
)
from services.people.finding import Profile, people_asked_about, people_named_like, show_person
from services.people.hats import LEADING_ROLES, Hat, Hats, bodies_of, hats_of, is_office, unit_on
from services.people.moving import (
    PhoneTaken,
    change_phone,
    close_hats,
    hat_row,
    move_person,
    settle_moves,
)

__all__ = [
    "FRONT_ROLES",
    "LEADING_ROLES",
    "Hat",
    "Hats",
    "PhoneTaken",
    "Profile",
    "acting_hats",
    "bodies_of",
    "change_phone",
    "close_hats",
    "contact_of",
    "front_people",
    "hat_row",
    "hats_of",
    "in_their_place",
    "is_office",
    "lead_leader_names",
    "list_administrators",
    "list_chiefs",
    "list_leaders",
    "list_office_people",
    "list_stand_ins",
    "list_stood_in_for",
    "may_see_phone",
    "move_person",
    "people_asked_about",
    "people_named_like",
    "settle_moves",
    "show_person",
    "unit_on",
]
