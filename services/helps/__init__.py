"""Help of service lines on a matter: asked for, answered, brought material for, judged (M4, scenario 14).

The matter's owner and clock go on whatever the helpers do; a helper never closes it.
"""

from services.helps.answering import Reply, answer_help, check_answer
from services.helps.asking import MOST_NEED, Wish, ask_for_help, check_asking, list_askable
from services.helps.clocks import count_again, workdays_left
from services.helps.material import bring_material, check_bringing, pass_on, source_of
from services.helps.outcomes import (
    GroundMissing,
    HelpMoved,
    HelpNotFound,
    HelpNotYours,
    LineBusy,
    NeedMissing,
)
from services.helps.rating import end_helps, list_to_rate, may_rate, rate_help
from services.helps.records import HelpRecord, list_help_records
from services.helps.seeing import (
    HELP,
    Helping,
    is_helper,
    list_to_act,
    may_lead,
    view_help,
)
from services.helps.telling import HelpChase, chase_help

__all__ = [
    "HELP",
    "MOST_NEED",
    "GroundMissing",
    "HelpChase",
    "HelpMoved",
    "HelpNotFound",
    "HelpNotYours",
    "HelpRecord",
    "Helping",
    "LineBusy",
    "NeedMissing",
    "Reply",
    "Wish",
    "answer_help",
    "ask_for_help",
    "bring_material",
    "chase_help",
    "check_answer",
    "check_asking",
    "check_bringing",
    "count_again",
    "end_helps",
    "is_helper",
    "list_askable",
    "list_help_records",
    "list_to_act",
    "list_to_rate",
    "may_lead",
    "may_rate",
    "pass_on",
    "rate_help",
    "source_of",
    "view_help",
    "workdays_left",
]
