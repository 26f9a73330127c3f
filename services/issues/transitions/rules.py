"""What a row of the table of a problem's life says: who, what is needed, which clock and owner follow."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.issues.conditions import When, find_unmet
from storage.issues import Decider, Issue, IssueAction, IssueState, RequestKind


class Actor(StrEnum):
    """As what somebody acts on a problem; one person may be several."""

    FRONT = "front"
    """Belongs to the owning body, its leaders in charge aside."""
    RECEIVER = "receiver"
    """The same, where the owning body is not the office: may send it back."""
    LEAD = "lead"
    """Is its lead owner, or stands in for them, or answers for it together with them."""
    CHIEF = "chief"
    """Heads the owning body or is its deputy in charge."""
    LEADER = "leader"
    """Is a leader in charge of the owning body."""
    HELPER = "helper"
    """Belongs to a body that was asked for help."""
    SUPERVISOR = "supervisor"
    """Supervises it while it is listed."""
    REPORTER = "reporter"
    CO_REPORTER = "co_reporter"
    """Has reported the same."""
    OFFICE = "office"
    DECIDER = "decider"
    """Decides what was asked for; nobody is it by standing, only with a request in hand."""
    ARBITER = "arbiter"
    """Belongs to the office and settles a dispute about a transfer; likewise."""
    SYSTEM = "system"
    """Nobody: the time has come."""


class Need(StrEnum):
    """What has to be given with an action."""

    NOTHING = "nothing"
    TEXT = "text"
    """Words; files are welcome."""
    BODY = "body"
    """The body that it goes to."""
    BODY_AND_TEXT = "body_and_text"
    """The body, and why."""
    ANSWERS = "answers"
    """Three answers: what was done, where it is stuck, what has to be decided above (M16)."""
    EXTENSION = "extension"
    """How many working days, and why."""
    OWN = "own"
    """The feature asks for what it needs (`routes.begins`)."""


class Clock(StrEnum):
    """Which clock runs after the action."""

    GOES_ON = "goes_on"
    ACCEPTANCE = "acceptance"
    SOLVING = "solving"
    REDOING = "redoing"
    VERDICT = "verdict"
    RESUMES = "resumes"
    """The clock of solving goes on where it stood."""
    EXTENDED = "extended"
    """The clock of solving gets the days that were asked for."""
    HANDED_OVER = "handed_over"
    """The clock of solving goes on with the next owner, who has a few days at least (scenario 13)."""
    PAUSED = "paused"
    """The clock of solving stands still; at the latest at its end it goes on by itself."""
    STOPS = "stops"


class NextOwner(StrEnum):
    """Which body answers for it after the action; there always is one."""

    SAME = "same"
    OFFICE = "office"
    GIVEN = "given"
    FORMER = "former"
    """The one that had it before the office."""
    ABOVE = "above"
    """The body of the next tier (M16)."""


class NextLead(StrEnum):
    """Who is its lead owner after the action."""

    SAME = "same"
    ACTOR = "actor"
    GIVEN = "given"
    FORMER = "former"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Asks:
    """The action only asks for something; `action` is what follows when the decider agrees."""

    kind: RequestKind
    decider: Decider
    action: IssueAction


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. `to` is None for actions that leave the state as it is; `is_main` marks the lists' button.

    `when` lists the conditions that must all hold; `asks` says that somebody else has to agree first.
    """

    state: IssueState
    action: IssueAction
    who: frozenset[Actor]
    to: IssueState | None
    need: Need = Need.NOTHING
    clock: Clock = Clock.GOES_ON
    owner: NextOwner = NextOwner.SAME
    lead: NextLead = NextLead.SAME
    when: tuple[When, ...] = ()
    asks: Asks | None = None
    is_main: bool = False

    @property
    def moves(self) -> bool:
        """Whether state or owner change, so that older buttons are void."""
        return self.to is not None

    def find_unmet(self, issue: Issue, now: datetime) -> When | None:
        """The first of its conditions that does not hold."""
        return find_unmet(self.when, issue, now)
