"""What may come of an action on an assignment or an instruction that is not carried out."""

from services.outcomes import Outcome


class AssignmentIncomplete(Outcome):
    """Owner, text or day is missing. Facts: missing."""

    template = "assignments/refused/incomplete"


class DeadlinePast(Outcome):
    """The day is over. Facts: due_on."""

    template = "assignments/refused/past"


class DeadlineTooFar(Outcome):
    """The day is more than two years away: a slip of the pen."""

    template = "assignments/refused/too_far"


class TextMissing(Outcome):
    """The action needs words."""

    template = "assignments/refused/text_missing"


class TextTooLong(Outcome):
    """Facts: limit."""

    template = "assignments/refused/too_long"


class AssignmentMoved(Outcome):
    """The button is from an earlier state. Facts: state."""

    template = "assignments/refused/moved"


class AssignmentNotFound(Outcome):
    """There is none, or it is not for this person to see: the words are the same."""

    template = "assignments/refused/not_found"
