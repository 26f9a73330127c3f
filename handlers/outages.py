"""The line that administrators get after an outage (scenario 38)."""

from datetime import timedelta

from handlers.turn import Turn
from services.people import list_administrators


def announce_outage(turn: Turn, outage: timedelta, *, reminders: int) -> None:
    """Tell every administrator how long nobody was at home and how many reminders are being caught up."""
    people = list_administrators(turn.session, turn.today)
    turn.tell(people, "system/outage", urgent=True, outage=outage, reminders=reminders)
