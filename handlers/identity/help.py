"""What /help and the welcome tell: what this person can do with the commands that there are."""

from handlers.turn import Turn
from services.identity import standing_of
from services.people import hats_of
from storage.people import Person


def help_facts(turn: Turn, person: Person) -> dict[str, object]:
    """Facts for identity/help_lines: what somebody is first of all, and which commands are answered."""
    standing = standing_of(hats_of(turn.session, person, turn.today))
    commands = [name for name, door in turn.routes.commands.items() if door.private and door.announced]
    return {"standing": str(standing), "commands": commands}
