"""The occasion of an action: who acts, when, by which rules; and what may come of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from services.calendar import WorkingTime
from services.issues.conditions import When
from services.mechanism import Mechanism
from services.outcomes import Outcome
from services.people import Hats
from storage.bodies import Body
from storage.people import Person


@dataclass(frozen=True)
class Occasion:
    """One action on a problem. `hats` is None when nobody acts but the time has come."""

    session: Session
    now: datetime
    working_time: WorkingTime
    mechanism: Mechanism
    hats: Hats | None = None

    @property
    def today(self) -> date:
        """The local day."""
        return self.working_time.day_of(self.now)

    @property
    def person(self) -> Person | None:
        """Who acts."""
        return self.hats.person if self.hats else None

    @property
    def unit(self) -> Body | None:
        """The own unit of who acts."""
        return self.hats.unit if self.hats else None

    @property
    def person_id(self) -> int | None:
        """The id of who acts."""
        return self.hats.person.id if self.hats else None

    @property
    def person_name(self) -> str | None:
        """The name of who acts, as of today."""
        return self.hats.person.name if self.hats else None


class IssueNotFound(Outcome):
    """There is no such problem, or it is not for this person to see: the words are the same."""

    template = "issues/not_found"


class IssueMoved(Outcome):
    """Somebody was faster, or the button is from an earlier state (scenario 17)."""

    template = "issues/moved"


class ActionNotYours(Outcome):
    """The person may see the problem, but this action is somebody else's."""

    template = "issues/not_yours"


class ActionNotNow(Outcome):
    """The action is theirs, but something that happened before stands in its way."""

    def __init__(self, unmet: When | None, **facts: object) -> None:
        super().__init__(**facts)
        self.unmet = unmet
        self.template = f"issues/refused/{unmet or When.NOTHING_ASKED}"


class TextMissing(Outcome):
    """The action needs words."""

    template = "issues/text_missing"


class DaysWrong(Outcome):
    """An extension by so many days is not possible; `longest` is."""

    template = "issues/refused/days"


class RequestDecided(Outcome):
    """What was asked for has been decided already, or has lost its object."""

    template = "issues/refused/request_decided"


class RequestNotYours(Outcome):
    """Somebody else decides it, or the person asked for it themselves."""

    template = "issues/refused/request_not_yours"


class NothingTold(Outcome):
    """A draft in which nobody has said yet what the matter is."""

    template = "issues/nothing_told"
