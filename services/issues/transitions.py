"""The one table of a problem's life: who may do what in which state, what follows (M8, M16, M17).

Buttons, rights, clocks, the timeline's words and the documentation come from here; nobody else compares
states. A new action (tiers, help, extensions, supervision, mergers) is a row.
"""

from dataclasses import dataclass
from enum import StrEnum

from storage.issues import Issue, IssueAction, IssueState


class Actor(StrEnum):
    """As what somebody acts on a problem; one person may be several."""

    FRONT = "front"
    """Belongs to the owning body, its leaders in charge aside."""
    LEAD = "lead"
    """Is its lead owner."""
    CHIEF = "chief"
    """Heads the owning body or is its deputy in charge."""
    REPORTER = "reporter"
    OFFICE = "office"
    SYSTEM = "system"
    """Nobody: the time has come."""


class Need(StrEnum):
    """What has to be given with an action."""

    NOTHING = "nothing"
    TEXT = "text"
    """Words; files are welcome."""
    BODY = "body"
    """The body that it goes to."""


class Clock(StrEnum):
    """Which clock runs after the action."""

    GOES_ON = "goes_on"
    ACCEPTANCE = "acceptance"
    SOLVING = "solving"
    REDOING = "redoing"
    VERDICT = "verdict"
    STOPS = "stops"


class NextOwner(StrEnum):
    """Which body answers for it after the action; there always is one."""

    SAME = "same"
    OFFICE = "office"
    GIVEN = "given"


class NextLead(StrEnum):
    """Who is its lead owner after the action."""

    SAME = "same"
    ACTOR = "actor"
    NOBODY = "nobody"


class When(StrEnum):
    """A condition on the problem's history."""

    ALWAYS = "always"
    FIRST_TIME = "first_time"
    """It has not been reopened yet."""
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. `to` is None for actions that leave the state as it is; `is_main` marks the lists' button."""

    state: IssueState
    action: IssueAction
    who: frozenset[Actor]
    to: IssueState | None
    need: Need = Need.NOTHING
    clock: Clock = Clock.GOES_ON
    owner: NextOwner = NextOwner.SAME
    lead: NextLead = NextLead.SAME
    when: When = When.ALWAYS
    is_main: bool = False

    @property
    def moves(self) -> bool:
        """Whether state or owner change, so that older buttons are void."""
        return self.to is not None

    def holds(self, issue: Issue) -> bool:
        """Whether the condition on its history is met."""
        if self.when is When.ALWAYS:
            return True
        return (issue.reopened == 0) == (self.when is When.FIRST_TIME)


_S, _A, _W = IssueState, IssueAction, Actor


def _who(*actors: Actor) -> frozenset[Actor]:
    return frozenset(actors)


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        _S.WAITING, _A.ACCEPT, _who(_W.FRONT), _S.HANDLING,
        clock=Clock.SOLVING, lead=NextLead.ACTOR, is_main=True,
    ),
    Transition(
        _S.WAITING, _A.RETURN, _who(_W.FRONT), _S.RETURNED,
        need=Need.TEXT, clock=Clock.ACCEPTANCE, owner=NextOwner.OFFICE, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.WAITING, _A.TRANSFER, _who(_W.OFFICE), _S.WAITING,
        need=Need.BODY, clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY,
    ),
    Transition(_S.WAITING, _A.WITHDRAW, _who(_W.REPORTER), _S.WITHDRAWN, clock=Clock.STOPS),
    Transition(
        _S.RETURNED, _A.TRANSFER, _who(_W.OFFICE), _S.WAITING,
        need=Need.BODY, clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY, is_main=True,
    ),
    Transition(_S.RETURNED, _A.WITHDRAW, _who(_W.REPORTER), _S.WITHDRAWN, clock=Clock.STOPS),
    Transition(_S.HANDLING, _A.PROGRESS, _who(_W.LEAD, _W.CHIEF), None, need=Need.TEXT),
    Transition(
        _S.HANDLING, _A.SOLVE, _who(_W.LEAD, _W.CHIEF), _S.CONFIRMING,
        need=Need.TEXT, clock=Clock.VERDICT, is_main=True,
    ),
    Transition(
        _S.HANDLING, _A.TRANSFER, _who(_W.OFFICE), _S.WAITING,
        need=Need.BODY, clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.CONFIRMING, _A.SATISFIED, _who(_W.REPORTER), _S.CLOSED, clock=Clock.STOPS, is_main=True
    ),
    Transition(
        _S.CONFIRMING, _A.DISSATISFIED, _who(_W.REPORTER), _S.HANDLING,
        need=Need.TEXT, clock=Clock.REDOING, when=When.FIRST_TIME,
    ),
    Transition(
        _S.CONFIRMING, _A.DISSATISFIED, _who(_W.REPORTER), _S.WAITING,
        need=Need.TEXT, clock=Clock.ACCEPTANCE, owner=NextOwner.OFFICE, lead=NextLead.NOBODY, when=When.AGAIN,
    ),
    Transition(_S.CONFIRMING, _A.LAPSE, _who(_W.SYSTEM), _S.CLOSED, clock=Clock.STOPS),
)  # fmt: skip


def list_transitions(issue: Issue) -> list[Transition]:
    """All rows that leave the problem's present state."""
    return [row for row in TRANSITIONS if row.state == issue.state and row.holds(issue)]


def find_transition(issue: Issue, action: IssueAction) -> Transition | None:
    """The row for an action in the present state, whoever asks."""
    return next((row for row in list_transitions(issue) if row.action is action), None)


def list_allowed(issue: Issue, actors: frozenset[Actor]) -> list[Transition]:
    """The rows that somebody who is all these may carry out now: the card's buttons, in order."""
    return [row for row in list_transitions(issue) if row.who & actors]
