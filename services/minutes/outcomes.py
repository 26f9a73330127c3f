"""Why minutes are not written, signed or sent."""

from services.outcomes import Outcome


class MinutesRefused(Outcome):
    """Facts: problem (too_long, not_held, empty, no_chair, issued, signing, returned, unsigned, file, many,
    incomplete, neither, reason_long).
    """

    template = "minutes/refused/refused"
