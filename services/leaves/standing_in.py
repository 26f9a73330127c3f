"""The stand-in's answer, and the first day of a leave."""

from datetime import date

from services.issues import Occasion
from services.leaves.matters import hand_over, list_led, take_back
from services.leaves.outcomes import LeaveMoved, LeaveNotFound, LeaveNotYours
from services.leaves.planning import watch_unattended
from storage.issues import Issue
from storage.leaves import Leave, LeaveState, get_leave_for_update, list_stand_in_duties


def accept_standing_in(occasion: Occasion, leave_id: int) -> Leave:
    """The stand-in takes the matters over for the time; accepting twice changes nothing.

    Raises LeaveNotFound, LeaveNotYours, LeaveMoved.
    """
    leave = _asked(occasion, leave_id, LeaveState.ACCEPTED)
    if leave.state != LeaveState.ACCEPTED:
        leave.state, leave.answered_at = LeaveState.ACCEPTED, occasion.now
        begin_leave(occasion, leave)
    return leave


def decline_standing_in(occasion: Occasion, leave_id: int) -> Leave:
    """The stand-in cannot do it; the absent person has to ask somebody else.

    Raises LeaveNotFound, LeaveNotYours, LeaveMoved.
    """
    leave = _asked(occasion, leave_id, LeaveState.DECLINED)
    leave.state, leave.answered_at = LeaveState.DECLINED, occasion.now
    occasion.session.flush()
    return leave


def release_duties(occasion: Occasion, first: date, last: date) -> list[Leave]:
    """Who goes away cannot stand in for others in these days; returns the leave that is without them now."""
    duties = list_stand_in_duties(
        occasion.session, occasion.person_id or 0, LeaveState.ASKED, LeaveState.ACCEPTED
    )
    released = [duty for duty in duties if duty.from_day <= last and duty.until_day >= first]
    for duty in released:
        if duty.state == LeaveState.ACCEPTED:
            take_back(occasion, duty)
        duty.state, duty.answered_at = LeaveState.DECLINED, occasion.now
        watch_unattended(occasion, duty)
    occasion.session.flush()
    return released


def begin_leave(occasion: Occasion, leave: Leave) -> list[Issue]:
    """Hand the matters over if the leave has begun and somebody stands in; returns those matters."""
    if leave.state != LeaveState.ACCEPTED or not leave.covers(occasion.today):
        return []
    issues = list_led(occasion.session, leave.person_id)
    for issue in issues:
        hand_over(occasion, leave, issue)
    occasion.session.flush()
    return issues


def _asked(occasion: Occasion, leave_id: int, wanted: LeaveState) -> Leave:
    leave = get_leave_for_update(occasion.session, leave_id)
    if leave is None or occasion.person_id is None:
        raise LeaveNotFound
    if leave.stand_in_id != occasion.person_id:
        raise LeaveNotFound if leave.person_id != occasion.person_id else LeaveNotYours
    if leave.state not in (LeaveState.ASKED, wanted):
        raise LeaveMoved(state=leave.state)
    return leave
