"""Leave of people who lead matters: who stands in, what they hear, how it ends (M8, scenario 12)."""

from services.leaves.ending import Ended, end_leave, leave_day_ended
from services.leaves.matters import list_led
from services.leaves.outcomes import (
    LeaveBackwards,
    LeaveMoved,
    LeaveNotFound,
    LeaveNotYours,
    LeaveOverlaps,
    LeavePast,
    LeaveTooLong,
    StandInAway,
    StandInUnfit,
)
from services.leaves.planning import (
    ask_stand_in,
    check_days,
    check_stand_in,
    list_candidates,
    plan_daily,
    plan_leave,
)
from services.leaves.reading import read_period
from services.leaves.standing_in import (
    accept_standing_in,
    begin_leave,
    decline_standing_in,
    release_duties,
)
from services.leaves.watching import LEAVE, LeaveDay, list_unattended, view_leave, view_leave_day

__all__ = [
    "LEAVE",
    "Ended",
    "LeaveBackwards",
    "LeaveDay",
    "LeaveMoved",
    "LeaveNotFound",
    "LeaveNotYours",
    "LeaveOverlaps",
    "LeavePast",
    "LeaveTooLong",
    "StandInAway",
    "StandInUnfit",
    "accept_standing_in",
    "ask_stand_in",
    "begin_leave",
    "check_days",
    "check_stand_in",
    "decline_standing_in",
    "end_leave",
    "leave_day_ended",
    "list_candidates",
    "list_led",
    "list_unattended",
    "plan_daily",
    "plan_leave",
    "read_period",
    "release_duties",
    "view_leave",
    "view_leave_day",
]
