"""What may come of an action that is not done: a refusal with the facts and the template that words it."""


class Outcome(Exception):
    """An action was not carried out. `template` (with `facts`) tells the person why and what would be right.

    Nothing of the action is kept: the engine rolls it back and answers with the template, as an alert if
    a button was pressed, else as a message.
    """

    template = "system/refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.template, facts)
        self.facts = facts


class NotAllowed(Outcome):
    """The person's hats do not give this right."""

    template = "system/not_allowed"


class NotBound(Outcome):
    """Nobody on the roster stands behind this account (it sees only how to bind)."""

    template = "identity/not_bound"


class CalendarUnknown(Outcome):
    """The holidays of a year have not been announced or imported. Facts: year."""

    template = "system/calendar_unknown"


class Stale(Outcome):
    """The button is from an earlier state of the matter, or was never ours."""

    template = "system/stale"
