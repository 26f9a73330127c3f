"""What somebody is first of all: it decides which commands the menu offers and what /help speaks of."""

from enum import StrEnum

from services.people import Hats
from storage.bodies import BodyKind


class Standing(StrEnum):
    """From the widest view to the narrowest; a person with several hats has the first that fits."""

    OFFICE = "office"
    """The office, and administrators."""
    LEADER = "leader"
    TASK_FORCE = "task_force"
    """Task forces and service lines: they take matters on."""
    STAFF = "staff"
    """Townships, the zone, member units: they report."""


def standing_of(hats: Hats) -> Standing:
    """What a person is first of all."""
    if hats.is_office or hats.is_administrator:
        return Standing.OFFICE
    if hats.is_leader:
        return Standing.LEADER
    if hats.bodies(BodyKind.TASK_FORCE, BodyKind.SERVICE_LINE):
        return Standing.TASK_FORCE
    return Standing.STAFF
