"""Who hears that help is late: those who owe the answer, and nobody else (scenario 14)."""

from dataclasses import dataclass

from services.helps.clocks import plan_next_chase, workdays_left
from services.helps.seeing import Helping, list_to_act
from services.issues import Occasion
from storage.helps import HelpState
from storage.people import Person, Role, list_people_of


@dataclass(frozen=True)
class HelpChase:
    """Whom a late help is brought before, and copies to the deputy in charge of the body that helps."""

    people: list[Person]
    copies: list[Person]
    overdue_days: int


def chase_help(occasion: Occasion, helping: Helping, *, done: int, copied: bool) -> HelpChase:
    """Chase whoever has the next step, and plan the next time; the deputy gets one copy."""
    row = helping.help
    days = max(0, -(workdays_left(occasion, row) or 0))
    owes_answer = row.state == HelpState.ASKED
    row.late = row.late or owes_answer
    upwards = owes_answer and days > occasion.mechanism.due_reminders.copy_deputy_after_workdays
    plan_next_chase(occasion, row, done=done + 1, copied=copied or upwards)
    people = list_to_act(occasion, helping)
    told = {person.id for person in people}
    copies = (
        list_people_of(occasion.session, helping.body, Role.DEPUTY_IN_CHARGE, on=occasion.today)
        if upwards and not copied
        else []
    )
    return HelpChase(people, [who for who in copies if who.id not in told], days)
