"""The one table of a problem's life: who may do what in which state, what follows (M8, M16, M17).

Buttons, rights, clocks, the timeline's words and the documentation come from here; nobody else compares
states. A new action (tiers, help, extensions, supervision, mergers) is a row.
"""

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


_S, _A, _W, _C = IssueState, IssueAction, Actor, When


def _who(*actors: Actor) -> frozenset[Actor]:
    return frozenset(actors)


def _supervision() -> list[Transition]:
    """What the office may do with every open problem: list it, and take it off the list (M16, scenario 10).

    The holder's own solution never takes it off: it waits for the verification, and then for the verdict.
    What waits for the verdict is not listed: a verdict would close it with the listing open.
    """
    office = _who(_W.OFFICE)
    verified = Transition(
        _S.HANDLING, _A.DELIST, office, _S.CONFIRMING,
        need=Need.OWN, clock=Clock.VERDICT, when=(_C.LISTED, _C.VERIFYING),
    )  # fmt: skip
    solved = Transition(
        _S.HANDLING, _A.SOLVE, _who(_W.LEAD, _W.CHIEF), None,
        need=Need.TEXT, when=(_C.LISTED, _C.NOT_VERIFYING), is_main=True,
    )  # fmt: skip
    rows = [verified, solved]
    for state in (_S.WAITING, _S.HANDLING, _S.RETURNED):
        rows.append(Transition(state, _A.LIST, office, None, need=Need.OWN, when=(_C.NOT_LISTED,)))
        rows.append(Transition(state, _A.DELIST, office, None, need=Need.OWN, when=(_C.LISTED,)))
    return rows


_HOLDERS = _who(_W.LEAD, _W.CHIEF)
_WITHDRAWAL = Asks(RequestKind.WITHDRAWAL, Decider.LEAD, _A.WITHDRAWAL_AGREED)

TRANSITIONS: tuple[Transition, ...] = (
    # Waiting for somebody of the owning body.
    Transition(
        _S.WAITING, _A.ACCEPT, _who(_W.FRONT), _S.HANDLING,
        clock=Clock.SOLVING, lead=NextLead.ACTOR, when=(_C.NOT_JUDGED_TWICE,), is_main=True,
    ),
    Transition(
        _S.WAITING, _A.ACCEPT, _who(_W.RECEIVER), _S.HANDLING,
        clock=Clock.SOLVING, lead=NextLead.ACTOR, when=(_C.JUDGED_TWICE,), is_main=True,
    ),
    Transition(
        _S.WAITING, _A.RETURN, _who(_W.RECEIVER), _S.WAITING, when=(_C.FIRST_RETURN,),
        need=Need.BODY_AND_TEXT, clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.WAITING, _A.RETURN, _who(_W.RECEIVER), _S.RETURNED, when=(_C.SECOND_RETURN,),
        need=Need.TEXT, clock=Clock.ACCEPTANCE, owner=NextOwner.OFFICE, lead=NextLead.NOBODY,
    ),
    # Dissatisfied twice: the office looks into it.
    Transition(
        _S.WAITING, _A.UPHOLD, _who(_W.OFFICE), _S.HANDLING, when=(_C.JUDGED_TWICE,), is_main=True,
        need=Need.TEXT, clock=Clock.REDOING, owner=NextOwner.FORMER, lead=NextLead.FORMER,
    ),
    Transition(
        _S.WAITING, _A.EXPLAIN, _who(_W.OFFICE), _S.CLOSED,
        need=Need.TEXT, clock=Clock.STOPS, when=(_C.NOT_LISTED, _C.JUDGED_TWICE),
    ),
    Transition(
        _S.WAITING, _A.STRIKE, _who(_W.OFFICE), _S.CLOSED,
        need=Need.TEXT, clock=Clock.STOPS, when=(_C.NOT_LISTED, _C.JUDGED_TWICE),
    ),
    Transition(
        _S.WAITING, _A.TRANSFER, _who(_W.OFFICE), _S.WAITING,
        need=Need.BODY, clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.WAITING, _A.WITHDRAW, _who(_W.REPORTER), _S.WITHDRAWN,
        clock=Clock.STOPS, when=(_C.NOT_LISTED, _C.NEVER_ACCEPTED, _C.ONE_REPORTER),
    ),
    Transition(
        _S.WAITING, _A.WITHDRAW, _who(_W.REPORTER), None, asks=_WITHDRAWAL,
        need=Need.TEXT, when=(_C.NOT_LISTED, _C.NOTHING_ASKED, _C.ONE_REPORTER),
    ),
    Transition(_S.WAITING, _A.WITHDRAWAL_AGREED, _who(_W.DECIDER), _S.WITHDRAWN, clock=Clock.STOPS),
    # Sent back for the second time: the office assigns it.
    Transition(
        _S.RETURNED, _A.TRANSFER, _who(_W.OFFICE), _S.WAITING,
        need=Need.BODY, clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY, is_main=True,
    ),
    Transition(
        _S.RETURNED, _A.WITHDRAW, _who(_W.REPORTER), _S.WITHDRAWN,
        clock=Clock.STOPS, when=(_C.NOT_LISTED, _C.NEVER_ACCEPTED, _C.ONE_REPORTER),
    ),
    Transition(
        _S.RETURNED, _A.WITHDRAW, _who(_W.REPORTER), None, asks=_WITHDRAWAL,
        need=Need.TEXT, when=(_C.NOT_LISTED, _C.NOTHING_ASKED, _C.ONE_REPORTER),
    ),
    Transition(_S.RETURNED, _A.WITHDRAWAL_AGREED, _who(_W.DECIDER), _S.WITHDRAWN, clock=Clock.STOPS),
    # Somebody leads it.
    # Nobody took it on: the one who would rather do it than the one whom the clock appointed (scenario 11).
    Transition(
        _S.HANDLING, _A.ACCEPT, _who(_W.FRONT), _S.HANDLING,
        lead=NextLead.ACTOR, when=(_C.PROVISIONAL,), is_main=True,
    ),
    Transition(
        _S.HANDLING, _A.SOLVE, _HOLDERS, _S.CONFIRMING,
        need=Need.TEXT, clock=Clock.VERDICT, when=(_C.NOT_LISTED,), is_main=True,
    ),
    Transition(_S.HANDLING, _A.PROGRESS, _HOLDERS, None, need=Need.TEXT),
    Transition(
        _S.HANDLING, _A.ESCALATE, _HOLDERS, _S.WAITING, when=(_C.ORDINARY,),
        need=Need.ANSWERS, clock=Clock.ACCEPTANCE, owner=NextOwner.ABOVE, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.HANDLING, _A.ESCALATE, _HOLDERS, None, need=Need.ANSWERS, when=(_C.MAJOR, _C.NOTHING_ASKED),
        asks=Asks(RequestKind.ESCALATION, Decider.LEADER, _A.ESCALATION_AGREED),
    ),
    Transition(
        _S.HANDLING, _A.ESCALATION_AGREED, _who(_W.DECIDER), _S.WAITING,
        clock=Clock.ACCEPTANCE, owner=NextOwner.ABOVE, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.HANDLING, _A.TRANSFER, _who(_W.OFFICE), _S.WAITING,
        need=Need.BODY, clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY,
    ),
    Transition(_S.HANDLING, _A.CO_HANDLE, _HOLDERS, None, need=Need.OWN),
    Transition(
        _S.WAITING, _A.APPOINT, _who(_W.CHIEF, _W.OFFICE, _W.SYSTEM), _S.HANDLING,
        need=Need.OWN, clock=Clock.SOLVING, lead=NextLead.GIVEN,
    ),
    Transition(
        _S.HANDLING, _A.APPOINT, _who(_W.CHIEF, _W.OFFICE), _S.HANDLING,
        need=Need.OWN, lead=NextLead.GIVEN,
    ),
    Transition(_S.WAITING, _A.URGE, _who(_W.REPORTER, _W.CO_REPORTER, _W.OFFICE), None, need=Need.OWN),
    Transition(_S.RETURNED, _A.URGE, _who(_W.REPORTER, _W.CO_REPORTER), None, need=Need.OWN),
    Transition(_S.HANDLING, _A.URGE, _who(_W.REPORTER, _W.CO_REPORTER, _W.OFFICE), None, need=Need.OWN),
    Transition(_S.CONFIRMING, _A.URGE, _who(_W.OFFICE), None, need=Need.OWN),
    Transition(
        _S.HANDLING, _A.TRANSFER, _HOLDERS, None, need=Need.BODY_AND_TEXT, when=(_C.NOTHING_ASKED,),
        asks=Asks(RequestKind.TRANSFER, Decider.RECEIVER, _A.TRANSFER_AGREED),
    ),
    Transition(
        _S.HANDLING, _A.TRANSFER_AGREED, _who(_W.DECIDER), _S.HANDLING,
        clock=Clock.HANDED_OVER, owner=NextOwner.GIVEN, lead=NextLead.ACTOR,
    ),
    Transition(
        _S.HANDLING, _A.TRANSFER_AGREED, _who(_W.ARBITER), _S.WAITING,
        clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.HANDLING, _A.EXTEND, _who(_W.LEAD), None, need=Need.EXTENSION,
        when=(_C.DATED, _C.NOT_OVERDUE, _C.NOT_EXTENDED, _C.RUNNING, _C.NOTHING_ASKED),
        asks=Asks(RequestKind.EXTENSION, Decider.CHIEF, _A.EXTENSION_AGREED),
    ),
    Transition(
        _S.HANDLING, _A.EXTENSION_AGREED, _who(_W.DECIDER), _S.HANDLING, clock=Clock.EXTENDED
    ),
    Transition(
        _S.HANDLING, _A.PAUSE, _who(_W.LEAD), None, need=Need.TEXT,
        when=(_C.RUNNING, _C.DATED, _C.NOT_OVERDUE, _C.NOTHING_ASKED),
        asks=Asks(RequestKind.PAUSE, Decider.CHIEF, _A.PAUSE_AGREED),
    ),
    Transition(_S.HANDLING, _A.PAUSE_AGREED, _who(_W.DECIDER), _S.HANDLING, clock=Clock.PAUSED),
    Transition(
        _S.HANDLING, _A.RESUME, _who(_W.LEAD, _W.CHIEF, _W.OFFICE, _W.SYSTEM), _S.HANDLING,
        clock=Clock.RESUMES, when=(_C.PAUSED,),
    ),
    Transition(
        _S.HANDLING, _A.STRIKE, _who(_W.OFFICE), _S.CLOSED,
        need=Need.TEXT, clock=Clock.STOPS, when=(_C.NOT_LISTED, _C.AGAIN),
    ),
    Transition(
        _S.HANDLING, _A.WITHDRAW, _who(_W.REPORTER), None, asks=_WITHDRAWAL,
        need=Need.TEXT, when=(_C.NOT_LISTED, _C.NOTHING_ASKED, _C.ONE_REPORTER),
    ),
    Transition(_S.HANDLING, _A.WITHDRAWAL_AGREED, _who(_W.DECIDER), _S.WITHDRAWN, clock=Clock.STOPS),
    # The reporter judges.
    Transition(
        _S.CONFIRMING, _A.SATISFIED, _who(_W.REPORTER, _W.CO_REPORTER), _S.CLOSED,
        clock=Clock.STOPS, when=(_C.LAST_JUDGE,), is_main=True,
    ),
    Transition(
        _S.CONFIRMING, _A.SATISFIED, _who(_W.REPORTER, _W.CO_REPORTER), None,
        when=(_C.MORE_JUDGES,), is_main=True,
    ),
    Transition(
        _S.CONFIRMING, _A.DISSATISFIED, _who(_W.REPORTER, _W.CO_REPORTER), _S.HANDLING,
        need=Need.TEXT, clock=Clock.REDOING, when=(_C.FIRST_TIME,),
    ),
    Transition(
        _S.CONFIRMING, _A.DISSATISFIED, _who(_W.REPORTER, _W.CO_REPORTER), _S.WAITING, when=(_C.AGAIN,),
        need=Need.TEXT, clock=Clock.ACCEPTANCE, owner=NextOwner.OFFICE, lead=NextLead.NOBODY,
    ),
    Transition(_S.CONFIRMING, _A.REDO, _HOLDERS, _S.HANDLING, need=Need.TEXT, clock=Clock.RESUMES),
    *(
        Transition(
            state, _A.MERGE, _who(_W.FRONT, _W.LEAD, _W.CHIEF, _W.OFFICE), _S.MERGED,
            need=Need.OWN, clock=Clock.STOPS, when=(_C.NOT_LISTED,),
        )
        for state in (_S.WAITING, _S.RETURNED, _S.HANDLING)
    ),
    Transition(_S.CONFIRMING, _A.LAPSE, _who(_W.SYSTEM), _S.CLOSED, clock=Clock.STOPS),
    *_supervision(),
)  # fmt: skip


def list_rows(issue: Issue, action: IssueAction) -> list[Transition]:
    """The rows for an action in the present state, whoever asks and whatever the conditions."""
    return [row for row in TRANSITIONS if row.state == issue.state and row.action is action]


def list_allowed(issue: Issue, actors: frozenset[Actor], *, now: datetime) -> list[Transition]:
    """The rows that somebody who is all these may carry out now: the card's buttons, the main one first.

    Where two rows of one action are open to them, the first of the table counts.
    """
    found: dict[IssueAction, Transition] = {}
    for row in TRANSITIONS:
        if row.state == issue.state and row.who & actors and row.find_unmet(issue, now) is None:
            found.setdefault(row.action, row)
    return sorted(found.values(), key=lambda row: not row.is_main)
