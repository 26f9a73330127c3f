"""How facts are written: times in the words of the working day, numbers of matters, clipped text."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from templates.words import words

ZONE = ZoneInfo("Asia/Shanghai")
"""People read Beijing time wherever the server stands; `set_zone` changes it once at start."""

_zone: list[ZoneInfo] = [ZONE]


def set_zone(name: str) -> None:
    """Use another time zone for everything shown (setting TIMEZONE)."""
    _zone[0] = ZoneInfo(name)


def zone() -> ZoneInfo:
    """The time zone of everything shown."""
    return _zone[0]


def local(moment: datetime) -> datetime:
    """`moment` as the clock on the wall shows it."""
    return moment.astimezone(_zone[0])


def weekday(day: date | datetime) -> str:
    """The word for the day of the week."""
    on = local(day).date() if isinstance(day, datetime) else day
    return words("weekday")[str(on.isoweekday())]


def day(value: date | datetime, now: datetime | None = None) -> str:
    """A day with its weekday; with `now`, yesterday to the day after tomorrow are also called so.

    The date always stands beside the word: messages are read again on other days.
    """
    on = local(value).date() if isinstance(value, datetime) else value
    form = words("format")
    text = form["day"].format(month=on.month, day=on.day, weekday=weekday(on))
    if now is None:
        return text
    today = local(now).date()
    if on.year != today.year:
        text = form["year"].format(year=on.year) + text
    near = words("near_day").get(str((on - today).days))
    return form["near_day"].format(near=near, day=text) if near else text


def plain_day(value: date | datetime) -> str:
    """A day in figures, without its weekday: 11月24日."""
    on = local(value).date() if isinstance(value, datetime) else value
    return words("format")["plain_day"].format(month=on.month, day=on.day)


def clock(moment: datetime) -> str:
    """Hours and minutes."""
    at = local(moment)
    return f"{at.hour}:{at.minute:02d}"


def when(moment: datetime, now: datetime | None = None) -> str:
    """Day and time, with nothing between the closing bracket and the hour."""
    return f"{day(moment, now)}{clock(moment)}"


def exact(moment: datetime) -> str:
    """Time to the second."""
    return local(moment).strftime("%H:%M:%S")


def iso_day(value: date | datetime) -> str:
    """The day in digits: 2026-11-30."""
    return (local(value).date() if isinstance(value, datetime) else value).isoformat()


def span(duration: timedelta) -> str:
    """A duration in the largest fitting units."""
    form = words("span")
    minutes = int(duration.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [("days", days), ("hours", hours), ("minutes", minutes)]
    shown = [form[name].format(count=count) for name, count in parts if count]
    return "".join(shown[:2]) or form["minutes"].format(count=0)


def clip(text: object, limit: int = 200) -> str:
    """At most `limit` characters, with an ellipsis where something was left out (facts only, never HTML)."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def formal(matter: tuple[str, int, int]) -> str:
    """The formal number of (kind, year, number), as people write it."""
    kind, year, number = matter
    return _formal()[kind].format(year=year, number=number)


def size(count: int) -> str:
    """A file's size."""
    for unit, limit in (("KB", 1024**2), ("MB", 1024**3)):
        if count < limit:
            return f"{count * 1024 / limit:.1f} {unit}"
    return f"{count / 1024**3:.1f} GB"


def number(value: Decimal | str | int) -> str:
    """A figure with commas between thousands, without needless noughts."""
    shown = format(Decimal(value), ",f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


@cache
def _formal() -> dict[str, str]:
    return words("formal_number")


FILTERS: dict[str, Callable[..., str]] = {
    "weekday": weekday,
    "day": day,
    "clock": clock,
    "plain_day": plain_day,
    "when": when,
    "exact": exact,
    "iso_day": iso_day,
    "span": span,
    "clip": clip,
    "formal": formal,
    "size": size,
    "number": number,
}
