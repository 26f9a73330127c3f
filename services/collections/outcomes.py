"""Why something about a collection was not done."""

from services.outcomes import Outcome


class MonthOver(Outcome):
    """The day by which figures would be due is over. Facts: month."""

    template = "collections/refused/month_over"


class NobodyAsked(Outcome):
    """No body was chosen."""

    template = "collections/refused/nobody_asked"


class MonthTaken(Outcome):
    """There is a collection about this month already. Facts: code."""

    template = "collections/refused/month_taken"


class ReturnEmpty(Outcome):
    """Neither text nor file."""

    template = "collections/refused/empty"


class TextTooLong(Outcome):
    """Facts: limit."""

    template = "collections/refused/too_long"


class CollectionClosed(Outcome):
    """The time for returns, or for changing them, is over. Facts: due_at."""

    template = "collections/refused/closed"


class FigureRefused(Outcome):
    """What was typed is no figure for this indicator. Facts: problem (number, unit, negative, exact, large),
    text, name, unit, decimals.
    """

    template = "collections/refused/figure"


class CorrectionRefused(Outcome):
    """A correction that cannot be asked for or decided. Facts: problem (open, missing, same, waiting, reason,
    decided, twice).
    """

    template = "collections/refused/correction"


class NothingToSum(Outcome):
    """A collection that has not been called has no summary."""

    template = "collections/refused/nothing_to_sum"
