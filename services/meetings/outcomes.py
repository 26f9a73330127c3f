"""Why something about a meeting was not done: facts and the template that says so."""

from services.outcomes import Outcome


class KindMissing(Outcome):
    """The kind of meeting has not been chosen."""

    template = "meetings/refused/kind_missing"


class TimeMissing(Outcome):
    """Day or time is missing."""

    template = "meetings/refused/time_missing"


class PlaceMissing(Outcome):
    """Nobody has said where."""

    template = "meetings/refused/place_missing"


class MeetingInPast(Outcome):
    """Its time is over. Facts: starts_at, now."""

    template = "meetings/refused/in_past"


class EndsBeforeStart(Outcome):
    """The end is not after the beginning."""

    template = "meetings/refused/ends_before_start"


class NobodyInvited(Outcome):
    """The audience has nobody who could come."""

    template = "meetings/refused/nobody_invited"


class DayUnsafe(Outcome):
    """A monthly rhythm on the 29th to 31st would leave months out."""

    template = "meetings/refused/day_unsafe"


class MeetingClosed(Outcome):
    """It has been called off, is over, or has been decided otherwise. Facts: title, state."""

    template = "meetings/refused/closed"


class MeetingMoved(Outcome):
    """The button belongs to an earlier time. Facts: starts_at, now."""

    template = "meetings/refused/moved"


class ReplyTooLate(Outcome):
    """Answers can no longer be changed. Facts: until, now."""

    template = "meetings/refused/too_late"


class DelegateUnfit(Outcome):
    """This person cannot stand in: they come themselves, or for somebody else. Facts: name."""

    template = "meetings/refused/delegate_unfit"


class DelegationBarred(Outcome):
    """To this meeting nobody may be sent; leave can be asked for."""

    template = "meetings/refused/delegation_barred"


class RuleUnclear(Outcome):
    """What was typed as a rhythm cannot be counted out, or never comes."""

    template = "meetings/refused/rule_unclear"


class SnoozeTooLate(Outcome):
    """The meeting begins before the reminder would come again. Facts: starts_at."""

    template = "meetings/refused/snooze_too_late"


class LeaveDecided(Outcome):
    """Somebody else has decided, or the request was withdrawn."""

    template = "meetings/refused/leave_decided"


class TextTooLong(Outcome):
    """What was typed is too long. Facts: limit."""

    template = "meetings/refused/too_long"


class TimeUnclear(Outcome):
    """What was typed is no day and time that could be understood."""

    template = "meetings/refused/time_unclear"


class MaterialRefused(Outcome):
    """A file is not taken. Facts: problem, limit (megabytes)."""

    template = "meetings/refused/material"
