"""What may come of an action on a listed supervision that is not carried out."""

from services.outcomes import Outcome


class SupervisionNotFound(Outcome):
    """There is none, or it is not for this person to see: the words are the same."""

    template = "supervisions/refused/not_found"


class SupervisionMoved(Outcome):
    """The button is from an earlier state. Facts: state."""

    template = "supervisions/refused/moved"


class DeadlinePast(Outcome):
    """The day is over. Facts: due_on."""

    template = "supervisions/refused/past"


class TooManyDays(Outcome):
    """A failed verification puts the deadline off once only, by so many days at most. Facts: limit."""

    template = "supervisions/refused/too_many_days"


class WordsMissing(Outcome):
    """The finding of a verification needs words."""

    template = "supervisions/refused/words_missing"


class WordsTooLong(Outcome):
    """Facts: limit."""

    template = "supervisions/refused/words_too_long"
