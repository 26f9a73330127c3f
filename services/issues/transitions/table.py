"""The rows of a problem's life, state by state (M8, M16, M17). A new action is a row."""

from services.issues.conditions import When
from services.issues.transitions.rules import Actor, Asks, Clock, Need, NextLead, NextOwner, Transition
from storage.issues import Decider, IssueAction, IssueState, RequestKind

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
        _S.HANDLING, _A.SOLVE, HOLDERS, None,
        need=Need.TEXT, when=(_C.LISTED, _C.NOT_VERIFYING), is_main=True,
    )  # fmt: skip
    rows = [verified, solved]
    for state in (_S.WAITING, _S.HANDLING, _S.RETURNED):
        rows.append(Transition(state, _A.LIST, office, None, need=Need.OWN, when=(_C.NOT_LISTED,)))
        rows.append(Transition(state, _A.DELIST, office, None, need=Need.OWN, when=(_C.LISTED,)))
    return rows


HOLDERS = _who(_W.LEAD, _W.CHIEF)
"""Who works on it: the lead owner, a stand-in, and the chiefs of the owning body."""
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
    Transition(
        _S.WAITING, _A.WITHDRAWAL_AGREED, _who(_W.DECIDER), _S.WITHDRAWN,
        clock=Clock.STOPS, when=(_C.NOT_LISTED,),
    ),
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
    Transition(
        _S.RETURNED, _A.WITHDRAWAL_AGREED, _who(_W.DECIDER), _S.WITHDRAWN,
        clock=Clock.STOPS, when=(_C.NOT_LISTED,),
    ),
    # Somebody leads it.
    # Nobody took it on: the one who would rather do it than the one whom the clock appointed (scenario 11).
    Transition(
        _S.HANDLING, _A.ACCEPT, _who(_W.FRONT), _S.HANDLING,
        lead=NextLead.ACTOR, when=(_C.PROVISIONAL,), is_main=True,
    ),
    Transition(
        _S.HANDLING, _A.RETURN, _who(_W.RECEIVER), _S.WAITING, when=(_C.PROVISIONAL, _C.FIRST_RETURN),
        need=Need.BODY_AND_TEXT, clock=Clock.ACCEPTANCE, owner=NextOwner.GIVEN, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.HANDLING, _A.RETURN, _who(_W.RECEIVER), _S.RETURNED, when=(_C.PROVISIONAL, _C.SECOND_RETURN),
        need=Need.TEXT, clock=Clock.ACCEPTANCE, owner=NextOwner.OFFICE, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.HANDLING, _A.SOLVE, HOLDERS, _S.CONFIRMING,
        need=Need.TEXT, clock=Clock.VERDICT, when=(_C.NOT_LISTED,), is_main=True,
    ),
    Transition(_S.HANDLING, _A.PROGRESS, HOLDERS, None, need=Need.TEXT),
    Transition(
        _S.HANDLING, _A.ESCALATE, HOLDERS, _S.WAITING, when=(_C.ORDINARY,),
        need=Need.ANSWERS, clock=Clock.ACCEPTANCE, owner=NextOwner.ABOVE, lead=NextLead.NOBODY,
    ),
    Transition(
        _S.HANDLING, _A.ESCALATE, HOLDERS, None, need=Need.ANSWERS, when=(_C.MAJOR, _C.NOTHING_ASKED),
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
    Transition(_S.HANDLING, _A.CO_HANDLE, HOLDERS, None, need=Need.OWN),
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
        _S.HANDLING, _A.TRANSFER, HOLDERS, None, need=Need.BODY_AND_TEXT, when=(_C.NOTHING_ASKED,),
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
    Transition(
        _S.HANDLING, _A.PAUSE_AGREED, _who(_W.DECIDER), _S.HANDLING,
        clock=Clock.PAUSED, when=(_C.NOT_OVERDUE,),
    ),
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
    Transition(
        _S.HANDLING, _A.WITHDRAWAL_AGREED, _who(_W.DECIDER), _S.WITHDRAWN,
        clock=Clock.STOPS, when=(_C.NOT_LISTED,),
    ),
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
    Transition(_S.CONFIRMING, _A.REDO, HOLDERS, _S.HANDLING, need=Need.TEXT, clock=Clock.RESUMES),
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
