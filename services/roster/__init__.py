"""Import of the roster (`zhuanban import roster`): who is who, row by row (M1, scenarios 35, 36, 37)."""

from services.roster.importing import import_roster, load_demo_roster
from services.roster.notes import RosterNote

__all__ = ["RosterNote", "import_roster", "load_demo_roster"]
