"""One's own quiet hours, from /me: two choices within what the office allows (M14)."""

from datetime import time

from telegram import Update

from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.mechanism import QuietHours
from services.outcomes import Stale
from services.quiet_times import choose_hours, own_hours

routes = Routes()


@routes.tap("quiet.show")
def show(_update: Update, turn: Turn) -> None:
    """Tap in /me: the quiet hours that hold, and what may be chosen."""
    turn.say("quiet_times/choices", _facts(turn, _mine(turn)))


@routes.tap("quiet.begin")
def begin(_update: Update, turn: Turn) -> None:
    """Tap: when they begin."""
    hours = _mine(turn)
    _choose(turn, begin=_clock(turn), end=hours.end)


@routes.tap("quiet.end")
def end(_update: Update, turn: Turn) -> None:
    """Tap: when they end."""
    hours = _mine(turn)
    _choose(turn, begin=hours.begin, end=_clock(turn))


def _choose(turn: Turn, *, begin: time, end: time) -> None:
    rules = turn.house.mechanism.quiet_hours
    hours = choose_hours(
        turn.session,
        turn.me,
        begin=None if begin == rules.begin else begin,
        end=None if end == rules.end else end,
        rules=rules,
    )
    turn.edit("quiet_times/choices", **_facts(turn, hours))


def _mine(turn: Turn) -> QuietHours:
    return own_hours(turn.session, turn.my_id, turn.house.mechanism.quiet_hours)


def _facts(turn: Turn, hours: QuietHours) -> Facts:
    rules = turn.house.mechanism.quiet_hours
    return {
        "hours": hours,
        "begins": sorted({rules.begin, *rules.own_begin}),
        "ends": sorted({rules.end, *rules.own_end}),
    }


def _clock(turn: Turn) -> time:
    text = turn.press.argument()
    try:
        return time(int(text[:2]), int(text[2:]))
    except ValueError:
        raise Stale from None
