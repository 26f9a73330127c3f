"""What may come of asking for help, or of answering, when it is not done."""

from services.outcomes import Outcome


class HelpNotFound(Outcome):
    """There is no such request, or it is not for this person to see: the words are the same."""

    template = "helps/refused/not_found"


class HelpMoved(Outcome):
    """Somebody has answered already, or the matter went on without it."""

    template = "helps/refused/moved"


class HelpNotYours(Outcome):
    """The person may see the request, but this step is somebody else's."""

    template = "helps/refused/not_yours"


class NeedMissing(Outcome):
    """A line was chosen, but nobody has said what is needed of it; or none was chosen."""

    template = "helps/refused/need_missing"


class LineBusy(Outcome):
    """This line was asked already and has not answered yet."""

    template = "helps/refused/line_busy"


class GroundMissing(Outcome):
    """That it cannot be done, or that material is missing, has to be said in words or by a policy."""

    template = "helps/refused/ground_missing"
