"""What may come of a leave when it is not written down as asked."""

from services.outcomes import Outcome


class LeaveNotFound(Outcome):
    """There is no such leave, or it is not this person's matter: the words are the same."""

    template = "leaves/refused/not_found"


class LeaveMoved(Outcome):
    """It has been answered, ended or changed meanwhile."""

    template = "leaves/refused/moved"


class LeaveNotYours(Outcome):
    """Somebody else has to answer or end it."""

    template = "leaves/refused/not_yours"


class LeaveBackwards(Outcome):
    """It would end before it begins."""

    template = "leaves/refused/backwards"


class LeavePast(Outcome):
    """Its last day is over."""

    template = "leaves/refused/past"


class LeaveTooLong(Outcome):
    """It is longer than the mechanism allows to be entered at once."""

    template = "leaves/refused/too_long"


class LeaveOverlaps(Outcome):
    """The person is on another leave in these days."""

    template = "leaves/refused/overlaps"


class StandInAway(Outcome):
    """Who should stand in is on leave themselves."""

    template = "leaves/refused/stand_in_away"


class StandInUnfit(Outcome):
    """Who should stand in is no colleague in the bodies whose matters these are, or is the person."""

    template = "leaves/refused/stand_in_unfit"
