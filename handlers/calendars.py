"""Next year's holidays: from November on their absence is said, and once a week again (M13)."""

from datetime import date, datetime, timedelta

from handlers.routes import Routes
from handlers.turn import Turn
from services.people import list_administrators, list_office_people
from storage.due import Due, schedule

routes = Routes()

WATCH = "calendar.watch"


def plan_watch(turn: Turn) -> None:
    """See to it that somebody looks next week; planning it twice changes nothing."""
    at = _next_look(turn)
    schedule(turn.session, Due(key=f"{WATCH}:{turn.working_time.day_of(at)}", kind=WATCH, due_at=at))


@routes.due(WATCH)
def look(_row: Due, turn: Turn) -> None:
    """The office and the administrators hear which year's holidays nobody has brought in."""
    plan_watch(turn)
    rules, calendar = turn.house.mechanism.calendar_watch, turn.working_time.calendar
    years = [turn.today.year]
    if turn.today.month >= rules.from_month:
        years.append(turn.today.year + 1)
    missing = [year for year in years if not calendar.knows(year)]
    if missing:
        people = [
            *list_office_people(turn.session, turn.today),
            *list_administrators(turn.session, turn.today),
        ]
        turn.tell(people, "calendars/missing", year=missing[0])


def _next_look(turn: Turn) -> datetime:
    rules = turn.house.mechanism.calendar_watch
    today: date = turn.today
    ahead = (rules.weekday - today.isoweekday()) % 7
    at = turn.working_time.at(today + timedelta(days=ahead), rules.at)
    return at if at > turn.now else turn.working_time.at(today + timedelta(days=ahead + 7), rules.at)
