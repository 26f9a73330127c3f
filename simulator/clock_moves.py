"""The ways the page can move the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from simulator.clock import SimClock
from simulator.shapes import Json

ZONE = ZoneInfo("Asia/Shanghai")
NINE = 9
_SPANS = ("weeks", "days", "hours", "minutes", "seconds")


def next_weekday_nine(now: datetime) -> datetime:
    """The next 9:00 in Shanghai on a Monday to Friday; holidays are not known here."""
    local = now.astimezone(ZONE)
    moment = local.replace(hour=NINE, minute=0, second=0, microsecond=0)
    while moment <= local or moment.isoweekday() > 5:
        moment += timedelta(days=1)
    return moment


def wished_moment(
    clock: SimClock, wish: Json, next_workday: Callable[[datetime], datetime] | None
) -> datetime:
    """Where a wish leads: {advance: {hours, …}}, {to: ISO time} or {named: hour|day|next_workday_9}.

    Raises ValueError for a wish that makes no sense or goes back in time.
    """
    try:
        target = _target(clock.now(), wish, next_workday or next_weekday_nine)
    except (OverflowError, TypeError) as problem:
        raise ValueError(f"no such time: {problem}") from None
    if target < clock.now():
        raise ValueError("the clock does not go backwards")
    return target


def _target(now: datetime, wish: Json, next_workday: Callable[[datetime], datetime]) -> datetime:
    if isinstance(wish.get("advance"), dict):
        spans = {name: float(value) for name, value in wish["advance"].items() if name in _SPANS}
        if not spans:
            raise ValueError("advance takes weeks, days, hours, minutes or seconds")
        return now + timedelta(**spans)
    if "to" in wish:
        moment = datetime.fromisoformat(str(wish["to"]))
        if moment.tzinfo is None:
            raise ValueError("a time needs its zone")
        return moment
    named = {"hour": now + timedelta(hours=1), "day": now + timedelta(days=1)}
    if wish.get("named") == "next_workday_9":
        return next_workday(now)
    if wish.get("named") in named:
        return named[wish["named"]]
    raise ValueError("tell advance, to or named")
