"""What the keys of mechanism.toml may hold: times of day, working days, counts, names."""

import re
from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _clock_time(value: object) -> time:
    """Only "HH:MM": a bare number would otherwise be read as seconds after midnight."""
    if not isinstance(value, str) or not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
        raise ValueError('a time of day is expected, e.g. "09:00"')
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Workdays = Annotated[int, Field(strict=True, ge=1, le=250)]
Minutes = Annotated[int, Field(strict=True, ge=0, le=24 * 60)]
Hours = Annotated[int, Field(strict=True, ge=1, le=24 * 90)]
Count = Annotated[int, Field(strict=True, ge=1)]
Weekday = Annotated[int, Field(strict=True, ge=1, le=7)]
MonthDay = Annotated[int, Field(strict=True, ge=1, le=28)]
Switch = Annotated[bool, Field(strict=True)]
DaysBefore = tuple[Annotated[int, Field(strict=True, ge=0, le=250)], ...]
OwnerRule = Literal["place", "industry", "factor", "office"]
ModuleName = Literal[
    "factor_support", "approval_service", "problem_solving", "project_attraction", "project_progress"
]
TierName = Literal["ordinary", "major", "critical"]
RoleName = Literal["section_chief", "liaison_officer", "deputy_in_charge", "principal", "staff", "member"]


class Section(BaseModel):
    """A table of mechanism.toml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
